// The GAN learns, deterministically, with and without its critic.
#include <doctest/doctest.h>

#include "gan.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "quality.hpp"

using namespace gandse;
using namespace gandse::trainer;
using Template = Im2col<>;

namespace {

std::vector<Sample<Template>> samples() {
  return make_dataset<Template>(read_networks(std::string{GANDSE_NETWORKS} + "/training.csv"), {64, 200, 1, 4}, 2);
}

constexpr auto kIgnore = [](std::size_t) {};

GeneratorShape small() { return shape_of<Template>(32, 2, 16); }

}  // namespace

TEST_CASE("the label loss falls, every drawn proposal is legal, and the critic learns the cost model's verdict") {
  auto data = samples();
  GanOptions options;
  options.epochs = 12;
  options.batch = 128;
  Gan<Template> gan{data, small(), options};
  const EpochLog first = gan.epoch(0, kIgnore);
  EpochLog last;
  for (std::size_t epoch = 1; epoch < options.epochs; ++epoch) {
    last = gan.epoch(epoch, kIgnore);
  }
  CHECK(first.legal == doctest::Approx(1.0));
  CHECK(last.legal == doctest::Approx(1.0));
  CHECK(last.label_loss < 0.8 * first.label_loss);
  CHECK(last.satisfied > first.satisfied);
  CHECK(last.d_loss < first.d_loss);
  CHECK(last.d_accuracy > 0.6);
}

TEST_CASE("same seed, same generator; another seed or critic weight, another") {
  const auto train = [](std::uint64_t seed, double critic_weight) {
    auto data = samples();
    GanOptions options;
    options.epochs = 2;
    options.batch = 128;
    options.seed = seed;
    options.critic_weight = critic_weight;
    Gan<Template> gan{data, small(), options};
    gan.epoch(0, kIgnore);
    gan.epoch(1, kIgnore);
    return gan.generator().parameters();
  };
  const auto reference = train(1, 0.05);
  CHECK(train(1, 0.05) == reference);
  CHECK(train(2, 0.05) != reference);
  CHECK(train(1, 0.0) != reference);
}

TEST_CASE("the critic's gradient leads G towards what D accepts") {
  const auto critic_loss = [](double weight) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      auto data = samples();
      GanOptions options;
      options.epochs = 30;
      options.batch = 128;
      options.seed = seed;
      options.critic_weight = weight;
      Gan<Template> gan{data, small(), options};
      for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
        sum += gan.epoch(epoch, kIgnore).critic_loss / static_cast<double>(3 * options.epochs);
      }
    }
    return sum;
  };
  const double weak = critic_loss(1e-6);
  const double strong = critic_loss(20.0);
  MESSAGE("-log D(G(x)): ", weak, " with next to no critic, ", strong, " with a strong one");
  CHECK(strong < weak);  // a gradient of the wrong sign gives several times as much
}

TEST_CASE("a label is only ever replaced by a better one") {
  auto data = samples();
  const auto before = data;
  for (auto& sample : data) {  // spoil the labels, so that G's own proposals beat many of them
    Random random{sample.task.objective.latency.value};
    sample.label = random_canonical_configuration<Template>(sample.task.layer, sample.task.pins, random);
    sample.label_cost = Template::evaluate(sample.task.layer, sample.label).cost;
  }
  const auto spoilt = data;
  GanOptions options;
  options.epochs = 1;
  options.batch = 128;
  Gan<Template> gan{data, small(), options};
  const EpochLog log = gan.epoch(0, kIgnore);
  CHECK(log.relabelled > 0);
  CHECK(log.switched_off > 0.0);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const Objective& objective = data[i].task.objective;
    CHECK(score<Template>(data[i].label_cost, objective) <= score<Template>(spoilt[i].label_cost, objective));
    CHECK(Template::evaluate(data[i].task.layer, data[i].label).cost.energy == data[i].label_cost.energy);
  }
}
