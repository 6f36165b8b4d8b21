// What a generator sees of a layer's sizes, as int8.
#pragma once

#include <cstdint>

#include "gandse/cost_model/integer.hpp"

namespace gandse {

/// log2 of a size >= 1, in 8 steps per octave, 127 at most.
constexpr std::int8_t size_feature(std::uint32_t size) {
  const std::int32_t steps = log2_q16(size) >> 13U;
  return static_cast<std::int8_t>(steps > 127 ? 127 : steps);
}

/// How much larger than `size` >= 1 what tiles of `tile` >= 1 cover is: log2 of the ratio, in 64 steps per octave, 127
/// at most.
constexpr std::int8_t waste_feature(std::uint32_t size, std::uint32_t tile) {
  const std::int32_t steps = (log2_q16(std::uint64_t{ceil_div(size, tile)} * tile) - log2_q16(size)) >> 10U;
  return static_cast<std::int8_t>(steps > 127 ? 127 : steps);
}

}  // namespace gandse
