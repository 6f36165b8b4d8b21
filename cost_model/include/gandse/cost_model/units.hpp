// Units as types: a number of cycles cannot be mistaken for an energy, and no unit converts by itself.
#pragma once

#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

/// Everything of the library: cost model, templates, generator, explorers. Freestanding: no heap, exceptions, RTTI,
/// floating point, or calls but mem*.
namespace gandse {

/// An unsigned 64-bit amount of one unit. `Unit` only tells amounts apart; it is never defined.
template <class Unit>
struct Quantity {
  std::uint64_t value = 0;  ///< amount, in the unit that the type names

  ///@{
  /// Compares amounts of the same unit.
  friend constexpr bool operator==(Quantity a, Quantity b) { return a.value == b.value; }
  friend constexpr bool operator!=(Quantity a, Quantity b) { return a.value != b.value; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.value < b.value; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.value <= b.value; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.value > b.value; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.value >= b.value; }
  ///@}
};

using Cycles = Quantity<struct CyclesUnit>;          ///< clock cycles of the accelerator
using Femtojoule = Quantity<struct FemtojouleUnit>;  ///< 1e-15 J; 64 bits hold 18 kJ
using Microwatt = Quantity<struct MicrowattUnit>;    ///< average power over one layer

}  // namespace gandse
