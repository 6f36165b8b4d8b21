// A genetic algorithm on choices (Holland 1975; tournament selection after Goldberg and Deb 1991), steady state: a
// child replaces the worst of the population if it is better and not there yet (Whitley 1989, GENITOR).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "search/genome.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

/// gandse-tune chooses them (tuning.hpp).
struct GeneticSettings {
  std::uint32_t population;
  std::uint32_t tournament;
  double mutation;    ///< probability per gene
  double step_share;  ///< of mutations, those that go one choice up or down; the others take any choice
};

/// Spends the trial's budget. The first population is `start`, filled up with random configurations.
template <class Template>
void evolve(Trial<Template>& trial, std::span<const typename Template::Configuration> start, Random& random,
            const GeneticSettings& settings) {
  using Configuration = typename Template::Configuration;
  struct Member {
    Configuration configuration;
    double log_score;
  };
  const Task<Template>& task = trial.task();
  std::vector<Member> members;
  for (const Configuration& configuration : start) {
    members.push_back({configuration, trial.evaluate(configuration)});
  }
  // A tenth of a small budget is a population still worth breeding.
  const std::size_t size =
      std::max<std::size_t>({2, start.size(), std::min(settings.population, trial.budget() / 10U)});
  while (members.size() < size && trial.left() > 0) {
    const auto configuration = random_canonical_configuration<Template>(task.layer, task.pins, random);
    members.push_back({configuration, trial.evaluate(configuration)});
  }
  const auto parent = [&]() -> const Configuration& {
    const Member* best = nullptr;
    for (std::uint32_t i = 0; i < settings.tournament; ++i) {
      const Member& rival = members[random.below(static_cast<std::uint32_t>(members.size()))];
      best = best == nullptr || rival.log_score < best->log_score ? &rival : best;
    }
    return best->configuration;
  };
  while (trial.left() > 0) {
    Configuration child = parent();
    const Configuration& other = parent();
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      child[i] = random.below(2) == 0 ? child[i] : other[i];
      if (uniform(random) < settings.mutation) {
        const std::uint32_t count = Template::parameters[i].count;
        if (uniform(random) < settings.step_share) {
          const bool up = random.below(2) == 0;
          child[i] = static_cast<std::uint8_t>(up ? std::min<std::uint32_t>(child[i] + 1U, count - 1U)
                                                  : std::max<std::uint32_t>(child[i], 1U) - 1U);
        } else {
          child[i] = static_cast<std::uint8_t>(random.below(count));
        }
      }
    }
    child = nearest_canonical(task, child);
    if (std::any_of(members.begin(), members.end(), [&](const Member& m) { return m.configuration == child; })) {
      // Known: rather something new.
      child = random_canonical_configuration<Template>(task.layer, task.pins, random);
    }
    const double log_score = trial.evaluate(child);
    auto worst = std::max_element(members.begin(), members.end(),
                                  [](const Member& a, const Member& b) { return a.log_score < b.log_score; });
    if (log_score < worst->log_score) {
      *worst = {child, log_score};
    }
  }
}

}  // namespace gandse::trainer
