// The successor among the baselines: DiffAxE (Ghosh et al. 2025, arXiv 2508.10303) on our encoding. An autoencoder maps
// configurations to a small latent space that a performance predictor shapes; a conditional diffusion model (DDPM, Ho
// et al. 2020) then learns the latents of the certified optima, given the task; proposals are sampled in few
// deterministic steps (DDIM, Song et al. 2021) and decoded.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "gandse/runtime/neighbour.hpp"
#include "learn/learner_state.hpp"
#include "learn/policy.hpp"
#include "learn/training.hpp"

namespace gandse::trainer {

struct DiffusionOptions : TrainingOptions {
  std::size_t latent = 24;
  std::size_t width = 168;          ///< of the denoiser's three hidden layers
  std::size_t sampling_steps = 10;  ///< of DDIM
  double autoencoder_share = 0.2;   ///< of the epochs
  double performance_weight = 0.3;  ///< of the performance loss beside the reconstruction's
};

template <class Template>
class Diffusion {
 public:
  using Options = DiffusionOptions;
  using Configuration = typename Template::Configuration;

  Diffusion(const std::vector<Sample<Template>>& samples, const DiffusionOptions& options)
      : samples_(samples),
        options_(options),
        encoder_({kChoices, kCoderWidth, options.latent}, true, options.seed * 7919U),
        decoder_({options.latent, kCoderWidth, kChoices}, true, options.seed * 7919U + 1),
        predictor_({options.latent + kFeatures, kCoderWidth, 2}, true, options.seed * 7919U + 2),
        denoiser_({options.latent + kTimes + kFeatures, options.width, options.width, options.width, options.latent},
                  true, options.seed * 7919U + 3) {}

  /// The first epochs teach the autoencoder, all others the denoiser.
  template <class Advance>
  EpochLog epoch(std::size_t epoch, const Advance& advance) {
    TrainingOptions phase = options_;
    const auto first = static_cast<std::size_t>(
        std::max(1.0, std::round(options_.autoencoder_share * static_cast<double>(options_.epochs))));
    if (epoch < first) {
      phase.epochs = first;
      return run_epoch(
          samples_.size(), 1, phase, epoch,
          [&](Batch batch, float rate, Random& random, EpochLog& log) { teach_coder(batch, rate, random, log); },
          advance);
    }
    phase.epochs = options_.epochs - first;
    return run_epoch(
        samples_.size(), 1, phase, epoch - first,
        [&](Batch batch, float rate, Random& random, EpochLog& log) { teach_denoiser(batch, rate, random, log); },
        advance);
  }

  /// `count` proposals, the first from the middle of the noise; they may repeat. Canonical and legal; the pins are met.
  std::vector<Configuration> propose(const Task<Template>& task, std::size_t count, Random& random) {
    const std::vector<Sample<Template>> sample{{task, {}, {}}};
    const std::vector<std::uint32_t> batch(count, 0U);
    const Matrix features = encode(sample, batch, random);
    const auto rows = static_cast<Eigen::Index>(count);
    Matrix z = Matrix::NullaryExpr(rows, latent(), [&] { return static_cast<float>(normal(random)); });
    z.row(0).setZero();
    for (std::size_t step = options_.sampling_steps; step > 0; --step) {
      const double now = static_cast<double>(step) / static_cast<double>(options_.sampling_steps);
      const double next = static_cast<double>(step - 1) / static_cast<double>(options_.sampling_steps);
      const Matrix clean = denoiser_.forward(denoiser_input(z, std::vector<double>(count, now), features));
      // Deterministic DDIM in the form that predicts the clean latent.
      const float noise = sigma(next) / std::max(sigma(now), 1e-4F);
      z = signal(next) * clean + noise * (z - signal(now) * clean);
    }
    const Matrix logits = decoder_.forward(z / kLatentScale);
    std::vector<Configuration> all;
    for (Eigen::Index row = 0; row < rows; ++row) {
      all.push_back(decode(task, logits, row));
    }
    return all;
  }

  /// Weights and biases that a proposal takes.
  [[nodiscard]] std::size_t weights() const { return decoder_.parameters().size() + denoiser_.parameters().size(); }

