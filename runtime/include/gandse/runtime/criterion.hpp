// What candidates are drawn from and judged by. The plain one is the objective alone; others add to it
// (explore_within.hpp, layer_front.hpp) and are passed as a type, so that a decision without them pays nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// A judged configuration. Lower rank is better: satisfied before not, then by score, then by energy.
template <class Template>
struct Candidate {
  typename Template::Configuration configuration{};
  Cost cost{};
  std::int32_t score = INT32_MAX;  ///< log2 of the score, Q16
  bool satisfied = false;

  [[nodiscard]] constexpr bool better_than(const Candidate& other) const {
    if (satisfied != other.satisfied) {
      return satisfied;
    }
    return score != other.score ? score < other.score : cost.energy < other.cost.energy;
  }
};

template <class Template>
constexpr Candidate<Template> judge(const typename Template::Configuration& configuration, const Cost& cost,
                                    const Objective& objective) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  return {configuration, cost, log_ratios(cost, objective, kClock).score(), satisfies(cost, objective, kClock)};
}

template <class Template>
struct ObjectiveAlone {
  /// As Template::allowed: never empty where that is not.
  static ChoiceMask allowed(const typename Template::Layer& layer,
                            const typename Template::Configuration& configuration, const typename Template::Pins& pins,
                            std::size_t parameter) {
    return Template::allowed(layer, configuration, pins, parameter);
  }
  static Candidate<Template> judged(const typename Template::Configuration& configuration, const Cost& cost,
                                    const Objective& objective) {
    return judge<Template>(configuration, cost, objective);
  }
  /// Whether the criterion, whatever the objective, lets a configuration be an answer.
  static constexpr bool admits(const typename Template::Configuration& /*configuration*/) { return true; }
};

}  // namespace gandse
