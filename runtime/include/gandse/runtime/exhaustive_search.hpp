// Every canonical configuration of a layer, depth first, but for those that a bound shows to be of no use.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/bound.hpp"
#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// Why a search ended.
enum class [[nodiscard]] Ending : std::uint8_t{
    exhausted,    ///< nothing is left to look at
    stopped,      ///< the caller's `leaf` returned true
    out_of_nodes  ///< more would have to be looked at than allowed
};

/// An observer of searches that does nothing.
struct Unobserved {
  /// Is called for each node that is looked at.
  constexpr void operator()() const {}
};

/// Searches all canonical configurations of `layer` that obey `pins`, which can be met. A node is a bound or an
/// evaluation; all searches of one object together look at `nodes` of them at most.
template <class Template>
class ExhaustiveSearch {
 public:
  using Configuration = typename Template::Configuration;  ///< the template's

  /// Copies layer and pins. `nodes` may be 0.
  ExhaustiveSearch(const typename Template::Layer& layer, const typename Template::Pins& pins, std::uint64_t nodes)
      : layer_(layer), pins_(pins), left_(nodes) {}

  /// Calls `leaf(configuration, cost)` for every legal configuration until it returns true. Passes over all completions
  /// of a prefix if `useless(configuration, CostBound)` returns true; what is not decided in it holds its pin or choice
  /// 0. Calls `observe()` for each node.
  template <class Useless, class Leaf, class Observe = Unobserved>
  Ending run(const Useless& useless, const Leaf& leaf, const Observe& observe = {}) {
    using Bound = typename BoundOf<Template>::type;
    Configuration configuration{};
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      configuration[i] = pins_.is_pinned(i) ? pins_.choice[i] : std::uint8_t{0};
    }
    const Configuration least = configuration;
    Bound bound{layer_};
    std::array<ChoiceMask, Template::kParameters> open{};  // choices not tried yet, by depth
    std::size_t depth = 0;
    open[0] = Template::allowed(layer_, configuration, pins_, Bound::order[0]);
    for (;;) {
      const std::size_t parameter = Bound::order[depth];
      if (open[depth] == 0) {
        configuration[parameter] = least[parameter];
        if (depth == 0) {
          return Ending::exhausted;
        }
        --depth;
        continue;
      }
      if (left_ == 0) {
        return Ending::out_of_nodes;
      }
      --left_;
      observe();
      configuration[parameter] = static_cast<std::uint8_t>(lowest_choice(open[depth]));
      open[depth] = static_cast<ChoiceMask>(open[depth] & (open[depth] - 1U));
      if (depth + 1 < Template::kParameters) {
        if (!useless(configuration, bound(configuration, depth + 1))) {
          ++depth;
          open[depth] = Template::allowed(layer_, configuration, pins_, Bound::order[depth]);
        }
        continue;
      }
      const Evaluation evaluation = Template::evaluate(layer_, configuration);
      if (evaluation.legal() && leaf(configuration, evaluation.cost)) {
        return Ending::stopped;
      }
    }
  }

  [[nodiscard]] std::uint64_t nodes_left() const { return left_; }  ///< nodes that the next search may look at

 private:
  const typename Template::Layer layer_;
  const typename Template::Pins pins_;
  std::uint64_t left_;
};

}  // namespace gandse
