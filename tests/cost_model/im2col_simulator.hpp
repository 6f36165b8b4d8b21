// The im2col machine as a discrete-event simulation: it walks every tile, keeps tile tags in buffers with capacities,
// and counts what it does. From the cost model it takes the parameter tables and nothing else, so that it can judge the
// rest.
#pragma once

#include <cstdint>

#include "gandse/cost_model/im2col.hpp"

namespace gandse::test {

using Machine = Im2col<>;
using Configuration = Machine::Configuration;
using Pins = Machine::Pins;

/// A configuration as hardware. Sizes in bytes, bandwidths in bytes per cycle.
struct Hardware {
  std::uint64_t rows = 0, columns = 0;
  std::uint64_t feed = 0;  ///< cycles in which one reduction index enters all rows and columns
  std::uint64_t dram_bandwidth = 0;
  std::uint64_t input_half = 0, weight_half = 0, output_half = 0;
};

Hardware hardware(const Configuration& configuration);

/// A layer cut into equal tiles; edge tiles are padded. Groups that lie side by side count as one.
struct TiledLayer {
  Layer layer;
  std::uint64_t ic = 0, oc = 0;                                  ///< channels of a group
  bool diagonal = false;                                         ///< depthwise: row r multiplies channel r alone
  std::uint64_t input_pixel = 0, output_pixel = 0;               ///< bytes: channels of a block
  std::uint64_t ic_channels = 0, oc_channels = 0;                ///< blocks of channels of a group
  std::uint64_t tile_ic = 0, tile_oc = 0;                        ///< blocks of channels of a tile
  std::uint64_t toh = 0, tow = 0, tkh = 0, tkw = 0;              ///< outputs and taps of a tile
  std::uint64_t runs = 0, run = 0;                               ///< pieces of the reduction, and bytes of one
  std::uint64_t input_tile = 0, weight_tile = 0, sums_tile = 0;  ///< bytes in their SRAMs
  std::uint64_t groups = 0, output_blocks = 0, row_blocks = 0, column_blocks = 0;
  std::uint64_t ic_blocks = 0, kh_blocks = 0, kw_blocks = 0;
  bool padded = false;  ///< some tile reaches past the layer

  [[nodiscard]] std::uint64_t pixels() const { return toh * tow; }
  [[nodiscard]] std::uint64_t pixel_blocks() const { return row_blocks * column_blocks; }
  [[nodiscard]] std::uint64_t reduction_steps() const { return ic_blocks * kh_blocks * kw_blocks; }
  [[nodiscard]] std::uint64_t output_tiles() const { return groups * output_blocks * pixel_blocks(); }
  [[nodiscard]] std::uint64_t steps() const { return output_tiles() * reduction_steps(); }
};

TiledLayer cut(const Layer& layer, const Configuration& configuration);

/// Which rule the tiles break, as the cost model should name it; `none` when every tile fits half its SRAM.
Reason fit(const TiledLayer& layer, const Hardware& machine);

bool weights_stay(const TiledLayer& layer, const Hardware& machine);
bool inputs_stay(const TiledLayer& layer, const Hardware& machine);

/// What happened, in the units of `Im2col::Activity`.
struct Counts {
  std::uint64_t cycles = 0, compute_cycles = 0, macs = 0;
  std::uint64_t input_dram = 0, input_fill = 0, weight_dram = 0, constant_dram = 0, output_dram = 0;
  std::uint64_t input_feed = 0, weight_feed = 0, partial_sums = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts counts(const Machine::Activity& activity);

struct Simulation {
  Counts counts;
  std::uint64_t faults = 0;  ///< a tile absent when the array wanted it, a half over its capacity, a sum overwritten
  bool weights_stayed = false, inputs_stayed = false;
};

/// Simulates a legal point; time and memory grow with `TiledLayer::steps`.
Simulation simulate(const TiledLayer& layer, const Hardware& machine);

}  // namespace gandse::test
