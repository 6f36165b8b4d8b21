// Whether an objective can be met at all, and if not, what stands in the way: where a decision is not satisfied, this
// tells a miss of the search from a task that has no answer. Exact where it ends within its nodes; milliseconds on a
// host, so not for every decision.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/exhaustive_search.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse {

/// Whether something can be met.
enum class Verdict : std::uint8_t {
  unknown,    ///< neither is proven
  feasible,   ///< something that meets it was found
  infeasible  ///< proven: nothing meets it
};

/// Its name, as reports print it.
constexpr const char* name(Verdict verdict) {
  constexpr std::array<const char*, 3> kNames{"unknown", "feasible", "infeasible"};
  return kNames[static_cast<std::size_t>(verdict)];
}

/// What a search for a configuration that meets an objective found.
template <class Template>
struct [[nodiscard]] Feasibility {
  Verdict verdict = Verdict::unknown;                ///< unknown if the search ran out of nodes
  typename Template::Configuration configuration{};  ///< one that meets the objective, if it is feasible
  Cost cost{};                                       ///< of that configuration
  std::uint64_t nodes = 0;                           ///< bounds and evaluations that were looked at
};

/// Whether a bound proves that no completion meets `objective`. With at most M cycles and no less energy than e + l * T
/// it takes power f (e + l T) / (1000 T), which falls with T (or l alone is too much): T = min(L, M) decides.
[[nodiscard]] constexpr bool out_of_reach(const CostBound& bound, const Objective& objective, std::uint32_t clock_mhz) {
  if (bound.cycles > objective.latency.value || bound.energy == UINT64_MAX) {
    return true;
  }
  const std::uint64_t slowest =
      bound.most_cycles < objective.latency.value ? bound.most_cycles : objective.latency.value;
  const Wide least = multiply(bound.energy, clock_mhz) + multiply(bound.leakage * clock_mhz, slowest);
  return !(least <= multiply(1000U * objective.power.value, slowest));
}

/// A condition that every configuration fulfils.
struct AcceptAll {
  /// Accepts.
  template <class Configuration>
  constexpr bool operator()(const Configuration& /*configuration*/) const {
    return true;
  }
};

/// Searches for a configuration that meets the objective of a task, which is within limits and whose pins can be met.
/// It looks at `most_nodes` at most. Only configurations for which `accepts` returns true will do; what `accepts`
/// refuses it must also refuse with higher choices. Canonical ones are enough: they take no more resources than others
/// of the same behaviour. Calls `observe()` for each node.
template <class Template, class Accepts, class Observe = Unobserved>
Feasibility<Template> feasibility(const Task<Template>& task, const Accepts& accepts, std::uint64_t most_nodes,
                                  const Observe& observe = {}) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  Feasibility<Template> result;
  ExhaustiveSearch<Template> search{task.layer, task.pins, most_nodes};
  const Ending ending = search.run(
      [&](const typename Template::Configuration& prefix, const CostBound& bound) {
        return out_of_reach(bound, task.objective, kClock) || !accepts(prefix);
      },
      [&](const typename Template::Configuration& configuration, const Cost& cost) {
        result.configuration = configuration;
        result.cost = cost;
        return satisfies(cost, task.objective, kClock) && accepts(configuration);
      },
      observe);
  result.verdict = ending == Ending::stopped     ? Verdict::feasible
                   : ending == Ending::exhausted ? Verdict::infeasible
                                                 : Verdict::unknown;
  result.nodes = most_nodes - search.nodes_left();
  return result;
}

/// The same without a condition.
template <class Template>
Feasibility<Template> feasibility(const Task<Template>& task, std::uint64_t most_nodes) {
  return feasibility(task, AcceptAll{}, most_nodes);
}

/// What makes a task infeasible.
struct [[nodiscard]] Obstacle {
  Verdict latency_alone = Verdict::unknown;  ///< the task without its limit on power
  Verdict power_alone = Verdict::unknown;    ///< the task without its limit on latency
  ParameterSet releasing = 0;                ///< pinned parameters of which any one, set free, makes the task feasible
  bool complete = true;                      ///< no search ran out of nodes
};

/// Finds out what makes a task infeasible: one search without power, one without latency, and one for each pin, each of
/// `most_nodes`. Calls `observe()` for each node.
template <class Template, class Accepts, class Observe = Unobserved>
Obstacle obstacle(const Task<Template>& task, const Accepts& accepts, std::uint64_t most_nodes,
                  const Observe& observe = {}) {
  Obstacle result;
  const auto verdict = [&](const Task<Template>& other) {
    const Verdict found = feasibility(other, accepts, most_nodes, observe).verdict;
    result.complete = result.complete && found != Verdict::unknown;
    return found;
  };
  result.latency_alone = verdict({task.layer, {task.objective.latency, kAnyPower}, task.pins});
  result.power_alone = verdict({task.layer, {kAnyLatency, task.objective.power}, task.pins});
  for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
    if (task.pins.is_pinned(parameter)) {
      Task<Template> free = task;
      free.pins.choice[parameter] = Template::Pins::kFree;
      if (verdict(free) == Verdict::feasible) {
        result.releasing |= ParameterSet{1} << parameter;
      }
    }
  }
  return result;
}

/// The same without a condition.
template <class Template>
Obstacle obstacle(const Task<Template>& task, std::uint64_t most_nodes) {
  return obstacle(task, AcceptAll{}, most_nodes);
}

}  // namespace gandse
