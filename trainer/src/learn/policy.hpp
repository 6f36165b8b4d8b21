// The float generator on whole batches: the encoded tasks, and its own proposals drawn head by head, with the
// probabilities they were drawn from. The same masks and the same encoder as on the device.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/generator.hpp"
#include "learn/dataset.hpp"
#include "net/generator_net.hpp"
#include "support/draws.hpp"

namespace gandse::trainer {

/// Indices into the samples; one may occur several times.
using Batch = std::span<const std::uint32_t>;

/// What each head may choose from.
template <class Template>
using HeadMasks = std::array<ChoiceMask, Heads<Template>::kCount>;

/// The masks that a teacher-forced pass along the label meets.
template <class Template>
HeadMasks<Template> label_masks(const Sample<Template>& sample) {
  HeadMasks<Template> masks{};
  auto configuration = least_configuration<Template>(sample.task.pins);
  std::size_t head = 0;
  for (const std::uint8_t parameter : Template::draw_order) {
    if (!Template::is_derived(parameter)) {
      masks[head++] = Template::allowed(sample.task.layer, configuration, sample.task.pins, parameter);
    }
    configuration[parameter] = sample.label[parameter];
  }
  return masks;
}

/// [batch, Encoder::kSize], with fresh noise.
template <class Template>
Matrix encode(const std::vector<Sample<Template>>& samples, Batch batch, Random& noise) {
  constexpr std::size_t kFeatures = Encoder<Template>::kSize;
  Matrix features(static_cast<Eigen::Index>(batch.size()), static_cast<Eigen::Index>(kFeatures));
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& task = samples[batch[i]].task;
    const auto encoded = Encoder<Template>::encode(task.layer, task.objective, task.pins, noise);
    for (std::size_t f = 0; f < kFeatures; ++f) {
      features(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(f)) =
          static_cast<float>(encoded[f]) * kFeatureScale;
    }
  }
  return features;
}

/// [count, Heads::kChoices] of configuration_of(i).
template <class Template, class ConfigurationOf>
Matrix one_hot(std::size_t count, const ConfigurationOf& configuration_of) {
  using Heads = gandse::Heads<Template>;
  Matrix result = Matrix::Zero(static_cast<Eigen::Index>(count), static_cast<Eigen::Index>(Heads::kChoices));
  for (std::size_t i = 0; i < count; ++i) {
    const typename Template::Configuration& configuration = configuration_of(i);
    for (std::size_t head = 0; head < Heads::kCount; ++head) {
      result(static_cast<Eigen::Index>(i),
             static_cast<Eigen::Index>(Heads::choice_offset[head] + configuration[Heads::parameters[head]])) = 1.0F;
    }
  }
  return result;
}

/// Softmax of one row over the masked choices; 0 elsewhere.
inline void masked_softmax(Matrix& logits, Eigen::Index row, ChoiceMask mask) {
  float top = -INFINITY;
  for (Eigen::Index c = 0; c < logits.cols(); ++c) {
    if (contains(mask, static_cast<unsigned>(c))) {
      top = std::max(top, logits(row, c));
    }
  }
  float total = 0;
  for (Eigen::Index c = 0; c < logits.cols(); ++c) {
    const float p = contains(mask, static_cast<unsigned>(c)) ? std::exp(logits(row, c) - top) : 0.0F;
    logits(row, c) = p;
    total += p;
  }
  logits.row(row) /= total;
}

template <class Template>
struct Proposals {
  std::vector<typename Template::Configuration> configuration;
  std::vector<Evaluation> evaluation;
  std::vector<Matrix> probability;  ///< per head, [batch, choices]
  Matrix drawn;                     ///< one-hot, [batch, Heads::kChoices]
};

