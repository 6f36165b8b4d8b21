// Armv8.2 dot products on AArch64: sixteen products by one instruction, thirty-two inputs loaded by one.
#pragma once

#include <arm_neon.h>

#include "blocked.hpp"

namespace gandse::kernels {

struct DotProduct {
  static constexpr const char* kName = "dot product";
  static constexpr std::size_t kLanes = 32;
  using Input = int8x16x2_t;
  using Sum = int32x4_t;

  static Input load(const std::int8_t* input) { return vld1q_s8_x2(input); }
  static Sum zero() { return vdupq_n_s32(0); }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    const int8x16x2_t w = vld1q_s8_x2(weight);
    return vdotq_s32(vdotq_s32(sum, w.val[0], input.val[0]), w.val[1], input.val[1]);
  }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    const int32x4_t total = vpaddq_s32(vpaddq_s32(sum0, sum1), vpaddq_s32(sum2, sum3));
    vst1q_s32(result, vaddq_s32(vld1q_s32(start), total));
  }
};

}  // namespace gandse::kernels
