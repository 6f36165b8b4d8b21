// The bound on whole networks is below, and the optimum of a few layers equal to, plain enumeration.
#include "network/network_oracle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "small_networks.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

template <class T>
NetworkInstance<T> small_task(std::size_t layers, Random& random) {
  const auto next = [](Random& draw) -> Layer {
    const std::uint32_t size = 4 + draw.below(5);
    return {4U << draw.below(3), 4U << draw.below(3), size, size, 1, 1, 1, 1};
  };
  std::uint64_t macs = 0;
  auto task = small_network<T>(layers, 2, next, random, macs);
  task.objective = {{macs / (1U + random.below(64)) + 1}, {20'000U << random.below(5)}};
  return task;
}

/// log2 of the least score of all combinations of schedules.
template <class T>
double enumerated(const NetworkInstance<T>& task, const Objective& objective) {
  double best = INFINITY;
  for (const auto& pins : task.bitstreams) {
    CostPoints sums{{0, 0}};
    for (const auto& layer : task.layers) {
      CostPoints next;
      for (const CostPoint& p : all_points<T>(layer, pins)) {
        for (const CostPoint& sum : sums) {
          next.push_back({sum.latency + p.latency, sum.energy + p.energy});
        }
      }
      sums = std::move(next);
    }
    for (const CostPoint& sum : sums) {
      best = std::min(best, network_log_score<T>(sum.latency, sum.energy, objective));
    }
  }
  return best;
}

}  // namespace

TEST_CASE_TEMPLATE("networks: the bound is below plain enumeration, the optimum equal to it", T, Im2col<>,
                   Dnnweaver<>) {
  Random random{151};
  double gaps = 0;
  for (int i = 0; i < 40; ++i) {
    const auto task = small_task<T>(1 + random.below(3), random);
    const double exact = enumerated(task, task.objective);
    NetworkOracle<T> oracle;
    const double optimum = oracle.optimum(task, exact + random.below(3));
    CHECK(optimum <= exact + 1e-9);
    CHECK(optimum >= exact - 1.0 / 512);
    const double bound = oracle.bound(task);
    CHECK(bound <= exact + 1e-9);
    CHECK(oracle.latency_alone(task) == doctest::Approx(enumerated(task, {task.objective.latency, kAnyPower})));
    const double least_power = enumerated(task, {kAnyLatency, task.objective.power});
    CHECK(oracle.power_alone(task) <= least_power + 1e-9);
    CHECK(oracle.power_alone(task) >= least_power - 1.0 / 512);
    gaps += exact - bound;
  }
  MESSAGE("mean gap of the bound: ", gaps / 40, " octaves");
  CHECK(gaps / 40 < 0.2);
}

TEST_CASE("a lower hull is below all points, and made of them") {
  Random random{152};
  for (int i = 0; i < 50; ++i) {
    CostPoints points;
    for (double latency = 1; latency < 40; latency += 1 + random.below(3)) {
      points.push_back({latency, static_cast<double>(random.below(1000))});
    }
    const CostPoints hull = lower_hull(points);
    for (const CostPoint& p : points) {
      for (std::size_t k = 1; k < hull.size(); ++k) {
        const CostPoint& a = hull[k - 1];
        const CostPoint& b = hull[k];
        if (p.latency >= a.latency && p.latency <= b.latency) {
          const double on = a.energy + (b.energy - a.energy) * (p.latency - a.latency) / (b.latency - a.latency);
          CHECK(p.energy >= on - 1e-9);
        }
      }
    }
  }
}

}  // namespace gandse::test
