// Random numbers in the forms that training and search want, all from runtime's own generator.
#pragma once

#include <cmath>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/runtime/random.hpp"

namespace gandse::trainer {

/// In (0, 1), 2^-32 apart.
inline double uniform(Random& random) { return (random.next() + 0.5) / 4294967296.0; }

/// Between the two, uniform in the logarithm; both above 0.
inline double log_uniform(double low, double high, Random& random) {
  return low * std::pow(high / low, uniform(random));
}

/// Standard normal (Box and Muller, 1958).
inline double normal(Random& random) {
  const double radius = std::sqrt(-2.0 * std::log(uniform(random)));
  return radius * std::cos(2.0 * M_PI * uniform(random));
}

/// One choice of `mask`, which is not empty, each as likely.
inline std::uint8_t random_choice(ChoiceMask mask, Random& random) {
  for (std::uint32_t skip = random.below(static_cast<std::uint32_t>(__builtin_popcount(mask))); skip > 0; --skip) {
    mask = static_cast<ChoiceMask>(mask & (mask - 1U));
  }
  return static_cast<std::uint8_t>(lowest_choice(mask));
}

}  // namespace gandse::trainer
