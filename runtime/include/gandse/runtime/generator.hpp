// The generator network G: a trunk of int8 dense layers that runs once per decision, and one small head per drawn
// parameter that also sees the choices drawn before it. Shapes are part of the type: weights of a wrong size do not
// compile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/template.hpp"
#include "gandse/runtime/dense.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/fingerprint.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// Which parameters have a head, in draw order, and where the numbers of each head lie in the flat weight arrays.
template <class Template>
struct Heads {
  /// Counts the parameters that are not derived: each has one head.
  static constexpr std::size_t count() {
    std::size_t heads = 0;
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      heads += Template::is_derived(parameter) ? 0U : 1U;
    }
    return heads;
  }
  static constexpr std::size_t kCount = count();  ///< number of heads

  /// Lists the parameter that each head draws.
  static constexpr std::array<std::uint8_t, kCount> make_parameters() {
    std::array<std::uint8_t, kCount> result{};
    std::size_t head = 0;
    for (const std::uint8_t parameter : Template::draw_order) {
      if (!Template::is_derived(parameter)) {
        result[head++] = parameter;
      }
    }
    return result;
  }
  /// By head, the parameter that it draws.
  static constexpr std::array<std::uint8_t, kCount> parameters = make_parameters();

  /// Adds up the choices of the heads.
  static constexpr std::array<std::size_t, kCount + 1> make_choice_offset() {
    std::array<std::size_t, kCount + 1> result{};
    for (std::size_t head = 0; head < kCount; ++head) {
      result[head + 1] = result[head] + Template::parameters[parameters[head]].count;
    }
    return result;
  }
  /// By head, the number of choices of all heads before it; the last is the total.
  static constexpr std::array<std::size_t, kCount + 1> choice_offset = make_choice_offset();
  static constexpr std::size_t kChoices = choice_offset[kCount];  ///< number of choices of all heads

  /// Adds up the prefix columns of the heads: one for each choice of each head before.
  static constexpr std::array<std::size_t, kCount + 1> make_prefix_offset() {
    std::array<std::size_t, kCount + 1> result{};
    for (std::size_t head = 0; head < kCount; ++head) {
      result[head + 1] = result[head] + choice_offset[head];
    }
    return result;
  }
  /// By head, the number of prefix columns of all heads before it; the last is the total.
  static constexpr std::array<std::size_t, kCount + 1> prefix_offset = make_prefix_offset();
  static constexpr std::size_t kPrefixColumns = prefix_offset[kCount];  ///< number of prefix columns of all heads
};

/// Version of what the numbers of GeneratorWeights mean (runtime/FORMAT.md). Exported headers name the one they were
/// written in, and do not compile with another.
inline constexpr std::uint32_t kGeneratorFormat = 1;

/// Trained weights, all int8 in [-127, 127] with int32 biases, written by gandse-export; within_ranges() checks others.
/// `Fingerprint` is that of the template they were trained for: with another template they do not compile.
template <class Template_, std::uint64_t Fingerprint, std::size_t TrunkWidth, std::size_t TrunkLayers,
          std::size_t HeadWidth>
struct GeneratorWeights {
  static_assert(
      Fingerprint == fingerprint<Template_>(),
      "these generator weights were trained for another design space, technology or cost model version, other layer "
      "fields or another encoding: train and export again");
  static_assert(TrunkLayers >= 1, "a generator has at least one trunk layer");
  using Template = Template_;  ///< the accelerator family that they were trained for
  static constexpr std::size_t kInputs = Encoder<Template>::kSize;  ///< number of features of a task
  static constexpr std::size_t kTrunkWidth = TrunkWidth;            ///< outputs of each trunk layer
  static constexpr std::size_t kTrunkLayers = TrunkLayers;  ///< dense layers that run once per decision, at least 1
  static constexpr std::size_t kHeadWidth = HeadWidth;      ///< hidden outputs of each head
  using Heads = gandse::Heads<Template>;                    ///< layout of the arrays by head

