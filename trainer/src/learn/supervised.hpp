// Learning from the certified optima alone: the configuration loss of the GAN, and the multilayer perceptrons that the
// paper compares it with.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

#include "learn/learner_state.hpp"
#include "learn/policy.hpp"
#include "learn/training.hpp"

namespace gandse::trainer {

/// The masks of every sample's label, which an epoch needs over and over.
template <class Template>
std::vector<HeadMasks<Template>> all_label_masks(const std::vector<Sample<Template>>& samples) {
  std::vector<HeadMasks<Template>> masks;
  masks.reserve(samples.size());
  for (const auto& sample : samples) {
    masks.push_back(label_masks(sample));
  }
  return masks;
}

/// Configuration cross-entropy, teacher-forced, of the rows with weight above 0, on the net whose trunk pass has just
/// run; the gradient is left in the net. Nats per such row.
template <class Template>
double learn_labels(GeneratorNet& net, const std::vector<Sample<Template>>& samples,
                    const std::vector<HeadMasks<Template>>& masks, Batch batch, std::span<const float> weight) {
  using Heads = gandse::Heads<Template>;
  const float per_row = 1.0F / static_cast<float>(batch.size());
  const Matrix labels = one_hot<Template>(
      batch.size(), [&](std::size_t i) -> const auto& { return samples[batch[i]].label; });
  double loss = 0;
  for (std::size_t head = 0; head < Heads::kCount; ++head) {
    Matrix p = net.logits(head, labels);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      masked_softmax(p, row, masks[batch[i]][head]);
      const std::uint8_t label = samples[batch[i]].label[Heads::parameters[head]];
      loss += static_cast<double>(weight[i] * -std::log(std::max(p(row, label), 1e-9F)));
      p(row, label) -= 1.0F;
      p.row(row) *= weight[i] * per_row;
    }
    net.backward_head(head, p);
  }
  double on = 0;
  for (const float w : weight) {
    on += static_cast<double>(w);
  }
  return loss / std::max(on, 1.0);
}

/// One step of `net` on all rows of the batch.
template <class Template>
void supervised_step(GeneratorNet& net, Adam& adam, const std::vector<Sample<Template>>& samples,
                     const std::vector<HeadMasks<Template>>& masks, Batch batch, Random& random, EpochLog& log) {
  net.round_weights();
  net.trunk(encode(samples, batch, random));
  log.add("label_loss", learn_labels(net, samples, masks, batch, std::vector<float>(batch.size(), 1.0F)));
  net.backward_trunk();
  net.restore_weights();
  adam.begin_step();
  net.update(adam);
}

struct SupervisedOptions : TrainingOptions {};

template <class Template>
class Supervised {
 public:
  using Options = SupervisedOptions;

  Supervised(const std::vector<Sample<Template>>& samples, GeneratorShape shape, const SupervisedOptions& options)
      : samples_(samples),
        options_(options),
        generator_(std::move(shape), options.seed * 7919U),
        masks_(all_label_masks(samples)) {}

  template <class Advance>
  EpochLog epoch(std::size_t epoch, const Advance& advance) {
    const auto step = [&](Batch batch, float rate, Random& random, EpochLog& log) {
      adam_.set_rate(rate);
      supervised_step(generator_, adam_, samples_, masks_, batch, random, log);
    };
    return run_epoch(samples_.size(), 1, options_, epoch, step, advance);
  }

  [[nodiscard]] GeneratorNet& generator() { return generator_; }

  [[nodiscard]] nlohmann::json state() const { return generator_state(generator_, adam_); }
  void set_state(const Fields& state) { restore_generator(generator_, adam_, state); }

 private:
  const std::vector<Sample<Template>>& samples_;
  SupervisedOptions options_;
  GeneratorNet generator_;
  Adam adam_;
  std::vector<HeadMasks<Template>> masks_;
};

}  // namespace gandse::trainer
