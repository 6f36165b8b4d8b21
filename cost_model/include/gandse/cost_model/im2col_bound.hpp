// Lower bounds for partly decided im2col configurations: what branch and bound prunes with.
//
// Decided in the order PEN, tiles, SDB, DSB, ISS, WSS, OSS. Why the bounds hold:
//  - With PEN and some tiles: however a layer is cut, its folds cover every block of output channels and every pixel,
//  its
//    runs every block of input channels and every tap; a tile that is decided makes whole tiles of its dimension.
//    Nothing is multiplied, loaded or stored less often than once.
//  - With all tiles: cycles are first load + sum over steps of max(compute, DMA) + last store (im2col.hpp). Every step
//    takes at least `compute`, so cycles >= first load + steps * compute + last store; and the DMA moves every tile
//    once per load, so cycles >= the sum of all transfers. An undecided bandwidth is taken at its widest (both terms
//    only fall with it), an undecided SRAM at the residency with fewer loads. Likewise cycles <= steps * compute + the
//    sum of all transfers, with the narrowest and the residency with more.
//  - Energy without leakage: counts times constants that do not fall with SRAM size; an undecided SRAM is taken at its
//    smallest size with the fewest loads, an undecided SDB at its narrowest, whose words hold the least padding.
//  - Leakage per cycle grows with every hardware choice; undecided ones are taken at their smallest.
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
  /// The order in which a search decides: PEN, tiles, bandwidths, SRAMs.
  static constexpr std::array<std::uint8_t, kParameters> order{PEN, TOC, TOH, TOW, TIC, TKH,
                                                               TKW, SDB, DSB, ISS, WSS, OSS};

  /// For a layer that `check` accepts; it must outlive the bound.
  constexpr explicit Bound(const Layer& layer)
      : layer_(layer),
        touched_(std::uint64_t{
                     touched(layer.kh, layer.oh, layer.stride_h, layer.dilation_h, layer.pad_top, input_rows(layer))} *
                 touched(layer.kw, layer.ow, layer.stride_w, layer.dilation_w, layer.pad_left, input_columns(layer))) {}

  /// Bounds every completion of `configuration`, of which the first `decided` parameters of `order` are set, the last
  /// of them just now: calls must descend one parameter at a time, as a depth-first search does. Energy is UINT64_MAX
  /// if the tiles fit no SRAM.
  constexpr CostBound operator()(const Configuration& configuration, std::size_t decided) {
    if (decided == 0) {
      return {};
    }
    return decided < kTilesDecided ? of_array(configuration, decided) : of_tiles(configuration, decided);
  }

 private:
  static constexpr std::size_t kTilesDecided = 7;

  static constexpr std::uint64_t greater(std::uint64_t a, std::uint64_t b) { return a < b ? b : a; }
  static constexpr std::uint64_t whole(std::uint32_t size, std::uint32_t tile) {
    return std::uint64_t{ceil_div(size, tile)} * tile;
  }

  /// Rows (columns) of the input that some tap reads, at least.
  static constexpr std::uint32_t touched(std::uint32_t taps, std::uint32_t outputs, std::uint32_t stride,
                                         std::uint32_t dilation, std::uint32_t before, std::uint32_t size) {
    if (dilation == 1U && stride <= taps) {
      return size;
    }
    const std::uint32_t past = ceil_div(before, dilation);  // the first tap that reads no zeros above
    const std::uint32_t tap = past < taps ? past : taps - 1U;
    return static_cast<std::uint32_t>(im2col::Axis::inside(
        static_cast<std::int32_t>(tap * dilation) - static_cast<std::int32_t>(before), stride, outputs, 1U, size));
  }

  [[nodiscard]] constexpr CostBound of_array(const Configuration& configuration, std::size_t decided) const {
    const im2col::Array array = im2col::array_of(configuration[PEN], 0, 0);
    const std::uint32_t rows = array.rows();
    const im2col::Grouped grouped(layer_, array.row_bits);
    Configuration tiles = configuration;  // undecided ones count as 1, which makes nothing whole
    for (std::size_t i = decided; i < kTilesDecided; ++i) {
      tiles[order[i]] = 0;
    }
    const auto is_decided = [&](std::size_t place) { return decided > place; };
    const im2col::Cut t(layer_, grouped, array.row_bits, sizes(layer_, grouped, array.row_bits, tiles));

    const std::uint64_t outputs =
        is_decided(1) ? std::uint64_t{t.output_blocks} * t.row_folds : std::uint64_t{t.output_channels};
    const std::uint64_t rows_of_pixels = is_decided(2) ? whole(layer_.oh, t.sizes[im2col::kOh]) : layer_.oh;
    const std::uint64_t pixels = rows_of_pixels * (is_decided(3) ? whole(layer_.ow, t.sizes[im2col::kOw]) : layer_.ow);
    const std::uint64_t column_folds = is_decided(3) ? std::uint64_t{t.pixel_blocks()} * t.column_folds(array)
                                                     : (pixels + array.columns() - 1U) >> array.column_bits;
    const std::uint64_t inputs =
        is_decided(4) ? std::uint64_t{t.channel_steps} * t.tile_inputs : std::uint64_t{t.input_channels};
    const std::uint64_t kernel_rows = inputs * (is_decided(5) ? whole(layer_.kh, t.sizes[im2col::kKh]) : layer_.kh);
    const std::uint64_t steps = std::uint64_t{is_decided(4) ? t.channel_steps : 1U} * (is_decided(5) ? t.kh_steps : 1U);
    // bytes of a kernel row, and cycles with f = 1, where a word is R bytes
    const bool together = layer_.dilation_w == 1U && !t.diagonal;
    const std::uint64_t row_bytes = std::uint64_t{layer_.kw} * t.input_block;
    const std::uint64_t feed = kernel_rows * (together ? ((row_bytes + rows - 1U) >> array.row_bits) << array.row_bits
                                                       : std::uint64_t{layer_.kw} * rows);
    const std::uint64_t folds = t.groups * outputs * column_folds;
    const std::uint64_t compute = folds * (feed + steps * (rows + array.columns() - 2U));

    const std::uint64_t tile_outputs = t.groups * outputs * pixels;  // of R channels each
    const std::uint64_t indices = kernel_rows * row_bytes;
    const std::uint64_t taps = kernel_rows * layer_.kw;
    Activity a;
    a.macs = tile_outputs * t.output_block * (t.diagonal ? taps : indices);
    a.input_feed = tile_outputs * indices;
    a.weight_feed = folds * t.output_block * (t.diagonal ? taps : indices);
    a.partial_sums = tile_outputs * t.output_block * steps * im2col::kSumBytes;
    a.input_dram = std::uint64_t{t.groups} * t.input_channels * t.input_block * touched_;
    a.input_fill = a.input_dram;
    a.weight_dram = t.groups * (t.diagonal ? taps * rows : outputs * t.output_block * indices);
    a.constant_dram = t.groups * outputs * t.output_block * im2col::kConstantBytes;
    a.output_dram = std::uint64_t{t.groups} * t.output_channels * t.output_block * layer_.oh * layer_.ow;
    Configuration least{};
    least[PEN] = configuration[PEN];
    const Checked dynamic = energy(a, least);
    return {greater(compute, tile_outputs), dynamic.overflowed() ? UINT64_MAX : dynamic.value(), leakage(least)};
  }

  [[nodiscard]] constexpr CostBound of_tiles(const Configuration& configuration, std::size_t decided) {
    const bool feed_known = decided > 7;
    const bool port_known = decided > 8;
    if (decided == kTilesDecided) {
      cut_ = cut(layer_, configuration);
    }
    const im2col::Cut& t = cut_;
    const im2col::Array fast = im2col::array_of(configuration[PEN], feed_known ? configuration[SDB] : kWidest,
                                                port_known ? configuration[DSB] : kWidest);
    const im2col::Array slow = im2col::array_of(configuration[PEN], feed_known ? configuration[SDB] : 0U,
                                                port_known ? configuration[DSB] : 0U);
    const std::uint32_t weight_bytes = t.weight_bytes(fast.row_bits);
    const unsigned iss = decided > 9 ? configuration[ISS] : smallest_sram(t.input_bytes());
    const unsigned wss = decided > 10 ? configuration[WSS] : smallest_sram(weight_bytes);
    const unsigned oss = decided > 11 ? configuration[OSS] : smallest_sram(t.sum_bytes(fast.row_bits));
    if (iss > kLargestSram || wss > kLargestSram || oss > kLargestSram) {
      return {0, UINT64_MAX, 0};
    }
    const std::uint64_t input_block = t.input_block_bytes();
    const std::uint64_t weight_block = t.weight_block_bytes(fast.row_bits);
    const bool input_stays = input_block <= half_bytes(decided > 9 ? iss : kLargestSram);
    const bool weight_stays = weight_block <= half_bytes(decided > 10 ? wss : kLargestSram);

    const std::uint64_t output_tiles = std::uint64_t{t.groups} * t.output_blocks * t.pixel_blocks();
    const std::uint64_t steps = output_tiles * t.reduction_steps();
    const auto transfers = [&](const im2col::Array& array, bool weights, bool inputs) {
      return (weights ? steps / t.pixel_blocks() : steps) * t.weight_beats(array) +
             (inputs ? steps / t.output_blocks : steps) * t.input_beats(array) + output_tiles * t.store_beats(array);
    };
    Configuration least{};
    least[PEN] = configuration[PEN];
    least[SDB] = feed_known ? configuration[SDB] : std::uint8_t{0};
    least[DSB] = port_known ? configuration[DSB] : std::uint8_t{0};
    least[ISS] = static_cast<std::uint8_t>(iss);
    least[WSS] = static_cast<std::uint8_t>(wss);
    least[OSS] = static_cast<std::uint8_t>(oss);
    const Checked dynamic = energy(counts(layer_, t, slow, weight_stays, input_stays), least);
    const std::uint64_t alone = std::uint64_t{t.weight_beats(fast)} + t.input_beats(fast) + t.store_beats(fast);
    return {
        greater(alone + steps * t.step_cycles(fast), transfers(fast, weight_stays, input_stays)),
        dynamic.overflowed() ? UINT64_MAX : dynamic.value(), leakage(least),
        steps * t.step_cycles(slow) + transfers(slow, weight_block <= half_bytes(wss), input_block <= half_bytes(iss))};
  }

  static constexpr unsigned kWidest = 7;  ///< choice of SDB and of DSB

  const Layer& layer_;
  std::uint64_t touched_;  ///< pixels of the input that some tap reads, at least
  im2col::Cut cut_{};      ///< once all tiles are decided
};

}  // namespace gandse
