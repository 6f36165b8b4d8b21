#include "gandse/runtime/explore_within.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "../exact_answer.hpp"
#include "../scale.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

constexpr std::size_t kNone = Limits<Template>::kCount;
constexpr std::uint64_t kNodes = 5'000'000;

TEST_CASE("resources: what the parameters say") {
  const Configuration configuration{7, 0, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0};  // 1024 PEs; 16, 1 and 4 KiB
  const auto used = Template::used(configuration);
  CHECK(used[0] == 21);
  CHECK(used[1] == 1024);
  CHECK(used[2] == 1024 + 2);  // one lane
  // Blocks of 2 KiB. 2 bytes of inputs at once, of weights, too; sums in two halves, 128 bytes at once each.
  CHECK(used[3] == 8 + 2 + 2 * 128);
  // PEs, 2 serialisers a row and column, rotators of two banks, one lane, a byte of the port, control.
  CHECK(used[4] == 97 * 1024 + 8 * 2 * (32 + 32) + 16 * 2 + 450 + 128 + 6144);
  using Other = Dnnweaver<Asic45nmInt16>;
  const Other::Configuration other{1, 2, 3, 5, 6, 5, 2,
                                   0, 0, 0, 0, 0, 0};  // 8 x 16, AXI of 256 bits; 32, 64, 32, 4 KiB
  const auto of_other = Other::used(other);
  CHECK(of_other[0] == 132);
  CHECK(of_other[1] == 128);
  CHECK(of_other[2] == 128);
  // 8 banks of 4 KiB; 8 * 16 weights of 16 bits at once, 64 bits a block; 16 banks of 2 KiB, and 16 of less.
  CHECK(of_other[3] == 8 + 32 + 16 + 16);
}

