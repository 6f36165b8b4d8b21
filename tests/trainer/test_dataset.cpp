// The training set: the same for every number of threads, legal, canonical, and its labels are good.
#include <doctest/doctest.h>

#include "dataset.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "quality.hpp"

using namespace gandse;
using namespace gandse::trainer;
using Template = Im2col<>;

namespace {
const std::vector<NamedLayer>& networks() {
  static const auto layers = read_networks(std::string{GANDSE_NETWORKS} + "/training.csv");
  return layers;
}
}  // namespace

TEST_CASE("a data set does not depend on the number of threads") {
  const DatasetOptions options{20, 200, 1, 4};
  const auto one = make_dataset<Template>(networks(), options, 1);
  const auto three = make_dataset<Template>(networks(), options, 3);
  REQUIRE(one.size() == 20 * kObjectivesPerGroup);
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].task.layer == three[i].task.layer);
    CHECK(one[i].task.objective.latency == three[i].task.objective.latency);
    CHECK(one[i].task.pins.choice == three[i].task.pins.choice);
    CHECK(one[i].label == three[i].label);
  }
}

TEST_CASE("labels are legal, canonical, obey the pins and cost what the sample says") {
  bool some_pinned = false;
  for (const auto& sample : make_dataset<Template>(networks(), {60, 200, 1, 5}, 2)) {
    const auto& [layer, objective, pins] = sample.task;
    const Evaluation evaluation = Template::evaluate(layer, sample.label);
    REQUIRE(evaluation.legal());
    CHECK(evaluation.cost.latency == sample.label_cost.latency);
    CHECK(evaluation.cost.energy == sample.label_cost.energy);
    CHECK(Template::canonicalise(layer, sample.label, pins) == sample.label);
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      some_pinned = some_pinned || pins.is_pinned(p);
      CHECK((!pins.is_pinned(p) || sample.label[p] == pins.choice[p]));
    }
  }
  CHECK(some_pinned);
}

TEST_CASE("labels of the default search are as good as long annealing") {
  double sum = 0;
  int worse = 0;
  int count = 0;
  Random random{8};
  for (int group = 0; group < 6; ++group) {
    const Layer layer = networks()[random.below(static_cast<std::uint32_t>(networks().size()))].layer;
    std::vector<Objective> objectives;
    for (std::size_t i = 0; i < kObjectivesPerGroup; ++i) {
      objectives.push_back(*paper_style_objective<Template>(layer, random));
    }
    const Template::Pins pins;
    LabelSearch<Template> search{layer, pins, objectives, 1};
    const DatasetOptions defaults;
    search.run(defaults.random_draws, defaults.rounds);
    for (std::size_t i = 0; i < kObjectivesPerGroup; i += 4) {
      const double annealed = anneal<Template>({layer, objectives[i], pins}, 30'000, i).score;
      const double label = score<Template>(Template::evaluate(layer, search.best(i)).cost, objectives[i]);
      sum += label / annealed - 1.0;
      worse += label > annealed * 1.001 ? 1 : 0;
      ++count;
    }
  }
  MESSAGE("mean gap of the labels to annealing: ", sum / count, "; worse by more than 0.1 %: ", worse, " of ", count);
  CHECK(sum / count < 0.005);
  CHECK(worse * 4 < count);
}
