// The kernels in plain C++: what every other must equal.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gandse::kernels {

struct Portable {
  static constexpr const char* kName = "portable";

  static void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
                    std::size_t outputs, std::int32_t* accumulator) {
    for (std::size_t o = 0; o < outputs; ++o) {
      std::int32_t sum = bias[o];
      for (std::size_t i = 0; i < inputs; ++i) {
        sum += std::int32_t{weight[i]} * input[i];
      }
      accumulator[o] = sum;
      weight += inputs;
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
};

}  // namespace gandse::kernels
