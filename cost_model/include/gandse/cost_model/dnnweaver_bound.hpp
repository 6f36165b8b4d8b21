// Lower bounds for partly decided dnnweaver configurations: what branch and bound prunes with.
//
// Decided in the order array, tiles, loop order, AXI, SRAMs. Why the bounds hold:
//  - With the array alone: however a layer is cut, no vector of inputs, matrix of weights or vector of sums is used or
//    moved less often than once for all it serves; a tile row of r outputs needs (r - 1) * stride + kh >= r *
//    min(stride, (kh - 1) * dilation + 1) rows of inputs. Every port and the array need at least the cycles of what
//    they move or compute.
//  - With all tiles: the counts are known but for the loads, which are fewest for the innermost loop that keeps their
//    buffer. With the order they are exact, and the pipeline is: its cycles only grow with each duration, so that an
//    undecided AXI is taken at its widest; or at its narrowest, and the slowest order, where cycles are bounded above.
//  - Energy constants do not fall with the size of banks: an undecided SRAM is taken at its smallest, an undecided AXI,
//    for this, at its narrowest. Leakage grows with every SRAM.
// Every term is a minimum over the completions of its own, so their sum is at most the minimum of the sum.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/bound.hpp"
#include "gandse/cost_model/dnnweaver.hpp"

namespace gandse {

/// Lower bounds for an exact search: cycles and energy that no completion of a partly decided configuration goes below.
/// The head of this file says why they hold.
template <class Technology_>
class Dnnweaver<Technology_>::Bound {
 public:
  /// The order in which a search decides: array, tiles, loop order, AXI, SRAMs.
  static constexpr std::array<std::uint8_t, kParameters> order{ARN, ARM, TOC,  TOH,  TOW,  TIC, TB,
                                                               ORD, AXI, WBUF, IBUF, OBUF, BBUF};

  /// For a layer that `check` accepts; it must outlive the bound.
  constexpr explicit Bound(const Layer& layer) : layer_(layer) {}

  /// Bounds every completion of `configuration`, of which the first `decided` parameters of `order` are set. Energy is
  /// UINT64_MAX if the tiles fit no SRAM.
  constexpr CostBound operator()(const Configuration& configuration, std::size_t decided) const {
    if (decided < kArrayDecided) {
      return {};
    }
    const bool tiles_known = decided >= kTilesDecided;
    const bool order_known = decided > kTilesDecided;
    const bool axi_known = decided > kTilesDecided + 1;

    Configuration least = configuration;  // of all completions, what needs the least energy
    Configuration widest = configuration;
    if (!axi_known) {
      least[AXI] = 0;
      widest[AXI] = static_cast<std::uint8_t>(widest_axi(configuration[ARN]));
    }
    if (!tiles_known) {
      for (std::size_t tile = TB; tile <= TOC; ++tile) {
        least[tile] = 0;
      }
    }
    const Tiling t = tiling(layer_, least);
    const auto bytes = tile_bytes(layer_, t, least);
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      const unsigned smallest = smallest_sram(bytes[sram - IBUF]);
      if (smallest >= parameters[sram].count) {
        return {0, UINT64_MAX, 0};
      }
      least[sram] = greater(least[sram], static_cast<std::uint8_t>(smallest));
    }

    Activity a;
    std::uint64_t most_cycles = UINT64_MAX;
    if (tiles_known) {
      const TileNest nest = tile_nest(t, least[ORD]);
      count(layer_, t, nest, least, a);
      const TileTimes times = tile_times(layer_, t, widest);
      if (order_known) {
        a.cycles = layer_.repeat * (kStart + TilePipeline{nest, times}.cycles());
      } else {
        fewest_loads(nest, bytes, a);
        a.cycles = layer_.repeat * busiest(nest, times);
      }
      most_cycles = slowest(t, least, order_known);
    } else {
      uncut(least, a);
    }
    const std::uint64_t cycles = a.cycles;
    a.cycles = 0;  // leakage is bounded apart
    const Checked dynamic = energy(a, least);
    return {cycles, dynamic.overflowed() ? UINT64_MAX : dynamic.value(), leakage(least), most_cycles};
  }

