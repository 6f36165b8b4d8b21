// Training of the conditional GAN. First G learns from the certified optima alone; then it also gets verdicts on its
// own proposals, from the critic D and from the cost model, and the configuration loss is off wherever a proposal is
// already as good as the optimum.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "gandse/runtime/neighbour.hpp"
#include "learn/dataset.hpp"
#include "learn/learner_state.hpp"
#include "learn/policy.hpp"
#include "learn/reinforce.hpp"
#include "learn/supervised.hpp"
#include "learn/training.hpp"

namespace gandse::trainer {

struct GanOptions : TrainingOptions {
  double pretraining = 0.75;   ///< share of the epochs that learn from labels alone, before D comes in
  double critic_weight = 3.0;  ///< of -D(G(x)) in G's loss
  double score_weight = 10.0;  ///< of log2 score(G(x)) in G's loss, straight from the cost model
  std::size_t draws = 2;       ///< proposals per task and step, at least 2: each is the other's baseline
};

template <class Template>
class Gan {
 public:
  using Options = GanOptions;
  using Heads = gandse::Heads<Template>;
  using Configuration = typename Template::Configuration;

  Gan(const std::vector<Sample<Template>>& samples, GeneratorShape shape, const GanOptions& options)
      : samples_(samples),
        options_(options),
        generator_(std::move(shape), options.seed * 7919U),
        discriminator_({kCriticInputs, 128, 64, 1}, true, options.seed * 7919U + 100U),
        masks_(all_label_masks(samples)) {}

  /// One pass over all samples in a new order; advance(samples) is called after every batch.
  template <class Advance>
  EpochLog epoch(std::size_t epoch, const Advance& advance) {
    const bool adversarial =
        static_cast<double>(epoch) >= std::round(options_.pretraining * static_cast<double>(options_.epochs));
    return run_epoch(
        samples_.size(), adversarial ? options_.draws : 1, options_, epoch,
        [&](Batch batch, float rate, Random& random, EpochLog& log) {
          generator_adam_.set_rate(rate);
          discriminator_adam_.set_rate(rate);
          if (adversarial) {
            step(batch, random, log);
          } else {
            supervised_step(generator_, generator_adam_, samples_, masks_, batch, random, log);
          }
        },
        advance);
  }

  [[nodiscard]] GeneratorNet& generator() { return generator_; }

  [[nodiscard]] nlohmann::json state() const {
    return {{"generator", to_blob(generator_.parameters())},
            {"discriminator", to_blob(discriminator_.parameters())},
            {"generator_adam", to_blob(generator_adam_.state())},
            {"discriminator_adam", to_blob(discriminator_adam_.state())}};
  }
  void set_state(const Fields& state) {
    restore_net(generator_, state, "generator");
    restore_net(discriminator_, state, "discriminator");
    restore_optimiser(generator_adam_, state, "generator_adam", generator_.parameters().size());
    restore_optimiser(discriminator_adam_, state, "discriminator_adam", discriminator_.parameters().size());
  }

 private:
  static constexpr std::size_t kFeatures = Encoder<Template>::kSize;
  static constexpr std::size_t kScaleFeatures = 2 * Encoder<Template>::kRayBins;
  static constexpr std::size_t kConditions = kFeatures + kScaleFeatures;
  static constexpr std::size_t kCriticInputs = kConditions + Heads::kChoices;

  void step(Batch batch, Random& random, EpochLog& log) {
    const auto rows = static_cast<Eigen::Index>(batch.size());
    const Matrix features = encode(samples_, batch, random);
    generator_.round_weights();
    generator_.trunk(features);
    const Proposals<Template> own = draw_proposals(generator_, samples_, batch, random);

    // Objectives for D: along the task's ray, tight enough that the verdict is an open question; the same for all
    // draws of a task.
    std::vector<Objective> objectives;
    Matrix conditions(rows, static_cast<Eigen::Index>(kConditions));
    conditions.leftCols(features.cols()) = features;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      objectives.push_back(i % options_.draws == 0 ? tightened(samples_[batch[i]], random) : objectives.back());
      encode_scale(samples_[batch[i]].task.layer, objectives[i], conditions, static_cast<Eigen::Index>(i));
    }

    learn_from_verdicts(batch, conditions, own, log);
    learn_from_labels(batch, own, log);
    generator_.backward_trunk();
    generator_.restore_weights();
    generator_adam_.begin_step();
    generator_.update(generator_adam_);
    teach_critic(batch, conditions, objectives, own, random, log);
  }

