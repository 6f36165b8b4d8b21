// What candidates are drawn from and judged by. The plain one is the objective alone; others add to it
// (explore_within.hpp, layer_front.hpp) and are passed as a type, so that a decision without them pays nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// A judged configuration. Satisfied is better than not, then the lower score, then the lower energy.
template <class Template>
struct Candidate {
  typename Template::Configuration configuration{};  ///< what was judged
  Cost cost{};                                       ///< of that configuration
  /// The log2 of max(latency / objective, power / objective), Q16; INT32_MAX if nothing was judged yet.
  std::int32_t score = INT32_MAX;
  bool satisfied = false;  ///< the objective is met, exactly

  /// Whether this one ranks before `other`; of two equal ones, neither does.
  [[nodiscard]] constexpr bool better_than(const Candidate& other) const {
    if (satisfied != other.satisfied) {
      return satisfied;
    }
    return score != other.score ? score < other.score : cost.energy < other.cost.energy;
  }
};

/// Judges a configuration of known cost by the objective alone.
template <class Template>
constexpr Candidate<Template> judge(const typename Template::Configuration& configuration, const Cost& cost,
                                    const Objective& objective) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  return {configuration, cost, log_ratios(cost, objective, kClock).score(), satisfies(cost, objective, kClock)};
}

/// The plain criterion: what is drawn is what the template allows, and what counts is the objective.
template <class Template>
struct ObjectiveAlone {
  /// The choices that may be drawn, as Template::allowed. A criterion narrows them, but never to none if the template
  /// has any.
  static ChoiceMask allowed(const typename Template::Layer& layer,
                            const typename Template::Configuration& configuration, const typename Template::Pins& pins,
                            std::size_t parameter) {
    return Template::allowed(layer, configuration, pins, parameter);
  }
  /// Ranks a configuration by the objective.
  static Candidate<Template> judged(const typename Template::Configuration& configuration, const Cost& cost,
                                    const Objective& objective) {
    return judge<Template>(configuration, cost, objective);
  }
  /// Whether the criterion, whatever the objective, lets a configuration be an answer: here, any.
  static constexpr bool admits(const typename Template::Configuration& /*configuration*/) { return true; }
};

}  // namespace gandse
