// How a layer is cut for the im2col machine: groups side by side, channel blocks, tiles, folds and port cycles.
// Symbols and drawings: cost_model/im2col.md.
#pragma once

#include <array>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/workload.hpp"

namespace gandse::im2col {

/// Bytes of one channel's constants in DRAM: int32 bias, uint16 multiplier, uint8 shift, one unused.
inline constexpr std::uint32_t kConstantBytes = 8;
inline constexpr std::uint32_t kSumBytes = 4;  ///< of a partial sum, int32

/// The array and its bandwidths. Rows are output channels, columns output pixels; all sizes are powers of two.
struct Array {
  unsigned row_bits = 0;     ///< log2 of R
  unsigned column_bits = 0;  ///< log2 of C: R, or R / 2
  unsigned feed_bits = 0;    ///< log2 of f, the cycles in which one reduction index enters all rows and columns
  unsigned port_bits = 0;    ///< log2 of DSB, the DRAM port's bytes per cycle

  [[nodiscard]] constexpr std::uint32_t rows() const { return 1U << row_bits; }        ///< R
  [[nodiscard]] constexpr std::uint32_t columns() const { return 1U << column_bits; }  ///< C
  /// U = R / f: bytes that a row takes from the weight SRAM at once.
  [[nodiscard]] constexpr unsigned word_bits() const { return row_bits - feed_bits; }
  /// log2 of min(DSB, R): sums that are scaled and stored in a cycle.
  [[nodiscard]] constexpr unsigned lane_bits() const { return port_bits < row_bits ? port_bits : row_bits; }
};

/// log2 of the rows of an array of 8 << `pen_choice` PEs.
constexpr unsigned row_bits(unsigned pen_choice) { return (pen_choice + 4U) / 2U; }

/// Array of 8 << `pen_choice` PEs, as square as that allows, fed by 4 << `sdb_choice` and stored by 1 << `dsb_choice`
/// bytes per cycle. f is the least power of two that is at least (R + C) / SDB.
constexpr Array array_of(unsigned pen_choice, unsigned sdb_choice, unsigned dsb_choice) {
  Array a;
  a.row_bits = row_bits(pen_choice);
  a.column_bits = pen_choice + 3U - a.row_bits;
  const std::uint32_t edge = a.rows() + a.columns();
  while ((4U << (sdb_choice + a.feed_bits)) < edge) {
    ++a.feed_bits;
  }
  a.port_bits = dsb_choice;
  return a;
}

/// A layer as an array of R rows sees it. Groups of few input channels lie side by side, so that a block of R channels
/// is full: their weights are zero where input and output belong to different groups.
struct Grouped {
  std::uint32_t ic = 1;      ///< input channels of groups that lie side by side
  std::uint32_t oc = 1;      ///< their output channels
  std::uint32_t groups = 1;  ///< how many such
  bool diagonal = false;     ///< depthwise: row r multiplies channel r alone