/// Draws one configuration per row of the batch whose trunk pass `net` has just run.
template <class Template>
Proposals<Template> draw_proposals(GeneratorNet& net, const std::vector<Sample<Template>>& samples, Batch batch,
                                   Random& random) {
  using Heads = gandse::Heads<Template>;
  Proposals<Template> own;
  const auto rows = static_cast<Eigen::Index>(batch.size());
  own.drawn = Matrix::Zero(rows, static_cast<Eigen::Index>(Heads::kChoices));
  for (const std::uint32_t sample : batch) {
    own.configuration.push_back(least_configuration<Template>(samples[sample].task.pins));
  }
  std::size_t head = 0;
  for (const std::uint8_t parameter : Template::draw_order) {
    const bool has_head = !Template::is_derived(parameter);
    Matrix p;
    if (has_head) {
      p = net.logits(head, own.drawn);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& task = samples[batch[i]].task;
      const ChoiceMask mask = Template::allowed(task.layer, own.configuration[i], task.pins, parameter);
      unsigned choice = lowest_choice(mask);
      if (has_head) {
        const auto row = static_cast<Eigen::Index>(i);
        masked_softmax(p, row, mask);
        auto ticket = static_cast<float>(uniform(random));
        const unsigned last = highest_choice(mask);
        for (; choice < last; ++choice) {
          ticket -= p(row, static_cast<Eigen::Index>(choice));
          if (ticket < 0 && contains(mask, choice)) {
            break;
          }
        }
        own.drawn(row, static_cast<Eigen::Index>(Heads::choice_offset[head] + choice)) = 1.0F;
      }
      own.configuration[i][parameter] = static_cast<std::uint8_t>(choice);
    }
    if (has_head) {
      own.probability.push_back(std::move(p));
      ++head;
    }
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    own.evaluation.push_back(Template::evaluate(samples[batch[i]].task.layer, own.configuration[i]));
  }
  return own;
}

/// Policy gradient (REINFORCE, Williams 1992) of the last draw_proposals on the same net: descends -sum of
/// advantage[i] * log p(drawn[i]) - entropy_weight * entropy of every head.
template <class Template>
void backward_policy(GeneratorNet& net, const Proposals<Template>& own, std::span<const float> advantage,
                     float entropy_weight) {
  using Heads = gandse::Heads<Template>;
  for (std::size_t head = 0; head < Heads::kCount; ++head) {
    const Matrix& p = own.probability[head];
    Matrix gradient(p.rows(), p.cols());
    for (Eigen::Index row = 0; row < p.rows(); ++row) {
      float entropy = 0;
      for (Eigen::Index c = 0; c < p.cols(); ++c) {
        entropy -= p(row, c) > 0 ? p(row, c) * std::log(p(row, c)) : 0.0F;
      }
      for (Eigen::Index c = 0; c < p.cols(); ++c) {
        const float drawn = own.drawn(row, static_cast<Eigen::Index>(Heads::choice_offset[head]) + c);
        const float likely = p(row, c) > 0 ? p(row, c) * (std::log(p(row, c)) + entropy) : 0.0F;
        gradient(row, c) = advantage[static_cast<std::size_t>(row)] * (p(row, c) - drawn) + entropy_weight * likely;
      }
    }
    net.backward_head(head, gradient);
  }
}

/// Largest activations over the first samples, with their labels as prefix.
template <class Template>
ActivationRange activation_range(GeneratorNet& net, const std::vector<Sample<Template>>& samples) {
  std::vector<std::uint32_t> batch(std::min<std::size_t>(4096, samples.size()));
  std::iota(batch.begin(), batch.end(), 0U);
  Random noise{1};
  net.trunk(encode(samples, batch, noise));
  ActivationRange range;
  for (std::size_t layer = 0; layer < net.shape().trunk_layers; ++layer) {
    range.trunk.push_back(net.trunk_net().activation(layer).maxCoeff());
  }
  const Matrix labels = one_hot<Template>(
      batch.size(), [&](std::size_t i) -> const auto& { return samples[i].label; });
  for (std::size_t head = 0; head < Heads<Template>::kCount; ++head) {
    net.logits(head, labels);
    range.head.push_back(net.head_net(head).activation(0).maxCoeff());
  }
  return range;
}

}  // namespace gandse::trainer
