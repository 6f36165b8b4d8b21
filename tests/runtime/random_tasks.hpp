// Random layers, objectives, pins and generators: what the runtime's tests are fed with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/fingerprint.hpp"
#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/random.hpp"

namespace gandse::test {

using Template = Im2col<Asic45nm>;
using Configuration = Template::Configuration;
using Pins = Template::Pins;

/// A generator that is small (tests are fast) and random (its logits are not all alike).
using SmallWeights = GeneratorWeights<Template, fingerprint<Template>(), 16, 2, 8>;

inline SmallWeights make_small_weights(std::uint64_t seed) {
  Random random{seed};
  SmallWeights weights{};
  const auto fill = [&](auto& numbers, std::int32_t most) {
    using Number = std::remove_reference_t<decltype(numbers[0])>;
    for (auto& number : numbers) {
      number = static_cast<Number>(static_cast<std::int32_t>(random.below(2U * static_cast<std::uint32_t>(most) + 1U)) -
                                   most);
    }
  };
  fill(weights.input_weight, 127);
  fill(weights.trunk_weight, 127);
  fill(weights.trunk_bias, 20000);
  fill(weights.head_weight, 127);
  fill(weights.head_bias, 5000);
  fill(weights.prefix_weight, 127);
  fill(weights.logit_weight, 127);
  fill(weights.logit_bias, 5000);
  weights.prefix_gain.fill(20);
  // 2^-9 to 2^-6 keep activations within int8 most of the time, and logits some octaves (256 each) apart.
  weights.trunk_scale.fill({1U << 30U, 39});
  weights.head_scale.fill({1U << 30U, 38});
  weights.logit_scale.fill({1U << 30U, 36});
  return weights;
}

inline const SmallWeights& small_weights() {
  static const SmallWeights weights = make_small_weights(2024);
  return weights;
}

/// Uniform in [0, 2^62). Operands of | may be evaluated in either order: two draws in one expression would differ
/// between compilers.
inline std::uint64_t random_wide(Random& random) {
  const std::uint64_t high = random.next();
  return high << 30U | random.next() >> 2U;
}

/// Log-uniform in [1, most].
inline std::uint32_t random_size(Random& random, std::uint32_t most) {
  const std::uint32_t octave = random.below(bit_width(most));
  const std::uint32_t value = (1U << octave) + random.below(1U << octave);
  return value < most ? value : most;
}

/// A layer between a toy and more than any real network has, but not so large that its energy could overflow.
inline Layer random_layer(Random& random) {
  Layer layer;
  do {
    layer.ic = random_size(random, 2048);
    layer.oc = random_size(random, 2048);
    layer.oh = random_size(random, 256);
    layer.ow = random.below(4) == 0 ? random_size(random, 256) : layer.oh;
    layer.kh = 1 + random.below(7);
    layer.kw = random.below(4) == 0 ? 1 + random.below(16) : layer.kh;
    layer.stride_h = random.below(8) == 0 ? 1 + random.below(16) : 1 + random.below(2);
    layer.stride_w = random.below(8) == 0 ? 1 + random.below(4) : layer.stride_h;
    layer.dilation_h = layer.dilation_w = random.below(8) == 0 ? 1 + random.below(4) : 1;
    layer.pad_top = layer.pad_bottom = random.below(2) == 0 ? 0 : (layer.kh - 1) * layer.dilation_h / 2;
    layer.pad_left = layer.pad_right = random.below(2) == 0 ? 0 : (layer.kw - 1) * layer.dilation_w / 2;
    layer.repeat = random.below(8) == 0 ? random_size(random, 64) : 1;
  } while (Template::check(layer) != Reason::none || Template::macs(layer) > std::uint64_t{1} << 34U);
  return layer;
}

/// From impossible to trivial.
inline Objective random_objective(Random& random) {
  const auto draw = [&](unsigned least_bits, std::uint32_t octaves) {
    const unsigned shift = least_bits + random.below(octaves);
    return (std::uint64_t{1} << shift) + (random.next() & ((std::uint64_t{1} << shift) - 1U));
  };
  return {{draw(8, 28)}, {draw(10, 14)}};
}

/// Every parameter is pinned to a random choice with probability `numerator` / 8.
inline Pins random_pins(Random& random, std::uint32_t numerator) {
  Pins pins;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (random.below(8) < numerator) {
      pins.choice[i] = static_cast<std::uint8_t>(random.below(Template::parameters[i].count));
    }
  }
  return pins;
}

/// Choice 0, or the pin.
inline Configuration least_configuration(const Pins& pins) {
  Configuration least{};
  for (std::size_t i = 0; i < least.size(); ++i) {
    least[i] = pins.is_pinned(i) ? pins.choice[i] : std::uint8_t{0};
  }
  return least;
}

inline bool obeys(const Configuration& configuration, const Pins& pins) {
  for (std::size_t i = 0; i < configuration.size(); ++i) {
    if (pins.is_pinned(i) && configuration[i] != pins.choice[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace gandse::test
