// What every completion of a partly decided configuration costs at least. Integers, so that a device may use it too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Any completion takes at least `cycles` and at most `most_cycles`, and its energy is at least `energy` + `leakage` *
/// (its own cycles). Energies in femtojoule; the defaults are always true. UINT64_MAX energy: every completion
/// overflows (reason too_large).
struct CostBound {
  std::uint64_t cycles = 0;
  std::uint64_t energy = 0;
  std::uint64_t leakage = 0;  ///< per cycle
  std::uint64_t most_cycles = UINT64_MAX;
};

/// Bound of a template that has none: nothing is known before all is decided.
template <class Template>
struct NoBound {
  static constexpr const auto& order = Template::draw_order;
  constexpr explicit NoBound(const typename Template::Layer& /*layer*/) {}
  constexpr CostBound operator()(const typename Template::Configuration& /*configuration*/,
                                 std::size_t /*decided*/) const {
    return {};
  }
};

template <class Template, class = void>
struct BoundOf {
  using type = NoBound<Template>;
};
template <class Template>
struct BoundOf<Template, std::void_t<typename Template::Bound>> {
  using type = typename Template::Bound;
};

}  // namespace gandse
