// From the float generator to runtime's int8 weights. Plain arithmetic in double, in a fixed order: the same checkpoint
// gives the same bits on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/weight_ranges.hpp"
#include "net/generator_net.hpp"

namespace gandse::trainer {

/// The nearest runtime Scale. Throws std::runtime_error where it is out of range (a dead or diverged network).
inline Scale to_scale(double x) {
  if (!(x > 0) || !std::isfinite(x)) {
    throw std::runtime_error("a layer has no usable scale: the network is dead or has diverged");
  }
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);  // [0.5, 1) * 2^exponent
  auto multiplier = static_cast<std::uint64_t>(std::llround(std::ldexp(mantissa, 31)));
  if (multiplier == (std::uint64_t{1} << 31U)) {
    multiplier >>= 1U;
    ++exponent;
  }
  const int shift = 31 - exponent;
  if (shift < 1 || shift > 62) {
    throw std::runtime_error("a layer's scale " + std::to_string(x) + " is out of range");
  }
  return {static_cast<std::uint32_t>(multiplier), static_cast<std::uint8_t>(shift)};
}

/// Symmetric, one scale for the whole tensor: value = q * scale, q in [-127, 127].
class QuantisedTensor {
 public:
  explicit QuantisedTensor(std::span<const float> values) {
    double largest = 0;
    for (const float v : values) {
      largest = std::max(largest, std::fabs(static_cast<double>(v)));
    }
    scale_ = largest > 0 ? largest / 127.0 : 1.0 / 127.0;
  }
  [[nodiscard]] double scale() const { return scale_; }
  [[nodiscard]] std::int8_t operator()(float value) const {
    return static_cast<std::int8_t>(std::clamp(std::lround(static_cast<double>(value) / scale_), -127L, 127L));
  }

 private:
  double scale_;
};

inline std::int32_t to_bias(float value, double scale) {
  return static_cast<std::int32_t>(std::clamp(std::round(static_cast<double>(value) / scale), -1.0e9, 1.0e9));
}

template <class Template>
GeneratorShape shape_of(std::size_t trunk_width, std::size_t trunk_layers, std::size_t head_width) {
  GeneratorShape shape{Encoder<Template>::kSize, trunk_width, trunk_layers, head_width, {}, true};
  for (const std::uint8_t parameter : Heads<Template>::parameters) {
    shape.choices.push_back(Template::parameters[parameter].count);
  }
  return shape;
}

template <class Weights>
std::unique_ptr<Weights> quantise(const GeneratorNet& net, const ActivationRange& range) {
  using Heads = typename Weights::Heads;
  constexpr std::size_t kTrunk = Weights::kTrunkWidth;
  constexpr std::size_t kHead = Weights::kHeadWidth;
  auto weights = std::make_unique<Weights>();

  double input_scale = static_cast<double>(kFeatureScale);
  for (std::size_t layer = 0; layer < Weights::kTrunkLayers; ++layer) {
    const auto w = net.trunk_net().weight(layer);
    const auto b = net.trunk_net().bias(layer);
    const QuantisedTensor q{w};
    std::int8_t* to =
        layer == 0 ? weights->input_weight.data() : weights->trunk_weight.data() + (layer - 1) * kTrunk * kTrunk;
    std::transform(w.begin(), w.end(), to, q);
    for (std::size_t o = 0; o < kTrunk; ++o) {
      weights->trunk_bias[layer * kTrunk + o] = to_bias(b[o], q.scale() * input_scale);
    }
    const double output_scale = static_cast<double>(range.trunk.at(layer)) / 127.0;
    weights->trunk_scale[layer] = to_scale(q.scale() * input_scale / output_scale);
    input_scale = output_scale;
  }

  for (std::size_t head = 0; head < Heads::kCount; ++head) {
    const Mlp& mlp = net.head_net(head);
    const auto w = mlp.weight(0);
    const auto b = mlp.bias(0);
    const std::size_t prefix = Heads::choice_offset[head];
    const std::size_t row = kTrunk + prefix;
    std::vector<float> from_trunk;
    double largest_prefix = 0;
    for (std::size_t o = 0; o < kHead; ++o) {
      from_trunk.insert(from_trunk.end(), w.begin() + static_cast<std::ptrdiff_t>(o * row),
                        w.begin() + static_cast<std::ptrdiff_t>(o * row + kTrunk));
      for (std::size_t c = 0; c < prefix; ++c) {
        largest_prefix = std::max(largest_prefix, std::fabs(static_cast<double>(w[o * row + kTrunk + c])));
      }
    }
    const QuantisedTensor q{from_trunk};
    const double sum_scale = q.scale() * input_scale;
    std::transform(from_trunk.begin(), from_trunk.end(), weights->head_weight.data() + head * kHead * kTrunk, q);
    // The prefix has a coarser grid: a whole multiple of the accumulator's, so that its columns are simply added.
    const double gain = std::max(1.0, std::ceil(largest_prefix / (127.0 * sum_scale)));
    if (!(gain < 1.0e5)) {
      throw std::runtime_error("a head's prefix outweighs its trunk: the network is dead or has diverged");
    }
    weights->prefix_gain[head] = static_cast<std::int32_t>(gain);
    for (std::size_t o = 0; o < kHead; ++o) {
      weights->head_bias[head * kHead + o] = to_bias(b[o], sum_scale);
      for (std::size_t c = 0; c < prefix; ++c) {
        const double value = static_cast<double>(w[o * row + kTrunk + c]) / (gain * sum_scale);
        weights->prefix_weight[(Heads::prefix_offset[head] + c) * kHead + o] =
            static_cast<std::int8_t>(std::clamp(std::lround(value), -127L, 127L));
      }
    }
    const double hidden_scale = static_cast<double>(range.head.at(head)) / 127.0;
    weights->head_scale[head] = to_scale(sum_scale / hidden_scale);

    const auto logit_w = mlp.weight(1);
    const auto logit_b = mlp.bias(1);
    const QuantisedTensor logit_q{logit_w};
    std::transform(logit_w.begin(), logit_w.end(), weights->logit_weight.data() + Heads::choice_offset[head] * kHead,
                   logit_q);
    for (std::size_t c = 0; c < logit_b.size(); ++c) {
      weights->logit_bias[Heads::choice_offset[head] + c] = to_bias(logit_b[c], logit_q.scale() * hidden_scale);
    }
    constexpr double kLogit = 256.0 / 0.69314718055994530942;  // nats -> log2 in Q8
    weights->logit_scale[head] = to_scale(logit_q.scale() * hidden_scale * kLogit);
  }
  if (!within_ranges(*weights)) {
    throw std::runtime_error("the network's weights leave the range of int32 sums: it is dead or has diverged");
  }
  return weights;
}

}  // namespace gandse::trainer