TEST_CASE("without limits nothing is exceeded; the worst is what exceeds by the largest factor") {
  const Configuration configuration{7, 0, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0};
  Limits<Template> limits;
  CHECK(limits.exceeded(configuration) == kNone);
  limits.most = {21, 1024, 1026, 266, 200'000};
  CHECK(limits.exceeded(configuration) == kNone);
  limits.most = {20, 1024, 1026, 266, 200'000};
  CHECK(limits.exceeded(configuration) == 0);
  limits.most = {20, 256, 300, 266, 200'000};
  CHECK(limits.exceeded(configuration) == 1);
}

TEST_CASE("decisions within limits: satisfied only within, and nearly always where an exhaustive search is") {
  Random random{172};
  int possible = 0;
  int met = 0;
  for (int i = 0; i < 600; ++i) {
    const std::uint32_t size = 4U + random.below(12);
    const Layer layer{4U << random.below(4), 4U << random.below(4), size, size, 1 + 2 * random.below(2), 1, 1, 1};
    Limits<Template> limits;
    if (random.below(2) == 0) {
      limits.most[0] = 3 + random.below(30);
    }
    if (random.below(2) == 0) {
      limits.most[1] = 8U << random.below(7);
    }
    if (random.below(3) == 0) {
      limits.most[3] = 36 + random.below(200);
    }
    const Objective objective{{Template::macs(layer) / (2U + random.below(40)) + 1}, {15'000U << random.below(4)}};
    const auto result = explore_within(Explorer{generated::im2col_96k}, {layer, objective}, limits);
    REQUIRE(result.decision.legal());
    REQUIRE(result.exceeded == limits.exceeded(result.decision.configuration));
    if (result.decision.satisfied) {
      REQUIRE(result.exceeded == kNone);
      REQUIRE(satisfies(result.decision.cost, objective, Template::Technology::kClockMhz));
    }
    if (can_be_met<Template>({layer, objective, {}}, limits, kNodes)) {
      ++possible;
      met += result.decision.satisfied ? 1 : 0;
    } else {
      REQUIRE_FALSE(result.decision.satisfied);
    }
  }
  MESSAGE(met, " of ", possible, " that can be met");
  CHECK(possible > 100);
  CHECK(possible < 500);
  CHECK(met * 100 >= 97 * possible);
}

TEST_CASE("limits that no configuration keeps are named") {
  Limits<Template> limits;
  limits.most[0] = 2;  // three SRAMs take 3 KiB at least
  const auto result = explore_within(Explorer{generated::im2col_96k},
                                     {Layer{8, 8, 8, 8, 3, 3, 1, 1}, {{1'000'000}, {1'000'000}}}, limits);
  CHECK(result.decision.legal());
  CHECK_FALSE(result.decision.satisfied);
  CHECK(result.exceeded == 0);
}

/// Layers that are small enough to enumerate, with limits on some resources and an objective near what they allow.
template <class T>
std::pair<Task<T>, Limits<T>> limited_task(Random& random) {
  Task<T> task;
  const std::uint32_t size = 4U + random.below(12);
  static_cast<Layer&>(task.layer) = {
      4U << random.below(5), 4U << random.below(5), size, size, 1 + 2 * random.below(2), 1, 1, 1};
  typename T::Configuration any;
  for (std::size_t p = 0; p < any.size(); ++p) {
    any[p] = static_cast<std::uint8_t>(random.below(T::parameters[p].count));
  }
  const auto used = ResourcesOf<T>::used(any);
  Limits<T> limits;
  for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
    limits.most[r] = random.below(2) == 0 ? 1U + used[r] / 4U : Limits<T>::kUnlimited;
  }
  task.objective = {{T::macs(task.layer) / (1U + random.below(30)) + 1}, {30'000U << random.below(5)}};
  return {task, limits};
}

TEST_CASE_TEMPLATE("within limits: verdicts are right, and what stands in the way is named" * doctest::skip(kEmulated),
                   T, Im2col<Asic45nm>, Dnnweaver<Asic45nmInt16>) {
  Random random{174};
  int feasible = 0;
  int by_a_limit = 0;
  constexpr int kTasks = 300;
  for (int i = 0; i < kTasks; ++i) {
    const auto [task, limits] = limited_task<T>(random);
    const auto within = [&](const Limits<T>& all) {
      return [&all](const typename T::Configuration& c) { return all.exceeded(c) == Limits<T>::kCount; };
    };
    const auto found = feasibility(task, within(limits), 5'000'000);
    const bool possible = can_be_met(task, limits, kNodes);
    REQUIRE(found.verdict == (possible ? Verdict::feasible : Verdict::infeasible));
    if (possible) {
      ++feasible;
      REQUIRE(limits.exceeded(found.configuration) == Limits<T>::kCount);
      continue;
    }
    for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
      Limits<T> without = limits;
      without.most[r] = Limits<T>::kUnlimited;
      const bool helps = can_be_met(task, without, kNodes);
      REQUIRE((feasibility(task, within(without), 5'000'000).verdict == Verdict::feasible) == helps);
      by_a_limit += helps ? 1 : 0;
    }
  }
  MESSAGE(std::string{T::kName}, ": ", feasible, " of ", kTasks, " feasible; ", by_a_limit,
          " limits of which any one alone is in the way");
  CHECK(feasible > kTasks / 6);
  CHECK(feasible < kTasks * 5 / 6);
  CHECK(by_a_limit > 10);
}

TEST_CASE("limits of another template, with derived SRAMs: kept, and met nearly always where they can be") {
  using Other = Dnnweaver<Asic45nmInt16>;
  Random random{173};
  int possible = 0;
  int met = 0;
  for (int i = 0; i < 300; ++i) {
    const auto [task, limits] = limited_task<Other>(random);
    const auto result = explore_within(Explorer{generated::dnnweaver_80k}, {task.layer, task.objective}, limits);
    REQUIRE(result.decision.legal());
    REQUIRE(result.exceeded == limits.exceeded(result.decision.configuration));
    const bool can = can_be_met(task, limits, kNodes);
    REQUIRE((!result.decision.satisfied || (can && result.exceeded == Limits<Other>::kCount)));
    possible += can ? 1 : 0;
    met += result.decision.satisfied ? 1 : 0;
  }
  MESSAGE(met, " of ", possible, " that can be met");
  CHECK(possible > 50);
  CHECK(met * 100 >= 97 * possible);
}

}  // namespace
}  // namespace gandse::test
