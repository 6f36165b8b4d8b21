// The dnnweaver machine, played tile by tile: which tile each buffer holds, when its port and its two tags are free,
// when the array and the store stage are. It knows addresses and durations, and nothing of rounds or chains, so that it
// can judge the closed form.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "gandse/cost_model/dnnweaver_pipeline.hpp"

namespace gandse::test {

enum class Loop : std::uint8_t { images, rows, columns, inputs, outputs };

/// One loop over tiles.
struct LoopCount {
  Loop loop;
  std::uint64_t count;
};

struct Played {
  std::uint64_t cycles = 0;
  std::uint64_t input_loads = 0, weight_loads = 0, bias_loads = 0, sum_loads = 0;
  std::uint64_t spills = 0;   ///< stores of sums that are not complete
  std::uint64_t outputs = 0;  ///< stores of complete ones

  friend bool operator==(const Played&, const Played&) = default;
};

/// `loops` from the innermost on; each loop once.
Played play(const std::array<LoopCount, 5>& loops, const TileTimes& times);

}  // namespace gandse::test
