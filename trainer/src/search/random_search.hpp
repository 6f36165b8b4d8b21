// Uniform draws from the canonical space: what any method must beat.
#pragma once

#include <span>

#include "gandse/runtime/random.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

/// Spends the trial's budget on `start`, then on draws.
template <class Template>
void random_search(Trial<Template>& trial, std::span<const typename Template::Configuration> start, Random& random) {
  for (const auto& configuration : start) {
    trial.evaluate(configuration);
  }
  while (trial.left() > 0) {
    trial.evaluate(random_canonical_configuration<Template>(trial.task().layer, trial.task().pins, random));
  }
}

}  // namespace gandse::trainer
