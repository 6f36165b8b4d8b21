// A question about a whole network: its layers, what they may cost together, and the bitstreams to choose from.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/bitstream.hpp"

namespace gandse {

/// A question about a network. Refers to layers and bitstreams, which must stay until it is answered.
template <class Template>
struct NetworkTask {
  const typename Template::Layer* layers = nullptr;  ///< run one after the other
  std::size_t layer_count = 0;                       ///< number of layers
  Objective objective{};                             ///< latency of all layers, and the average power over them
  const Bitstream<Template>* bitstreams = nullptr;   ///< one of which runs all layers
  std::size_t bitstream_count = 0;                   ///< number of bitstreams
  Limits<Template> limits{};                         ///< bitstreams that exceed one are passed over

  /// The same with bitstream `index` alone.
  [[nodiscard]] constexpr NetworkTask on(std::size_t index) const {
    return {layers, layer_count, objective, bitstreams + index, 1, limits};
  }
  /// The same with another objective.
  [[nodiscard]] constexpr NetworkTask with(const Objective& other) const {
    return {layers, layer_count, other, bitstreams, bitstream_count, limits};
  }
};

}  // namespace gandse
