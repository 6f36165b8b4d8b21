// Training of the conditional GAN (design: configuration loss switched off where G is already as good, critic D).
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "dataset.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "generator_net.hpp"
#include "quantiser.hpp"

namespace gandse::trainer {

struct GanOptions {
  double critic_weight = 0.05;  ///< 0 is the paper's MLP baseline: G learns from labels alone
  std::size_t epochs = 32;
  std::size_t batch = 512;
  double rate = 2e-3;  ///< Adam's at the start; falls to 1 % along a half cosine
  std::uint64_t seed = 1;
};

/// Means over one epoch.
struct EpochLog {
  double label_loss = 0;    ///< configuration cross-entropy, nats, of the samples where it is switched on
  double switched_off = 0;  ///< share of samples where G's own proposal was already as good as the label
  double critic_loss = 0;   ///< -log D(G(x))
  double d_loss = 0;        ///< cross-entropy of D
  double d_accuracy = 0;
  double legal = 0;      ///< of G's own drawn proposals
  double satisfied = 0;  ///< of G's own drawn proposals, for the task's objective
  std::size_t relabelled = 0;
};

template <class Template>
class Gan {
 public:
  using Heads = gandse::Heads<Template>;
  using Configuration = typename Template::Configuration;

  Gan(std::vector<Sample<Template>>& samples, GeneratorShape shape, const GanOptions& options)
      : samples_(samples),
        options_(options),
        generator_(std::move(shape), options.seed * 7919U),
        discriminator_({kCriticInputs, 128, 64, 1}, true, options.seed * 7919U + 100U),
        random_(options.seed) {
    order_.resize(samples.size());
    masks_.resize(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      masks_[i] = label_masks(samples[i]);
    }
  }

  /// One pass over all samples in a new order. `advance(samples)` is called after every batch.
  template <class Advance>
  EpochLog epoch(std::size_t epoch, const Advance& advance) {
    random_ = Random{options_.seed * 1'000'003U + epoch};  // an epoch depends on nothing but its number and the weights
    std::iota(order_.begin(), order_.end(), 0U);
    for (std::size_t i = order_.size(); i > 1; --i) {
      std::swap(order_[i - 1], order_[random_.below(static_cast<std::uint32_t>(i))]);
    }
    EpochLog log;
    const std::size_t batches = order_.size() / options_.batch;
    for (std::size_t b = 0; b < batches; ++b) {
      const double progress = (static_cast<double>(epoch) + static_cast<double>(b) / static_cast<double>(batches)) /
                              static_cast<double>(options_.epochs);
      const double rate = options_.rate * (0.01 + 0.99 * 0.5 * (1.0 + std::cos(M_PI * progress)));
      generator_adam_.set_rate(static_cast<float>(rate));
      discriminator_adam_.set_rate(static_cast<float>(rate));
      step(std::span{order_}.subspan(b * options_.batch, options_.batch), log);
      advance(options_.batch);
    }
    const double n = static_cast<double>(std::max<std::size_t>(batches, 1));
    for (double* mean : {&log.label_loss, &log.switched_off, &log.critic_loss, &log.d_loss, &log.d_accuracy, &log.legal,
                         &log.satisfied}) {
      *mean /= n;
    }
    return log;
  }

  /// Largest activations over the first samples, with their labels as prefix.
  ActivationRange activation_range(std::size_t count = 4096) {
    std::vector<std::uint32_t> batch(std::min(count, samples_.size()));
    std::iota(batch.begin(), batch.end(), 0U);
    Random noise{1};
    generator_.trunk(encode(batch, noise));
    ActivationRange range;
    for (std::size_t layer = 0; layer < generator_.shape().trunk_layers; ++layer) {
      range.trunk.push_back(generator_.trunk_net().activation(layer).maxCoeff());
    }
    const Matrix labels =
        one_hot(batch, [&](std::size_t i) -> const Configuration& { return samples_[batch[i]].label; });
    for (std::size_t head = 0; head < Heads::kCount; ++head) {
      generator_.logits(head, labels);
      range.head.push_back(generator_.head_net(head).activation(0).maxCoeff());
    }
    return range;
  }

  [[nodiscard]] GeneratorNet& generator() { return generator_; }
  [[nodiscard]] Mlp& discriminator() { return discriminator_; }
  [[nodiscard]] Adam& generator_optimiser() { return generator_adam_; }
  [[nodiscard]] Adam& discriminator_optimiser() { return discriminator_adam_; }
  /// After the labels were replaced from outside (a resumed run).
  void refresh_labels() {
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      masks_[i] = label_masks(samples_[i]);
    }
  }

