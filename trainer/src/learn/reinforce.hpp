// Deep reinforcement learning, a baseline of the paper: the policy is a net of the generator's shape that builds a
// configuration parameter by parameter; the reward comes from the cost model, there are no labels. REINFORCE (Williams
// 1992) with a leave-one-out baseline over several configurations per task (Kool et al. 2019).
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "learn/learner_state.hpp"
#include "learn/policy.hpp"
#include "learn/training.hpp"

namespace gandse::trainer {

/// What every draw of a task gets: its reward less the mean reward of the task's other draws, times `scale`. `reward`
/// holds `draws` (at least 2) rows of every task, one after the other.
inline std::vector<float> leave_one_out(std::span<const float> reward, std::size_t draws, float scale) {
  std::vector<float> advantage(reward.size());
  for (std::size_t i = 0; i < reward.size(); i += draws) {
    float sum = 0;
    for (std::size_t j = i; j < i + draws; ++j) {
      sum += reward[j];
    }
    for (std::size_t j = i; j < i + draws; ++j) {
      advantage[j] = scale * (reward[j] - (sum - reward[j]) / static_cast<float>(draws - 1));
    }
  }
  return advantage;
}

/// -log2 of the score; nothing is worse than 8 octaves, and an illegal configuration is just that.
template <class Template>
float score_reward(const Evaluation& evaluation, const Objective& objective) {
  constexpr double kWorst = 8.0;
  return evaluation.legal()
             ? static_cast<float>(-std::min(std::log2(score<Template>(evaluation.cost, objective)), kWorst))
             : static_cast<float>(-kWorst);
}

struct ReinforceOptions : TrainingOptions {
  std::size_t draws = 4;         ///< configurations per task and step, at least 2
  double entropy_weight = 0.01;  ///< keeps the policy from settling too early; falls to 0 over the training
};

template <class Template>
class Reinforce {
 public:
  using Options = ReinforceOptions;

  Reinforce(const std::vector<Sample<Template>>& samples, GeneratorShape shape, const ReinforceOptions& options)
      : samples_(samples), options_(options), generator_(std::move(shape), options.seed * 7919U) {}

  template <class Advance>
  EpochLog epoch(std::size_t epoch, const Advance& advance) {
    const double left = 1.0 - static_cast<double>(epoch) / static_cast<double>(options_.epochs);
    const auto step = [&](Batch batch, float rate, Random& random, EpochLog& log) {
      adam_.set_rate(rate);
      const float per_row = 1.0F / static_cast<float>(batch.size());
      generator_.round_weights();
      generator_.trunk(encode(samples_, batch, random));
      const auto own = draw_proposals(generator_, samples_, batch, random);
      std::vector<float> reward;
      double satisfied = 0;
      for (std::size_t i = 0; i < batch.size(); ++i) {
        reward.push_back(score_reward<Template>(own.evaluation[i], samples_[batch[i]].task.objective));
        satisfied += reward.back() >= 0.0F ? static_cast<double>(per_row) : 0.0;
      }
      log.add("reward",
              static_cast<double>(
                  Eigen::Map<Eigen::VectorXf>(reward.data(), static_cast<Eigen::Index>(reward.size())).mean()));
      log.add("drawn_satisfied", satisfied);
      backward_policy<Template>(generator_, own, leave_one_out(reward, options_.draws, per_row),
                                static_cast<float>(options_.entropy_weight * left) * per_row);
      generator_.backward_trunk();
      generator_.restore_weights();
      adam_.begin_step();
      generator_.update(adam_);
    };
    return run_epoch(samples_.size(), options_.draws, options_, epoch, step, advance);
  }

  [[nodiscard]] GeneratorNet& generator() { return generator_; }

  [[nodiscard]] nlohmann::json state() const { return generator_state(generator_, adam_); }
  void set_state(const Fields& state) { restore_generator(generator_, adam_, state); }

 private:
  const std::vector<Sample<Template>>& samples_;
  ReinforceOptions options_;
  GeneratorNet generator_;
  Adam adam_;
};

}  // namespace gandse::trainer
