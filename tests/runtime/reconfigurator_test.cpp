#include "gandse/runtime/reconfigurator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "all_costs.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_8k.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

using Weights = generated::Im2col8k;
constexpr std::size_t kMostLayers = 4;
constexpr std::size_t kMostBitstreams = 4;
constexpr NetworkOptions kOptions{40, 4, 1};
using Subject = Reconfigurator<Weights, kMostLayers, kMostBitstreams>;

struct Network {
  std::vector<Layer> layers;
  Objective objective{};
};

Network random_task(Random& random) {
  Network task;
  std::uint64_t macs = 0;
  for (std::uint32_t i = 1 + random.below(kMostLayers); i > 0; --i) {
    task.layers.push_back(small_layer(random));
    macs += Template::macs(task.layers.back());
  }
  task.objective = {{macs / (8U << random.below(4)) + 1}, {40'000U << random.below(3)}};
  return task;
}

std::vector<Bitstream<Template>> loadable(std::size_t count, Random& random) {
  auto table = bitstreams(count, random);
  for (auto& bitstream : table) {
    bitstream.load.energy.value = std::uint64_t{1'000'000} << random.below(12);
  }
  return table;
}

/// What the task costs on each bitstream, by an explorer of its own.
struct Reference {
  NetworkExplorer<Weights, kMostLayers, 1> explorer{generated::im2col_8k};

  NetworkDecision on(const Network& task, const Bitstream<Template>& bitstream) {
    NetworkOptions options = kOptions;
    options.goal = Goal::energy;
    return explorer.explore({task.layers.data(), task.layers.size(), task.objective, &bitstream, 1}, options);
  }
  std::vector<std::uint64_t> costs(const Network& task, const std::vector<Bitstream<Template>>& table,
                                   std::uint64_t inferences) {
    std::vector<std::uint64_t> costs(kMostBitstreams);
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto decision = on(task, table[i]);
      const std::uint64_t times = inferences * (decision.satisfied ? 1 : kMissed);
      costs[i] = (times * decision.cost.energy.value + 999'999) / 1'000'000;
    }
    return costs;
  }
};

TEST_CASE("a stream of tasks: the policy's bitstream, the explorer's schedules, and nothing twice") {
  Random random{131};
  Reference reference;
  Subject subject{generated::im2col_8k};
  int steps[3] = {};
  for (int stream = 0; stream < 20; ++stream) {
    const auto table = loadable(1 + random.below(kMostBitstreams), random);
    const std::size_t start = random.below(static_cast<std::uint32_t>(table.size()));
    REQUIRE(subject.begin(table.data(), table.size(), start, {kOptions, {}, {}}));
    std::vector<std::uint64_t> load;
    for (const auto& bitstream : table) {
      load.push_back(bitstream.load.energy.value / 1'000'000);
    }
    SwitchingPolicy<kMostBitstreams> policy{load.data(), load.size(), start};
    Network task = random_task(random);
    bool fresh = true;
    for (int i = 0; i < 30; ++i) {
      const Horizon horizon{1 + random.below(20), random.below(8) == 0};
      const std::size_t before = policy.present();
      const auto costs = reference.costs(task, table, horizon.inferences);
      const std::size_t expected = horizon.known ? policy.next_alone(costs.data()) : policy.next(costs.data());
      const auto result = subject.next({task.layers.data(), task.layers.size(), task.objective, horizon});
      REQUIRE(result.legal());
      REQUIRE(result.bitstream == expected);
      REQUIRE(subject.present() == expected);
      const std::uint64_t loading = expected != before ? table[expected].load.energy.value : 0;
      REQUIRE(result.load.energy.value == loading);
      REQUIRE(result.step == (expected != before ? Step::load : fresh ? Step::retile : Step::keep));
      REQUIRE((result.evaluations == 0) == (result.step == Step::keep));
      const auto decision = reference.on(task, table[expected]);
      REQUIRE(result.cost.energy == decision.cost.energy);
      REQUIRE(result.satisfied == decision.satisfied);
      for (std::size_t layer = 0; layer < task.layers.size(); ++layer) {
        REQUIRE(subject.configuration(layer) == reference.explorer.configuration(layer));
      }
      ++steps[static_cast<int>(result.step)];
      fresh = random.below(4) == 0;
      if (fresh) {
        task = random_task(random);
      }
    }
  }
  CHECK(steps[0] > 100);
  CHECK(steps[1] > 50);
  CHECK(steps[2] > 20);
}

TEST_CASE("known to run often, a network is worth a load; known to run once, it is not") {
  Random random{132};
  Reference reference;
  Subject subject{generated::im2col_8k};
  int loads = 0;
  for (int i = 0; i < 50; ++i) {
    auto table = bitstreams(3, random);
    for (auto& bitstream : table) {
      bitstream.load.energy.value = 1'000'000'000'000'000;  // a joule
    }
    const Network task = random_task(random);
    REQUIRE(subject.begin(table.data(), 3, 0, {kOptions, {}, {}}));
    const auto once = subject.next({task.layers.data(), task.layers.size(), task.objective, {1, true}});
    CHECK(once.bitstream == 0);
    const auto often = subject.next({task.layers.data(), task.layers.size(), task.objective, {1'000'000'000, true}});
    const auto costs = reference.costs(task, table, 1);
    CHECK(costs[often.bitstream] <= *std::min_element(costs.begin(), costs.begin() + 3) + 1);
    loads += often.step == Step::load ? 1 : 0;
  }
  CHECK(loads > 10);
}

TEST_CASE("what cannot be decided changes nothing") {
  Random random{133};
  Subject subject{generated::im2col_8k};
  const auto table = loadable(3, random);
  CHECK_FALSE(subject.begin(table.data(), 0, 0));
  CHECK_FALSE(subject.begin(table.data(), 5, 0));
  CHECK_FALSE(subject.begin(table.data(), 3, 3));
  const Network task = random_task(random);
  CHECK(subject.next({task.layers.data(), 1, task.objective, {}}).reason == Reason::capacity_exceeded);  // no table
  REQUIRE(subject.begin(table.data(), 3, 1, {kOptions, {}, {}}));
  const auto first = subject.next({task.layers.data(), task.layers.size(), task.objective, {}});
  REQUIRE(first.legal());
  const Configuration schedule = subject.configuration(0);
  Network bad = random_task(random);
  bad.layers.front().kh = 0;
  const auto refused = subject.next({bad.layers.data(), bad.layers.size(), bad.objective, {}});
  CHECK(refused.reason == Reason::layer_out_of_range);
  CHECK(refused.refused == 0);
  CHECK(subject.present() == first.bitstream);
  CHECK(subject.configuration(0) == schedule);
  const auto again = subject.next({task.layers.data(), task.layers.size(), task.objective, {}});
  CHECK(again.step == Step::keep);
  CHECK(again.evaluations == 0);
}

TEST_CASE("no number of inferences is too large: what meets its objective, or takes less energy, is loaded") {
  Random random{134};
  Reference reference;
  Subject subject{generated::im2col_8k};
  int loads = 0;
  for (int i = 0; i < 40; ++i) {
    const auto table = loadable(4, random);
    const Network task = random_task(random);
    const auto costs = reference.costs(task, table, 1);
    for (const std::uint64_t inferences : {std::uint64_t{1'000'000'000'000}, UINT64_MAX}) {
      for (const bool known : {false, true}) {
        REQUIRE(subject.begin(table.data(), 4, 0, {kOptions, {}, {}}));
        const auto result = subject.next({task.layers.data(), task.layers.size(), task.objective, {inferences, known}});
        REQUIRE(result.legal());
        REQUIRE(costs[result.bitstream] <= *std::min_element(costs.begin(), costs.begin() + 4) + 1);
        loads += result.step == Step::load ? 1 : 0;
      }
    }
  }
  CHECK(loads > 40);
}

TEST_CASE("a bitstream that cannot run the network is left, however often it is asked") {
  using Other = Dnnweaver<Asic45nmInt16>;
  Other::Layer layer;
  static_cast<Layer&>(layer) = {64, 64, 14, 14, 3, 3, 1, 1};
  std::array<Bitstream<Other>, 2> table{};
  table[0].hardware = {0, 2, 5, 5, 5, 5, 3};  // an AXI port wider than the array's 4 rows: runs nothing
  table[1].hardware = {2, 2, 2, 5, 5, 5, 3};
  Reconfigurator<generated::Dnnweaver80k, 2, 2> subject{generated::dnnweaver_80k};
  for (const std::uint64_t inferences : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
    for (const bool known : {false, true}) {
      REQUIRE(subject.begin(table.data(), 2, 0));
      const auto result = subject.next({&layer, 1, {{10'000'000}, {1'000'000}}, {inferences, known}});
      REQUIRE(result.legal());
      CHECK(result.step == Step::load);
      CHECK(result.bitstream == 1);
      CHECK(result.cost.energy.value > 0);
    }
  }
}

TEST_CASE(
    "where no bitstream runs all layers, the layer is named that none runs, and limits are not blamed for others") {
  using Other = Dnnweaver<Asic45nmInt16>;
  std::array<Other::Layer, 3> network{};
  static_cast<Layer&>(network[0]) = {4, 64, 8, 8, 16, 16, 1, 1};
  static_cast<Layer&>(network[1]) = {64, 64, 8, 8, 1, 1, 1, 1};
  static_cast<Layer&>(network[2]) = network[1];
  std::array<Bitstream<Other>, 3> table{};
  table[0].hardware = {2, 2, 2, 5, 3, 5, 3};  // too few weights for 16 x 16 taps
  table[1].hardware = {0, 2, 5, 5, 5, 5, 3};  // an AXI port wider than the array's 4 rows: runs nothing
  table[2].hardware = {4, 4, 2, 5, 9, 5, 5};  // beyond the limits
  Reconfigurator<generated::Dnnweaver80k, 3, 3> subject{generated::dnnweaver_80k};
  Limits<Other> limits;
  limits.most[1] = 1024;
  REQUIRE(subject.begin(table.data(), 3, 0, {{}, {}, limits}));
  const auto refused = subject.next({network.data(), 3, {{1'000'000'000}, {1'000'000}}, {}});
  CHECK(refused.reason == template_reason(Other::kAxiTooWide));  // the last bitstream within the limits
  CHECK(refused.refused == 0);
  CHECK(subject.next({network.data() + 1, 2, {{1'000'000'000}, {1'000'000}}, {}}).legal());
  const auto unbegun = Reconfigurator<generated::Dnnweaver80k, 3, 3>{generated::dnnweaver_80k}.next(
      {network.data(), 3, {{1'000'000'000}, {1'000'000}}, {}});
  CHECK(unbegun.reason == Reason::capacity_exceeded);
  CHECK(unbegun.refused == 3);
}

TEST_CASE("while a bitstream loads, the rest of the board waits: that time counts where it is said what waits") {
  Random random{135};
  Subject subject{generated::im2col_8k};
  int loads = 0;
  for (int i = 0; i < 20; ++i) {
    auto table = bitstreams(3, random);
    for (auto& bitstream : table) {
      bitstream.load = {{500'000'000}, {1}};  // a second
    }
    const Network task = random_task(random);
    const auto steps = [&](Microwatt waiting) {
      REQUIRE(subject.begin(table.data(), 3, 0, {kOptions, waiting, {}}));
      return subject.next({task.layers.data(), task.layers.size(), task.objective, {1000, true}}).step;
    };
    loads += steps({0}) == Step::load ? 1 : 0;
    CHECK(steps({1'000'000'000}) == Step::retile);  // a kilojoule
  }
  CHECK(loads > 5);
  CHECK(loading_cost({{500'000'000}, {2'000'000}}, {1'000'000}, 500) == 1'000'000'000 + 2);  // 1 s, 1 W, 2 nJ
  CHECK(loading_cost({{UINT64_MAX}, {UINT64_MAX}}, {UINT64_MAX}, 1) == SwitchingPolicy<1>::kMostCost);
}

TEST_CASE("without a table, or without layers, nothing is decided") {
  Random random{136};
  Subject subject{generated::im2col_8k};
  const Network task = random_task(random);
  const auto table = loadable(3, random);
  const auto reason = [&](std::size_t count) {
    return subject.next({task.layers.data(), count, count == 0 ? Objective{} : task.objective, {}}).reason;
  };
  CHECK(reason(0) == Reason::capacity_exceeded);
  CHECK(reason(1) == Reason::capacity_exceeded);
  REQUIRE(subject.begin(table.data(), 3, 0, {kOptions, {}, {}}));
  CHECK(reason(0) == Reason::capacity_exceeded);
  REQUIRE(reason(task.layers.size()) == Reason::none);
  CHECK_FALSE(subject.begin(table.data(), 3, 9));
  CHECK(reason(task.layers.size()) == Reason::capacity_exceeded);
}

}  // namespace
}  // namespace gandse::test
