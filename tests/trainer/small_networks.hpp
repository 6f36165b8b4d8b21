// Networks small enough to enumerate, and bitstreams that run all of their layers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/random.hpp"
#include "network/network_tasks.hpp"

namespace gandse::test {

/// Draws by `next(random)`, which gives the fields of `Layer`, until so many layers are legal; then bitstreams that run
/// all of them. Counts the layers' MACs, and leaves the objective to the caller.
template <class T, class Next>
trainer::NetworkInstance<T> small_network(std::size_t layers, std::size_t bitstreams, const Next& next, Random& random,
                                          std::uint64_t& macs) {
  trainer::NetworkInstance<T> task;
  macs = 0;
  while (task.layers.size() < layers) {
    typename T::Layer layer{};
    static_cast<Layer&>(layer) = next(random);
    if (T::check(layer) == Reason::none) {
      task.layers.push_back(layer);
      macs += T::macs(layer);
    }
  }
  while (task.bitstreams.size() < bitstreams) {
    typename T::Pins pins;
    for (std::size_t i = 0; i < T::kParameters; ++i) {
      if (T::is_hardware(i)) {
        pins.choice[i] = static_cast<std::uint8_t>(random.below(T::parameters[i].count));
      }
    }
    const auto runs = [&](const auto& layer) { return T::check_pins(layer, pins) == Reason::none; };
    if (std::all_of(task.layers.begin(), task.layers.end(), runs)) {
      task.bitstreams.push_back(pins);
    }
  }
  return task;
}

}  // namespace gandse::test
