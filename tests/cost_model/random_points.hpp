// Seeded random layers, configurations and pins: the same points in every run.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "im2col_simulator.hpp"

namespace gandse::test {

class RandomPoints {
 public:
  explicit RandomPoints(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [first, last]. Not std::uniform_int_distribution, whose numbers differ between libraries.
  std::uint32_t between(std::uint32_t first, std::uint32_t last);
  std::uint64_t bits() { return engine_(); }
  bool chance(std::uint32_t percent) { return between(1, 100) <= percent; }

  /// About uniform in the logarithm, over [1, last].
  std::uint32_t log_uniform(std::uint32_t last);
  /// An amount of random width, so that small, large and boundary-near numbers all occur.
  std::uint64_t any_width();

  Layer small_layer();                                          ///< for walking tile by tile
  Layer layer();                                                ///< anything `Machine::check` accepts
  Configuration configuration();                                ///< any choice of any parameter: raw, mostly illegal
  Pins pins(const Configuration& from, std::uint32_t percent);  ///< each parameter pinned with this chance
  /// Raw tiles with SRAMs that hold them, uniform among those; nothing where the largest SRAM is too small.
  std::optional<Configuration> legal(const Layer& layer);

 private:
  std::mt19937_64 engine_;
};

/// A point as a person would type it, for failure messages.
std::string text(const Layer& layer, const Configuration& configuration);

}  // namespace gandse::test
