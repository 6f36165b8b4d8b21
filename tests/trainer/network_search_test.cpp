// Searches over whole networks: their sums are those of all layers, and what they find is possible.
#include "network/network_search.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "network/network_oracle.hpp"
#include "small_networks.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

/// Some of its layers equal, on three bitstreams.
template <class T>
NetworkInstance<T> random_task(Random& random) {
  const auto next = [](Random& draw) -> Layer { return {8U << draw.below(2), 16, 8, 8, 1, 1, 1, 1}; };
  std::uint64_t macs = 0;
  auto task = small_network<T>(6, 3, next, random, macs);
  task.objective = {{macs / 16 + 1}, {50'000U << random.below(5)}};
  return task;
}

/// Of every layer of the task, its own evaluation.
template <class T>
Cost evaluated(const NetworkInstance<T>& task, const GroupedTask<T>& grouped, const NetworkPoint<T>& point) {
  Cost sum{};
  for (const auto& layer : task.layers) {
    for (std::size_t group = 0; group < grouped.groups.size(); ++group) {
      if (same_layer<T>(grouped.groups[group].layer, layer)) {
        const Evaluation evaluation = T::evaluate(layer, point.schedule(group).configuration);
        REQUIRE(evaluation.legal());
        sum.latency.value += evaluation.cost.latency.value;
        sum.energy.value += evaluation.cost.energy.value;
      }
    }
  }
  return sum;
}

}  // namespace

TEST_CASE_TEMPLATE("a point's sums are those of all layers, whatever moves, is loaded or is taken from another", T,
                   Im2col<>, Dnnweaver<>) {
  Random random{161};
  for (int i = 0; i < 20; ++i) {
    const auto task = random_task<T>(random);
    const GroupedTask<T> grouped{task};
    CHECK(grouped.groups.size() <= 2);
    NetworkPoint<T> point{grouped, 0, random};
    const NetworkPoint<T> other{grouped, 1, random};
    for (int step = 0; step < 60; ++step) {
      const std::size_t group = random.below(static_cast<std::uint32_t>(grouped.groups.size()));
      const auto before = point;
      if (step % 10 == 0) {
        point.load(grouped, random.below(3), random);
      } else if (step % 10 == 5) {
        point.set(grouped, group, point.carried_here(grouped, group, other.schedule(group).configuration, random));
      } else {
        point.set(grouped, group, point.moved(grouped, group, 3, random));
      }
      if (point.found(grouped).cost.latency.value >= std::uint64_t{1} << 54U) {  // a move that nothing legal follows
        point = before;
        continue;
      }
      const Cost sum = evaluated(task, grouped, point);
      REQUIRE(point.found(grouped).cost.latency == sum.latency);
      REQUIRE(point.found(grouped).cost.energy == sum.energy);
      for (std::size_t parameter = 0; parameter < T::kParameters; ++parameter) {
        const auto& pins = task.bitstreams[point.bitstream()];
        REQUIRE(
            (!pins.is_pinned(parameter) || point.schedule(group).configuration[parameter] == pins.choice[parameter]));
      }
    }
  }
}

TEST_CASE_TEMPLATE("searches find what is possible, and near the best there is where they have time", T, Im2col<>,
                   Dnnweaver<>) {
  Random random{162};
  constexpr double kSeconds = 0.02;
  for (int i = 0; i < 5; ++i) {
    const auto task = random_task<T>(random);
    const double bound = NetworkOracle<T>{}.bound(task);
    for (const Measure measure : {Measure::score, Measure::energy, Measure::bill}) {
      const Aim aim{measure, 16};
      for (const bool halving : {false, true}) {
        const auto annealed = anneal_network<T>(task, kSeconds, {0.05, 0.02, halving}, aim, random);
        CHECK(annealed.log_score >= bound - 1e-9);
        CHECK((measure == Measure::bill || annealed.shortfall() < std::max(0.0, bound) + 3));
        CHECK(annealed.satisfied == satisfies(annealed.cost, task.objective, T::Technology::kClockMhz));
      }
      const auto evolved = evolve_network<T>(task, kSeconds, {24, 0.1}, aim, random);
      CHECK(evolved.log_score >= bound - 1e-9);
      CHECK((measure == Measure::bill || evolved.shortfall() < std::max(0.0, bound) + 3));
    }
  }
}

TEST_CASE("what is better: by score, by energy among those that meet the objective, by a bill that misses raise") {
  const NetworkFound meets{-0.1, 0, {{100}, {8'000'000}}, true};
  const NetworkFound frugal{0.2, 0, {{100}, {1'000'000}}, false};
  const NetworkFound lavish{-0.5, 0, {{100}, {16'000'000}}, true};
  const NetworkFound near{0.1, 0, {{100}, {4'000'000}}, false};
  const auto better = [](Measure measure, const NetworkFound& a, const NetworkFound& b) {
    return Aim{measure, 4}.better(a, b) && !Aim{measure, 4}.better(b, a);
  };
  CHECK(better(Measure::score, lavish, meets));
  CHECK(better(Measure::score, near, frugal));
  CHECK(better(Measure::energy, meets, lavish));
  CHECK(better(Measure::energy, lavish, near));
  CHECK(better(Measure::energy, near, frugal));
  CHECK(better(Measure::bill, meets, frugal));
  CHECK(better(Measure::bill, frugal, near));
  CHECK(Aim{Measure::energy, 4}.walked(near) == doctest::Approx(near.log_energy() + 0.4));
}

}  // namespace gandse::test
