// Everything that is compared: each takes a task and a number of evaluations, and returns its best.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compare/tuning.hpp"
#include "gandse/runtime/explorer.hpp"
#include "learn/diffusion.hpp"
#include "learn/quality.hpp"
#include "search/random_search.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

template <class Template>
struct Contender {
  using Decide = std::function<Outcome(const Task<Template>& task, std::uint32_t budget, std::uint64_t seed)>;

  std::string method;
  std::string variant;                 ///< alone, refined, or from generator
  std::uint64_t seed = 1;              ///< of the training, or of the search
  std::uint32_t largest = UINT32_MAX;  ///< budget
  Decide decide;
};

/// At most `count` distinct proposals of G, the most likely first; drawn as by the Explorer.
template <class Weights>
std::vector<typename Weights::Template::Configuration> proposals_of(const Weights& weights,
                                                                    const Task<typename Weights::Template>& task,
                                                                    std::uint32_t count, std::uint64_t seed) {
  using Template = typename Weights::Template;
  Random random{seed};
  const Inference<Weights> inference{weights, Encoder<Template>::encode(task.layer, task.objective, task.pins, random)};
  const auto least = least_configuration<Template>(task.pins);
  Sampler<Inference<Weights>> sampler{inference, task.layer, task.pins, least, count - 1};
  std::vector<typename Template::Configuration> all{sampler.greedy()};
  for (typename Template::Configuration next; sampler.next(random, next);) {
    if (std::find(all.begin(), all.end(), next) == all.end()) {
      all.push_back(next);
    }
  }
  return all;
}

/// The runtime's refinement from the best of a trial, with what it has left.
template <class Template>
Outcome refine(const Trial<Template>& trial, std::uint64_t seed) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const Task<Template>& task = trial.task();
  const auto& found = trial.best();
  if (trial.left() == 0 || !(found.score < INFINITY)) {
    return {found.score, found.score <= 1.0, trial.evaluations()};
  }
  Selector<Template> selector{task.layer, task.objective, trial.left()};
  Candidate<Template> best = judge<Template>(found.configuration, found.cost, task.objective);
  Random random{seed};
  Refinement<Template>{Neighbourhood<Template>{task.layer, task.pins}, selector, random}.run(best);
  return {score<Template>(best.cost, task.objective), satisfies(best.cost, task.objective, kClock),
          trial.evaluations() + selector.evaluations()};
}

/// Of a budget, what a search gets where our refinement follows: three quarters.
inline std::uint32_t before_refinement(std::uint32_t budget) { return std::max(1U, budget - budget / 4U); }

/// Of a budget, how many proposals of a learned method: the share that runtime's Options give it, and no more than
/// they.
inline std::uint32_t proposals_of_budget(std::uint32_t budget) {
  const Options options;
  const std::uint32_t rest = options.budget - options.candidates;
  const auto share = static_cast<std::uint32_t>(std::uint64_t{budget} * rest / options.budget);
  return std::min(options.candidates, std::max(1U, budget - share));
}

inline constexpr std::uint32_t kMostProposals = 1000;  ///< beyond that a generator mostly repeats itself

/// The generator's own contenders: proposals alone, and the deployed Explorer with its refinement.
template <class Weights>
void add_generator(std::vector<Contender<typename Weights::Template>>& contenders, const std::string& method,
                   std::uint64_t training_seed, std::shared_ptr<const Weights> weights) {
  using Template = typename Weights::Template;
  contenders.push_back({method, "alone", training_seed, kMostProposals,
                        [weights](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, budget};
                          for (const auto& configuration : proposals_of(*weights, task, budget, seed)) {
                            trial.evaluate(configuration);
                          }
                          return Outcome{trial.best().score, trial.best().score <= 1.0, trial.evaluations()};
                        }});
  contenders.push_back({method, "refined", training_seed, UINT32_MAX,
                        [weights](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Options options;
                          options.candidates = proposals_of_budget(budget);
                          options.budget = budget;
                          options.seed = seed;
                          const auto decision = Explorer<Weights>{*weights}.explore(task, options);
                          return Outcome{decision.legal() ? score<Template>(decision.cost, task.objective) : INFINITY,
                                         decision.satisfied, decision.evaluations};
                        }});
}

