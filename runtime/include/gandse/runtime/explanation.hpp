// Why a decision is not satisfied: whether anything meets its objective within its pins and limits, and if not, what
// stands in the way.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/feasibility.hpp"

namespace gandse {

/// Why a task is not met. All but `feasibility` is for an infeasible task; each says what becomes possible if something
/// is given up.
template <class Template>
struct [[nodiscard]] Explanation {
  Feasibility<Template> feasibility;   ///< whether anything meets the objective within pins and limits
  Feasibility<Template> limits_alone;  ///< whether anything keeps pins and limits, whatever the objective
  Obstacle obstacle;                   ///< what latency, power and each pin alone have to do with it
  std::uint32_t limits = 0;  ///< a bit for each resource whose limit alone, taken away, makes the task feasible
  bool complete = true;      ///< no search ran out of nodes
};

/// Explains a task that is within limits and whose pins can be met. `most_nodes` are in all: what the first search
/// leaves of them is divided among the others, each of which gets at least one. Calls
/// `observe()` for each node.
template <class Template, class Observe = Unobserved>
Explanation<Template> explain(const Task<Template>& task, const Limits<Template>& limits, std::uint64_t most_nodes,
                              const Observe& observe = {}) {
  static_assert(Limits<Template>::kCount <= 32, "a template counts at most 32 resources");
  const auto within = [](const Limits<Template>& all) {
    return [&all](const typename Template::Configuration& configuration) { return all.admit(configuration); };
  };
  Explanation<Template> result;
  result.feasibility = feasibility(task, within(limits), most_nodes, observe);
  if (result.feasibility.verdict != Verdict::infeasible) {
    return result;
  }
  std::uint64_t searches = 3;  // limits, latency and power, each alone
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    searches += task.pins.is_pinned(i) ? 1U : 0U;
  }
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    searches += limits.is_limited(i) ? 1U : 0U;
  }
  const std::uint64_t left = (most_nodes - result.feasibility.nodes) / searches;
  const std::uint64_t share = left == 0 ? 1 : left;
  result.limits_alone =
      feasibility(Task<Template>{task.layer, {kAnyLatency, kAnyPower}, task.pins}, within(limits), share, observe);
  result.obstacle = obstacle(task, within(limits), share, observe);
  result.complete = result.obstacle.complete && result.limits_alone.verdict != Verdict::unknown;
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    if (limits.is_limited(i)) {
      Limits<Template> without = limits;
      without.most[i] = Limits<Template>::kUnlimited;
      const Verdict verdict = feasibility(task, within(without), share, observe).verdict;
      result.complete = result.complete && verdict != Verdict::unknown;
      result.limits |= verdict == Verdict::feasible ? std::uint32_t{1} << i : 0U;
    }
  }
  return result;
}

}  // namespace gandse
