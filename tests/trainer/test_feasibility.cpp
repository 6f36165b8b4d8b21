// No answer is an answer: what the runtime says of tasks that nothing meets, beside what the oracle knows of them.
#include <doctest/doctest.h>

#include <cmath>

#include "dataset.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "tight_tasks.hpp"

using namespace gandse;
using namespace gandse::trainer;

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
    return Explorer{generated::im2col_96k}.explore(task.layer, task.objective, task.pins);
  } else {
    return Explorer{generated::dnnweaver_80k}.explore(task.layer, task.objective, task.pins);
  }
}

/// The task with both objectives divided by as much as leaves the optimum `excess` above them.
template <class T>
Task<T> beyond(const TightTask<T>& tight, double excess) {
  const double factor = tight.optimum.score / (1 + excess);
  Task<T> task = tight.task;
  const auto scaled = [&](std::uint64_t x) {
    return static_cast<std::uint64_t>(std::max(1.0, std::floor(factor * static_cast<double>(x))));
  };
  task.objective = {{scaled(task.objective.latency.value)}, {scaled(task.objective.power.value)}};
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
  int correct = 0;
  int proven = 0;
  std::array<int, 4> kinds{};
  for (std::size_t i = 0; i < tasks.size(); i += 7) {
    const double excess = std::array{0.01, 0.1, 0.5, 3.0}[i % 4];
    const Task<T> task = beyond(tasks[i], excess);
    REQUIRE_FALSE(can_be_met(task));
    ++count;
    CHECK_FALSE(decide(task).satisfied);
    const auto found = feasibility(task, kNodes);
    REQUIRE(found.verdict != Verdict::feasible);
    proven += found.verdict == Verdict::infeasible ? 1 : 0;
    const Obstacle why = obstacle(task, kNodes);
    const bool latency = can_be_met<T>({task.layer, {task.objective.latency, kAnyPower}, {}});
    const bool power = can_be_met<T>({task.layer, {kAnyLatency, task.objective.power}, {}});
    correct += why.latency_alone == verdict(latency) && why.power_alone == verdict(power) ? 1 : 0;
    ++kinds[(latency ? 1U : 0U) + (power ? 2U : 0U)];
  }
  MESSAGE(std::string{T::kName}, ": ", count, " tasks, ", proven, " proven, ", correct,
          " with the right objective; out of reach: each ", kinds[0], ", power alone ", kinds[1], ", latency alone ",
          kinds[2], ", together ", kinds[3]);
  CHECK(proven * 100 >= 99 * count);
  CHECK(correct * 100 >= 90 * count);
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

TEST_CASE("a search that runs out of nodes claims nothing") {
  const auto tasks = tight_tasks<Im2col<>>();
  const auto task = beyond(tasks[0], 0.1);
  const auto found = feasibility(task, 100);
  CHECK(found.verdict == Verdict::unknown);
  CHECK(found.nodes == 100);
  CHECK_FALSE(obstacle(task, 100).complete);
  CHECK(feasibility(task, 0).nodes == 0);
}