 private:
  static constexpr std::size_t kArrayDecided = 2;
  static constexpr std::size_t kTilesDecided = 7;

  template <class T>
  static constexpr T greater(T a, T b) {
    return a < b ? b : a;
  }

  static constexpr void fewest_loads(const TileNest& nest, const std::array<std::uint64_t, 4>& bytes, Activity& a) {
    const std::uint64_t scale = a.sums_updated / nest.steps() / bytes[2];  // repeat
    a.input_dram = scale * nest.inputs * nest.pixels * bytes[0];
    a.weight_dram = scale * nest.inputs * nest.outputs * bytes[1];
    a.sums_loaded = scale * nest.pixels * nest.outputs * bytes[2];
    a.sums_spilled = 0;
    a.bias_dram = scale * bytes[3];
  }

  /// Cycles that no order of the loops can save.
  static constexpr std::uint64_t busiest(const TileNest& nest, const TileTimes& t) {
    const std::uint64_t sums = nest.pixels * nest.outputs;
    return greater(greater(nest.steps() * t.compute, sums * greater(t.load_sums, t.store_outputs)),
                   nest.inputs * greater(nest.pixels * t.load_inputs, nest.outputs * t.load_weights));
  }

  /// Cycles with this AXI in this order of the loops, or in the slowest one.
  [[nodiscard]] constexpr std::uint64_t slowest(const Tiling& t, const Configuration& narrowest,
                                                bool order_known) const {
    const TileTimes times = tile_times(layer_, t, narrowest);
    const unsigned first = order_known ? narrowest[ORD] : 0U;
    const unsigned last = order_known ? narrowest[ORD] : parameters[ORD].count - 1U;
    std::uint64_t most = 0;
    for (unsigned loops = first; loops <= last; ++loops) {
      most = greater(most, TilePipeline{tile_nest(t, loops), times}.cycles());
    }
    return layer_.repeat * (kStart + most);
  }

  /// What the layer needs on this array however it is cut.
  constexpr void uncut(const Configuration& least, Activity& a) const {
    const unsigned row_bits = log2_rows(least[ARN]);
    const unsigned column_bits = log2_columns(least[ARM]);
    const std::uint64_t in = groups(layer_.ic, row_bits);
    const std::uint64_t out = std::uint64_t{groups(layer_.oc, column_bits)} * layer_.repeat;
    const std::uint64_t pixels = std::uint64_t{layer_.batch} * layer_.oh * layer_.ow;
    const std::uint64_t taps = std::uint64_t{layer_.kh} * layer_.kw;
    const auto reach = [](std::uint32_t kernel, std::uint32_t stride, std::uint32_t dilation) {
      const std::uint64_t span = std::uint64_t{kernel - 1U} * dilation + 1U;
      return stride < span ? stride : span;
    };
    const std::uint64_t input_vectors = pixels * reach(layer_.kh, layer_.stride_h, layer_.dilation_h) *
                                        reach(layer_.kw, layer_.stride_w, layer_.dilation_w) * in * layer_.repeat;
    const std::uint64_t weight_matrices = taps * in * out;
    const std::uint64_t sums = pixels * out;
    const std::uint64_t products = pixels * weight_matrices;
    a.macs = products << (row_bits + column_bits);
    a.input_dram = input_vectors * kOperandBytes << row_bits;
    a.weight_dram = weight_matrices * kOperandBytes << (row_bits + column_bits);
    a.sums_loaded = sums * kSumBytes << column_bits;
    a.output_dram = sums / (std::uint64_t{layer_.pool} * layer_.pool) * kOperandBytes << column_bits;
    a.input_feed = products * kOperandBytes << row_bits;
    a.weight_feed = products * kOperandBytes << (row_bits + column_bits);
    a.bias_feed = sums * kBiasBytes << column_bits;
    a.sums_updated = a.sums_loaded;
    a.post_ops = (sums << column_bits) * layer_.post_ops;
    a.cycles = greater(products, sums * kRequest);
  }

  const Layer& layer_;
};

}  // namespace gandse
