// Objectives with a unit, read exactly (no floating point), and figures written for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/units.hpp"

namespace gandse::cli {

inline constexpr std::uint64_t kMostCycles = std::uint64_t{1} << 62U;
inline constexpr std::uint64_t kMostMicrowatt = std::uint64_t{1} << 50U;
static_assert(within_limits(Objective{{kMostCycles}, {kMostMicrowatt}}) &&
                  !within_limits(Objective{{kMostCycles + 1}, {1}}) &&
                  !within_limits(Objective{{1}, {kMostMicrowatt + 1}}),
              "the limits of an objective have changed: change these with them");

/// "2ms", "10us", "0.5s", "100ns" or "5000cycles" in cycles of a clock of `clock_mhz`, rounded down. Throws BadInput
/// that names `what`, the option or column, for a missing or unknown unit, anything but a decimal number before it,
/// less than one cycle, or more than 2^62.
Cycles parse_latency(std::string_view what, std::string_view text, std::uint32_t clock_mhz);

/// "400mW", "250000uW" or "0.4W" in microwatt, rounded down. Throws like `parse_latency`; the most is 2^50 uW.
Microwatt parse_power(std::string_view what, std::string_view text);

std::string format_latency(Cycles latency, std::uint32_t clock_mhz);  ///< as time, "1.806 ms"
std::string format_nanoseconds(std::uint64_t nanoseconds);            ///< "412.000 us"
std::string format_milliseconds(double milliseconds);                 ///< "9.870 ms"
std::string format_power(Microwatt power);                            ///< "212.345 mW"
std::string format_energy(Femtojoule energy);                         ///< "383.210 uJ"
std::string format_energy(Wide femtojoule);                           ///< of many inferences
std::string format_percent(std::uint64_t ppm);                        ///< "12.35 %"

}  // namespace gandse::cli
