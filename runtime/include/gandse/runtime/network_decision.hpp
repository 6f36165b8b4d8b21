// What a decision for a whole network may do, and what it says.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/decision.hpp"
#include "gandse/runtime/network_total.hpp"

namespace gandse {

/// How much work one decision may do, and what it is after. Values outside their ranges are clamped.
struct NetworkOptions {
  std::uint32_t budget = 192;  ///< evaluations per layer at most, up to 1 000 000; beside one per bitstream and layer
  std::uint32_t candidates = 32;  ///< proposals per layer and bitstream, at least 1 and as far as the evaluations go
  std::uint64_t seed = 1;         ///< the same seed gives the same decision on every target
  Goal goal = Goal::score;        ///< what is best among those that meet the objective
};

/// Which bitstream, and what it costs; NetworkExplorer::configuration gives the layers' schedules.
struct [[nodiscard]] NetworkDecision {
  Reason reason = Reason::none;  ///< why there is no decision; none if there is one
  /// If there is none, a layer that no bitstream runs, or `layer_count` if no single layer is to blame.
  std::size_t refused = 0;
  std::size_t bitstream = 0;        ///< index in the table that was given
  Cost cost{};                      ///< of all layers, one after the other
  bool satisfied = false;           ///< the objective is met, exactly
  Binding binding = Binding::none;  ///< what it misses
  /// By how much the part that is missed most exceeds the objective, parts per million, rounded up.
  std::uint64_t excess_ppm = 0;
  /// The layer that takes most of what comes closest to its objective, or misses it most.
  std::size_t binding_layer = 0;
  std::uint32_t evaluations = 0;  ///< calls of the cost model that it took
  bool extrapolated = false;      ///< a layer lies beyond what the generator was trained on

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there is a decision
};

}  // namespace gandse
