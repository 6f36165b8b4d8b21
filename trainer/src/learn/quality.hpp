// How good a method is: its decisions on tasks that it never saw, against certified optima.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "oracle/oracle.hpp"
#include "support/parallel.hpp"
#include "support/progress.hpp"
#include "task/layer_files.hpp"
#include "task/task.hpp"

namespace gandse::trainer {

/// A task and the score of its certified optimum.
template <class Template>
struct JudgedTask {
  Task<Template> task{};
  double optimum = INFINITY;
};

struct Quality {
  std::size_t tasks = 0;
  double satisfied = 0;   ///< share of tasks whose objective is met
  double median_gap = 0;  ///< score / optimum - 1
  double p90_gap = 0;
  double p99_gap = 0;
  double within_1 = 0;  ///< share of tasks within 1 % of the optimum
  double within_5 = 0;
  double evaluations = 0;   ///< mean per decision
  double microseconds = 0;  ///< median per decision, wall clock of one thread
};

/// Paper-style tasks: a layer of `networks` and the cost of a random legal raw configuration as its objective.
template <class Template>
std::vector<JudgedTask<Template>> paper_style_tasks(const std::vector<NamedLayer<Template>>& networks,
                                                    std::size_t count, std::uint64_t seed, unsigned threads) {
  std::vector<JudgedTask<Template>> tasks;
  Random random{seed};
  std::size_t refused = 0;
  while (tasks.size() < count) {
    if (refused > 10 * count + 100) {
      throw std::runtime_error("the networks hold too few layers that the template accepts");
    }
    const auto layer = networks[random.below(static_cast<std::uint32_t>(networks.size()))].layer;
    if (const auto objective = paper_style_objective<Template>(layer, random)) {
      tasks.push_back({{layer, *objective, {}}, INFINITY});
    } else {
      ++refused;
    }
  }
  Progress progress{"optima", count};
  parallel_for(count, threads, [&](std::size_t i) {
    tasks[i].optimum = optimum(tasks[i].task, [&] { progress.advance(0); }).score;
    progress.advance();
  });
  return tasks;
}

/// One decision; an infinite score is no answer.
struct Outcome {
  double score;
  bool satisfied;
  std::uint32_t evaluations;
};

/// One decision, judged.
struct Verdict {
  double gap;  ///< score / optimum - 1
  bool satisfied;
  std::uint32_t evaluations;
  double microseconds;  ///< wall clock
};

/// `decide(task, i)` returns its Outcome for task i.
template <class Template, class Decide>
std::vector<Verdict> judge_all(const std::vector<JudgedTask<Template>>& tasks, unsigned threads, const Decide& decide) {
  std::vector<Verdict> verdicts(tasks.size());
  parallel_for(tasks.size(), threads, [&](std::size_t i) {
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = decide(tasks[i].task, i);
    const auto end = std::chrono::steady_clock::now();
    verdicts[i] = {outcome.score / tasks[i].optimum - 1.0, outcome.satisfied, outcome.evaluations,
                   std::chrono::duration<double, std::micro>(end - start).count()};
  });
  return verdicts;
}

inline Quality summarise(const std::vector<Verdict>& verdicts) {
  Quality quality;
  quality.tasks = verdicts.size();
  const auto n = static_cast<double>(verdicts.size());
  std::vector<double> gaps;
  std::vector<double> microseconds;
  for (const Verdict& verdict : verdicts) {
    quality.satisfied += verdict.satisfied ? 1.0 / n : 0.0;
    quality.within_1 += verdict.gap <= 0.01 ? 1.0 / n : 0.0;
    quality.within_5 += verdict.gap <= 0.05 ? 1.0 / n : 0.0;
    quality.evaluations += verdict.evaluations / n;
    gaps.push_back(verdict.gap);
    microseconds.push_back(verdict.microseconds);
  }
  std::sort(gaps.begin(), gaps.end());
  std::sort(microseconds.begin(), microseconds.end());
  const auto quantile = [n](const std::vector<double>& sorted, double q) {
    return sorted[static_cast<std::size_t>(q * (n - 1.0))];
  };
  quality.microseconds = quantile(microseconds, 0.5);
  quality.median_gap = quantile(gaps, 0.5);
  quality.p90_gap = quantile(gaps, 0.9);
  quality.p99_gap = quantile(gaps, 0.99);
  return quality;
}

/// Quality of a method, over all tasks.
template <class Template, class Decide>
Quality measure(const std::vector<JudgedTask<Template>>& tasks, unsigned threads, const Decide& decide) {
  return summarise(judge_all(tasks, threads, decide));
}

}  // namespace gandse::trainer
