// How good a generator is, measured on the deployed path: runtime's int8 Explorer on tasks it never saw.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "annealing.hpp"
#include "gandse/runtime/explorer.hpp"
#include "networks.hpp"
#include "parallel.hpp"
#include "progress.hpp"
#include "task.hpp"

namespace gandse::trainer {

/// A task and the best score that the reference found for it.
template <class Template>
struct JudgedTask {
  Task<Template> task{};
  double reference = INFINITY;
};

struct Quality {
  std::size_t tasks = 0;
  double satisfied = 0;   ///< share of tasks whose objective is met
  double median_gap = 0;  ///< score / reference - 1; may be negative
  double p90_gap = 0;
  double p99_gap = 0;
  double within_1 = 0;  ///< share of tasks within 1 % of the reference
  double within_5 = 0;
  double evaluations = 0;   ///< mean per decision
  double microseconds = 0;  ///< median per decision, wall clock of one thread
};

/// Paper-style tasks: a layer of `networks` and the cost of a random legal raw configuration as its objective.
template <class Template>
std::vector<JudgedTask<Template>> paper_style_tasks(const std::vector<NamedLayer>& networks, std::size_t count,
                                                    std::uint64_t seed) {
  std::vector<JudgedTask<Template>> tasks;
  Random random{seed};
  std::size_t refused = 0;
  while (tasks.size() < count) {
    if (refused > 10 * count + 100) {
      throw std::runtime_error("the networks hold too few layers that the template accepts");
    }
    const Layer layer = networks[random.below(static_cast<std::uint32_t>(networks.size()))].layer;
    if (const auto objective = paper_style_objective<Template>(layer, random)) {
      tasks.push_back({{layer, *objective, {}}, INFINITY});
    } else {
      ++refused;
    }
  }
  return tasks;
}

/// The best of `runs` canonical annealing runs of `evaluations` each.
template <class Template>
void add_reference(std::vector<JudgedTask<Template>>& tasks, std::uint32_t runs, std::uint32_t evaluations,
                   unsigned threads, Progress* progress = nullptr) {
  parallel_for(tasks.size(), threads, [&](std::size_t i) {
    for (std::uint32_t run = 0; run < runs; ++run) {
      tasks[i].reference = std::min(tasks[i].reference, anneal(tasks[i].task, evaluations, 1000 * (i + 1) + run).score);
    }
    if (progress != nullptr) {
      progress->advance();
    }
  });
}

/// One decision; an infinite score is no answer.
struct Outcome {
  double score;
  bool satisfied;
  std::uint32_t evaluations;
};

/// Quality of a method: `decide(task, i)` returns its Outcome for task i.
template <class Template, class Decide>
Quality measure(const std::vector<JudgedTask<Template>>& tasks, unsigned threads, const Decide& decide) {
  std::vector<double> gaps(tasks.size());
  std::vector<char> satisfied(tasks.size());
  std::vector<std::uint32_t> evaluations(tasks.size());
  std::vector<double> microseconds(tasks.size());
  parallel_for(tasks.size(), threads, [&](std::size_t i) {
    const auto start = std::chrono::steady_clock::now();
    const auto [score_found, met, spent] = decide(tasks[i].task, i);
    microseconds[i] = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
    gaps[i] = score_found / tasks[i].reference - 1.0;
    satisfied[i] = met ? 1 : 0;
    evaluations[i] = spent;
  });
  Quality quality;
  quality.tasks = tasks.size();
  const auto n = static_cast<double>(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    quality.satisfied += satisfied[i] != 0 ? 1.0 / n : 0.0;
    quality.within_1 += gaps[i] <= 0.01 ? 1.0 / n : 0.0;
    quality.within_5 += gaps[i] <= 0.05 ? 1.0 / n : 0.0;
    quality.evaluations += evaluations[i] / n;
  }
  std::sort(gaps.begin(), gaps.end());
  std::sort(microseconds.begin(), microseconds.end());
  quality.microseconds = microseconds[microseconds.size() / 2];
  const auto quantile = [&](double q) { return gaps[static_cast<std::size_t>(q * (n - 1.0))]; };
  quality.median_gap = quantile(0.5);
  quality.p90_gap = quantile(0.9);
  quality.p99_gap = quantile(0.99);
  return quality;
}

template <class Weights>
Quality measure_generator(const Weights& weights, const std::vector<JudgedTask<typename Weights::Template>>& tasks,
                          const Options& options, unsigned threads) {
  using Template = typename Weights::Template;
  const Explorer<Weights> explorer{weights};
  return measure(tasks, threads, [&](const Task<Template>& task, std::size_t) {
    const auto decision = explorer.explore(task.layer, task.objective, task.pins, options);
    return Outcome{decision.legal() ? score<Template>(decision.cost, task.objective) : INFINITY, decision.satisfied,
                   decision.evaluations};
  });
}

}  // namespace gandse::trainer
