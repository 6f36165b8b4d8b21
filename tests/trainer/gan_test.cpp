// The GAN learns, deterministically, from labels, critic and cost model; so do the learned baselines.
#include "learn/gan.hpp"

#include <doctest/doctest.h>

#include "learn/quality.hpp"
#include "net/recipes.hpp"

namespace gandse::test {

using namespace trainer;
using Template = Im2col<>;

namespace {

std::vector<Sample<Template>> samples() {
  return make_dataset<Template>(read_networks<Template>(std::string{GANDSE_NETWORKS} + "/training.csv"),
                                {64, 200, 1, 4}, 2);
}

constexpr auto kIgnore = [](std::size_t) {};

GeneratorShape small() { return shape_of<Template>(32, 2, 16); }

}  // namespace

TEST_CASE("the label loss falls, every drawn proposal is legal, and the critic learns the cost model's verdict") {
  const auto data = samples();
  GanOptions options;
  options.epochs = 12;
  options.batch = 128;
  options.rate = 2e-3;
  options.pretraining = 0.5;
  Gan<Template> gan{data, small(), options};
  std::vector<EpochLog> logs;
  for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
    logs.push_back(gan.epoch(epoch, kIgnore));
  }
  CHECK(logs[5]["label_loss"] < 0.85 * logs[0]["label_loss"]);
  CHECK(logs[5]["d_loss"] == 0.0);  // D comes in with the second half
  CHECK(logs[6]["drawn_legal"] == doctest::Approx(1.0));
  CHECK(logs[11]["drawn_legal"] == doctest::Approx(1.0));
  CHECK(logs[11]["drawn_satisfied"] > logs[6]["drawn_satisfied"]);
  CHECK(logs[11]["d_loss"] < logs[6]["d_loss"]);
  CHECK(logs[11]["d_accuracy"] > 0.55);
}

TEST_CASE("same seed, same generator; another seed or weight, another") {
  const auto train = [](std::uint64_t seed, double critic_weight, double score_weight) {
    const auto data = samples();
    GanOptions options;
    options.epochs = 2;
    options.batch = 128;
    options.seed = seed;
    options.pretraining = 0.5;
    options.critic_weight = critic_weight;
    options.score_weight = score_weight;
    Gan<Template> gan{data, small(), options};
    gan.epoch(0, kIgnore);
    gan.epoch(1, kIgnore);
    return gan.generator().parameters();
  };
  const auto first = train(1, 1, 1);
  CHECK(train(1, 1, 1) == first);
  CHECK(train(2, 1, 1) != first);
  CHECK(train(1, 0, 1) != first);
  CHECK(train(1, 1, 0) != first);
}

TEST_CASE("the cost model's verdict leads G towards what it rewards") {
  const auto satisfied = [](double score_weight) {
    const auto data = samples();
    GanOptions options;
    options.epochs = 30;
    options.batch = 128;
    options.pretraining = 0;
    options.critic_weight = 0;
    options.score_weight = score_weight;
    Gan<Template> gan{data, small(), options};
    double last = 0;
    for (std::size_t epoch = 0; epoch < options.epochs; ++epoch) {
      last = gan.epoch(epoch, kIgnore)["drawn_satisfied"];
    }
    return last;
  };
  CHECK(satisfied(100) > satisfied(0));
}

TEST_CASE("the policy gradient makes the rewarded draws likelier, and the baseline takes away what all draws share") {
  const auto data = samples();
  GeneratorNet net{small(), 3};
  Adam adam{1e-2F};
  std::vector<std::uint32_t> batch;
  for (std::uint32_t sample = 0; sample < 64; ++sample) {
    batch.insert(batch.end(), 4, sample);
  }
  Random random{1};
  std::vector<double> share;
  for (int step = 0; step < 30; ++step) {
    net.trunk(encode(data, batch, random));
    const auto own = draw_proposals(net, data, batch, random);
    std::vector<float> reward;
    double rewarded = 0;
    for (const auto& configuration : own.configuration) {  // any reward will do: an even sum of choices
      unsigned sum = 0;
      for (const std::uint8_t choice : configuration) {
        sum += choice;
      }
      reward.push_back(sum % 2 == 0 ? 101.0F : 100.0F);
      rewarded += sum % 2 == 0 ? 1.0 / static_cast<double>(batch.size()) : 0.0;
    }
    share.push_back(rewarded);
    const auto advantage = leave_one_out(reward, 4, 1.0F / static_cast<float>(batch.size()));
    for (std::size_t i = 0; i < advantage.size(); i += 4) {
      CHECK(advantage[i] + advantage[i + 1] + advantage[i + 2] + advantage[i + 3] ==
            doctest::Approx(0.0).epsilon(1e-4));
    }
    backward_policy<Template>(net, own, advantage, 0.0F);
    net.backward_trunk();
    adam.begin_step();
    net.update(adam);
  }
  CHECK(share.back() > share.front() + 0.1);
}

TEST_CASE("the policy of REINFORCE learns to satisfy without any label") {
  auto data = samples();
  for (auto& sample : data) {
    sample.label = sample.task.pins.choice;  // no use whatever
  }
  ReinforceOptions options;
  options.epochs = 20;
  options.batch = 128;
  options.entropy_weight = 0.1;
  Reinforce<Template> learner{data, small(), options};
  const double first = learner.epoch(0, kIgnore)["drawn_satisfied"];
  double last = 0;
  for (std::size_t epoch = 1; epoch < options.epochs; ++epoch) {
    last = learner.epoch(epoch, kIgnore)["drawn_satisfied"];
  }
  CHECK(last > first + 0.1);
}

TEST_CASE("heads that are not joint do not see each other's choices, and stay so") {
  const auto data = samples();
  SupervisedOptions options;
  options.epochs = 1;
  options.batch = 128;
  GeneratorShape shape = small();
  shape.joint = false;
  Supervised<Template> learner{data, shape, options};
  learner.epoch(0, kIgnore);
  GeneratorNet joint{small(), 0};  // the same weights in a net that would use them
  joint.set_parameters(learner.generator().parameters());
  const std::vector<std::uint32_t> batch{0, 1, 2};
  Random noise{1};
  const Matrix features = encode(data, batch, noise);
  const Matrix labels = one_hot<Template>(
      3, [&](std::size_t i) -> const auto& { return data[i].label; });
  joint.trunk(features);
  learner.generator().trunk(features);
  for (std::size_t head = 0; head < Heads<Template>::kCount; ++head) {
    CHECK(joint.logits(head, labels) == learner.generator().logits(head, Matrix::Zero(labels.rows(), labels.cols())));
  }
}

}  // namespace gandse::test
