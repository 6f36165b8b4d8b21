// The oracle is exact: equal to plain enumeration on reduced spaces, and its bound is never above what a completion
// costs. (gandse-oracle verify enumerates full spaces; bench/results/oracle.csv.)
#include "oracle/oracle.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "../temporary_folder.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/runtime/exhaustive_search.hpp"
#include "learn/dataset.hpp"
#include "oracle/space_size.hpp"
#include "oracle/tight_tasks.hpp"
#include "plain_template.hpp"
#include "search/annealing.hpp"
#include "support/parallel.hpp"

namespace gandse::test {

using namespace trainer;
using Template = Im2col<>;

namespace {

template <class T = Template>
const std::vector<NamedLayer<T>>& networks() {
  static const auto layers = read_networks<T>(std::string{GANDSE_NETWORKS} + "/training.csv");
  return layers;
}

template <class T = Template>
Task<T> random_task(std::uint32_t pinned, Random& random) {
  for (;;) {
    const auto layer = networks<T>()[random.below(static_cast<std::uint32_t>(networks<T>().size()))].layer;
    if (const auto objective = paper_style_objective<T>(layer, random)) {
      return {layer, *objective, random_pins<T>(layer, pinned, random)};
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("equal to plain enumeration on spaces that pins reduce", T, Im2col<>, Dnnweaver<>) {
  Random random{5};
  std::uint64_t branch_and_bound = 0;
  std::uint64_t enumeration = 0;
  for (int i = 0; i < 60; ++i) {
    const auto task = random_task<T>(5 + random.below(4), random);
    const std::span<const Objective> objective{&task.objective, 1};
    Oracle<T> oracle{task.layer, task.pins, objective};
    oracle.run();
    Oracle<T, NoBound<T>> plain{task.layer, task.pins, objective};
    plain.run();
    CHECK(oracle.best(0).score == plain.best(0).score);
    CHECK(oracle.best(0).cost.energy == plain.best(0).cost.energy);
    CHECK(optimum(task).score == plain.best(0).score);
    branch_and_bound += oracle.visited();
    enumeration += plain.visited();
  }
  MESSAGE("visited: ", branch_and_bound, " of ", enumeration);
  CHECK(branch_and_bound * 2 < enumeration);
}

TEST_CASE("several objectives at once are as exact as one by one") {
  Random random{6};
  for (int i = 0; i < 5; ++i) {
    const auto task = random_task(4, random);
    std::vector<Objective> objectives{task.objective};
    while (objectives.size() < 8) {
      objectives.push_back(*paper_style_objective<Template>(task.layer, random));
    }
    Oracle<Template> together{task.layer, task.pins, objectives};
    together.run();
    for (std::size_t ray = 0; ray < objectives.size(); ++ray) {
      CHECK(together.best(ray).score == optimum<Template>({task.layer, objectives[ray], task.pins}).score);
    }
  }
}

TEST_CASE_TEMPLATE("no completion costs less than the bound, and none takes longer", T, Im2col<>, Dnnweaver<>) {
  Random random{7};
  for (int i = 0; i < 20'000; ++i) {
    const auto layer = networks<T>()[random.below(static_cast<std::uint32_t>(networks<T>().size()))].layer;
    const auto configuration = random_canonical_configuration<T>(layer, {}, random);
    const Evaluation evaluation = T::evaluate(layer, configuration);
    typename T::Bound bound{layer};
    auto partial = least_configuration<T>({});
    for (std::size_t decided = 1; decided < T::kParameters; ++decided) {
      partial[T::Bound::order[decided - 1]] = configuration[T::Bound::order[decided - 1]];
      const CostBound least = bound(partial, decided);
      if (!evaluation.legal()) {
        continue;
      }
      REQUIRE(least.cycles <= evaluation.cost.latency.value);
      REQUIRE(least.most_cycles >= evaluation.cost.latency.value);
      REQUIRE(least.energy + least.leakage * evaluation.cost.latency.value <= evaluation.cost.energy.value);
    }
  }
}

TEST_CASE("the committed tight tasks are certified, and no long annealing run beats them") {
  const auto tasks = read_tight_tasks<Template>(GANDSE_TIGHT_TASKS);
  REQUIRE(tasks.size() >= 500);
  std::array<std::size_t, kSlackPercents.size()> count{};
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const auto& tight = tasks[i];
    const auto slack = std::find(kSlackPercents.begin(), kSlackPercents.end(), tight.slack_percent);
    REQUIRE(slack != kSlackPercents.end());
    ++count[static_cast<std::size_t>(slack - kSlackPercents.begin())];
    CHECK(tight.optimum.score * (1.0 + tight.slack_percent / 100.0) == doctest::Approx(1.0).epsilon(0.001));
    if (i % 20 == 0) {
      CHECK(optimum(tight.task).score == tight.optimum.score);
      CHECK(anneal(tight.task, 20'000, i, {0.25, 0.03, 6, 1}).score >= tight.optimum.score);
    }
  }
  for (const std::size_t n : count) {
    CHECK(n * kSlackPercents.size() == tasks.size());
  }
}

TEST_CASE("tight tasks come back as they were written, and a changed optimum is refused by line") {
  const auto tasks = make_tight_tasks<Template>(networks(), 3, 4, 2);
  const TemporaryFolder temporary;
  const auto file = temporary.path() / "tight.csv";
  std::string text = tight_tasks_text(tasks, "a test");
  std::ofstream{file} << text;
  const auto back = read_tight_tasks<Template>(file);
  REQUIRE(back.size() == tasks.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    CHECK(back[i].task.objective.latency == tasks[i].task.objective.latency);
    CHECK(back[i].optimum.configuration == tasks[i].optimum.configuration);
    CHECK(back[i].optimum.score == tasks[i].optimum.score);
  }
  const auto score_at = text.find(",0.", text.find("network,"));
  text[score_at + 3] = text[score_at + 3] == '5' ? '6' : '5';
  std::ofstream{file} << text;
  CHECK_THROWS_WITH_AS(read_tight_tasks<Template>(file), doctest::Contains(":1: the lines below have another checksum"),
                       std::runtime_error);
  std::ofstream{file} << sealed_csv("a test", text.substr(text.find("network,")));
  CHECK_THROWS_WITH_AS(read_tight_tasks<Template>(file), doctest::Contains("make the tasks again"), std::runtime_error);
  std::filesystem::remove(file);
  CHECK_THROWS_WITH_AS(read_tight_tasks<Template>(file), doctest::Contains("cannot be read"), std::runtime_error);
}

namespace {

using Huge = Plain<20>;  // 4^20 configurations

// Has a Bound that never says anything.
struct HugeWithAnIdleBound : Huge {
  using Bound = struct IdleBound {
    static constexpr const auto& order = Huge::draw_order;
    explicit IdleBound(const Work& /*work*/) {}
    CostBound operator()(const Configuration& /*c*/, std::size_t /*decided*/) const { return {}; }
  };
};

// Runs nothing.
struct Hopeless : Plain<3> {
  static Evaluation evaluate(const Work& work, const Configuration& c) {
    const Evaluation evaluation = Plain<3>::evaluate(work, c);
    return evaluation.legal() ? Evaluation{template_reason(0), {}} : evaluation;
  }
};

template <class Wanted>
std::string refusal(const Wanted& wanted) {
  try {
    wanted();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

bool says(const std::string& text, const char* sentence) { return text.find(sentence) != std::string::npos; }

}  // namespace

TEST_CASE("a space far too large to be enumerated is refused at once, with its size and what would be right") {
  const Task<Huge> task{{100}, {{1'000'000U}, {1000U}}, {}};
  std::size_t beats = 0;
  const std::string text = refusal([&] { optimum(task, [&] { ++beats; }); });
  INFO(text);
  CHECK(says(text, "template plain"));
  CHECK(says(text, "looking at 1e+08 nodes: a layer has about 1.1e+12 canonical configurations (31 hours at"));
  CHECK(says(text, "Give the template a Bound"));
  CHECK(says(text, "layer n=100"));
  CHECK(beats == 0);
}

TEST_CASE("labels of such a space are refused, whatever the number of threads") {
  for (const unsigned threads : {1U, 4U}) {
    CHECK(says(refusal([&] { make_dataset<Huge>({}, {.groups = 100}, threads); }), "Give the template a Bound"));
  }
}

TEST_CASE("a Bound that leaves too much open is noticed when the nodes are spent; until then there are signs of life") {
  const Task<HugeWithAnIdleBound> task{{100}, {{1'000'000U}, {1000U}}, {}};
  Oracle<HugeWithAnIdleBound> oracle{task.layer, task.pins, {&task.objective, 1}};
  std::size_t beats = 0;
  const std::string text = refusal([&] { oracle.run([&] { ++beats; }, 3 * kNodesPerBeat + 1); });
  INFO(text);
  CHECK(says(text, "let its Bound leave out more"));
  CHECK(beats == 3);
  CHECK(oracle.visited() == 3 * kNodesPerBeat + 1);
  // Held against enumeration, nobody is told to give it a Bound.
  Oracle<HugeWithAnIdleBound, NoBound<HugeWithAnIdleBound>> plain{task.layer, task.pins, {&task.objective, 1}};
  CHECK(says(refusal([&] { plain.run(); }), "plain enumeration cannot check this one"));
}

TEST_CASE_TEMPLATE("the size of a space is estimated", T, Im2col<>, Dnnweaver<>) {
  Random random{11};
  for (int i = 0; i < 8; ++i) {
    const auto task = random_task<T>(6, random);
    std::uint64_t leaves = 0;
    ExhaustiveSearch<T> all{task.layer, task.pins, UINT64_MAX};
    CHECK(all.run([](const auto&, const CostBound&) { return false; },
                  [&](const auto&, const Cost&) { return ++leaves == 0; }) == Ending::exhausted);
    const double estimated = estimated_configurations<T>(task.layer, task.pins, T::draw_order, 1000);
    CAPTURE(leaves);
    CHECK(estimated > 0.8 * static_cast<double>(leaves));
    CHECK(estimated < 1.25 * static_cast<double>(leaves));
  }
}

TEST_CASE("a template that runs no layer ends the making of labels, too") {
  CHECK(says(refusal([] { make_dataset<Hopeless>({}, {.groups = 10}, 2); }), "1000 random tries found not one of"));
}

TEST_CASE("what a piece of work throws on any thread is thrown, once all have ended") {
  for (const unsigned threads : {1U, 4U}) {
    std::atomic<int> begun{0};
    CHECK_THROWS_WITH_AS(parallel_for(1'000'000, threads,
                                      [&](std::size_t i) {
                                        ++begun;
                                        if (i == 10) {
                                          throw std::runtime_error("ten");
                                        }
                                      }),
                         "ten", std::runtime_error);
    CHECK(begun < 1'000'000);
  }
}

}  // namespace gandse::test