  [[nodiscard]] nlohmann::json state() const {
    return {{"encoder", to_blob(encoder_.parameters())},     {"decoder", to_blob(decoder_.parameters())},
            {"predictor", to_blob(predictor_.parameters())}, {"denoiser", to_blob(denoiser_.parameters())},
            {"coder_adam", to_blob(coder_adam_.state())},    {"denoiser_adam", to_blob(denoiser_adam_.state())}};
  }
  void set_state(const Fields& state) {
    restore_net(encoder_, state, "encoder");
    restore_net(decoder_, state, "decoder");
    restore_net(predictor_, state, "predictor");
    restore_net(denoiser_, state, "denoiser");
    const std::size_t coder =
        encoder_.parameters().size() + decoder_.parameters().size() + predictor_.parameters().size();
    restore_optimiser(coder_adam_, state, "coder_adam", coder);
    restore_optimiser(denoiser_adam_, state, "denoiser_adam", denoiser_.parameters().size());
  }

 private:
  using Heads = gandse::Heads<Template>;
  static constexpr std::size_t kChoices = Heads::kChoices;
  static constexpr std::size_t kFeatures = Encoder<Template>::kSize;
  static constexpr std::size_t kCoderWidth = 64;
  static constexpr std::size_t kTimes = 16;    ///< sines and cosines of the time
  static constexpr float kLatentScale = 0.5F;  ///< brings latents near the unit variance that diffusion starts from

  [[nodiscard]] Eigen::Index latent() const { return static_cast<Eigen::Index>(options_.latent); }

  // Cosine schedule (Nichol and Dhariwal 2021): signal^2 + sigma^2 = 1, time 0 is clean.
  static float signal(double time) { return static_cast<float>(std::cos(0.5 * M_PI * time)); }
  static float sigma(double time) { return static_cast<float>(std::sin(0.5 * M_PI * time)); }

  static Matrix beside(const Matrix& left, const Matrix& right) {
    Matrix both(left.rows(), left.cols() + right.cols());
    both << left, right;
    return both;
  }

  static Matrix denoiser_input(const Matrix& z, const std::vector<double>& times, const Matrix& features) {
    Matrix input(z.rows(), z.cols() + static_cast<Eigen::Index>(kTimes) + features.cols());
    input.leftCols(z.cols()) = z;
    input.rightCols(features.cols()) = features;
    for (Eigen::Index row = 0; row < z.rows(); ++row) {
      for (std::size_t i = 0; i < kTimes / 2; ++i) {
        const double angle = times[static_cast<std::size_t>(row)] * M_PI * std::exp2(static_cast<double>(i)) / 2.0;
        const auto column = z.cols() + static_cast<Eigen::Index>(2 * i);
        input(row, column) = static_cast<float>(std::sin(angle));
        input(row, column + 1) = static_cast<float>(std::cos(angle));
      }
    }
    return input;
  }

  // Half of the configurations are optima, the others random or near an optimum: the latent space must know them all.
  Configuration some_configuration(const Sample<Template>& sample, Random& random) const {
    const std::uint32_t kind = random.below(4);
    if (kind == 0) {
      return random_canonical_configuration<Template>(sample.task.layer, sample.task.pins, random);
    }
    Configuration configuration = sample.label;
    if (kind == 1) {
      const Neighbourhood<Template> neighbourhood{sample.task.layer, sample.task.pins};
      for (std::uint32_t moves = 1 + random.below(3); moves > 0; --moves) {
        const std::size_t parameter = random.below(Template::kParameters);
        configuration = neighbourhood.with(configuration, parameter,
                                           neighbourhood.next_choice(configuration, parameter, random.below(2) == 0));
      }
    }
    return configuration;
  }

