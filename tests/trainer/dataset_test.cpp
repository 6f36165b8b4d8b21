// The training set: the same for every number of threads, legal, canonical, and its labels are good.
#include "learn/dataset.hpp"

#include <doctest/doctest.h>

#include "net/recipes.hpp"
#include "search/annealing.hpp"

namespace gandse::test {

using namespace trainer;
using Template = Im2col<>;

namespace {
const std::vector<NamedLayer<Template>>& networks() {
  static const auto layers = read_networks<Template>(std::string{GANDSE_NETWORKS} + "/training.csv");
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

TEST_CASE("no annealing run beats a label") {
  const auto samples = make_dataset<Template>(networks(), {6, 200, 1, 9}, 2);
  for (std::size_t i = 0; i < samples.size(); i += 4) {
    const auto& [task, label, cost] = samples[i];
    CHECK(anneal<Template>(task, 20'000, i, {0.25, 0.03, 6, 1}).score >= score<Template>(cost, task.objective));
  }
}

}  // namespace gandse::test
