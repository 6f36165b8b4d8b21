// The front of a list of costs, by its definition.
#pragma once

#include <algorithm>
#include <vector>

#include "gandse/cost_model/objective.hpp"

namespace gandse::test {

inline double power_of(const Cost& cost) {
  return static_cast<double>(cost.energy.value) / static_cast<double>(cost.latency.value);
}

inline bool as_good(const Cost& a, const Cost& b) {  // in latency, energy and power
  return a.latency <= b.latency && a.energy <= b.energy && power_of(a) <= power_of(b);
}

inline std::vector<Cost> front_of(const std::vector<Cost>& costs) {
  std::vector<Cost> front;
  for (const Cost& cost : costs) {
    const auto beats = [&](const Cost& other) { return as_good(other, cost) && !as_good(cost, other); };
    const auto same = [&](const Cost& other) { return other.latency == cost.latency && other.energy == cost.energy; };
    if (std::none_of(costs.begin(), costs.end(), beats) && std::none_of(front.begin(), front.end(), same)) {
      front.push_back(cost);
    }
  }
  std::sort(front.begin(), front.end(), [](const Cost& a, const Cost& b) { return a.latency < b.latency; });
  return front;
}

}  // namespace gandse::test
