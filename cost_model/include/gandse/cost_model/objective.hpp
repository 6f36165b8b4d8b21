// Cost, objective, and how one is judged against the other, without dividing.
#pragma once

#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/units.hpp"

namespace gandse {

/// What one layer costs on one configuration. Power is derived from it, never stored.
struct Cost {
  Cycles latency;
  Femtojoule energy;
};

/// A cost, or the reason why there is none.
struct [[nodiscard]] Evaluation {
  Reason reason = Reason::none;
  Cost cost{};

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }
};

/// Latency and average power that must not be exceeded.
struct Objective {
  Cycles latency;
  Microwatt power;
};

constexpr bool within_limits(const Objective& objective) {
  return objective.latency.value >= 1 && objective.latency.value <= (std::uint64_t{1} << 62U) &&
         objective.power.value >= 1 && objective.power.value <= (std::uint64_t{1} << 50U);
}

// P[uW] = E[fJ] * 1e-15 / (cycles / (f[MHz] * 1e6)) * 1e6 = E * f / (1000 * cycles).

/// Average power in microwatt, rounded up; `clock_mhz` is the clock of the technology. Powers past 2^64 nW (1.8e16 uW,
/// beyond every objective) saturate there.
constexpr Microwatt power(const Cost& cost, std::uint32_t clock_mhz) {
  if (cost.latency.value == 0) {
    return {0};
  }
  // ceil(ceil(a / b) / c) = ceil(a / (b * c)): no 64-bit divisor is ever multiplied.
  const std::uint64_t scaled = divide_ceil(multiply(cost.energy.value, clock_mhz), cost.latency.value);
  return {scaled / 1000U + (scaled % 1000U != 0 ? 1U : 0U)};
}

constexpr bool meets_latency(const Cost& cost, const Objective& objective) { return cost.latency <= objective.latency; }

/// Exact: E * f <= 1000 * P * cycles, in 128 bits.
constexpr bool meets_power(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  return multiply(cost.energy.value, clock_mhz) <= multiply(1000U * objective.power.value, cost.latency.value);
}

constexpr bool satisfies(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  return meets_latency(cost, objective) && meets_power(cost, objective, clock_mhz);
}

/// log2 of both ratios to the objective, Q16. The score is the larger one: <= 0 means satisfied (to 1e-4; `satisfies`
/// is exact), lower is better.
struct LogRatios {
  std::int32_t latency = 0;
  std::int32_t power = 0;

  [[nodiscard]] constexpr std::int32_t score() const { return latency > power ? latency : power; }
};

constexpr LogRatios log_ratios(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  constexpr std::int32_t kThousand = log2_q16(1000);
  const std::int32_t cycles = log2_q16(cost.latency.value);
  return {cycles - log2_q16(objective.latency.value),
          log2_q16(cost.energy.value) + log2_q16(clock_mhz) - kThousand - cycles - log2_q16(objective.power.value)};
}

}  // namespace gandse