  /// For an array of 2^`row_bits` rows.
  constexpr Grouped(const Layer& layer, unsigned row_bits) : ic(layer.ic), oc(layer.oc), groups(layer.repeat) {
    const std::uint32_t rows = 1U << row_bits;
    if (layer.repeat > 1U && 2U * layer.ic <= rows) {
      const std::uint32_t fit = rows / layer.ic;
      const std::uint32_t beside = fit < layer.repeat ? fit : layer.repeat;
      ic *= beside;
      oc *= beside;
      groups = ceil_div(layer.repeat, beside);
      diagonal = layer.ic == 1U && layer.oc == 1U;
    }
  }
};

/// Sizes of a tile as the parameters say them, in their order: input and output channels, output columns and rows,
/// kernel columns and rows.
using TileSizes = std::array<std::uint32_t, 6>;
/// Indices of TileSizes.
enum TileSize : std::uint8_t { kIc, kOc, kOw, kOh, kKw, kKh };

/// Input rows (or columns) of one dimension.
struct Span {
  std::uint32_t count = 0;  ///< that are loaded for a tile
  std::uint32_t pitch = 1;  ///< of the input, from one that is loaded to the next
};

/// Rows that `outputs` outputs of `taps` taps read. Where there is one tap or one output, rows between are not loaded.
constexpr Span row_span(std::uint32_t outputs, std::uint32_t taps, std::uint32_t stride, std::uint32_t dilation) {
  return taps == 1U      ? Span{outputs, stride}
         : outputs == 1U ? Span{taps, dilation}
                         : Span{(outputs - 1U) * stride + (taps - 1U) * dilation + 1U, 1U};
}

/// Columns that `outputs` outputs of `taps` taps span: pixels of a row are loaded together.
constexpr std::uint32_t column_span(std::uint32_t outputs, std::uint32_t taps, std::uint32_t stride,
                                    std::uint32_t dilation) {
  return (outputs - 1U) * stride + (taps - 1U) * dilation + 1U;
}

/// ceil(x / 2^bits).
constexpr std::uint32_t ceil_shift(std::uint32_t x, unsigned bits) { return (x + (1U << bits) - 1U) >> bits; }
/// The smaller of both.
constexpr std::uint32_t lesser(std::uint32_t a, std::uint32_t b) { return a < b ? a : b; }

/// A tile of a layer on an array of so many rows, whatever the number of such tiles. Nothing is divided.
struct Tile {
  TileSizes sizes{};                  ///< that it is cut by
  std::uint32_t input_block = 0;      ///< channels that lie together in DRAM: R, or all of the group
  std::uint32_t output_block = 0;     ///< the same for outputs
  std::uint32_t input_channels = 0;   ///< blocks of the layer's input
  std::uint32_t output_channels = 0;  ///< blocks of the layer's output
  std::uint32_t tile_inputs = 0;      ///< input blocks of a tile
  std::uint32_t row_folds = 0;        ///< output blocks of a tile: each fills the rows once
  std::uint32_t n = 0;                ///< output pixels
  Span rows;                          ///< input rows
  std::uint32_t columns = 0;          ///< input columns
  std::uint32_t runs = 0;             ///< pieces of the reduction that lie together in the input SRAM
  std::uint32_t run = 0;              ///< bytes of a run
  bool diagonal = false;              ///< depthwise

  constexpr Tile() = default;  ///< of no layer
  /// For an array of 2^`row_bits` rows; `tile` has whole blocks of channels, and no more than the layer.
  constexpr Tile(const Layer& layer, const Grouped& grouped, unsigned row_bits, const TileSizes& tile)
      : sizes(tile),
        input_block(lesser(grouped.ic, 1U << row_bits)),
        output_block(lesser(grouped.oc, 1U << row_bits)),
        input_channels(ceil_shift(grouped.ic, row_bits)),
        output_channels(ceil_shift(grouped.oc, row_bits)),
        tile_inputs(lesser(ceil_shift(tile[kIc], row_bits), input_channels)),
        row_folds(lesser(ceil_shift(tile[kOc], row_bits), output_channels)),
        n(tile[kOh] * tile[kOw]),
        rows(row_span(tile[kOh], tile[kKh], layer.stride_h, layer.dilation_h)),
        columns(column_span(tile[kOw], tile[kKw], layer.stride_w, layer.dilation_w)),
        runs(tile_inputs * tile[kKh]),
        run(input_block),
        diagonal(grouped.diagonal) {
    if (layer.dilation_w == 1U && !diagonal) {  // a kernel row of pixels lies together
      run *= tile[kKw];
    } else {
      runs *= tile[kKw];
    }
  }

  /// Bytes of a tile in the input SRAM.
  [[nodiscard]] constexpr std::uint32_t input_bytes() const { return tile_inputs * rows.count * columns * input_block; }
  /// Bytes of a weight tile, in DRAM and SRAM. Runs begin at multiples of R, so that every word of a row is aligned.
  [[nodiscard]] constexpr std::uint32_t weight_bytes(unsigned row_bits) const {
    return (diagonal ? 1U : row_folds * output_block) * runs * (ceil_shift(run, row_bits) << row_bits);
  }
  /// Bytes of a tile's sums: a line of R for every pixel and row fold.
  [[nodiscard]] constexpr std::uint32_t sum_bytes(unsigned row_bits) const {
    return (kSumBytes * row_folds * n) << row_bits;
  }

