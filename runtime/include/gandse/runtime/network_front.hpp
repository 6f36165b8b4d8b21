// What a network can have at all on a table of bitstreams.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/network.hpp"
#include "gandse/runtime/pareto.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// Where a point comes from: NetworkExplorer::decide gives its schedules anew for this objective, with this bitstream
/// alone and the same options.
struct NetworkOrigin {
  std::size_t bitstream = 0;  ///< index in the table that was given
  Objective objective{};      ///< what was asked for
};

/// Fills `front` with what a network can have: a decision for every octave of the rays that the generator was trained
/// on, on every bitstream. Counts their `evaluations`. Returns none if any bitstream runs the network, otherwise why it
/// is refused.
template <class Explorer, std::size_t Capacity>
Reason explore_network_front(Explorer& explorer, const typename Explorer::Layer* layers, std::size_t count,
                             const Bitstream<typename Explorer::Template>* bitstreams, std::size_t bitstream_count,
                             const NetworkOptions& options, ParetoFront<NetworkOrigin, Capacity>& front,
                             std::uint64_t& evaluations) {
  using Template = typename Explorer::Template;
  front.clear();
  evaluations = 0;
  std::uint64_t macs = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Reason reason = Template::check(layers[i]);
    if (reason != Reason::none) {
      return reason;
    }
    macs += Template::macs(layers[i]);
  }
  Reason reason = Reason::capacity_exceeded;
  bool any = false;
  for (std::size_t b = 0; b < bitstream_count; ++b) {
    for (std::int32_t ray = explorer.first_ray(); ray <= explorer.last_ray(); ray += kOctave) {
      const Objective objective = objective_on(ray, macs == 0 ? 1 : macs);
      const NetworkDecision decision = explorer.decide(layers, count, objective, &bitstreams[b], 1, options);
      if (!decision.legal()) {
        reason = decision.reason;
        break;
      }
      any = true;
      evaluations += decision.evaluations;
      front.offer(decision.cost, {b, objective});
    }
  }
  return any ? Reason::none : reason;
}

}  // namespace gandse
