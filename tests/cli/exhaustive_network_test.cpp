// The exhaustive search over whole networks, beside plain enumeration of all choices of schedules.
#include "exhaustive_network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/runtime/random.hpp"

namespace gandse::test {
namespace {

constexpr std::uint64_t kNodes = 20'000'000;

template <class T>
constexpr std::uint32_t kClock = T::Technology::kClockMhz;

template <class T>
struct Case {
  std::vector<typename T::Layer> layers;
  std::vector<Bitstream<T>> table;
};

template <class T>
Case<T> draw_case(Random& random) {
  for (;;) {
    Case<T> c;
    for (std::uint32_t n = 2 + random.below(2); n > 0; --n) {
      typename T::Layer layer;
      layer.ic = 1U << random.below(4);
      layer.oc = 1U << random.below(4);
      layer.oh = layer.ow = 2 + random.below(6);
      layer.kh = layer.kw = 1 + random.below(2);
      c.layers.push_back(random.below(3) == 0 && !c.layers.empty() ? c.layers.front() : layer);
    }
    while (c.table.size() < 2) {
      Bitstream<T> bitstream;
      for (std::size_t p = 0; p < T::kParameters; ++p) {
        bitstream.hardware[p] =
            static_cast<std::uint8_t>(random.below(std::min<std::uint32_t>(T::parameters[p].count, 5)));
      }
      c.table.push_back(bitstream);
    }
    const auto runs = [&](const Bitstream<T>& bitstream) {
      return std::all_of(c.layers.begin(), c.layers.end(),
                         [&](const auto& layer) { return T::check_pins(layer, pins_of(bitstream)) == Reason::none; });
    };
    if (std::all_of(c.table.begin(), c.table.end(), runs)) {
      return c;
    }
  }
}

/// Every total that the network can have on a bitstream; of equal latencies the least energy, which is as good as any.
template <class T>
std::vector<Cost> all_totals(const Case<T>& c, const Bitstream<T>& bitstream) {
  const auto reduce = [](std::vector<Cost>& costs) {
    std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) {
      return a.latency != b.latency ? a.latency < b.latency : a.energy < b.energy;
    });
    const auto same = [](const Cost& a, const Cost& b) { return a.latency == b.latency; };
    costs.erase(std::unique(costs.begin(), costs.end(), same), costs.end());
  };
  std::vector<Cost> totals{{}};
  for (const auto& layer : c.layers) {
    std::vector<Cost> of_layer;
    ExhaustiveSearch<T> search{layer, pins_of(bitstream), kNodes};
    static_cast<void>(search.run([](const auto& /*prefix*/, const CostBound& /*bound*/) { return false; },
                                 [&](const auto& /*configuration*/, const Cost& cost) {
                                   of_layer.push_back(cost);
                                   return false;
                                 }));
    reduce(of_layer);
    std::vector<Cost> next;
    for (const Cost& total : totals) {
      for (const Cost& cost : of_layer) {
        next.push_back({{total.latency.value + cost.latency.value}, {total.energy.value + cost.energy.value}});
      }
    }
    reduce(next);
    totals = next;
  }
  return totals;
}

TEST_CASE_TEMPLATE("networks: the exhaustive search says what enumeration says, and what it finds costs that", T,
                   Im2col<>, Dnnweaver<>) {
  Random random{501};
  int feasible = 0;
  int infeasible = 0;
  int beyond_bounds = 0;  ///< infeasible, and no bound told
  for (int i = 0; i < 30; ++i) {
    const Case<T> c = draw_case<T>(random);
    std::vector<Cost> totals;
    for (const auto& bitstream : c.table) {
      const auto more = all_totals(c, bitstream);
      totals.insert(totals.end(), more.begin(), more.end());
    }
    for (int j = 0; j < 12; ++j) {
      // What some total just meets, or a little less: at the border the relaxation is no help.
      const Cost& at = totals[random.below(static_cast<std::uint32_t>(totals.size()))];
      const Microwatt power_of = power(at, kClock<T>);
      const Objective objective{{at.latency.value - random.below(2)}, {power_of.value - random.below(3)}};
      if (!within_limits(objective)) {
        continue;
      }
      const bool possible = std::any_of(totals.begin(), totals.end(),
                                        [&](const Cost& cost) { return satisfies(cost, objective, kClock<T>); });
      const auto found = cli::ExhaustiveNetwork<T>{c.layers, objective, kNodes}.on(c.table);
      REQUIRE(found.feasibility.verdict == (possible ? Verdict::feasible : Verdict::infeasible));
      REQUIRE_FALSE((found.exhausted && possible));
      if (!possible) {
        ++infeasible;
        const auto bounds = feasibility(
            NetworkTask<T>{c.layers.data(), c.layers.size(), objective, c.table.data(), c.table.size()}, kNodes);
        beyond_bounds += bounds.verdict == Verdict::infeasible ? 0 : 1;
        continue;
      }
      ++feasible;
      REQUIRE(found.schedules.size() == c.layers.size());
      Cost sum{};
      for (std::size_t layer = 0; layer < c.layers.size(); ++layer) {
        const auto& schedule = found.schedules[layer];
        for (std::size_t p = 0; p < T::kParameters; ++p) {
          if (T::is_hardware(p) && !T::is_derived(p)) {
            REQUIRE(schedule.configuration[p] == c.table[found.bitstream].hardware[p]);
          }
        }
        const Evaluation evaluation = T::evaluate(c.layers[layer], schedule.configuration);
        REQUIRE(evaluation.legal());
        REQUIRE(evaluation.cost.latency == schedule.cost.latency);
        REQUIRE(evaluation.cost.energy == schedule.cost.energy);
        sum.latency.value += evaluation.cost.latency.value;
        sum.energy.value += evaluation.cost.energy.value;
      }
      REQUIRE(satisfies(sum, objective, kClock<T>));
    }
  }
  MESSAGE(std::string{T::kName}, ": ", feasible, " feasible, ", infeasible, " infeasible, of which bounds leave ",
          beyond_bounds, " open");
  CHECK(feasible > 50);
  CHECK(infeasible > 10);
  CHECK(beyond_bounds > 5);
}

TEST_CASE("networks: out of nodes, or of powers that bounds do not know, nothing is claimed") {
  using T = Im2col<>;
  Random random{502};
  const Case<T> c = draw_case<T>(random);
  const Objective hard{{1'000'000'000}, {1}};
  const auto exhausted = cli::ExhaustiveNetwork<T>{c.layers, hard, 1}.on(c.table);
  CHECK(exhausted.feasibility.verdict == Verdict::unknown);
  CHECK(exhausted.exhausted);
  const Microwatt beyond{kMostProvablePower.value + 1};
  const auto unknown = cli::ExhaustiveNetwork<T>{c.layers, {{1}, beyond}, kNodes}.on(c.table);
  CHECK(unknown.feasibility.verdict == Verdict::unknown);
  CHECK_FALSE(unknown.exhausted);
}

}  // namespace
}  // namespace gandse::test
