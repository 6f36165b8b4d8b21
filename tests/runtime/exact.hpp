// The contract's inequality and excess, in 128-bit arithmetic that owes nothing to the code under test.
#pragma once

#include <algorithm>
#include <cstdint>

#include "random_tasks.hpp"

namespace gandse::test {

using Exact = unsigned __int128;

inline bool exactly_late(const Cost& cost, const Objective& objective) {
  return cost.latency.value > objective.latency.value;
}

inline bool exactly_hungry(const Cost& cost, const Objective& objective) {
  return Exact{cost.energy.value} * Template::Technology::kClockMhz >
         Exact{1000} * objective.power.value * cost.latency.value;
}

/// ceil of the relative excess in parts per million.
inline std::uint64_t exact_excess(std::uint64_t actual, std::uint64_t limit) {
  if (actual <= limit) {
    return 0;
  }
  const Exact ppm = (Exact{actual - limit} * 1'000'000U + limit - 1U) / limit;
  return static_cast<std::uint64_t>(std::min<Exact>(ppm, UINT64_MAX));
}

inline std::uint64_t exact_microwatt(const Cost& cost) {
  const Exact divisor = Exact{1000} * cost.latency.value;
  return static_cast<std::uint64_t>((Exact{cost.energy.value} * Template::Technology::kClockMhz + divisor - 1U) /
                                    divisor);
}

}  // namespace gandse::test