/// The diffusion model's contenders. A model has state: `models` holds one per thread, taken in turns.
template <class Template>
void add_diffusion(std::vector<Contender<Template>>& contenders, std::uint64_t training_seed,
                   std::vector<std::shared_ptr<Diffusion<Template>>> models) {
  struct Pool {
    std::mutex mutex;
    std::vector<std::shared_ptr<Diffusion<Template>>> idle;
  };
  const auto pool = std::make_shared<Pool>();
  pool->idle = std::move(models);
  const auto proposals = [pool](const Task<Template>& task, std::uint32_t count, Trial<Template>& trial,
                                std::uint64_t seed) {
    std::shared_ptr<Diffusion<Template>> model;
    {
      const std::scoped_lock lock{pool->mutex};
      model = pool->idle.back();
      pool->idle.pop_back();
    }
    Random random{seed};
    std::vector<typename Template::Configuration> seen;
    for (const auto& configuration : model->propose(task, count, random)) {
      if (std::find(seen.begin(), seen.end(), configuration) == seen.end()) {
        seen.push_back(configuration);
        trial.evaluate(configuration);
      }
    }
    const std::scoped_lock lock{pool->mutex};
    pool->idle.push_back(std::move(model));
  };
  contenders.push_back({"diffusion", "alone", training_seed, 300,
                        [proposals](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, budget};
                          proposals(task, budget, trial, seed);
                          return Outcome{trial.best().score, trial.best().score <= 1.0, trial.evaluations()};
                        }});
  contenders.push_back({"diffusion", "refined", training_seed, UINT32_MAX,
                        [proposals](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, before_refinement(budget)};
                          proposals(task, proposals_of_budget(budget), trial, seed);
                          return refine(trial.with_budget(budget), seed);
                        }});
}

/// Name of the committed generator in the deployed Explorer: default options but for the budget.
inline constexpr const char* kDeployed = "GANDSE";

template <class Weights>
Contender<typename Weights::Template> deployed(std::shared_ptr<const Weights> weights) {
  std::vector<Contender<typename Weights::Template>> both;
  add_generator(both, kDeployed, 1, std::move(weights));
  return both.back();
}

/// A search's contenders: alone, with our refinement after it, and begun at the proposals of `generator`.
template <class Weights, class Search>
void add_search(std::vector<Contender<typename Weights::Template>>& contenders, const std::string& method,
                std::uint64_t search_seed, std::shared_ptr<const Weights> generator, const Search& search) {
  using Template = typename Weights::Template;
  using Configuration = typename Template::Configuration;
  const auto outcome = [](const Trial<Template>& trial) {
    return Outcome{trial.best().score, trial.best().score <= 1.0, trial.evaluations()};
  };
  contenders.push_back({method, "alone", search_seed, UINT32_MAX,
                        [=](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, budget};
                          Random random{seed};
                          search(trial, std::span<const Configuration>{}, random);
                          return outcome(trial);
                        }});
  contenders.push_back({method, "refined", search_seed, UINT32_MAX,
                        [=](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, before_refinement(budget)};
                          Random random{seed};
                          search(trial, std::span<const Configuration>{}, random);
                          return refine(trial.with_budget(budget), seed);
                        }});
  contenders.push_back({method, "from generator", search_seed, UINT32_MAX,
                        [=](const Task<Template>& task, std::uint32_t budget, std::uint64_t seed) {
                          Trial<Template> trial{task, budget};
                          Random random{seed};
                          const auto start = proposals_of(*generator, task, proposals_of_budget(budget), seed);
                          search(trial, std::span<const Configuration>{start}, random);
                          return outcome(trial);
                        }});
}

/// Random search, and the tuned ones: annealing first.
template <class Weights>
void add_searches(std::vector<Contender<typename Weights::Template>>& contenders, std::uint64_t seed,
                  const std::shared_ptr<const Weights>& generator,
                  const std::vector<TunedSetting<typename Weights::Template>>& tuned) {
  using Template = typename Weights::Template;
  using Start = std::span<const typename Template::Configuration>;
  add_search(contenders, "random", seed, generator, [](Trial<Template>& trial, Start start, Random& random) {
    random_search<Template>(trial, start, random);
  });
  for (const TunedSetting<Template>& setting : tuned) {
    add_search(contenders, setting.method, seed, generator, setting.run);
  }
}

}  // namespace gandse::trainer
