// Units as types: a number of cycles cannot be mistaken for an energy, and no unit converts by itself.
#pragma once

#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// An unsigned 64-bit amount of one unit. `Unit` only tells amounts apart; it is never defined.
template <class Unit>
struct Quantity {
  std::uint64_t value = 0;

  friend constexpr bool operator==(Quantity a, Quantity b) { return a.value == b.value; }
  friend constexpr bool operator!=(Quantity a, Quantity b) { return a.value != b.value; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.value < b.value; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.value <= b.value; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.value > b.value; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.value >= b.value; }
};

using Cycles = Quantity<struct CyclesUnit>;          ///< clock cycles of the accelerator
using Femtojoule = Quantity<struct FemtojouleUnit>;  ///< 1e-15 J: the finest constant (one add) is 30 of them
using Microwatt = Quantity<struct MicrowattUnit>;    ///< average power over one layer

}  // namespace gandse
