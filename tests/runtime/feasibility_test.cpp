#include "gandse/runtime/feasibility.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "../scale.hpp"
#include "all_costs.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/runtime/explanation.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
constexpr std::uint64_t kNodes = 10'000'000;

Verdict verdict(bool feasible) { return feasible ? Verdict::feasible : Verdict::infeasible; }

/// Latency and power of a random one of the costs, a little more or less.
Objective near(const std::vector<Cost>& costs, Random& random) {
  const auto any = [&]() -> const Cost& { return costs[random.below(static_cast<std::uint32_t>(costs.size()))]; };
  const auto scaled = [&](std::uint64_t x) { return x * (80 + random.below(40)) / 100 + 1; };
  return {{scaled(any().latency.value)}, {scaled(power(any(), kClock).value)}};
}

bool any_meets(const std::vector<Cost>& costs, const Objective& objective) {
  return std::any_of(costs.begin(), costs.end(), [&](const Cost& cost) { return satisfies(cost, objective, kClock); });
}

TEST_CASE("verdicts on layers are those of plain enumeration" * doctest::skip(kEmulated)) {
  Random random{111};
  int feasible = 0;
  for (int i = 0; i < 100; ++i) {
    const Layer layer = small_layer(random);
    Pins pins = pins_of(bitstreams(1, random).front());
    if (i % 2 == 0) {
      pins.choice[Template::DSB] = Pins::kFree;
    }
    const auto costs = all_costs(layer, pins);
    const Task<Template> task{layer, near(costs, random), pins};
    const auto found = feasibility(task, kNodes);
    REQUIRE(found.verdict == verdict(any_meets(costs, task.objective)));
    if (found.verdict == Verdict::feasible) {
      ++feasible;
      REQUIRE(obeys(found.configuration, pins));
      REQUIRE(satisfies(Template::evaluate(layer, found.configuration).cost, task.objective, kClock));
      continue;
    }
    const Obstacle why = obstacle(task, kNodes);
    REQUIRE(why.complete);
    REQUIRE(why.latency_alone == verdict(any_meets(costs, {task.objective.latency, kAnyPower})));
    REQUIRE(why.power_alone == verdict(any_meets(costs, {kAnyLatency, task.objective.power})));
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      Pins without = pins;
      without.choice[parameter] = Pins::kFree;
      const bool helps = pins.is_pinned(parameter) && any_meets(all_costs(layer, without), task.objective);
      REQUIRE(((why.releasing >> parameter) & 1U) == (helps ? 1U : 0U));
    }
  }
  CHECK(feasible > 25);
  CHECK(feasible < 75);
}

/// What a schedule adds to both sums that must stay low: cycles, and energy above what the power pays for.
struct Burden {
  std::int64_t cycles;
  std::int64_t excess;
};

/// Of costs by ascending latency, those that take less of one or the other than any.
std::vector<Burden> burdens(const std::vector<Cost>& costs, const Objective& objective) {
  std::vector<Burden> kept;
  for (const Cost& cost : costs) {
    const auto excess = static_cast<std::int64_t>(kClock * cost.energy.value) -
                        static_cast<std::int64_t>(1000 * objective.power.value * cost.latency.value);
    if (kept.empty() || excess < kept.back().excess) {
      kept.push_back({static_cast<std::int64_t>(cost.latency.value), excess});
    }
  }
  return kept;
}

