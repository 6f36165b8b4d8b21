// Cost, objective, and how one is judged against the other, without dividing.
#pragma once

#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/units.hpp"

namespace gandse {

/// What one layer costs on one configuration. Power is derived from it, never stored.
struct Cost {
  Cycles latency;     ///< for the whole layer, all groups
  Femtojoule energy;  ///< for the whole layer, leakage included
};

/// A cost, or the reason why there is none.
struct [[nodiscard]] Evaluation {
  Reason reason = Reason::none;  ///< why there is no cost; none if there is one
  Cost cost{};                   ///< of a legal configuration; zero otherwise

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there is a cost
};

/// Latency and average power that must not be exceeded. It can be judged if it is `within_limits`.
struct Objective {
  Cycles latency;   ///< 1..2^62
  Microwatt power;  ///< 1..2^50, averaged over the layer
};

inline constexpr Cycles kAnyLatency{std::uint64_t{1} << 62U};   ///< largest legal objective: nothing misses it
inline constexpr Microwatt kAnyPower{std::uint64_t{1} << 50U};  ///< largest legal objective: nothing misses it

/// Whether latency is 1..2^62 cycles and power 1..2^50 uW: 1000 * power then fits 64 bits.
constexpr bool within_limits(const Objective& objective) {
  return objective.latency.value >= 1 && objective.latency <= kAnyLatency && objective.power.value >= 1 &&
         objective.power.value <= kAnyPower.value;
}

// P[uW] = E[fJ] * 1e-15 / (cycles / (f[MHz] * 1e6)) * 1e6 = E * f / (1000 * cycles).

/// Average power in microwatt, rounded up; `clock_mhz` is the clock of the technology. Zero cycles have no power.
/// Powers past 2^64 nW (1.8e16 uW, beyond every objective) saturate there.
constexpr Microwatt power(const Cost& cost, std::uint32_t clock_mhz) {
  if (cost.latency.value == 0) {
    return {0};
  }
  // ceil(ceil(a / b) / c) = ceil(a / (b * c)): no 64-bit divisor is ever multiplied.
  const std::uint64_t scaled = divide_ceil(multiply(cost.energy.value, clock_mhz), cost.latency.value);
  return {scaled / 1000U + (scaled % 1000U != 0 ? 1U : 0U)};
}

/// Whether the cycles are no more than those of the objective.
constexpr bool meets_latency(const Cost& cost, const Objective& objective) { return cost.latency <= objective.latency; }

/// Whether average power is no more than that of the objective. Exact: E * f <= 1000 * P * cycles, in 128 bits, for an
/// objective within limits.
constexpr bool meets_power(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  return multiply(cost.energy.value, clock_mhz) <= multiply(1000U * objective.power.value, cost.latency.value);
}

/// Whether latency and power are both met, exactly.
constexpr bool satisfies(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  return meets_latency(cost, objective) && meets_power(cost, objective, clock_mhz);
}

/// log2 of latency / objective and of power / objective, Q16 (65536 is a factor of 2), within 1e-4. For ranking:
/// `satisfies` is exact.
struct LogRatios {
  std::int32_t latency = 0;  ///< negative if latency is below its objective
  std::int32_t power = 0;    ///< negative if power is below its objective

  /// The larger of both; lower is better.
  [[nodiscard]] constexpr std::int32_t score() const { return latency > power ? latency : power; }
};

/// Compares a cost with an objective within limits. `clock_mhz` is the clock of the technology.
constexpr LogRatios log_ratios(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  constexpr std::int32_t kThousand = log2_q16(1000);
  const std::int32_t cycles = log2_q16(cost.latency.value);
  return {cycles - log2_q16(objective.latency.value),
          log2_q16(cost.energy.value) + log2_q16(clock_mhz) - kThousand - cycles - log2_q16(objective.power.value)};
}

}  // namespace gandse
