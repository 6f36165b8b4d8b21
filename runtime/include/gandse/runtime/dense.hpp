// The arithmetic of the int8 generator: dense layers with int32 accumulators, and requantisation. The same bits on
// every target, whichever instructions it has.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// A positive scale, multiplier / 2^shift.
struct Scale {
  std::uint32_t multiplier;  ///< in [2^30, 2^31)
  std::uint8_t shift;        ///< 1..62
};

/// round(x * scale), halves away from zero, clamped to the magnitudes of int32. Exact in 64 bits; no
/// implementation-defined shift of a negative number.
constexpr std::int32_t rescale(std::int32_t x, Scale scale) {
  const bool negative = x < 0;
  const std::uint64_t magnitude = negative ? 0U - static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x);
  const std::uint64_t rounded =
      (magnitude * scale.multiplier + (std::uint64_t{1} << (scale.shift - 1U))) >> scale.shift;
  const auto clamped = static_cast<std::int32_t>(rounded > 0x7FFFFFFFU ? 0x7FFFFFFFU : rounded);
  return negative ? -clamped : clamped;
}

/// Applies ReLU, then requantises to an int8 activation in [0, 127].
constexpr std::int8_t activate(std::int32_t accumulator, Scale scale) {
  const std::int32_t y = accumulator <= 0 ? 0 : rescale(accumulator, scale);
  return static_cast<std::int8_t>(y > 127 ? 127 : y);
}

// No output array may overlap an input of the same call: kernels compute some places twice.

/// Multiplies a matrix by a vector: accumulator[o] = bias[o] + sum over i of weight[o * inputs + i] * input[i]. Weights
/// and inputs lie in [-127, 127]; |bias[o]| + 127^2 * inputs must fit int32. `accumulator` may overlap no input.
void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
           std::size_t outputs, std::int32_t* accumulator);

/// Adds up columns: sum[i] = start[i] + gain * (column[0][i] + column[1][i] + ...), i < width. At most 256 columns, in
/// [-127, 127]; |start[i]| + 127 * columns * |gain| must fit int32. `sum` may overlap no input.
void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                 const std::int32_t* start, std::int32_t* sum);

/// Applies activation[i] = activate(sum[i], scale), i < count. `activation` may not overlap `sum`.
void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation);

/// The kernels that these were compiled with, by name: "portable", "NEON", "dot product", "DSP", "Helium", "SSE2",
/// "SSSE3", "AVX2" or "AVX-512 VNNI". All give the same bits.
const char* dense_kernel();

}  // namespace gandse