 private:
  using Batch = std::span<const std::uint32_t>;
  using Masks = std::array<ChoiceMask, Heads::kCount>;
  static constexpr std::size_t kFeatures = Encoder<Template>::kSize;
  static constexpr std::size_t kScaleFeatures = 2 * Encoder<Template>::kRayBins;
  static constexpr std::size_t kConditions = kFeatures + kScaleFeatures;
  static constexpr std::size_t kCriticInputs = kConditions + Heads::kChoices;

  // What each head may choose from when the choices before it are the label's.
  static Masks label_masks(const Sample<Template>& sample) {
    Masks masks{};
    Configuration configuration = least_configuration<Template>(sample.task.pins);
    std::size_t head = 0;
    for (const std::uint8_t parameter : Template::draw_order) {
      if (!Template::is_derived(parameter)) {
        masks[head++] = Template::allowed(sample.task.layer, configuration, sample.task.pins, parameter);
      }
      configuration[parameter] = sample.label[parameter];
    }
    return masks;
  }

  Matrix encode(Batch batch, Random& noise) const {
    Matrix features(static_cast<Eigen::Index>(batch.size()), static_cast<Eigen::Index>(kFeatures));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& task = samples_[batch[i]].task;
      const auto encoded = Encoder<Template>::encode(task.layer, task.objective, task.pins, noise);
      for (std::size_t f = 0; f < kFeatures; ++f) {
        features(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(f)) =
            static_cast<float>(encoded[f]) * kFeatureScale;
      }
    }
    return features;
  }

  template <class ConfigurationOf>
  static Matrix one_hot(Batch batch, const ConfigurationOf& configuration_of) {
    Matrix result = Matrix::Zero(static_cast<Eigen::Index>(batch.size()), static_cast<Eigen::Index>(Heads::kChoices));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const Configuration& configuration = configuration_of(i);
      for (std::size_t head = 0; head < Heads::kCount; ++head) {
        result(static_cast<Eigen::Index>(i),
               static_cast<Eigen::Index>(Heads::choice_offset[head] + configuration[Heads::parameters[head]])) = 1.0F;
      }
    }
    return result;
  }

  // Softmax over the masked choices; 0 elsewhere.
  static void masked_softmax(Matrix& logits, Eigen::Index row, ChoiceMask mask) {
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

  struct Proposals {
    std::vector<Configuration> configuration;
    std::vector<Evaluation> evaluation;
    std::vector<Matrix> probability;  ///< per head
    Matrix drawn;                     ///< one-hot
  };

  // G's own proposals, drawn head by head.
  Proposals propose(Batch batch) {
    Proposals own;
    const auto rows = static_cast<Eigen::Index>(batch.size());
    own.drawn = Matrix::Zero(rows, static_cast<Eigen::Index>(Heads::kChoices));
    for (const std::uint32_t sample : batch) {
      own.configuration.push_back(least_configuration<Template>(samples_[sample].task.pins));
    }
    std::size_t head = 0;
    for (const std::uint8_t parameter : Template::draw_order) {
      const bool has_head = !Template::is_derived(parameter);
      Matrix p;
      if (has_head) {
        p = generator_.logits(head, own.drawn);
      }
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto& task = samples_[batch[i]].task;
        const ChoiceMask mask = Template::allowed(task.layer, own.configuration[i], task.pins, parameter);
        unsigned choice = lowest_choice(mask);
        if (has_head) {
          const auto row = static_cast<Eigen::Index>(i);
          masked_softmax(p, row, mask);
          choice = draw_choice(p, row, mask);
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
      own.evaluation.push_back(Template::evaluate(samples_[batch[i]].task.layer, own.configuration[i]));
    }
    return own;
  }

  unsigned draw_choice(const Matrix& p, Eigen::Index row, ChoiceMask mask) {
    float ticket = static_cast<float>(uniform(random_));
    const unsigned last = highest_choice(mask);
    for (unsigned c = lowest_choice(mask); c < last; ++c) {
      ticket -= p(row, static_cast<Eigen::Index>(c));
      if (contains(mask, c) && ticket < 0) {
        return c;
      }
    }
    return last;
  }

  void step(Batch batch, EpochLog& log) {
    const auto rows = static_cast<Eigen::Index>(batch.size());
    const float per_sample = 1.0F / static_cast<float>(rows);
    const Matrix features = encode(batch, random_);
    generator_.trunk(features);
    Proposals own = propose(batch);

    // Objectives for D: along the task's ray, tight enough that the verdict is an open question.
    std::vector<Objective> objectives;
    for (const std::uint32_t sample : batch) {
      objectives.push_back(tightened(samples_[sample]));
    }
    Matrix conditions(rows, static_cast<Eigen::Index>(kConditions));
    conditions.leftCols(features.cols()) = features;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      encode_scale(samples_[batch[i]].task.layer, objectives[i], conditions, static_cast<Eigen::Index>(i));
    }

    if (options_.critic_weight > 0) {
      log.critic_loss += learn_from_critic(conditions, own, per_sample);
    }
    learn_from_labels(batch, own, per_sample, log);
    generator_.backward_trunk();
    generator_adam_.begin_step();
    generator_.update(generator_adam_);
    if (options_.critic_weight > 0) {
      teach_critic(batch, conditions, objectives, own, log);
    }
  }

  // G gets D's verdict on its drawn choices: d(loss)/d(one-hot) passes through the softmax they were drawn from
  // (straight-through estimator, Bengio et al. 2013).
  double learn_from_critic(const Matrix& conditions, const Proposals& own, float per_sample) {
    Matrix verdict = discriminator_.forward(critic_input(conditions, own.drawn));
    double loss = 0;
    for (Eigen::Index row = 0; row < verdict.rows(); ++row) {
      const float p = sigmoid(verdict(row, 0));
      loss += -std::log(std::max(p, 1e-6F)) * per_sample;
      verdict(row, 0) = (p - 1.0F) * per_sample * static_cast<float>(options_.critic_weight);
    }
    const Matrix gradient = discriminator_.backward(verdict).rightCols(static_cast<Eigen::Index>(Heads::kChoices));
    discriminator_.clear_gradients();  // this pass teaches G only
    for (std::size_t head = 0; head < Heads::kCount; ++head) {
      const Matrix& p = own.probability[head];
      const auto g = gradient.middleCols(static_cast<Eigen::Index>(Heads::choice_offset[head]), p.cols());
      const Eigen::VectorXf mean = (p.array() * g.array()).rowwise().sum();
      generator_.backward_head(head, (p.array() * (g.array().colwise() - mean.array())).matrix());
    }
    return loss;
  }

  // Configuration cross-entropy, teacher-forced; off where G's own proposal is already as good. Where it is better, it
  // becomes the label.
  void learn_from_labels(Batch batch, const Proposals& own, float per_sample, EpochLog& log) {
    std::vector<float> weight(batch.size(), 1.0F);
    std::size_t off = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto& sample = samples_[batch[i]];
      const Evaluation& mine = own.evaluation[i];
      log.legal += mine.legal() ? per_sample : 0.0F;
      if (!mine.legal()) {
        continue;
      }
      const double my_score = score<Template>(mine.cost, sample.task.objective);
      const double label_score = score<Template>(sample.label_cost, sample.task.objective);
      log.satisfied += my_score <= 1.0 ? per_sample : 0.0F;
      if (my_score < label_score) {
        sample.label = own.configuration[i];
        sample.label_cost = mine.cost;
        masks_[batch[i]] = label_masks(sample);
        ++log.relabelled;
      }
      if (my_score <= label_score) {
        weight[i] = 0.0F;
        ++off;
      }
    }
    log.switched_off += static_cast<double>(off) * per_sample;
    const Matrix labels =
        one_hot(batch, [&](std::size_t i) -> const Configuration& { return samples_[batch[i]].label; });
    double loss = 0;
    for (std::size_t head = 0; head < Heads::kCount; ++head) {
      Matrix p = generator_.logits(head, labels);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        masked_softmax(p, row, masks_[batch[i]][head]);
        const std::uint8_t label = samples_[batch[i]].label[Heads::parameters[head]];
        loss += weight[i] * -std::log(std::max(p(row, label), 1e-9F));
        p(row, label) -= 1.0F;
        p.row(row) *= weight[i] * per_sample;
      }
      generator_.backward_head(head, p);
    }
    log.label_loss += loss / static_cast<double>(std::max<std::size_t>(batch.size() - off, 1));
  }

  // D learns the cost model's verdict on labels, on G's proposals and on perturbed ones.
  void teach_critic(Batch batch, const Matrix& conditions, const std::vector<Objective>& objectives,
                    const Proposals& own, EpochLog& log) {
    const auto rows = conditions.rows();
    std::vector<Configuration> perturbed;
    std::vector<Evaluation> perturbed_evaluation;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& sample = samples_[batch[i]];
      const Neighbourhood<Template> neighbourhood{sample.task.layer, sample.task.pins};
      Configuration next = random_.below(2) == 0 ? sample.label : own.configuration[i];
      for (std::uint32_t moves = 1 + random_.below(3); moves > 0; --moves) {
        const std::size_t parameter = random_.below(Template::kParameters);
        const std::uint8_t choice = neighbourhood.next_choice(next, parameter, random_.below(2) == 0);
        next = neighbourhood.with(next, parameter, choice);
      }
      perturbed.push_back(next);
      perturbed_evaluation.push_back(Template::evaluate(sample.task.layer, next));
    }
    Matrix input(3 * rows, static_cast<Eigen::Index>(kCriticInputs));
    input.topRows(rows) = critic_input(
        conditions, one_hot(batch, [&](std::size_t i) -> const Configuration& { return samples_[batch[i]].label; }));
    input.middleRows(rows, rows) = critic_input(conditions, own.drawn);
    input.bottomRows(rows) =
        critic_input(conditions, one_hot(batch, [&](std::size_t i) -> const Configuration& { return perturbed[i]; }));
    Matrix gradient = discriminator_.forward(input);
    const float per_row = 1.0F / static_cast<float>(3 * rows);
    for (Eigen::Index row = 0; row < 3 * rows; ++row) {
      const auto i = static_cast<std::size_t>(row % rows);
      const Objective& objective = objectives[i];
      const Evaluation evaluation = row < rows       ? Evaluation{Reason::none, samples_[batch[i]].label_cost}
                                    : row < 2 * rows ? own.evaluation[i]
                                                     : perturbed_evaluation[i];
      const bool truth = evaluation.legal() && satisfies(evaluation.cost, objective, Template::Technology::kClockMhz);
      const float p = sigmoid(gradient(row, 0));
      log.d_loss += -std::log(std::max(truth ? p : 1.0F - p, 1e-6F)) * per_row;
      log.d_accuracy += (p > 0.5F) == truth ? per_row : 0.0F;
      gradient(row, 0) = (p - (truth ? 1.0F : 0.0F)) * per_row;
    }
    discriminator_.backward(gradient);
    discriminator_adam_.begin_step();
    discriminator_.update(discriminator_adam_);
  }

  // The task's objective scaled to (1 + slack) times the label's score, slack log-uniform in 0.3 .. 100 %.
  Objective tightened(const Sample<Template>& sample) {
    const double slack = log_uniform(0.003, 1.0, random_);
    const double scale = (1.0 + slack) * score<Template>(sample.label_cost, sample.task.objective);
    const auto scaled = [scale](std::uint64_t x) {
      return static_cast<std::uint64_t>(std::max(1.0, std::round(static_cast<double>(x) * scale)));
    };
    return {{scaled(sample.task.objective.latency.value)}, {scaled(sample.task.objective.power.value)}};
  }

  // D must know how tight the objective is, not only its ray: latency per MAC and power, in soft bins like the
  // encoder's.
  static void encode_scale(const typename Template::Layer& layer, const Objective& objective, Matrix& conditions,
                           Eigen::Index row) {
    const double latency =
        std::log2(static_cast<double>(objective.latency.value)) - std::log2(static_cast<double>(Template::macs(layer)));
    const double microwatt = std::log2(static_cast<double>(objective.power.value));
    for (std::size_t bin = 0; bin < Encoder<Template>::kRayBins; ++bin) {
      const double centre = 1.5 * static_cast<double>(bin);
      const auto column = static_cast<Eigen::Index>(kFeatures + 2 * bin);
      conditions(row, column) = static_cast<float>(std::clamp(latency + 14.0 - centre, -2.0, 2.0));
      conditions(row, column + 1) = static_cast<float>(std::clamp(microwatt - 4.0 - centre, -2.0, 2.0));
    }
  }

  static Matrix critic_input(const Matrix& conditions, const Matrix& configuration) {
    Matrix input(conditions.rows(), conditions.cols() + configuration.cols());
    input << conditions, configuration;
    return input;
  }

  static float sigmoid(float x) { return 1.0F / (1.0F + std::exp(-x)); }

  std::vector<Sample<Template>>& samples_;
  GanOptions options_;
  GeneratorNet generator_;
  Mlp discriminator_;
  Adam generator_adam_;
  Adam discriminator_adam_;
  Random random_;
  std::vector<std::uint32_t> order_;
  std::vector<Masks> masks_;
};

}  // namespace gandse::trainer
