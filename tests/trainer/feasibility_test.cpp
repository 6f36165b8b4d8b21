// No answer is an answer: what the runtime says of tasks that nothing meets, beside what the oracle knows of them.
#include "gandse/runtime/feasibility.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "../exact_answer.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/exhaustive_search.hpp"
#include "gandse/runtime/explorer.hpp"
#include "learn/dataset.hpp"
#include "oracle/tight_tasks.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

constexpr std::uint64_t kNodes = 30'000'000;

template <class T>
std::vector<TightTask<T>> tight_tasks() {
  if constexpr (std::is_same_v<T, Im2col<>>) {
    return read_tight_tasks<T>(GANDSE_TIGHT_TASKS);
  } else {
    return read_tight_tasks<T>(GANDSE_TIGHT_TASKS_DNNWEAVER);
  }
}

template <class T>
auto decide(const Task<T>& task) {
  if constexpr (std::is_same_v<T, Im2col<>>) {
    return Explorer{generated::im2col_96k}.explore(task);
  } else {
    return Explorer{generated::dnnweaver_80k}.explore(task);
  }
}

/// What is out of reach of a task.
enum Kind : std::size_t { together, latency_alone, power_alone, each, kKinds };

/// `bound` by so much less that `excess` is missing.
std::uint64_t below(double bound, double excess) {
  return static_cast<std::uint64_t>(std::max(1.0, std::floor(bound / (1 + excess))));
}

/// The task with both objectives, or one that leaves the other loose, or each of them alone, `excess` below the
/// optimum.
template <class T>
Task<T> beyond(const TightTask<T>& tight, double excess, Kind kind = together) {
  constexpr std::uint64_t kLoose = 4;
  Task<T> task = tight.task;
  const auto latency = static_cast<double>(task.objective.latency.value);
  const auto power = static_cast<double>(task.objective.power.value);
  if (kind == together) {
    task.objective = {{below(tight.optimum.score * latency, excess)}, {below(tight.optimum.score * power, excess)}};
    return task;
  }
  const double least_latency = latency * optimum<T>({task.layer, {task.objective.latency, kAnyPower}, {}}).score;
  const double least_power = power * optimum<T>({task.layer, {kAnyLatency, task.objective.power}, {}}).score;
  task.objective.latency.value =
      kind == power_alone ? kLoose * task.objective.latency.value : below(least_latency, excess);
  task.objective.power.value = kind == latency_alone ? kLoose * task.objective.power.value : below(least_power, excess);
  return task;
}

template <class T>
bool can_be_met(const Task<T>& task) {
  return optimum(task).score <= 1;
}

Verdict verdict(bool feasible) { return feasible ? Verdict::feasible : Verdict::infeasible; }

}  // namespace

TEST_CASE_TEMPLATE("tasks that nothing meets: unsatisfied, proven, and the objective that is out of reach", T, Im2col<>,
                   Dnnweaver<>) {
  const auto tasks = tight_tasks<T>();
  int count = 0;
  int proven = 0;
  int decided = 0;
  std::array<int, kKinds> kinds{};
  for (std::size_t i = 0; i < tasks.size(); i += 7) {
    const double excess = std::array{0.01, 0.1, 0.5, 3.0}[i % 4];
    const Task<T> task = beyond(tasks[i], excess, static_cast<Kind>(count % kKinds));
    ++count;
    REQUIRE_FALSE(can_be_met(task));
    CHECK_FALSE(decide(task).satisfied);
    const auto found = feasibility(task, kNodes);
    REQUIRE(found.verdict != Verdict::feasible);
    proven += found.verdict == Verdict::infeasible ? 1 : 0;
    const Obstacle why = obstacle(task, kNodes);
    const bool latency = can_be_met<T>({task.layer, {task.objective.latency, kAnyPower}, {}});
    const bool power = can_be_met<T>({task.layer, {kAnyLatency, task.objective.power}, {}});
    ++kinds[latency && power ? together : power ? latency_alone : latency ? power_alone : each];
    if (why.complete) {
      ++decided;
      CHECK(why.latency_alone == verdict(latency));
      CHECK(why.power_alone == verdict(power));
    }
  }
  MESSAGE(std::string{T::kName}, ": ", count, " tasks, ", proven, " proven, ", decided,
          " with the right objective; out of reach: each ", kinds[each], ", power alone ", kinds[power_alone],
          ", latency alone ", kinds[latency_alone], ", together ", kinds[together]);
  CHECK(proven * 100 >= 99 * count);
  CHECK(decided * 100 >= 90 * count);
  for (const int kind : kinds) {
    CHECK(kind * 10 >= count);
  }
}

