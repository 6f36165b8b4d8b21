// What a network can have at all on a table of bitstreams.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/network.hpp"
#include "gandse/runtime/pareto.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// Where a point comes from: NetworkExplorer::explore gives its schedules anew for this objective, with this bitstream
/// alone and the same options.
struct NetworkOrigin {
  std::size_t bitstream = 0;  ///< index in the table that was given
  Objective objective{};      ///< what was asked for
};

/// What a network can have.
template <std::size_t Capacity>
struct [[nodiscard]] NetworkFront {
  Reason reason = Reason::none;                 ///< why there are no points; none if any bitstream runs the network
  std::size_t refused = 0;                      ///< if there are none, as in NetworkDecision
  ParetoFront<NetworkOrigin, Capacity> points;  ///< with where each comes from
  std::uint64_t evaluations = 0;                ///< calls of the cost model that it took

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there are points
};

/// Finds what a network can have, whatever its objective: makes a decision for every octave of the rays that the
/// generator was trained on, on every bitstream, and keeps up to Capacity of them. `Asked`: a
/// NetworkExplorer, or what stands for one.
template <std::size_t Capacity, class Asked>
NetworkFront<Capacity> explore_front(Asked& explorer, const NetworkTask<typename Asked::Template>& task,
                                     const NetworkOptions& options = {}) {
  using Template = typename Asked::Template;
  NetworkFront<Capacity> front;
  std::uint64_t macs = 0;
  for (std::size_t i = 0; i < task.layer_count; ++i) {
    macs += Template::check(task.layers[i]) == Reason::none ? Template::macs(task.layers[i]) : 0U;
  }
  bool any = false;
  for (std::size_t b = 0; b < task.bitstream_count; ++b) {
    bool runs = true;
    for (std::int32_t ray = explorer.trained().first_ray(); runs && ray <= explorer.trained().last_ray();
         ray += kOctave) {
      const Objective objective = objective_on(ray, macs == 0 ? 1 : macs);
      const NetworkDecision decision = explorer.explore(task.on(b).with(objective), options);
      runs = decision.legal();
      front.evaluations += decision.evaluations;
      if (runs) {
        any = true;
        front.points.offer(decision.cost, {b, objective});
      }
    }
  }
  if (!any) {  // asked of all bitstreams at once, it is told which layer is to blame
    const NetworkDecision refusal = explorer.explore(task.with({kAnyLatency, kAnyPower}), options);
    front.evaluations += refusal.evaluations;
    front.reason = refusal.reason;
    front.refused = refusal.refused;
  }
  return front;
}

}  // namespace gandse
