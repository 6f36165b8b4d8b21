// What all layers of a network cost together, and how good that is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// What is best among the decisions that meet the objective.
enum class Goal : std::uint8_t {
  score,  ///< the farthest below it, which leaves room for what was not foreseen
  energy  ///< the least energy
};

/// Cost of all layers together, judged by an objective. By default it is one that does not fit 64 bits (of cycles, or
/// of fJ: 18 kJ): it ranks behind all others, and its cost means nothing.
struct Total {
  Cost cost{{UINT64_MAX}, {UINT64_MAX}};   ///< sums over all layers
  LogRatios ratios{INT32_MAX, INT32_MAX};  ///< of the cost to the objective
  bool satisfied = false;                  ///< the objective is met, exactly
  bool fits = false;                       ///< the sums fit 64 bits

  /// Whether this one ranks before `other`: satisfied before not, then by `goal`, or by score if neither is satisfied.
  [[nodiscard]] constexpr bool better_than(const Total& other, Goal goal) const {
    if (satisfied != other.satisfied) {
      return satisfied;
    }
    const std::int32_t mine = ratios.score();
    const std::int32_t theirs = other.ratios.score();
    if (satisfied && goal == Goal::energy && cost.energy != other.cost.energy) {
      return cost.energy < other.cost.energy;
    }
    return mine != theirs ? mine < theirs : cost.energy < other.cost.energy;
  }
};

/// Judges layers whose latencies and energies add up to these sums.
constexpr Total judged_total(Checked latency, Checked energy, const Objective& objective, std::uint32_t clock_mhz) {
  if (latency.overflowed() || energy.overflowed()) {
    return {};
  }
  const Cost cost{{latency.value()}, {energy.value()}};
  return {cost, log_ratios(cost, objective, clock_mhz), satisfies(cost, objective, clock_mhz), true};
}

}  // namespace gandse
