// Lower bounds for partly decided im2col configurations: what branch and bound prunes with.
//
// Decided in the order tiles, PEN, ISS, WSS, OSS, DSB, SDB; a bound exists once all tiles are decided. Why it holds:
//  - cycles: first load + sum over steps of max(compute, DMA) + last store (im2col.hpp). Every step takes at least
//    `compute`, so cycles >= first load + steps * compute + last store; and the DMA moves every tile once per load, so
//    cycles >= the sum of all transfers. An undecided bandwidth is taken at its widest (both terms only fall with it),
//    an undecided PEN at the one with the least compute, an undecided SRAM at the residency with fewer loads. Likewise
//    cycles <= steps * compute + the sum of all transfers, with the narrowest, the most and the residency with more.
//  - energy without leakage: MACs, loads, feeds and partial sums times constants that do not fall with SRAM size; an
//    undecided SRAM is taken at its smallest size with the fewest loads, an undecided PEN at the fewest folds.
//  - leakage per cycle: grows with PEN and every SRAM; undecided ones are taken at their smallest.
// Every term is a minimum over the completions of its own, so their sum is at most the minimum of the sum.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/bound.hpp"
#include "gandse/cost_model/im2col.hpp"

namespace gandse {

/// Lower bounds for an exact search: cycles and energy that no completion of a partly decided configuration goes below.
/// The head of this file says why they hold.
template <class Technology_>
class Im2col<Technology_>::Bound {
 public:
  /// The order in which a search decides: tiles, PEN, SRAMs, DSB, SDB.
  static constexpr std::array<std::uint8_t, kParameters> order{TOC, TOH, TOW, TIC, TKH, TKW,
                                                               PEN, ISS, WSS, OSS, DSB, SDB};

  /// For a layer that `check` accepts; it must outlive the bound.
  constexpr explicit Bound(const Layer& layer) : layer_(layer) {}

  /// Bounds every completion of `configuration`, of which the first `decided` parameters of `order` are set, the last
  /// of them just now: calls must descend one parameter at a time, as a depth-first search does. Energy is UINT64_MAX
  /// if the tiles fit no SRAM.
  constexpr CostBound operator()(const Configuration& configuration, std::size_t decided) {
    if (decided < kTilesDecided) {
      return {};
    }
    if (decided == kTilesDecided) {
      tiling_ = tiling(layer_, configuration);
    }
    const Tiling& t = tiling_;
    const bool pen_known = decided > kTilesDecided;
    std::uint64_t compute = UINT64_MAX;
    std::uint64_t most_compute = 0;
    std::uint64_t row_folds = UINT64_MAX;
    std::uint64_t column_folds = UINT64_MAX;
    const unsigned first = pen_known ? configuration[PEN] : 0U;
    const unsigned last = pen_known ? configuration[PEN] : parameters[PEN].count - 1U;
    for (unsigned pen = first; pen <= last; ++pen) {
      const std::uint32_t rows = 1U << log2_rows(pen);
      const std::uint32_t columns = 1U << log2_columns(pen);
      const std::uint64_t down = (t.m + rows - 1U) >> log2_rows(pen);
      const std::uint64_t across = (t.n + columns - 1U) >> log2_columns(pen);
      const auto cycles = [&](std::uint64_t feed) { return down * across * (t.k * feed + rows + columns - 2U); };
      compute = lesser(compute, cycles(feed_cycles(pen, parameters[SDB].count - 1U)));
      most_compute = greater(most_compute, cycles(feed_cycles(pen, 0)));
      row_folds = lesser(row_folds, down);
      column_folds = lesser(column_folds, across);
    }

    const unsigned iss = decided > 7 ? configuration[ISS] : smallest_sram(t.input_tile);
    const unsigned wss = decided > 8 ? configuration[WSS] : smallest_sram(t.weight_tile);
    const unsigned oss = smallest_sram(kPartialSumBytes * t.output_tile);
    if (iss > kLargestSram || wss > kLargestSram || oss > kLargestSram) {
      return {0, UINT64_MAX, 0};
    }
    const unsigned dsb = decided > 10 ? configuration[DSB] : parameters[DSB].count - 1U;
    const bool input_stays = t.input_block() <= half_bytes(decided > 7 ? iss : static_cast<unsigned>(kLargestSram));
    const bool weight_stays = t.weight_block() <= half_bytes(decided > 8 ? wss : static_cast<unsigned>(kLargestSram));

    const std::uint64_t output_tiles = std::uint64_t{layer_.repeat} * t.output_blocks * t.pixel_blocks;
    const std::uint64_t steps = output_tiles * t.reduction_steps;
    const std::uint64_t weight_loads = weight_stays ? steps / t.pixel_blocks : steps;
    const std::uint64_t input_loads = input_stays ? steps / t.output_blocks : steps;
    const std::uint64_t load_weight = transfer_cycles(t.weight_tile, dsb);
    const std::uint64_t load_input = transfer_cycles(t.input_tile, dsb);
    const std::uint64_t store = transfer_cycles(t.output_tile, dsb);

    Activity a;
    a.macs = steps * t.m * t.n * t.k;
    a.input_dram = input_loads * t.input_tile;
    a.weight_dram = weight_loads * t.weight_tile;
    a.output_dram = output_tiles * t.output_tile;
    a.input_feed = steps * row_folds * t.k * t.n;
    a.weight_feed = steps * column_folds * t.k * t.m;
    a.partial_sums = steps * kPartialSumBytes * t.output_tile;  // a.cycles stays 0: leakage is bounded apart
    Configuration smallest = configuration;
    smallest[PEN] = static_cast<std::uint8_t>(first);
    smallest[ISS] = static_cast<std::uint8_t>(iss);
    smallest[WSS] = static_cast<std::uint8_t>(wss);
    smallest[OSS] = static_cast<std::uint8_t>(decided > 9 ? configuration[OSS] : oss);
    const Checked dynamic = energy(a, smallest);

    return {greater(load_weight + load_input + steps * compute + store,
                    weight_loads * load_weight + input_loads * load_input + output_tiles * store),
            dynamic.overflowed() ? UINT64_MAX : dynamic.value(), leakage(smallest),
            steps * most_compute + most_transfers(iss, wss, decided > 10 ? configuration[DSB] : 0U)};
  }

 private:
  static constexpr std::size_t kTilesDecided = 6;

  /// Cycles of all loads and stores where SRAMs are no smaller and the bandwidth is no narrower than that.
  [[nodiscard]] constexpr std::uint64_t most_transfers(unsigned iss, unsigned wss, unsigned dsb) const {
    const Tiling& t = tiling_;
    const std::uint64_t output_tiles = std::uint64_t{layer_.repeat} * t.output_blocks * t.pixel_blocks;
    const std::uint64_t steps = output_tiles * t.reduction_steps;
    const std::uint64_t weight_loads = t.weight_block() <= half_bytes(wss) ? steps / t.pixel_blocks : steps;
    const std::uint64_t input_loads = t.input_block() <= half_bytes(iss) ? steps / t.output_blocks : steps;
    return weight_loads * transfer_cycles(t.weight_tile, dsb) + input_loads * transfer_cycles(t.input_tile, dsb) +
           output_tiles * transfer_cycles(t.output_tile, dsb);
  }

  static constexpr std::uint64_t lesser(std::uint64_t a, std::uint64_t b) { return a < b ? a : b; }
  static constexpr std::uint64_t greater(std::uint64_t a, std::uint64_t b) { return a < b ? b : a; }

  const Layer& layer_;
  Tiling tiling_;
};

}  // namespace gandse
