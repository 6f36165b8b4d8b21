// Convolutions as plain loops over plain tensors, and what they look like in the machine's DRAM.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "registers.hpp"

namespace gandse::test {

/// What scales the sums of one output channel to int8.
struct Constants {
  std::int32_t bias = 0;
  std::uint16_t multiplier = 1;
  std::uint8_t shift = 0;
};

/// Channels (all groups') x rows x columns, int8.
struct Tensor {
  Tensor(std::uint32_t c, std::uint32_t h, std::uint32_t w)
      : channels(c), rows(h), columns(w), values(std::size_t{c} * h * w) {}
  std::uint32_t channels, rows, columns;
  std::vector<std::int8_t> values;

  std::int8_t& at(std::uint32_t c, std::uint32_t y, std::uint32_t x) {
    return values[(std::size_t{c} * rows + y) * columns + x];
  }
  [[nodiscard]] std::int8_t at(std::uint32_t c, std::uint32_t y, std::uint32_t x) const {
    return values[(std::size_t{c} * rows + y) * columns + x];
  }
};

/// Weights of a layer: [output channel of all groups][input channel of its group][kh][kw], and constants per channel.
struct Weights {
  std::vector<std::int8_t> values;
  std::vector<Constants> constants;
};

/// (sum + bias) * multiplier / 2^shift, halves away from zero, saturated; with `relu` at least 0.
std::int8_t scaled(std::int32_t sum, const Constants& constants, bool relu);

/// The layer as nested loops: nothing of it is shared with the machine or its model.
Tensor convolve(const Layer& layer, const Tensor& input, const Weights& weights, bool relu);

///@{
/// Tensors to and from DRAM, in the layout of cost_model/im2col.md.
void write_input(const Job& job, const Tensor& tensor, std::span<std::uint8_t> dram);
void write_weights(const Job& job, const Weights& weights, std::span<std::uint8_t> dram);
void write_constants(const Job& job, const Weights& weights, std::span<std::uint8_t> dram);
Tensor read_output(const Job& job, std::span<const std::uint8_t> dram);
///@}

}  // namespace gandse::test
