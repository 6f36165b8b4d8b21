// What the int8 arithmetic asks of generator weights, so that no kernel can overflow on any input. The exporter writes
// no others, and a test holds every generator that is shipped to it; weights made by hand should be asked once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/runtime/generator.hpp"

namespace gandse {

namespace detail {

inline constexpr std::int64_t kMostProduct = std::int64_t{127} * 127;

constexpr std::int64_t magnitude(std::int64_t x) { return x < 0 ? -x : x; }

template <std::size_t N>
constexpr bool are_weights(const std::array<std::int8_t, N>& weights) {
  for (const std::int8_t weight : weights) {
    if (weight == INT8_MIN) {
      return false;
    }
  }
  return true;
}

template <std::size_t N>
constexpr bool are_scales(const std::array<Scale, N>& scales) {
  for (const Scale scale : scales) {
    if (scale.multiplier < (1U << 30U) || scale.multiplier >= (1U << 31U) || scale.shift < 1 || scale.shift > 62) {
      return false;
    }
  }
  return true;
}

/// Sums of `count` biases from `bias` on fit int32 with `more` added to their magnitudes.
constexpr bool fits(const std::int32_t* bias, std::size_t count, std::int64_t more) {
  for (std::size_t i = 0; i < count; ++i) {
    if (magnitude(bias[i]) + more > INT32_MAX) {
      return false;
    }
  }
  return true;
}

}  // namespace detail

/// Whether int8 weights lie in [-127, 127], scales are as Scale says, and no sum can leave int32.
template <class Weights>
constexpr bool within_ranges(const Weights& weights) {
  using Heads = typename Weights::Heads;
  constexpr auto kOf = [](std::size_t inputs) { return detail::kMostProduct * static_cast<std::int64_t>(inputs); };
  constexpr std::size_t kTrunk = Weights::kTrunkWidth;
  constexpr std::size_t kHead = Weights::kHeadWidth;
  bool result = detail::are_weights(weights.input_weight) && detail::are_weights(weights.trunk_weight) &&
                detail::are_weights(weights.head_weight) && detail::are_weights(weights.prefix_weight) &&
                detail::are_weights(weights.logit_weight) && detail::are_scales(weights.trunk_scale) &&
                detail::are_scales(weights.head_scale) && detail::are_scales(weights.logit_scale) &&
                detail::fits(weights.trunk_bias.data(), kTrunk, kOf(Weights::kInputs)) &&
                detail::fits(weights.trunk_bias.data() + kTrunk, weights.trunk_bias.size() - kTrunk, kOf(kTrunk)) &&
                detail::fits(weights.logit_bias.data(), weights.logit_bias.size(), kOf(kHead));
  for (std::size_t head = 0; head < Heads::kCount; ++head) {
    const std::int64_t prefix = 127 * static_cast<std::int64_t>(head) * detail::magnitude(weights.prefix_gain[head]);
    result = result && detail::fits(weights.head_bias.data() + head * kHead, kHead, kOf(kTrunk) + prefix);
  }
  return result;
}

}  // namespace gandse
