// Helium (the M-profile vector extension): sixteen products added to a general register by one instruction.
#pragma once

#include <arm_mve.h>

#include "blocked.hpp"
#ifdef __ARM_FEATURE_DSP
#include "dsp.hpp"
#endif

namespace gandse::kernels {

struct Helium : ScalarSums {
  static constexpr const char* kName = "Helium";
  static constexpr std::size_t kLanes = 16;
  using Input = int8x16_t;

  static Input load(const std::int8_t* input) { return vldrbq_s8(input); }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    return vmladavaq_s8(sum, input, vldrbq_s8(weight));
  }
};

#ifdef __ARM_FEATURE_DSP
using HeliumKernel = WithDspColumns<Helium>;
#else
using HeliumKernel = Blocked<Helium>;
#endif

}  // namespace gandse::kernels