  // Choices are discrete, so verdicts reach G as the reward of a policy gradient (SeqGAN, Yu et al. 2017); the other
  // draws of the task are the baseline.
  void learn_from_verdicts(Batch batch, const Matrix& conditions, const Proposals<Template>& own, EpochLog& log) {
    const Matrix verdict = discriminator_.forward(critic_input(conditions, own.drawn));
    const float per_row = 1.0F / static_cast<float>(verdict.rows());
    std::vector<float> reward;
    for (Eigen::Index row = 0; row < verdict.rows(); ++row) {
      const auto i = static_cast<std::size_t>(row);
      const float accepted = sigmoid(verdict(row, 0));
      log.add("accepted_by_d", static_cast<double>(accepted * per_row));
      reward.push_back(static_cast<float>(options_.critic_weight) * accepted +
                       static_cast<float>(options_.score_weight) *
                           score_reward<Template>(own.evaluation[i], samples_[batch[i]].task.objective));
    }
    backward_policy<Template>(generator_, own, leave_one_out(reward, options_.draws, per_row), 0.0F);
  }

  // The configuration loss, off where G's own proposal is already as good as the certified optimum.
  void learn_from_labels(Batch batch, const Proposals<Template>& own, EpochLog& log) {
    const double per_row = 1.0 / static_cast<double>(batch.size());
    std::vector<float> weight(batch.size(), 1.0F);
    double off = 0;
    double legal = 0;
    double satisfied = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& sample = samples_[batch[i]];
      if (!own.evaluation[i].legal()) {
        continue;
      }
      legal += per_row;
      const double mine = score<Template>(own.evaluation[i].cost, sample.task.objective);
      satisfied += mine <= 1.0 ? per_row : 0.0;
      if (mine <= score<Template>(sample.label_cost, sample.task.objective)) {
        weight[i] = 0.0F;
        off += per_row;
      }
    }
    log.add("label_loss", learn_labels(generator_, samples_, masks_, batch, weight));
    log.add("switched_off", off);
    log.add("drawn_legal", legal);
    log.add("drawn_satisfied", satisfied);
  }

  // D learns the cost model's verdict on labels, on G's proposals and on perturbed ones.
  void teach_critic(Batch batch, const Matrix& conditions, const std::vector<Objective>& objectives,
                    const Proposals<Template>& own, Random& random, EpochLog& log) {
    const auto rows = conditions.rows();
    std::vector<Configuration> perturbed;
    std::vector<Evaluation> perturbed_evaluation;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& sample = samples_[batch[i]];
      const Neighbourhood<Template> neighbourhood{sample.task.layer, sample.task.pins};
      Configuration next = random.below(2) == 0 ? sample.label : own.configuration[i];
      for (std::uint32_t moves = 1 + random.below(3); moves > 0; --moves) {
        const std::size_t parameter = random.below(Template::kParameters);
        const std::uint8_t choice = neighbourhood.next_choice(next, parameter, random.below(2) == 0);
        next = neighbourhood.with(next, parameter, choice);
      }
      perturbed.push_back(next);
      perturbed_evaluation.push_back(Template::evaluate(sample.task.layer, next));
    }
    Matrix input(3 * rows, static_cast<Eigen::Index>(kCriticInputs));
    input.topRows(rows) = critic_input(
        conditions, one_hot<Template>(batch.size(),
                                      [&](std::size_t i) -> const Configuration& { return samples_[batch[i]].label; }));
    input.middleRows(rows, rows) = critic_input(conditions, own.drawn);
    input.bottomRows(rows) = critic_input(
        conditions,
        one_hot<Template>(batch.size(), [&](std::size_t i) -> const Configuration& { return perturbed[i]; }));
    Matrix gradient = discriminator_.forward(input);
    const float per_row = 1.0F / static_cast<float>(3 * rows);
    double loss = 0;
    double accuracy = 0;
    for (Eigen::Index row = 0; row < 3 * rows; ++row) {
      const auto i = static_cast<std::size_t>(row % rows);
      const Objective& objective = objectives[i];
      const Evaluation evaluation = row < rows       ? Evaluation{Reason::none, samples_[batch[i]].label_cost}
                                    : row < 2 * rows ? own.evaluation[i]
                                                     : perturbed_evaluation[i];
      const bool truth = evaluation.legal() && satisfies(evaluation.cost, objective, Template::Technology::kClockMhz);
      const float p = sigmoid(gradient(row, 0));
      loss += static_cast<double>(-std::log(std::max(truth ? p : 1.0F - p, 1e-6F)) * per_row);
      accuracy += (p > 0.5F) == truth ? static_cast<double>(per_row) : 0.0;
      gradient(row, 0) = (p - (truth ? 1.0F : 0.0F)) * per_row;
    }
    log.add("d_loss", loss);
    log.add("d_accuracy", accuracy);
    discriminator_.backward(gradient);
    discriminator_adam_.begin_step();
    discriminator_.update(discriminator_adam_);
  }

  // The task's objective scaled to (1 + slack) times the label's score, slack log-uniform in 0.3 .. 100 %.
  static Objective tightened(const Sample<Template>& sample, Random& random) {
    const double slack = log_uniform(0.003, 1.0, random);
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

  const std::vector<Sample<Template>>& samples_;
  GanOptions options_;
  GeneratorNet generator_;
  Mlp discriminator_;
  Adam generator_adam_;
  Adam discriminator_adam_;
  std::vector<HeadMasks<Template>> masks_;
};

}  // namespace gandse::trainer
