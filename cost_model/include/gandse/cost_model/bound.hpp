// What every completion of a partly decided configuration costs at least. Integers, so that a device may use it too.
#pragma once

#include <cstdint>

namespace gandse {

/// Any completion takes at least `cycles`, and its energy is at least `energy` + `leakage` * (its own cycles).
/// Energies in femtojoule; all 0 is always true. UINT64_MAX energy: every completion overflows (reason too_large).
struct CostBound {
  std::uint64_t cycles = 0;
  std::uint64_t energy = 0;
  std::uint64_t leakage = 0;  ///< per cycle
};

}  // namespace gandse
