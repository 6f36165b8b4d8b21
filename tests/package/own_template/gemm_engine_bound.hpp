// Bounds of partly decided gemm_engine configurations: cycles only fall with BUS, energy and leakage only grow with
// SRAM.
#pragma once

#include <gandse/cost_model/bound.hpp>

#include "gemm_engine.hpp"

namespace acme {

struct GemmEngine::Bound {
  static constexpr std::array<std::uint8_t, kParameters> order{ROWS, COLS, SLICE, BUS, SRAM};

  constexpr explicit Bound(const Product& layer) : layer_(layer) {}

  constexpr CostBound operator()(const Configuration& configuration, std::size_t decided) const {
    if (decided < 3) {
      return {};  // what is loaded how often depends on array and slice
    }
    Configuration least = lowered(layer_, configuration);
    if (decided < 5) {
      least[SRAM] = sram_of(least);
    }
    Configuration slowest = least;
    if (decided < 4) {
      least[BUS] = parameters[BUS].count - 1;
      slowest[BUS] = 0;
    }
    const Checked energy = active_energy(layer_, least);
    return {cycles_of(layer_, least), energy.overflowed() ? UINT64_MAX : energy.value(), leakage(least),
            cycles_of(layer_, slowest)};
  }

 private:
  Product layer_;
};

}  // namespace acme
