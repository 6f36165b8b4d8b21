// What running a network and loading a bitstream cost a switching policy: energy, in nanojoule.
#pragma once

#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/switching.hpp"

namespace gandse {

/// How many times energy counts if an objective is missed, so that a bitstream that meets it is worth loading.
inline constexpr std::uint64_t kMissed = 16;

/// What a policy minimises, in nanojoule, rounded up: the energy of so many inferences, kMissed times if the objective
/// is missed.
constexpr std::uint64_t switching_cost(Femtojoule energy, bool satisfied, std::uint64_t inferences) {
  const std::uint64_t counted = satisfied ? energy.value : saturated_product(energy.value, kMissed);
  return divide_ceil(multiply(counted, inferences), 1'000'000U);
}

/// So many inferences at most cost a policy no more than it can add up (36 MJ). More are counted as these, on all
/// bitstreams alike, and dwarf every load just as well.
constexpr std::uint64_t most_inferences(Femtojoule energy, bool satisfied) {
  const std::uint64_t one = switching_cost(energy, satisfied, 1);
  constexpr std::uint64_t kMost = SwitchingPolicy<1>::kMostCost;
  return one == 0 ? kMost : kMost / one;
}

/// What a load costs a policy, in nanojoule: its energy, and that of what waits for it meanwhile. Clamped to what a
/// policy can add up.
constexpr std::uint64_t loading_cost(const Cost& load, Microwatt waiting, std::uint32_t clock_mhz) {
  constexpr std::uint64_t kMost = SwitchingPolicy<1>::kMostCost;
  const std::uint64_t meanwhile =
      divide_ceil(multiply(load.latency.value, waiting.value), std::uint64_t{1000} * clock_mhz);
  const std::uint64_t own = switching_cost(load.energy, true, 1);
  return meanwhile < kMost && own + meanwhile < kMost ? own + meanwhile : kMost;
}

}  // namespace gandse
