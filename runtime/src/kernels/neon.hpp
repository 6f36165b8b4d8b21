// NEON, AArch64 and AArch32. The products of two int8 pairs are added in int16 first: they fit, because weights are at
// least -127.
#pragma once

#include <arm_neon.h>

#include "blocked.hpp"

namespace gandse::kernels {

struct Neon {
  static constexpr const char* kName = "NEON";
  static constexpr std::size_t kLanes = 16;
  using Input = int8x16_t;
  using Sum = int32x4_t;

  static Input load(const std::int8_t* input) { return vld1q_s8(input); }
  static Sum zero() { return vdupq_n_s32(0); }
  static Sum add(Sum sum, Input input, const std::int8_t* weights) {
    const int8x16_t weight = vld1q_s8(weights);
    const int16x8_t low = vmull_s8(vget_low_s8(weight), vget_low_s8(input));
    return vpadalq_s16(sum, vmlal_s8(low, vget_high_s8(weight), vget_high_s8(input)));
  }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    vst1q_s32(result, vaddq_s32(vld1q_s32(start), pairs(pairs(sum0, sum1), pairs(sum2, sum3))));
  }

 private:
  static int32x4_t pairs(int32x4_t a, int32x4_t b) {
#ifdef __aarch64__
    return vpaddq_s32(a, b);
#else
    return vcombine_s32(vpadd_s32(vget_low_s32(a), vget_high_s32(a)), vpadd_s32(vget_low_s32(b), vget_high_s32(b)));
#endif
  }
};

}  // namespace gandse::kernels
