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

/// The same of the average power, which is not rounded to whole microwatts first: E f / (1000 T P) - 1.
inline std::uint64_t exact_power_excess(const Cost& cost, Microwatt limit) {
  const Exact allowed = Exact{1000} * limit.value * cost.latency.value;
  const Exact taken = Exact{cost.energy.value} * Template::Technology::kClockMhz;
  if (taken <= allowed) {
    return 0;
  }
  return static_cast<std::uint64_t>(((taken - allowed) * 1'000'000U + allowed - 1U) / allowed);
}

}  // namespace gandse::test
