// What a decision may do, and what it says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"

namespace gandse {

/// How much work one decision may do. Values outside their ranges are clamped.
struct Options {
  std::uint32_t budget = 128;      ///< evaluations at most, 1..1 000 000; refinement included
  std::uint32_t candidates = 120;  ///< distinct proposals of the generator among them, 1..budget
  std::uint64_t seed = 1;          ///< the same seed gives the same decision on every target
};

/// Options that a microcontroller can afford: less than a million instructions on a Cortex-M4 (toolchains/README.md).
inline constexpr Options kBoardOptions{34, 25, 1};

/// Which part of the objective the best configuration misses: a bit for each.
enum class Binding : std::uint8_t {
  none = 0,     ///< neither
  latency = 1,  ///< latency alone
  power = 2,    ///< power alone
  both = 3      ///< latency and power
};

/// Its name, as reports print it.
constexpr const char* name(Binding binding) {
  constexpr std::array<const char*, 4> kNames{"none", "latency", "power", "both"};
  return kNames[static_cast<std::size_t>(binding)];
}

/// The best configuration found for a task, or why there is none.
template <class Template>
struct [[nodiscard]] Decision {
  Reason reason = Reason::none;                      ///< why there is no configuration; none if there is one
  typename Template::Configuration configuration{};  ///< legal, and with all pins kept
  Cost cost{};                                       ///< what the cost model gives for it
  bool satisfied = false;           ///< the objective is met, exactly; so are all limits, if there are any
  Binding binding = Binding::none;  ///< what it misses
  /// By how much the part that is missed most exceeds the objective, in parts per million of it: exact, rounded up.
  /// Powers of more than 2^64 pW (18 MW) count as that.
  std::uint64_t excess_ppm = 0;
  std::uint32_t evaluations = 0;  ///< calls of the cost model that it took
  bool extrapolated = false;      ///< beyond what the generator was trained on: half of its proposals, more refinement

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there is a configuration
};

}  // namespace gandse
