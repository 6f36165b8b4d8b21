// Simulated annealing over the canonical space: the compiled baseline that every claim is measured against.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include "gandse/runtime/neighbour.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

/// gandse-tune chooses them (tuning.hpp).
struct AnnealingSchedule {
  double start;  ///< temperature in octaves of score
  double end;
  std::uint32_t moves;     ///< up to so many parameters change per step
  std::uint32_t restarts;  ///< runs of the schedule that share the budget, each from a random configuration
};

/// Spends the trial's budget. Begins at the best of `start`, which count as evaluations, or at a random configuration.
/// Uses the runtime's own neighbourhood and canonical form.
template <class Template>
void anneal(Trial<Template>& trial, std::span<const typename Template::Configuration> start, Random& random,
            const AnnealingSchedule& schedule) {
  const Task<Template>& task = trial.task();
  const Neighbourhood<Template> neighbourhood{task.layer, task.pins};
  auto present = random_canonical_configuration<Template>(task.layer, task.pins, random);
  double present_log = INFINITY;
  for (const auto& configuration : start) {
    const double log = trial.evaluate(configuration);
    if (log < present_log) {
      present = configuration;
      present_log = log;
    }
  }
  if (start.empty()) {
    present_log = trial.evaluate(present);
  }
  for (std::uint32_t run = 0; run < schedule.restarts && trial.left() > 0; ++run) {
    if (run > 0) {
      present = random_canonical_configuration<Template>(task.layer, task.pins, random);
      present_log = trial.evaluate(present);
    }
    const std::uint32_t steps = trial.left() / (schedule.restarts - run);
    for (std::uint32_t i = 0; i < steps; ++i) {
      auto next = present;
      for (std::uint32_t moves = 1 + random.below(schedule.moves); moves > 0; --moves) {
        const std::size_t parameter = random.below(Template::kParameters);
        const std::uint8_t choice = neighbourhood.next_choice(next, parameter, random.below(2) == 0);
        next = neighbourhood.with(next, parameter, choice);
      }
      const double next_log = trial.evaluate(next);
      const double temperature =
          schedule.start * std::pow(schedule.end / schedule.start, static_cast<double>(i) / steps);
      if (next_log <= present_log || uniform(random) < std::exp((present_log - next_log) / temperature)) {
        present = next;
        present_log = next_log;
      }
    }
  }
}

/// One run of its own.
template <class Template>
Found<Template> anneal(const Task<Template>& task, std::uint32_t evaluations, std::uint64_t seed,
                       const AnnealingSchedule& schedule) {
  Trial<Template> trial{task, evaluations};
  Random random{seed};
  anneal<Template>(trial, {}, random, schedule);
  return trial.best();
}

}  // namespace gandse::trainer
