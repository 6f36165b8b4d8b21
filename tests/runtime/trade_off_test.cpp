#include "gandse/runtime/trade_off.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "gandse/runtime/combination.hpp"
#include "gandse/runtime/network_total.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

constexpr Yardstick kYardstick{{{1'000'000}, {1'000'000'000}}};

TradeOffPoint<Template> point_of(std::uint64_t cycles, std::uint64_t energy) {
  const Cost cost{{cycles}, {energy}};
  return {{}, false, cost, kYardstick.of(cost)};
}

TradeOffPoint<Template> random_point(Random& random) {
  const std::uint64_t cycles = 1'000 + random.below(200'000);
  return point_of(cycles, 1'000'000 + random.below(200'000'000));
}

std::int64_t frugal(const TradeOffPoint<Template>& point) { return point.shares.energy - point.shares.latency; }

TEST_CASE("a trade-off keeps what no other beats, the fastest and the most frugal always among it") {
  Random random{401};
  std::size_t full = 0;
  int kept = 0;
  for (int i = 0; i < 200; ++i) {
    TradeOff<Template> trade_off;
    std::vector<TradeOffPoint<Template>> offered;
    for (std::uint32_t n = 1 + random.below(400); n > 0; --n) {
      offered.push_back(random_point(random));
      trade_off.offer(offered.back());
    }
    REQUIRE(trade_off.size() >= 1);
    REQUIRE(trade_off.size() <= TradeOff<Template>::kPoints);
    full += trade_off.size() == TradeOff<Template>::kPoints ? 1 : 0;
    for (std::size_t k = 1; k < trade_off.size(); ++k) {
      REQUIRE(trade_off[k - 1].shares.latency < trade_off[k].shares.latency);
      REQUIRE(frugal(trade_off[k - 1]) > frugal(trade_off[k]));
    }
    const auto faster = [](const auto& a, const auto& b) { return a.shares.latency < b.shares.latency; };
    const auto more_frugal = [](const auto& a, const auto& b) { return frugal(a) < frugal(b); };
    REQUIRE(trade_off[0].shares.latency == std::min_element(offered.begin(), offered.end(), faster)->shares.latency);
    REQUIRE(frugal(trade_off[trade_off.size() - 1]) ==
            frugal(*std::min_element(offered.begin(), offered.end(), more_frugal)));
    // What a weight that is no end would choose of all is nearly always kept.
    std::int64_t least = INT64_MAX;
    for (const auto& point : offered) {
      least = std::min(least, point.shares.price(512));
    }
    const std::int64_t chosen = trade_off[trade_off.cheapest(512)].shares.price(512);
    REQUIRE(chosen >= least);
    kept += chosen == least ? 1 : 0;
  }
  CHECK(full > 20);
  CHECK(kept >= 198);
}

TEST_CASE("a crowded trade-off drops what leaves the smallest hole") {
  TradeOff<Template> trade_off;
  // A line of 24 points, evenly spaced but for the eighth, which is beside the seventh.
  const auto on_line = [](std::uint64_t at) { return point_of(10'000 + at, 500'000'000 - 1'000 * at); };
  for (std::uint64_t i = 0; i < TradeOff<Template>::kPoints; ++i) {
    trade_off.offer(on_line(i == 7 ? 6'010 : 1'000 * i));
  }
  REQUIRE(trade_off.size() == TradeOff<Template>::kPoints);
  trade_off.offer(on_line(7'000));
  CHECK(trade_off.size() == TradeOff<Template>::kPoints);
  std::size_t close = 0;
  for (std::size_t k = 0; k < trade_off.size(); ++k) {
    const std::uint64_t cycles = trade_off[k].cost.latency.value;
    close += cycles == 16'000 || cycles == 16'010 ? 1 : 0;
  }
  CHECK(close == 1);
}

TEST_CASE("measured anew, what another beats now is dropped, and the ends stay") {
  Random random{404};
  for (int i = 0; i < 100; ++i) {
    TradeOff<Template> trade_off;
    for (int n = 0; n < 100; ++n) {
      trade_off.offer(random_point(random));
    }
    const Cost fastest = trade_off[0].cost;
    trade_off.measure(Yardstick{{{2'000'000}, {100'000'000}}});
    REQUIRE(trade_off.size() >= 1);
    REQUIRE(trade_off[0].cost.latency == fastest.latency);
    for (std::size_t k = 1; k < trade_off.size(); ++k) {
      REQUIRE(trade_off[k - 1].shares.latency <= trade_off[k].shares.latency);
      REQUIRE(frugal(trade_off[k - 1]) > frugal(trade_off[k]));
    }
  }
}

TEST_CASE("what a trade-off explores is the cheapest that has not been, once each") {
  Random random{402};
  TradeOff<Template> trade_off;
  for (int i = 0; i < 100; ++i) {
    trade_off.offer(random_point(random));
  }
  std::int64_t before = INT64_MIN;
  for (std::size_t i = 0; i < trade_off.size(); ++i) {
    const std::size_t next = trade_off.explore(512);
    REQUIRE(next < trade_off.size());
    REQUIRE(trade_off[next].shares.price(512) >= before);
    before = trade_off[next].shares.price(512);
  }
  CHECK(trade_off.explore(512) == trade_off.size());
}

TEST_CASE("combining near a choice finds what the cells of all totals round away") {
  constexpr std::size_t kLayers = 6;
  constexpr std::size_t kCells = 32;
  Random random{403};
  int better = 0;
  for (int i = 0; i < 200; ++i) {
    std::array<TradeOff<Template>, kLayers> trade_offs;
    for (auto& trade_off : trade_offs) {
      for (int n = 0; n < 60; ++n) {  // alike enough that many totals are close
        const std::uint64_t cycles = 100'000 + random.below(20'000);
        trade_off.offer(point_of(cycles, 100'000'000 + random.below(20'000'000)));
      }
    }
    // The least energy of all totals within a latency, by each way.
    std::array<std::uint64_t, kLayers> present{};
    std::uint64_t longest = 0;
    for (std::size_t layer = 0; layer < kLayers; ++layer) {
      present[layer] = trade_offs[layer][trade_offs[layer].cheapest(683)].cost.latency.value + 500;
      longest += present[layer];
    }
    Combination<Template, kLayers, kCells> combination;
    const auto trade_off_of = [&](std::size_t layer) -> const TradeOff<Template>& { return trade_offs[layer]; };
    const auto least = [&] {
      std::uint64_t energy = UINT64_MAX;
      for (std::size_t cell = 0; cell < kCells; ++cell) {
        if (!combination.reached(cell)) {
          continue;
        }
        // What it says it costs is what its choice costs.
        Cost cost{};
        combination.trace(kLayers, cell, [&](std::size_t layer, std::size_t point) {
          cost.latency.value += trade_offs[layer][point].cost.latency.value;
          cost.energy.value += trade_offs[layer][point].cost.energy.value;
        });
        REQUIRE(cost.latency == combination.cost(cell).latency);
        REQUIRE(cost.energy == combination.cost(cell).energy);
        if (cost.latency.value <= longest) {
          energy = std::min(energy, cost.energy.value);
        }
      }
      return energy;
    };
    combination.run(kLayers, longest + longest / 8, trade_off_of);
    const std::uint64_t everywhere = least();
    combination.run_near(kLayers, longest / 32, trade_off_of, [&](std::size_t layer) { return present[layer]; });
    const std::uint64_t near = least();
    REQUIRE(near != UINT64_MAX);
    better += near < everywhere ? 1 : 0;
  }
  MESSAGE(better, " of 200 are better near");
  CHECK(better > 40);
}

}  // namespace
}  // namespace gandse::test
