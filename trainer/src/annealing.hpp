// Simulated annealing over the canonical space: the compiled baseline that every claim is measured against.
#pragma once

#include <cmath>
#include <cstdint>

#include "gandse/runtime/neighbour.hpp"
#include "task.hpp"

namespace gandse::trainer {

/// Tuned by a grid (start 0.1 .. 1, end 0.002 .. 0.03, moves 1 .. 6; 300, 1000 and 10 000 evaluations) on 300
/// paper-style tasks of the training networks.
struct AnnealingSchedule {
  double start = 0.25;  ///< temperature in octaves of score
  double end = 0.03;
  std::uint32_t moves = 4;  ///< up to so many parameters change per step
};

template <class Template>
struct Found {
  typename Template::Configuration configuration{};
  Cost cost{};
  double score = INFINITY;  ///< of the task's objective; <= 1 is satisfied
};

/// Spends exactly `evaluations` calls of the cost model. Uses the runtime's own neighbourhood and canonical form.
template <class Template>
Found<Template> anneal(const Task<Template>& task, std::uint32_t evaluations, std::uint64_t seed,
                       const AnnealingSchedule& schedule = {}) {
  Random random{seed};
  const auto uniform = [&] { return (random.next() + 0.5) / 4294967296.0; };
  const Neighbourhood<Template> neighbourhood{task.layer, task.pins};
  Found<Template> best;
  auto present = random_canonical_configuration<Template>(task.layer, task.pins, random);
  double present_log = INFINITY;
  for (std::uint32_t i = 0; i < evaluations; ++i) {
    auto next = present;
    if (i > 0) {
      for (std::uint32_t moves = 1 + random.below(schedule.moves); moves > 0; --moves) {
        const std::size_t parameter = random.below(Template::kParameters);
        const std::uint8_t choice = neighbourhood.next_choice(next, parameter, random.below(2) == 0);
        next = neighbourhood.with(next, parameter, choice);
      }
    }
    const Evaluation evaluation = Template::evaluate(task.layer, next);
    if (!evaluation.legal()) {
      continue;
    }
    const double next_score = score<Template>(evaluation.cost, task.objective);
    if (next_score < best.score) {
      best = {next, evaluation.cost, next_score};
    }
    const double next_log = std::log2(next_score);
    const double temperature =
        schedule.start * std::pow(schedule.end / schedule.start, static_cast<double>(i) / evaluations);
    if (next_log <= present_log || uniform() < std::exp((present_log - next_log) / temperature)) {
      present = next;
      present_log = next_log;
    }
  }
  return best;
}

}  // namespace gandse::trainer