  void teach_coder(Batch batch, float rate, Random& random, EpochLog& log) {
    const auto rows = static_cast<Eigen::Index>(batch.size());
    const float per_row = 1.0F / static_cast<float>(rows);
    std::vector<Configuration> configurations;
    for (const std::uint32_t sample : batch) {
      configurations.push_back(some_configuration(samples_[sample], random));
    }
    const Matrix truth = one_hot<Template>(
        batch.size(), [&](std::size_t i) -> const auto& { return configurations[i]; });
    const Matrix z = encoder_.forward(truth);
    // A little noise makes near latents decode alike.
    const Matrix noisy =
        z + Matrix::NullaryExpr(rows, latent(), [&] { return 0.1F * static_cast<float>(normal(random)); });

    Matrix logits = decoder_.forward(noisy);
    double reconstruction = 0;
    for (Eigen::Index row = 0; row < rows; ++row) {
      for (std::size_t head = 0; head < Heads::kCount; ++head) {
        const auto from = static_cast<Eigen::Index>(Heads::choice_offset[head]);
        const auto count = static_cast<Eigen::Index>(Heads::choice_offset[head + 1]) - from;
        auto p = logits.row(row).segment(from, count);
        p = (p.array() - p.maxCoeff()).exp().matrix();
        p /= p.sum();
        const auto chosen =
            static_cast<Eigen::Index>(configurations[static_cast<std::size_t>(row)][Heads::parameters[head]]);
        reconstruction += static_cast<double>(-std::log(std::max(p(chosen), 1e-9F)) * per_row);
      }
    }
    Matrix gradient_z = decoder_.backward((logits - truth) * per_row);

    const Matrix features = encode(samples_, batch, random);
    Matrix predicted = predictor_.forward(beside(z, features));
    double performance = 0;
    for (Eigen::Index row = 0; row < rows; ++row) {
      const auto i = static_cast<std::size_t>(row);
      const auto& layer = samples_[batch[i]].task.layer;
      const Evaluation evaluation = Template::evaluate(layer, configurations[i]);
      if (!evaluation.legal()) {
        predicted.row(row).setZero();
        continue;
      }
      const Figures<Template> figures{evaluation.cost};
      const std::array<double, 2> target{figures.log_latency - std::log2(static_cast<double>(Template::macs(layer))),
                                         figures.log_power - kMiddlePower};
      for (Eigen::Index column = 0; column < 2; ++column) {
        const auto error = predicted(row, column) - static_cast<float>(target[static_cast<std::size_t>(column)]) / 8.0F;
        performance += static_cast<double>(error * error * per_row);
        predicted(row, column) = 2.0F * error * per_row * static_cast<float>(options_.performance_weight);
      }
    }
    gradient_z += predictor_.backward(predicted).leftCols(latent());
    // Keeps the latent near a unit normal, which the diffusion starts from.
    gradient_z += 2e-3F * per_row * z;
    encoder_.backward(gradient_z);
    coder_adam_.set_rate(rate);
    coder_adam_.begin_step();
    encoder_.update(coder_adam_);
    decoder_.update(coder_adam_);
    predictor_.update(coder_adam_);
    log.add("reconstruction_loss", reconstruction);
    log.add("performance_loss", performance);
    log.add("latent_variance", static_cast<double>(z.squaredNorm()) / static_cast<double>(z.size()));
  }

  void teach_denoiser(Batch batch, float rate, Random& random, EpochLog& log) {
    const auto rows = static_cast<Eigen::Index>(batch.size());
    const Matrix clean =
        kLatentScale * encoder_.forward(one_hot<Template>(
                           batch.size(), [&](std::size_t i) -> const auto& { return samples_[batch[i]].label; }));
    const Matrix noise = Matrix::NullaryExpr(rows, latent(), [&] { return static_cast<float>(normal(random)); });
    std::vector<double> times;
    Matrix noisy(rows, latent());
    for (Eigen::Index row = 0; row < rows; ++row) {
      times.push_back(uniform(random));
      noisy.row(row) = signal(times.back()) * clean.row(row) + sigma(times.back()) * noise.row(row);
    }
    const Matrix error = denoiser_.forward(denoiser_input(noisy, times, encode(samples_, batch, random))) - clean;
    denoiser_.backward(error * (2.0F / static_cast<float>(error.size())));
    denoiser_adam_.set_rate(rate);
    denoiser_adam_.begin_step();
    denoiser_.update(denoiser_adam_);
    log.add("denoising_loss", static_cast<double>(error.squaredNorm()) / static_cast<double>(error.size()));
  }

  Configuration decode(const Task<Template>& task, const Matrix& logits, Eigen::Index row) const {
    auto configuration = least_configuration<Template>(task.pins);
    std::size_t head = 0;
    for (const std::uint8_t parameter : Template::draw_order) {
      const ChoiceMask mask = Template::allowed(task.layer, configuration, task.pins, parameter);
      unsigned best = lowest_choice(mask);
      if (!Template::is_derived(parameter)) {
        const auto from = static_cast<Eigen::Index>(Heads::choice_offset[head++]);
        for (unsigned c = best + 1; c <= highest_choice(mask); ++c) {
          if (contains(mask, c) && logits(row, from + c) > logits(row, from + best)) {
            best = c;
          }
        }
      }
      configuration[parameter] = static_cast<std::uint8_t>(best);
    }
    return configuration;
  }

  static constexpr double kMiddlePower = 15.0;  ///< log2 of microwatts: the middle of what occurs

  const std::vector<Sample<Template>>& samples_;
  DiffusionOptions options_;
  Mlp encoder_, decoder_, predictor_, denoiser_;
  Adam coder_adam_, denoiser_adam_;
};

}  // namespace gandse::trainer
