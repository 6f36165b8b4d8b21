// Input rows and columns that the im2col machine really reads from DRAM: its DMA makes zeros of what lies outside.
#pragma once

#include <cstdint>

#include "gandse/cost_model/im2col_cut.hpp"

namespace gandse::im2col {

/// One dimension of a layer's input, cut into tiles of `outputs` outputs and `taps` taps.
struct Axis {
  std::uint32_t output_tiles;  ///< number of tiles of outputs
  std::uint32_t tap_tiles;     ///< number of tiles of taps
  std::uint32_t outputs;       ///< of a tile
  std::uint32_t taps;          ///< of a tile
  std::uint32_t stride;        ///< of the layer in this dimension
  std::uint32_t dilation;      ///< likewise
  std::uint32_t before;        ///< zeros above, or to the left
  std::uint32_t size;          ///< rows or columns that exist

  /// Sum over terms i = 0 .. count - 1 of how much of [first + i step, first + i step + length) is in [0, size).
  [[nodiscard]] static constexpr std::uint64_t inside(std::int32_t first, std::uint32_t step, std::uint32_t count,
                                                      std::uint32_t length, std::uint32_t size) {
    const auto reach = static_cast<std::int32_t>((count - 1U) * step + length);  // below 2^22 of any legal layer
    if (first >= 0 && first + reach <= static_cast<std::int32_t>(size)) {
      return std::uint64_t{count} * length;
    }
    return below(first + static_cast<std::int32_t>(length), step, count, size) - below(first, step, count, size);
  }

  /// Rows (columns) of all tiles that exist, each counted as often as it is loaded. `between` says whether those
  /// between the ones that are read are loaded too, as columns are.
  [[nodiscard]] constexpr std::uint64_t loaded(bool between) const {
    std::uint64_t sum = 0;
    if (between || (taps > 1U && outputs > 1U)) {  // a range for each pair of output tile and tap tile
      const std::uint32_t length = (outputs - 1U) * stride + (taps - 1U) * dilation + 1U;
      for (std::uint32_t k = 0; k < tap_tiles; ++k) {
        sum += inside(position(k * taps), outputs * stride, output_tiles, length, size);
      }
    } else {  // one row for each pair of output and tap
      for (std::uint32_t k = 0; k < tap_tiles * taps; ++k) {
        sum += inside(position(k), stride, output_tiles * outputs, 1U, size);
      }
    }
    return sum;
  }

 private:
  [[nodiscard]] constexpr std::int32_t position(std::uint32_t tap) const {
    return static_cast<std::int32_t>(tap * dilation) - static_cast<std::int32_t>(before);
  }

  /// Sum over i = 0 .. count - 1 of first + i step, clamped to 0 .. size.
  [[nodiscard]] static constexpr std::uint64_t below(std::int32_t first, std::uint32_t step, std::uint32_t count,
                                                     std::uint32_t size) {
    // terms first_in .. first_out - 1 lie in 0 .. size - 1; those before count 0, those after count `size`
    const std::uint32_t first_in = reaches(first, step, count, 0);
    const std::uint32_t first_out = reaches(first, step, count, static_cast<std::int32_t>(size));
    const std::uint32_t in = first_out - first_in;
    std::uint64_t sum = std::uint64_t{count - first_out} * size;
    if (in != 0) {
      const std::uint32_t lowest = static_cast<std::uint32_t>(first) + first_in * step;
      sum += std::uint64_t{in} * (2U * lowest + (in - 1U) * step) / 2U;
    }
    return sum;
  }

  /// Least i with first + i step >= bound, at most `count`.
  [[nodiscard]] static constexpr std::uint32_t reaches(std::int32_t first, std::uint32_t step, std::uint32_t count,
                                                       std::int32_t bound) {
    if (first >= bound) {
      return 0;
    }
    return lesser(ceil_div(static_cast<std::uint32_t>(bound - first), step), count);
  }
};

}  // namespace gandse::im2col
