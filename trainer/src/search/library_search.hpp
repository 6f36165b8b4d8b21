// Optimisers of two libraries on real genes: pagmo (Biscani and Izzo 2020) and NLopt (Johnson, 2007). What they
// minimise is a function of genes in [0, bounds]; both stop as soon as `left` says that nothing is left, and begin anew
// where they converge before that.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "search/genome.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

struct GeneProblem {
  std::vector<double> bounds;
  std::function<double(const std::vector<double>&)> minimise;
  std::function<std::uint32_t()> left;
  std::vector<std::vector<double>> start;
};

/// gandse-tune chooses them (tuning.hpp).
struct PagmoSettings {
  std::string algorithm;  ///< sade, de1220, sga, gaco or pso_gen
  std::uint32_t population;
};
struct NloptSettings {
  std::string algorithm;  ///< NLopt's name, of those that need no derivative
};

/// Both throw std::runtime_error for an algorithm they do not know.
void pagmo_minimise(const GeneProblem& problem, Random& random, const PagmoSettings& settings);
void nlopt_minimise(const GeneProblem& problem, Random& random, const NloptSettings& settings);

/// An illegal configuration, in octaves of score: far above what any legal one has, yet finite.
inline constexpr double kIllegal = 64.0;

template <class Template>
GeneProblem gene_problem(Trial<Template>& trial, std::span<const typename Template::Configuration> start) {
  GeneProblem problem{gene_bounds<Template>(),
                      [&trial](const std::vector<double>& genes) {
                        return std::min(trial.evaluate(express(trial.task(), genes)), kIllegal);
                      },
                      [&trial] { return trial.left(); },
                      {}};
  for (const auto& configuration : start) {
    problem.start.push_back(genes_of<Template>(configuration));
  }
  return problem;
}

template <class Template>
void pagmo_search(Trial<Template>& trial, std::span<const typename Template::Configuration> start, Random& random,
                  const PagmoSettings& settings) {
  pagmo_minimise(gene_problem(trial, start), random, settings);
}

template <class Template>
void nlopt_search(Trial<Template>& trial, std::span<const typename Template::Configuration> start, Random& random,
                  const NloptSettings& settings) {
  nlopt_minimise(gene_problem(trial, start), random, settings);
}

}  // namespace gandse::trainer
