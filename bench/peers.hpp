// The dense layers of one inference, as any library could run them: what peers are given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gandse/runtime/dense.hpp"
#include "gandse/runtime/generator.hpp"

namespace gandse::bench {

/// result = weight * input + bias; all but the last layer are followed by ReLU and requantisation with `scale`.
struct DenseLayer {
  std::size_t inputs;
  std::size_t outputs;
  const std::int8_t* weight;  ///< [output][input]
  const std::int32_t* bias;
  Scale scale;  ///< of the last layer: meaningless
  bool last;

  [[nodiscard]] float float_scale() const {
    return last ? 1.0F : static_cast<float>(scale.multiplier) / static_cast<float>(std::uint64_t{1} << scale.shift);
  }
  /// Weights and biases with the requantisation folded in: a float layer needs none.
  [[nodiscard]] std::vector<float> float_weight() const {
    std::vector<float> result(inputs * outputs);
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = static_cast<float>(weight[i]) * float_scale();
    }
    return result;
  }
  [[nodiscard]] std::vector<float> float_bias() const {
    std::vector<float> result(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
      result[o] = static_cast<float>(bias[o]) * float_scale();
    }
    return result;
  }
};

/// Trunk, then the trunk's share of all heads as one layer: what runtime's Inference computes.
template <class Weights>
std::vector<DenseLayer> dense_layers(const Weights& weights) {
  constexpr std::size_t kWidth = Weights::kTrunkWidth;
  std::vector<DenseLayer> layers;
  for (std::size_t l = 0; l < Weights::kTrunkLayers; ++l) {
    layers.push_back({l == 0 ? Weights::kInputs : kWidth, kWidth,
                      l == 0 ? weights.input_weight.data() : weights.trunk_weight.data() + (l - 1) * kWidth * kWidth,
                      weights.trunk_bias.data() + l * kWidth, weights.trunk_scale[l], false});
  }
  layers.push_back({kWidth, Weights::Heads::kCount * Weights::kHeadWidth, weights.head_weight.data(),
                    weights.head_bias.data(), Scale{}, true});
  return layers;
}

}  // namespace gandse::bench