  /// Words of U bytes that a row takes for one fold.
  [[nodiscard]] constexpr std::uint32_t words(const Array& array) const {
    return runs * ceil_shift(run, array.word_bits());
  }
  /// Folds of C pixels.
  [[nodiscard]] constexpr std::uint32_t column_folds(const Array& array) const {
    return ceil_shift(n, array.column_bits);
  }
  /// A: cycles in which the array is busy in a step. A word is U indices of f cycles each: R cycles.
  [[nodiscard]] constexpr std::uint64_t step_cycles(const Array& array) const {
    const std::uint32_t fold = (words(array) << array.row_bits) + array.rows() + array.columns() - 2U;
    const std::uint32_t folds = row_folds * column_folds(array);
    return std::uint64_t{folds} * fold;
  }

  ///@{
  /// Cycles of the port: a weight tile, an input tile row by row, an output tile with its channels' constants.
  [[nodiscard]] constexpr std::uint32_t weight_beats(const Array& array) const {
    return ceil_shift(weight_bytes(array.row_bits), array.port_bits);
  }
  [[nodiscard]] constexpr std::uint32_t input_beats(const Array& array) const {
    return tile_inputs * rows.count * ceil_shift(columns * input_block, array.port_bits);
  }
  [[nodiscard]] constexpr std::uint32_t store_beats(const Array& array) const {
    return row_folds * (ceil_shift(kConstantBytes * output_block, array.port_bits) +
                        n * ceil_shift(output_block, array.lane_bits()));
  }
  ///@}
};

/// One layer, cut into equal tiles for one array; edge tiles compute padding.
struct Cut : Tile {
  std::uint32_t groups = 0;         ///< G: loops over groups that lie side by side
  std::uint32_t output_blocks = 0;  ///< B
  std::uint32_t row_blocks = 0;     ///< P is row_blocks times column_blocks
  std::uint32_t column_blocks = 0;  ///< tiles of a row of outputs
  std::uint32_t channel_steps = 0;  ///< D is the product of these three: tiles of input channels,
  std::uint32_t kh_steps = 0;       ///< of kernel rows
  std::uint32_t kw_steps = 0;       ///< and of kernel columns

  constexpr Cut() = default;  ///< of no layer
  /// As Tile.
  constexpr Cut(const Layer& layer, const Grouped& grouped, unsigned row_bits, const TileSizes& tile)
      : Tile(layer, grouped, row_bits, tile),
        groups(grouped.groups),
        output_blocks(ceil_div(output_channels, row_folds)),
        row_blocks(ceil_div(layer.oh, tile[kOh])),
        column_blocks(ceil_div(layer.ow, tile[kOw])),
        channel_steps(ceil_div(input_channels, tile_inputs)),
        kh_steps(ceil_div(layer.kh, tile[kKh])),
        kw_steps(ceil_div(layer.kw, tile[kKw])) {}

  [[nodiscard]] constexpr std::uint32_t pixel_blocks() const { return row_blocks * column_blocks; }              ///< P
  [[nodiscard]] constexpr std::uint32_t reduction_steps() const { return channel_steps * kh_steps * kw_steps; }  ///< D

  ///@{
  /// Bytes that must stay in half an SRAM so that nothing is loaded twice within a group.
  [[nodiscard]] constexpr std::uint64_t weight_block_bytes(unsigned row_bits) const {
    return std::uint64_t{reduction_steps()} * weight_bytes(row_bits);
  }
  [[nodiscard]] constexpr std::uint64_t input_block_bytes() const {
    return std::uint64_t{pixel_blocks()} * reduction_steps() * input_bytes();
  }
  ///@}
};

}  // namespace gandse::im2col
