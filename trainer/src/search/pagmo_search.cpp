#include <algorithm>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/gaco.hpp>
#include <pagmo/algorithms/pso_gen.hpp>
#include <pagmo/algorithms/sade.hpp>
#include <pagmo/algorithms/sga.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <stdexcept>

#include "search/library_search.hpp"

namespace gandse::trainer {

namespace {

struct BudgetSpent {};

// pagmo's user-defined problem.
struct Udp {
  const GeneProblem* problem = nullptr;

  [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& genes) const {
    if (problem->left() == 0) {
      throw BudgetSpent{};  // pagmo has no other way to end within a generation
    }
    return {problem->minimise(genes)};
  }
  [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
    return {pagmo::vector_double(problem->bounds.size(), 0.0), problem->bounds};
  }
};

// Not pagmo's cmaes: it holds Eigen matrices, whose alignment differs between Debian's library and a -march=native
// build, and then crashes.
constexpr std::uint32_t kLeastPopulation = 8;  // sade and de1220 want 7

pagmo::algorithm algorithm_of(const PagmoSettings& settings, unsigned generations, std::uint32_t population,
                              unsigned seed) {
  if (settings.algorithm == "sade") {
    return pagmo::algorithm{pagmo::sade(generations, 2, 1, 1e-6, 1e-6, false, seed)};
  }
  if (settings.algorithm == "de1220") {
    return pagmo::algorithm{pagmo::de1220(generations, {2, 3, 7, 10, 13, 14, 15, 16}, 1, 1e-6, 1e-6, false, seed)};
  }
  if (settings.algorithm == "sga") {
    return pagmo::algorithm{
        pagmo::sga(generations, 0.9, 1.0, 0.1, 1.0, 2, "exponential", "polynomial", "tournament", seed)};
  }
  if (settings.algorithm == "gaco") {
    return pagmo::algorithm{
        pagmo::gaco(generations, std::min(population, 13U), 1.0, 0.0, 0.01, 1, 7, 100000U, 100000U, 0.0, false, seed)};
  }
  if (settings.algorithm == "pso_gen") {
    return pagmo::algorithm{pagmo::pso_gen(generations, 0.7298, 2.05, 2.05, 0.5, 5, 2, 4, false, seed)};
  }
  throw std::runtime_error("pagmo: no algorithm '" + settings.algorithm +
                           "' here; there are: sade, de1220, sga, gaco, pso_gen");
}

}  // namespace

void pagmo_minimise(const GeneProblem& problem, Random& random, const PagmoSettings& settings) {
  const pagmo::problem wrapped{Udp{&problem}};
  std::vector<std::vector<double>> start = problem.start;
  try {
    while (problem.left() > 0) {
      // At least four generations, as far as the budget goes.
      const std::uint32_t population =
          std::max(kLeastPopulation, std::min(settings.population, problem.left() / 4U) / 2U * 2U);
      pagmo::population members{wrapped, 0U, random.next()};
      for (const auto& genes : start) {
        members.push_back(genes);
      }
      start.clear();
      while (members.size() < population) {
        members.push_back(members.random_decision_vector());
      }
      const unsigned generations = problem.left() / population + 1U;
      algorithm_of(settings, generations, population, random.next()).evolve(members);
    }
  } catch (const BudgetSpent&) {  // the trial holds the best
  }
}

}  // namespace gandse::trainer
