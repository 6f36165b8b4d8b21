// The kernels in plain C++: what every other must equal.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/dense.hpp"

namespace gandse::kernels {

/// The dense layer by its definition (dense.hpp): for layers too small to be worth more.
inline void plain_dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input,
                        std::size_t inputs, std::size_t outputs, std::int32_t* accumulator) {
  for (std::size_t o = 0; o < outputs; ++o) {
    std::int32_t sum = bias[o];
    for (std::size_t i = 0; i < inputs; ++i) {
      sum += std::int32_t{*weight++} * input[i];
    }
    accumulator[o] = sum;
  }
}

struct Portable {
  static constexpr const char* kName = "portable";

  static void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
                    std::size_t outputs, std::int32_t* accumulator) {
    for (std::size_t o = 0; o < outputs; ++o) {
      std::int32_t sum = bias[o];
      const std::int8_t* x = input;
      for (std::size_t left = inputs / 4; left != 0; --left) {
        sum += std::int32_t{weight[0]} * x[0] + std::int32_t{weight[1]} * x[1];
        sum += std::int32_t{weight[2]} * x[2] + std::int32_t{weight[3]} * x[3];
        weight += 4;
        x += 4;
      }
      for (std::size_t left = inputs % 4; left != 0; --left) {
        sum += std::int32_t{*weight++} * *x++;
      }
      accumulator[o] = sum;
    }
  }

  static void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                          const std::int32_t* start, std::int32_t* sum) {
    for (std::size_t i = 0; i < width; ++i) {
      std::int32_t total = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        total += column[c][i];
      }
      sum[i] = start[i] + gain * total;
    }
  }

  static void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation) {
    const std::uint64_t half = std::uint64_t{1} << (scale.shift - 1U);
    for (std::size_t i = 0; i < count; ++i) {
      std::uint32_t rounded = 0;
      if (sum[i] > 0) {
        // As `activate` for one: but a shift of 32 or more, which trained layers have, needs the high word alone.
        const std::uint64_t product = std::uint64_t{static_cast<std::uint32_t>(sum[i])} * scale.multiplier + half;
        const std::uint64_t shifted = scale.shift >= 32U
                                          ? static_cast<std::uint32_t>(product >> 32U) >> (scale.shift - 32U)
                                          : product >> scale.shift;
        rounded = shifted > 127U ? 127U : static_cast<std::uint32_t>(shifted);
      }
      activation[i] = static_cast<std::int8_t>(rounded);
    }
  }
};

}  // namespace gandse::kernels
