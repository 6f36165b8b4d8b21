// How good a generator is, measured on the deployed path: the runtime's int8 Explorer.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "gandse/runtime/explorer.hpp"
#include "learn/quality.hpp"

namespace gandse::trainer {

template <class Weights>
Quality measure_generator(const Weights& weights, const std::vector<JudgedTask<typename Weights::Template>>& tasks,
                          const Options& options, unsigned threads) {
  using Template = typename Weights::Template;
  const Explorer<Weights> explorer{weights};
  return measure(tasks, threads, [&](const Task<Template>& task, std::size_t) {
    const auto decision = explorer.explore(task, options);
    return Outcome{decision.legal() ? score<Template>(decision.cost, task.objective) : INFINITY, decision.satisfied,
                   decision.evaluations};
  });
}

}  // namespace gandse::trainer
