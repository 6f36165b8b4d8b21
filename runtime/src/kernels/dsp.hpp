// The DSP extension of Cortex-M4, M7, M33 and R5: two products of int16 by one instruction.
#pragma once

#include "blocked.hpp"

namespace gandse::kernels {

struct Dsp : ScalarSums {
  static constexpr const char* kName = "DSP";
  static constexpr std::size_t kLanes = 4;
  struct Input {
    std::int32_t even;  ///< inputs 0 and 2, as int16
    std::int32_t odd;   ///< inputs 1 and 3
  };

  static Input load(const std::int8_t* input) {
    const std::uint32_t four = four_bytes(input);
    return {even(four), odd(four)};
  }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    const std::uint32_t four = four_bytes(weight);
    return multiply_add(odd(four), input.odd, multiply_add(even(four), input.even, sum));
  }

  // These cores load words from any address.
  static std::uint32_t four_bytes(const std::int8_t* bytes) {
    std::uint32_t result;
    __builtin_memcpy(&result, bytes, sizeof(result));
    return result;
  }
  // In assembly, because GCC's intrinsics (arm_acle.h) know no rotated operand.
  static std::int32_t even(std::uint32_t four) {
    std::int32_t result;
    __asm__("sxtb16 %0, %1" : "=r"(result) : "r"(four));
    return result;
  }
  static std::int32_t odd(std::uint32_t four) {
    std::int32_t result;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(four));
    return result;
  }
  static std::int32_t add_even(std::int32_t sum, std::uint32_t four) {
    std::int32_t result;
    __asm__("sxtab16 %0, %1, %2" : "=r"(result) : "r"(sum), "r"(four));
    return result;
  }
  static std::int32_t add_odd(std::int32_t sum, std::uint32_t four) {
    std::int32_t result;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(result) : "r"(sum), "r"(four));
    return result;
  }
  static std::int32_t multiply_add(std::int32_t a, std::int32_t b, std::int32_t sum) {
    std::int32_t result;
    __asm__("smlad %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
  }
};

/// The kernel of `Lanes`, with columns added by this extension.
template <class Lanes>
struct WithDspColumns : Blocked<Lanes> {
  // Four outputs at a time, as two pairs of int16: 256 numbers of int8 fit.
  static void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                          const std::int32_t* start, std::int32_t* sum) {
    const std::size_t whole = width & ~std::size_t{3};
    for (std::size_t i = 0; i < whole; i += 4) {
      std::int32_t even = 0;
      std::int32_t odd = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        const std::uint32_t four = Dsp::four_bytes(column[c] + i);
        even = Dsp::add_even(even, four);
        odd = Dsp::add_odd(odd, four);
      }
      sum[i] = start[i] + gain * static_cast<std::int16_t>(even);
      sum[i + 1] = start[i + 1] + gain * static_cast<std::int16_t>(odd);
      sum[i + 2] = start[i + 2] + gain * (even >> 16U);
      sum[i + 3] = start[i + 3] + gain * (odd >> 16U);
    }
    for (std::size_t i = whole; i < width; ++i) {
      std::int32_t total = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        total += column[c][i];
      }
      sum[i] = start[i] + gain * total;
    }
  }
};

}  // namespace gandse::kernels
