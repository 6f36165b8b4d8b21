#include <nlopt.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "search/library_search.hpp"
#include "support/draws.hpp"

namespace gandse::trainer {

namespace {

struct Call {
  const GeneProblem* problem;
  nlopt_opt optimiser;
};

double evaluate(unsigned count, const double* genes, double* /*gradient*/, void* data) {
  const Call& call = *static_cast<Call*>(data);
  if (call.problem->left() == 0) {
    nlopt_force_stop(call.optimiser);
    return kIllegal;
  }
  return call.problem->minimise({genes, genes + count});
}

}  // namespace

void nlopt_minimise(const GeneProblem& problem, Random& random, const NloptSettings& settings) {
  const nlopt_algorithm algorithm = nlopt_algorithm_from_string(settings.algorithm.c_str());
  if (algorithm < 0) {
    throw std::runtime_error("NLopt: no algorithm '" + settings.algorithm + "'; GN_CRS2_LM is one of them");
  }
  nlopt_srand(random.next());  // NLopt's generator is one per thread
  const auto count = static_cast<unsigned>(problem.bounds.size());
  std::vector<double> genes(count);
  // The best of `start` is where the first run begins.
  double best = INFINITY;
  for (const auto& candidate : problem.start) {
    const double value = problem.left() > 0 ? problem.minimise(candidate) : INFINITY;
    if (value < best) {
      best = value;
      genes = candidate;
    }
  }
  bool given = best < INFINITY;
  while (problem.left() > 0) {
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser{nlopt_create(algorithm, count),
                                                                           &nlopt_destroy};
    Call call{&problem, optimiser.get()};
    nlopt_set_min_objective(optimiser.get(), evaluate, &call);
    nlopt_set_lower_bounds1(optimiser.get(), 0.0);
    nlopt_set_upper_bounds(optimiser.get(), problem.bounds.data());
    nlopt_set_xtol_abs1(optimiser.get(), 0.2);  // genes are floored: smaller steps change nothing
    nlopt_set_maxeval(optimiser.get(), static_cast<int>(problem.left()) + 1);
    for (unsigned i = 0; i < count && !given; ++i) {
      genes[i] = uniform(random) * problem.bounds[i];
    }
    given = false;
    const std::uint32_t before = problem.left();
    double value = 0;
    nlopt_optimize(optimiser.get(), genes.data(), &value);
    if (problem.left() == before) {
      throw std::runtime_error("NLopt: " + settings.algorithm + " evaluates nothing on this problem");
    }
  }
}

}  // namespace gandse::trainer
