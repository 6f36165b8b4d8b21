// The dense layer for targets that multiply several int8 at once: four outputs at a time, so that inputs are loaded
// once for four rows of weights.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "portable.hpp"

namespace gandse::kernels {

/// `Lanes` says how the target multiplies: kLanes, how many inputs it takes at once; Input, what it keeps of them; Sum,
/// a partial sum of one output;
///   Input load(const int8_t* input)                     of kLanes inputs
///   Sum zero()
///   Sum add(Sum, Input, const int8_t* weight)           plus kLanes products
///   void finish(Sum, Sum, Sum, Sum, start, result)      result[r] = start[r] + the total of sum r
template <class Lanes>
struct Blocked : Portable {
  static constexpr const char* kName = Lanes::kName;

  static void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
                    std::size_t outputs, std::int32_t* accumulator) {
    if (inputs < kLanes || outputs < kRows) {
      plain_dense(weight, bias, input, inputs, outputs, accumulator);
      return;
    }
    // Inputs beyond the last whole step are taken in one more step over the last kLanes, those counted before as zero.
    const std::size_t rest = inputs % kLanes;
    const std::int8_t* const end = input + (inputs - rest);
    std::array<std::int8_t, kLanes> last{};
    __builtin_memcpy(last.data() + (kLanes - rest), input + (inputs - rest), rest);
    for (;;) {
      four_rows(weight, inputs, input, end, bias, accumulator);
      if (rest != 0) {
        four_rows(weight + (inputs - kLanes), inputs, last.data(), last.data() + kLanes, accumulator, accumulator);
      }
      outputs -= kRows;
      if (outputs == 0) {
        return;
      }
      // The last four rows may begin among rows that are done: these are computed twice.
      const std::size_t step = outputs < kRows ? outputs : kRows;
      outputs += kRows - step;
      weight += step * inputs;
      bias += step;
      accumulator += step;
    }
  }

 private:
  static constexpr std::size_t kLanes = Lanes::kLanes;
  static constexpr std::size_t kRows = 4;

#ifdef __thumb__  // alone, it keeps everything in the fourteen registers of these targets
  [[gnu::noinline]]
#endif
  static void
  four_rows(const std::int8_t* row0, std::size_t stride, const std::int8_t* input, const std::int8_t* end,
            const std::int32_t* start, std::int32_t* result) {
    const std::int8_t* row1 = row0 + stride;
    const std::int8_t* row2 = row1 + stride;
    const std::int8_t* row3 = row2 + stride;
    auto sum0 = Lanes::zero();
    auto sum1 = Lanes::zero();
    auto sum2 = Lanes::zero();
    auto sum3 = Lanes::zero();
    do {
      const auto loaded = Lanes::load(input);
      sum0 = Lanes::add(sum0, loaded, row0);
      sum1 = Lanes::add(sum1, loaded, row1);
      sum2 = Lanes::add(sum2, loaded, row2);
      sum3 = Lanes::add(sum3, loaded, row3);
      input += kLanes;
      row0 += kLanes;
      row1 += kLanes;
      row2 += kLanes;
      row3 += kLanes;
    } while (input != end);
    Lanes::finish(sum0, sum1, sum2, sum3, start, result);
  }
};

/// For targets whose sums are plain numbers.
struct ScalarSums {
  using Sum = std::int32_t;
  static Sum zero() { return 0; }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    result[0] = start[0] + sum0;
    result[1] = start[1] + sum1;
    result[2] = start[2] + sum2;
    result[3] = start[3] + sum3;
  }
};

}  // namespace gandse::kernels