TEST_CASE("verdicts on networks: never wrong, exact for each objective alone, and most infeasible ones are proven" *
          doctest::skip(kEmulated)) {
  Random random{112};
  int infeasible = 0;
  int proven = 0;
  int feasible = 0;
  for (int i = 0; i < 130; ++i) {
    const std::vector<Layer> different{small_layer(random), small_layer(random)};
    std::vector<Layer> network = different;
    if (i % 2 == 0) {
      network.push_back(different[0]);
    }
    const auto table = bitstreams(1 + random.below(3), random);
    std::vector<std::array<std::vector<Cost>, 2>> costs;  // by bitstream
    for (const auto& bitstream : table) {
      costs.push_back({all_costs(different[0], pins_of(bitstream)), all_costs(different[1], pins_of(bitstream))});
    }
    const auto one = near(costs.front()[0], random);
    const auto other = near(costs.front()[1], random);
    const Objective objective{
        {((network.size() - 1) * one.latency.value + other.latency.value) / (1 + random.below(6))},
        {(one.power.value + other.power.value) / (2 + random.below(6))}};

    bool latency_alone = false;
    bool power_alone = false;
    bool both = false;
    const auto limit = static_cast<std::int64_t>(objective.latency.value);
    for (const auto& of : costs) {
      const auto first = burdens(of[0], objective);
      const auto second = burdens(of[1], objective);
      const auto repeated = network.size() == 3 ? first : std::vector<Burden>{{0, 0}};
      latency_alone = latency_alone || first.front().cycles + second.front().cycles + repeated.front().cycles <= limit;
      power_alone = power_alone || first.back().excess + second.back().excess + repeated.back().excess <= 0;
      for (const Burden& a : first) {
        for (const Burden& b : second) {
          // By ascending cycles and descending excess: of those that fit, the last has the least.
          const std::int64_t room = limit - a.cycles - b.cycles;
          const auto end = std::upper_bound(repeated.begin(), repeated.end(), room,
                                            [](std::int64_t cycles, const Burden& c) { return cycles < c.cycles; });
          both = both || (end != repeated.begin() && a.excess + b.excess + (end - 1)->excess <= 0);
        }
      }
    }
    const auto found = feasibility(
        NetworkTask<Template>{network.data(), network.size(), objective, table.data(), table.size()}, kNodes);
    REQUIRE(found.verdict != Verdict::feasible);
    REQUIRE(found.latency_alone == verdict(latency_alone));
    REQUIRE(found.power_alone == verdict(power_alone));
    if (both) {
      ++feasible;
      REQUIRE(found.verdict == Verdict::unknown);
    } else {
      ++infeasible;
      proven += found.verdict == Verdict::infeasible ? 1 : 0;
    }
  }
  MESSAGE(feasible, " feasible, ", infeasible, " not, of which proven: ", proven);
  CHECK(feasible > 10);
  CHECK(infeasible > 10);
  CHECK(proven * 100 >= infeasible * 90);
}

TEST_CASE("networks: no bitstream that runs them is proof, too few nodes are none") {
  Random random{113};
  const std::vector<Layer> network{small_layer(random), small_layer(random)};
  const auto table = bitstreams(2, random);
  const Objective impossible{{1}, {1}};
  const auto of = [&](std::uint64_t nodes) {
    return feasibility(NetworkTask<Template>{network.data(), network.size(), impossible, table.data(), table.size()},
                       nodes);
  };
  CHECK(of(kNodes).verdict == Verdict::infeasible);
  CHECK(of(kNodes).nodes > 100);
  CHECK(of(1).verdict == Verdict::unknown);
  CHECK(of(1).latency_alone == Verdict::unknown);
  CHECK(of(1).nodes == 1);
  CHECK(feasibility(NetworkTask<Template>{network.data(), 0, impossible, table.data(), 2}, kNodes).verdict ==
        Verdict::unknown);
  CHECK(feasibility(NetworkTask<Template>{network.data(), 2, impossible, table.data(), 0}, kNodes).verdict ==
        Verdict::unknown);
  const Objective beyond{{1}, {kMostProvablePower.value + 1}};
  CHECK(feasibility(NetworkTask<Template>{network.data(), 2, beyond, table.data(), 2}, kNodes).verdict ==
        Verdict::unknown);
}

TEST_CASE("an observer sees every node of every search") {
  Random random{114};
  const std::vector<Layer> network{small_layer(random), small_layer(random)};
  const auto table = bitstreams(2, random);
  const Objective impossible{{1}, {1}};
  std::uint64_t seen = 0;
  const auto observe = [&] { ++seen; };
  const auto of_layer = feasibility(Task<Template>{network[0], impossible, {}}, AcceptAll{}, kNodes, observe);
  CHECK(of_layer.nodes > 1);
  CHECK(seen == of_layer.nodes);
  seen = 0;
  const auto of_network = feasibility(
      NetworkTask<Template>{network.data(), network.size(), impossible, table.data(), table.size()}, kNodes, observe);
  CHECK(of_network.nodes > 100);
  CHECK(seen == of_network.nodes);
  // Two searches more: without latency, and without power.
  std::uint64_t of_all = 0;
  const auto explained =
      explain(Task<Template>{network[0], impossible, {}}, Limits<Template>{}, kNodes, [&] { ++of_all; });
  CHECK(explained.feasibility.nodes == of_layer.nodes);
  CHECK(of_all > of_layer.nodes + explained.limits_alone.nodes);
}

}  // namespace
}  // namespace gandse::test
