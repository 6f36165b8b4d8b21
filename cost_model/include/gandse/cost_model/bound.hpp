// What every completion of a partly decided configuration costs at least. Integers, so that a device may use it too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// What any completion of a partly decided configuration costs: at least `cycles`, at most `most_cycles`, and at least
/// `energy` + `leakage` * (its own cycles). The defaults are always true.
struct CostBound {
  std::uint64_t cycles = 0;  ///< fewest cycles
  /// Least femtojoule without leakage; UINT64_MAX if every completion overflows, or none is legal.
  std::uint64_t energy = 0;
  std::uint64_t leakage = 0;               ///< least femtojoule per cycle
  std::uint64_t most_cycles = UINT64_MAX;  ///< most cycles
};

/// The bound of a template that has none: nothing is known before all is decided.
template <class Template>
struct NoBound {
  static constexpr const auto& order = Template::draw_order;                ///< in which a search decides
  constexpr explicit NoBound(const typename Template::Layer& /*layer*/) {}  ///< the layer does not matter
  /// Knows nothing, whatever is decided.
  constexpr CostBound operator()(const typename Template::Configuration& /*configuration*/,
                                 std::size_t /*decided*/) const {
    return {};
  }
};

/// Which bound a search of `Template` prunes with: its own `Bound` if it has one, otherwise NoBound. Include the header
/// of the bound wherever this is asked.
template <class Template, class = void>
struct BoundOf {
  using type = NoBound<Template>;  ///< prunes nothing
};
/// A template that has a bound.
template <class Template>
struct BoundOf<Template, std::void_t<typename Template::Bound>> {
  using type = typename Template::Bound;  ///< the template's own
};

}  // namespace gandse
