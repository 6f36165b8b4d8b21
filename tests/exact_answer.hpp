// Whether a task within limits can be met at all, by an exact search.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>

#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/exhaustive_search.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse::test {

/// By branch and bound over all configurations, of `nodes` nodes at most. Limits are asked of whole configurations
/// only: they prune nothing.
template <class T>
bool can_be_met(const Task<T>& task, const Limits<T>& limits, std::uint64_t nodes) {
  constexpr std::uint32_t kClock = T::Technology::kClockMhz;
  ExhaustiveSearch<T> search{task.layer, task.pins, nodes};
  const auto useless = [&](const typename T::Configuration& /*prefix*/, const CostBound& bound) {
    return out_of_reach(bound, task.objective, kClock);
  };
  const auto meets = [&](const typename T::Configuration& configuration, const Cost& cost) {
    return limits.exceeded(configuration) == Limits<T>::kCount && satisfies(cost, task.objective, kClock);
  };
  const Ending ending = search.run(useless, meets);
  REQUIRE(ending != Ending::out_of_nodes);
  return ending == Ending::stopped;
}

}  // namespace gandse::test
