// Double-buffered SRAMs of 1, 2, 4 ... KiB: half of one holds what is in work while the other half is filled.
#pragma once

#include <cstdint>

#include "gandse/cost_model/integer.hpp"

namespace gandse {

/// Bytes of half an SRAM of `1 << choice` KiB, choice < 22.
constexpr std::uint32_t half_bytes(unsigned choice) { return 512U << choice; }

/// Least choice whose half holds `bytes`; may be past the largest of a template's table.
GANDSE_ONE_COPY constexpr unsigned smallest_sram(std::uint64_t bytes) {
  return bytes <= 512U ? 0U : ceil_log2(bytes) - 9U;
}

}  // namespace gandse