  std::array<std::int8_t, TrunkWidth * kInputs> input_weight;                         ///< [output][input]
  std::array<std::int8_t, (TrunkLayers - 1) * TrunkWidth * TrunkWidth> trunk_weight;  ///< [layer][output][input]
  std::array<std::int32_t, TrunkLayers * TrunkWidth> trunk_bias;                      ///< [layer][output]
  std::array<Scale, TrunkLayers> trunk_scale;                                         ///< [layer], to int8 activations
  std::array<std::int8_t, Heads::kCount * HeadWidth * TrunkWidth> head_weight;        ///< [head][output][trunk output]
  std::array<std::int32_t, Heads::kCount * HeadWidth> head_bias;                      ///< [head][output]
  std::array<std::int8_t, Heads::kPrefixColumns * HeadWidth> prefix_weight;  ///< [head][choice before it][output]
  std::array<std::int32_t, Heads::kCount> prefix_gain;  ///< [head], accumulator units per unit of prefix_weight
  std::array<Scale, Heads::kCount> head_scale;          ///< [head], to int8 activations
  std::array<std::int8_t, Heads::kChoices * HeadWidth> logit_weight;  ///< [head][choice][head output]
  std::array<std::int32_t, Heads::kChoices> logit_bias;               ///< [head][choice]
  std::array<Scale, Heads::kCount> logit_scale;                       ///< [head], to log2 probability, Q8
  TrainingRange<Template> trained{};  ///< what they were trained on; by default, everything
};

/// One inference: the trunk's share of every head, from which any number of candidates is drawn. Refers to the weights.
template <class Weights>
class Inference {
 public:
  ///@{
  /// Types of the weights.
  using Template = typename Weights::Template;
  using Heads = typename Weights::Heads;
  ///@}
  using Logits = std::array<std::int32_t, kMaxChoices>;            ///< log2 of unnormalised probability, Q8
  using HeadSums = std::array<std::int32_t, Weights::kHeadWidth>;  ///< accumulators of one head

  /// Runs the trunk on the features of a task, and each head's part of it.
  Inference(const Weights& weights, const typename Encoder<Template>::Features& features) : weights_(weights) {
    constexpr std::size_t kWidth = Weights::kTrunkWidth;
    std::array<std::int32_t, kWidth> sums;
    std::array<std::int8_t, kWidth> activations;
    dense(weights.input_weight.data(), weights.trunk_bias.data(), features.data(), features.size(), kWidth,
          sums.data());
    for (std::size_t layer = 0;; ++layer) {
      activate(sums.data(), kWidth, weights.trunk_scale[layer], activations.data());
      if (layer + 1 == Weights::kTrunkLayers) {
        break;
      }
      dense(weights.trunk_weight.data() + layer * kWidth * kWidth, weights.trunk_bias.data() + (layer + 1) * kWidth,
            activations.data(), kWidth, kWidth, sums.data());
    }
    dense(weights.head_weight.data(), weights.head_bias.data(), activations.data(), kWidth, sums_.size(), sums_.data());
  }

  /// Logits of head `head`, after the choices that `configuration` holds for the heads before it. Entries beyond the
  /// choices are 0.
  [[nodiscard]] Logits logits(std::size_t head, const typename Template::Configuration& configuration) const {
    constexpr std::size_t kWidth = Weights::kHeadWidth;
    const std::int8_t* columns = weights_.prefix_weight.data() + Heads::prefix_offset[head] * kWidth;
    std::array<const std::int8_t*, Heads::kCount> drawn;
    for (std::size_t before = 0; before < head; ++before) {
      drawn[before] = columns + (Heads::choice_offset[before] + configuration[Heads::parameters[before]]) * kWidth;
    }
    HeadSums sums;
    add_columns(drawn.data(), head, kWidth, weights_.prefix_gain[head], sums_.data() + head * kWidth, sums.data());
    std::array<std::int8_t, kWidth> activations;
    activate(sums.data(), kWidth, weights_.head_scale[head], activations.data());
    Logits result;
    const std::size_t first = Heads::choice_offset[head];
    const std::size_t choices = Heads::choice_offset[head + 1] - first;
    dense(weights_.logit_weight.data() + first * kWidth, weights_.logit_bias.data() + first, activations.data(), kWidth,
          choices, result.data());
    for (std::size_t c = 0; c < choices; ++c) {
      const std::int32_t logit = rescale(result[c], weights_.logit_scale[head]);
      result[c] = logit > kMaxLogit ? kMaxLogit : logit < -kMaxLogit ? -kMaxLogit : logit;
    }
    for (std::size_t c = choices; c < result.size(); ++c) {
      result[c] = 0;
    }
    return result;
  }

 private:
  static constexpr std::int32_t kMaxLogit = 1 << 20;  ///< 4096 octaves: differences of logits cannot overflow

  const Weights& weights_;
  std::array<std::int32_t, Heads::kCount * Weights::kHeadWidth> sums_;
};

}  // namespace gandse
