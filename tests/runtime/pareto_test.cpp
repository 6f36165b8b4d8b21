#include "gandse/runtime/pareto.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "exact_front.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

std::vector<Cost> random_costs(std::size_t count, Random& random) {
  std::vector<Cost> costs;
  while (costs.size() < count) {
    costs.push_back({{1 + random.below(60)}, {1 + random.below(4000)}});
  }
  return costs;
}

TEST_CASE("the archive is the set of points that no other beats in latency, energy and power") {
  Random random{161};
  for (int i = 0; i < 300; ++i) {
    const auto costs = random_costs(1 + random.below(80), random);
    ParetoFront<std::size_t, 80> front;
    for (std::size_t j = 0; j < costs.size(); ++j) {
      front.offer(costs[j], j);
    }
    const auto expected = front_of(costs);
    REQUIRE(front.size() == expected.size());
    for (std::size_t j = 0; j < front.size(); ++j) {
      REQUIRE(front[j].cost.latency == expected[j].latency);
      REQUIRE(front[j].cost.energy == expected[j].energy);
      REQUIRE(costs[front[j].payload].latency == expected[j].latency);
    }
  }
}

TEST_CASE("a full archive keeps its ends, stays within its capacity, and holds points of the front alone") {
  Random random{162};
  for (int i = 0; i < 300; ++i) {
    const auto costs = random_costs(200, random);
    ParetoFront<int, 5> front;
    for (const Cost& cost : costs) {
      front.offer(cost, 0);
      REQUIRE(front.size() <= 5);
    }
    const auto all = front_of(costs);
    REQUIRE(front[0].cost.latency == all.front().latency);
    REQUIRE(front[front.size() - 1].cost.energy == all.back().energy);
    REQUIRE(front.size() <= all.size());
    for (std::size_t j = 1; j < front.size(); ++j) {
      REQUIRE(front[j - 1].cost.latency < front[j].cost.latency);
      REQUIRE(power_of(front[j - 1].cost) > power_of(front[j].cost));
    }
  }
}

}  // namespace
}  // namespace gandse::test