TEST_CASE_TEMPLATE("a pin that makes a task infeasible is named", T, Im2col<>, Dnnweaver<>) {
  const auto tasks = tight_tasks<T>();
  Random random{31};
  int infeasible = 0;
  int correct = 0;
  int with_a_pin = 0;
  for (std::size_t i = 0; infeasible < 60 && i < 20 * tasks.size(); ++i) {
    Task<T> task = tasks[(7 * i) % tasks.size()].task;
    task.pins = random_pins<T>(task.layer, 1 + random.below(3), random);
    if (can_be_met(task)) {
      if (i % 5 == 0) {
        CHECK(feasibility(task, kNodes).verdict == Verdict::feasible);
      }
      continue;
    }
    ++infeasible;
    CHECK_FALSE(decide(task).satisfied);
    CHECK(feasibility(task, kNodes).verdict != Verdict::feasible);
    ParameterSet releasing = 0;
    for (std::size_t parameter = 0; parameter < T::kParameters; ++parameter) {
      Task<T> free = task;
      free.pins.choice[parameter] = T::Pins::kFree;
      if (task.pins.is_pinned(parameter) && can_be_met(free)) {
        releasing |= ParameterSet{1} << parameter;
      }
    }
    correct += obstacle(task, kNodes).releasing == releasing ? 1 : 0;
    with_a_pin += releasing != 0 ? 1 : 0;
  }
  MESSAGE(std::string{T::kName}, ": ", infeasible, " tasks, ", with_a_pin, " by one pin, ", correct, " right");
  REQUIRE(infeasible == 60);
  CHECK(with_a_pin > 10);
  CHECK(correct * 100 >= 90 * infeasible);
}

TEST_CASE_TEMPLATE("feasible tasks are never called infeasible, and what meets them is shown", T, Im2col<>,
                   Dnnweaver<>) {
  const auto tasks = tight_tasks<T>();
  std::uint64_t nodes = 0;
  for (std::size_t i = 0; i < tasks.size(); i += 3) {
    const auto found = feasibility(tasks[i].task, kNodes);
    REQUIRE(found.verdict == Verdict::feasible);
    const Evaluation evaluation = T::evaluate(tasks[i].task.layer, found.configuration);
    REQUIRE(evaluation.legal());
    REQUIRE(evaluation.cost.energy == found.cost.energy);
    REQUIRE(satisfies(found.cost, tasks[i].task.objective, T::Technology::kClockMhz));
    nodes = std::max(nodes, found.nodes);
  }
  MESSAGE(std::string{T::kName}, ": at most ", nodes, " nodes");
}

TEST_CASE_TEMPLATE("a limit that makes a task infeasible is named, one that does not is not", T, Im2col<>,
                   Dnnweaver<>) {
  const auto tasks = tight_tasks<T>();
  const auto within = [](const Limits<T>& limits) {
    return [&limits](const typename T::Configuration& c) { return limits.exceeded(c) == Limits<T>::kCount; };
  };
  std::array<int, Limits<T>::kCount> infeasible{};
  int named = 0;
  for (std::size_t i = 0; i < tasks.size(); i += 13) {
    const auto& [network, task, slack, best] = tasks[i];
    const auto used = ResourcesOf<T>::used(best.configuration);
    const std::size_t strict = i % Limits<T>::kCount;
    Limits<T> limits;  // what the optimum takes, but half of one resource
    for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
      limits.most[r] = r == strict ? std::max(1U, used[r] / 2) : used[r];
    }
    const bool possible = can_be_met(task, limits, kNodes);
    REQUIRE(feasibility(task, within(limits), kNodes).verdict == verdict(possible));
    if (possible) {
      continue;
    }
    ++infeasible[strict];
    for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
      Limits<T> without = limits;
      without.most[r] = Limits<T>::kUnlimited;
      const bool helps = can_be_met(task, without, kNodes);
      REQUIRE((helps || r != strict));
      REQUIRE(feasibility(task, within(without), kNodes).verdict == verdict(helps));
      named += helps ? 1 : 0;
    }
  }
  int all = 0;
  for (const int count : infeasible) {
    all += count;
  }
  MESSAGE(std::string{T::kName}, ": ", all, " tasks, ", named, " limits named");
  CHECK(all >= 20);
}

TEST_CASE("a search that runs out of nodes claims nothing") {
  const auto tasks = tight_tasks<Im2col<>>();
  const auto task = beyond(tasks[0], 0.1);
  const auto found = feasibility(task, 2);
  CHECK(found.verdict == Verdict::unknown);
  CHECK(found.nodes == 2);
  CHECK_FALSE(obstacle(task, 2).complete);
  CHECK(feasibility(task, 0).nodes == 0);
}

}  // namespace gandse::test
