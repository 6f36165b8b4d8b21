// Days of changing networks: the model, and the optimum that knows the whole day.
#include "network/traces.hpp"

#include <doctest/doctest.h>

#include <array>

#include "gandse/cost_model/im2col.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

constexpr std::size_t kBitstreamsHere = 3;

Day random_day(std::size_t slots, std::size_t bitstreams, Random& random) {
  Day day;
  for (std::size_t i = 0; i < bitstreams; ++i) {
    day.load.push_back(1 + random.below(40));
  }
  std::vector<Run> runs;
  for (std::size_t t = 0; t < slots; ++t) {
    if (t == 0 || random.below(3) == 0) {
      runs.clear();
      for (std::size_t i = 0; i < bitstreams; ++i) {
        const bool missed = random.below(2) == 0;
        const std::uint64_t energy = random.below(30);
        runs.push_back({missed ? 2 * energy : energy, energy, missed});
      }
    }
    day.runs.push_back(runs);
  }
  day.start = random.below(static_cast<std::uint32_t>(bitstreams));
  return day;
}

std::vector<NetworkInstance<Im2col<>>> networks(Random& random) {
  std::vector<NetworkInstance<Im2col<>>> result(5);
  for (auto& network : result) {
    network.layers.push_back({1 + random.below(64), 8, 7, 7, 3, 3, 1, 1});
    network.objective = {{1000 + random.below(1000)}, {10'000 + random.below(10'000)}};
  }
  return result;
}

}  // namespace

TEST_CASE("the offline optimum is that of all sequences, and nobody spends less") {
  Random random{141};
  for (int i = 0; i < 200; ++i) {
    const std::size_t slots = 1 + random.below(7);
    const Day day = random_day(slots, kBitstreamsHere, random);
    std::uint64_t least = UINT64_MAX;
    std::size_t sequences = 1;
    for (std::size_t t = 0; t < slots; ++t) {
      sequences *= kBitstreamsHere;
    }
    for (std::size_t sequence = 0; sequence < sequences; ++sequence) {
      std::size_t rest = sequence;
      const Spent spent = spend(day, [&](std::size_t /*t*/, std::size_t /*present*/) {
        const std::size_t next = rest % kBitstreamsHere;
        rest /= kBitstreamsHere;
        return next;
      });
      least = std::min(least, spent.cost);
    }
    const Spent best = offline_optimum(day);
    REQUIRE(best.cost == least);
    REQUIRE(always_switch(day).cost >= least);
    REQUIRE(myopic(day).cost >= least);
    REQUIRE(never_switch(day, 1).cost >= least);
    REQUIRE(never_switch(day, day.start).loads == 0);
  }
}

TEST_CASE(
    "the work function keeps its promise on days, and spends the optimum where loads cost nothing or more than a day") {
  Random random{142};
  for (int i = 0; i < 100; ++i) {
    Day day = random_day(200, kBitstreamsHere, random);
    for (const std::uint64_t factor : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{100'000}}) {
      Day scaled = day;
      for (auto& load : scaled.load) {
        load *= factor;
      }
      const Spent ours = by_policy<kBitstreamsHere>(scaled);
      const Spent best = offline_optimum(scaled);
      const std::uint64_t load = *std::max_element(scaled.load.begin(), scaled.load.end());
      REQUIRE(ours.cost <= (2 * kBitstreamsHere - 1) * (best.cost + load) + load);
      if (factor != 1) {
        REQUIRE(ours.cost == best.cost);
      }
    }
  }
}

TEST_CASE("a day is the same for the same seed, and as its model says") {
  Random a{143};
  Random b{143};
  const auto first = make_trace(networks(a), a);
  const auto second = make_trace(networks(b), b);
  REQUIRE(first.slots.size() == kSlots);
  REQUIRE(first.tasks.size() == 5 * 2 * 3);
  std::size_t changes = 0;
  std::array<std::size_t, 3> battery{};
  std::uint64_t most = 0;
  for (std::size_t t = 0; t < kSlots; ++t) {
    REQUIRE(first.slots[t].task == second.slots[t].task);
    REQUIRE(first.slots[t].inferences == second.slots[t].inferences);
    REQUIRE(first.slots[t].task < first.tasks.size());
    ++battery[first.slots[t].task % 3];
    most = std::max(most, first.slots[t].inferences);
    changes += t > 0 && first.slots[t].task / 3 != first.slots[t - 1].task / 3 ? 1 : 0;
  }
  CHECK(changes > 40);  // 72 sessions on average, of which one in ten goes on with the same
  CHECK(changes < 95);
  CHECK(most > 50);
  CHECK(most <= 150);
  CHECK(battery[1] > 0);
  for (std::size_t network = 0; network < 5; ++network) {
    const auto at = [&](std::size_t deadline, std::size_t state) {
      return first.tasks[(network * 2 + deadline) * 3 + state].objective;
    };
    CHECK(at(1, 0).latency.value == 3 * at(0, 0).latency.value);
    CHECK(at(0, 2).power.value == at(0, 0).power.value * 70 / 100);
    CHECK(at(1, 1).power.value == at(1, 0).power.value * 85 / 100);
  }
}

}  // namespace gandse::test
