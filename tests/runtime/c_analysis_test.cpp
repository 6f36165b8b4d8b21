#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "all_costs.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/gandse_analysis.h"
#include "gandse/generated/im2col_8k.hpp"
#include "gandse/runtime/explanation.hpp"
#include "gandse/runtime/explore_within.hpp"
#include "gandse/runtime/layer_front.hpp"
#include "random_tasks.hpp"

GANDSE_GENERATOR(im2col_8k);
GANDSE_GENERATOR(im2col_16k);
GANDSE_ANALYSIS(im2col_8k);

namespace gandse::test {
namespace {

constexpr std::size_t kResources = Limits<Template>::kCount;

struct Asked {
  std::array<std::uint64_t, GANDSE_SESSION_BYTES / 8> memory{};
  gandse_session* session = nullptr;

  Asked(const Task<Template>& task, const gandse_generator* generator) {
    session = gandse_open(generator, memory.data(), sizeof memory);
    REQUIRE(session != nullptr);
    for (const auto& field : kLayerFields) {
      REQUIRE(gandse_set_layer(session, field.name, task.layer.*field.member) == GANDSE_OK);
    }
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (task.pins.is_pinned(i)) {
        const auto& parameter = Template::parameters[i];
        REQUIRE(gandse_pin(session, parameter.name, parameter.values[task.pins.choice[i]]) == GANDSE_OK);
      }
    }
    gandse_set_objective(session, task.objective.latency.value, task.objective.power.value);
  }
};

Task<Template> small_task(Random& random) {
  Task<Template> task;
  task.layer = small_layer(random);
  task.objective = {{Template::macs(task.layer) / (1U + random.below(100)) + 1}, {10'000U << random.below(6)}};
  if (random.below(2) == 0) {
    task.pins.choice[Template::PEN] = static_cast<std::uint8_t>(random.below(8));
  }
  return task;
}

Limits<Template> random_limits(Random& random) {
  Limits<Template> limits;
  limits.most[0] = random.below(2) == 0 ? 4 + random.below(60) : UINT32_MAX;
  limits.most[1] = random.below(2) == 0 ? 8U << random.below(6) : UINT32_MAX;
  return limits;
}

TEST_CASE("C: decisions within limits, explanations and fronts are those of the C++ functions") {
  Random random{191};
  std::array<int, 3> verdicts{};
  int by_limits = 0;
  for (int i = 0; i < 60; ++i) {
    const Task<Template> task = small_task(random);
    const Limits<Template> limits = random_limits(random);
    Asked asked{task, gandse_im2col_8k()};

    const auto expected = explore_within(Explorer{generated::im2col_8k}, task, limits);
    std::size_t exceeded = 99;
    const auto reason =
        gandse_explore_within(gandse_im2col_8k_analysis(), asked.session, limits.most.data(), &exceeded);
    REQUIRE(static_cast<int>(reason) == static_cast<int>(expected.decision.reason));
    REQUIRE(exceeded == expected.exceeded);
    REQUIRE(gandse_result_of(asked.session)->energy_fj == expected.decision.cost.energy.value);
    REQUIRE(gandse_result_of(asked.session)->satisfied == expected.decision.satisfied);

    const auto why = explain(task, limits, 3'000'000);
    gandse_explanation explanation{};
    REQUIRE(gandse_explain(gandse_im2col_8k_analysis(), asked.session, limits.most.data(), 3'000'000, &explanation) ==
            GANDSE_OK);
    REQUIRE(explanation.verdict == static_cast<std::uint8_t>(why.feasibility.verdict));
    REQUIRE(explanation.limits_alone == static_cast<std::uint8_t>(why.limits_alone.verdict));
    REQUIRE(explanation.latency_alone == static_cast<std::uint8_t>(why.obstacle.latency_alone));
    REQUIRE(explanation.power_alone == static_cast<std::uint8_t>(why.obstacle.power_alone));
    REQUIRE(explanation.pins == why.obstacle.releasing);
    REQUIRE(explanation.limits == why.limits);
    REQUIRE(explanation.complete == why.complete);
    REQUIRE((explanation.verdict != GANDSE_INFEASIBLE || !gandse_result_of(asked.session)->satisfied));
    ++verdicts[explanation.verdict];
    by_limits += explanation.limits != 0 ? 1 : 0;

    const auto front = explore_front<GANDSE_FRONT_POINTS>(Explorer{generated::im2col_8k}, task);
    std::array<gandse_point, GANDSE_FRONT_POINTS> points{};
    std::size_t count = 0;
    REQUIRE(gandse_front(gandse_im2col_8k_analysis(), asked.session, nullptr, points.data(), &count) == GANDSE_OK);
    REQUIRE(count == front.points.size());
    for (std::size_t p = 0; p < count; ++p) {
      REQUIRE(points[p].latency_cycles == front.points[p].cost.latency.value);
      REQUIRE(points[p].energy_fj == front.points[p].cost.energy.value);
      std::uint32_t value = 0;
      REQUIRE(gandse_point_value(gandse_im2col_8k_analysis(), &points[p], "PEN", &value) == GANDSE_OK);
      REQUIRE(value == Template::parameters[Template::PEN].values[front.points[p].payload[Template::PEN]]);
    }
  }
  MESSAGE(verdicts[1], " feasible, ", verdicts[2], " infeasible, ", by_limits, " by a limit");
  CHECK(verdicts[0] == 0);
  CHECK(verdicts[1] > 10);
  CHECK(verdicts[2] > 10);
  CHECK(by_limits > 2);
}

TEST_CASE("C: an analysis refuses sessions of other generators, and what no session could be asked") {
  Random random{192};
  const Task<Template> task = small_task(random);
  Asked other{task, gandse_im2col_16k()};
  const gandse_analysis* const analysis = gandse_im2col_8k_analysis();
  std::array<gandse_point, GANDSE_FRONT_POINTS> points{};
  gandse_explanation explanation{};
  std::size_t count = 7;
  CHECK(gandse_explore_within(analysis, other.session, nullptr, nullptr) == GANDSE_OTHER_GENERATOR);
  CHECK(gandse_explain(analysis, other.session, nullptr, 1, &explanation) == GANDSE_OTHER_GENERATOR);
  CHECK(gandse_front(analysis, other.session, nullptr, points.data(), &count) == GANDSE_OTHER_GENERATOR);
  CHECK(count == 0);
  CHECK(std::string{gandse_reason_text(gandse_im2col_8k(), GANDSE_OTHER_GENERATOR)}.find("generator") !=
        std::string::npos);
  Asked bad{task, gandse_im2col_8k()};
  gandse_set_layer(bad.session, "kh", 0);
  CHECK(gandse_explore_within(analysis, bad.session, nullptr, nullptr) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(gandse_explain(analysis, bad.session, nullptr, 1, &explanation) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(gandse_front(analysis, bad.session, nullptr, points.data(), &count) == GANDSE_LAYER_OUT_OF_RANGE);
  std::uint32_t value = 0;
  CHECK(gandse_point_value(analysis, points.data(), "pen", &value) == GANDSE_UNKNOWN_NAME);
  CHECK(gandse_resource_count(analysis) == kResources);
  CHECK(std::string{gandse_resource_name(analysis, 0)} == "sram");
  CHECK(gandse_resource_name(analysis, kResources) == nullptr);
}

}  // namespace
}  // namespace gandse::test
