#include "gandse/runtime/generator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "draw_point.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {
using Heads = gandse::Heads<Template>;

// The network written down once more, with plain loops over one head's full input: trunk outputs, then the one-hot
// choices.
std::vector<std::int32_t> plain_logits(const SmallWeights& w, const Encoder<Template>::Features& features,
                                       std::size_t head, const Configuration& configuration) {
  constexpr std::size_t kTrunk = SmallWeights::kTrunkWidth;
  constexpr std::size_t kHead = SmallWeights::kHeadWidth;
  std::vector<std::int32_t> activations(features.begin(), features.end());
  for (std::size_t layer = 0; layer < SmallWeights::kTrunkLayers; ++layer) {
    std::vector<std::int32_t> next;
    for (std::size_t o = 0; o < kTrunk; ++o) {
      std::int32_t sum = w.trunk_bias[layer * kTrunk + o];
      for (std::size_t i = 0; i < activations.size(); ++i) {
        sum += activations[i] * (layer == 0 ? w.input_weight[o * activations.size() + i]
                                            : w.trunk_weight[((layer - 1) * kTrunk + o) * kTrunk + i]);
      }
      next.push_back(activate(sum, w.trunk_scale[layer]));
    }
    activations = next;
  }
  std::vector<std::int32_t> hidden;
  for (std::size_t o = 0; o < kHead; ++o) {
    std::int32_t sum = w.head_bias[head * kHead + o];
    for (std::size_t i = 0; i < kTrunk; ++i) {
      sum += activations[i] * w.head_weight[(head * kHead + o) * kTrunk + i];
    }
    for (std::size_t before = 0; before < head; ++before) {
      const std::size_t column =
          Heads::prefix_offset[head] + Heads::choice_offset[before] + configuration[Heads::parameters[before]];
      sum += w.prefix_gain[head] * w.prefix_weight[column * kHead + o];
    }
    hidden.push_back(activate(sum, w.head_scale[head]));
  }
  std::vector<std::int32_t> logits;
  for (std::size_t c = Heads::choice_offset[head]; c < Heads::choice_offset[head + 1]; ++c) {
    std::int32_t sum = w.logit_bias[c];
    for (std::size_t i = 0; i < kHead; ++i) {
      sum += hidden[i] * w.logit_weight[c * kHead + i];
    }
    logits.push_back(rescale(sum, w.logit_scale[head]));
  }
  return logits;
}

TEST_CASE("every parameter that is not derived has one head, in draw order") {
  std::vector<std::uint8_t> expected;
  for (const std::uint8_t parameter : Template::draw_order) {
    if (!Template::is_derived(parameter)) {
      expected.push_back(parameter);
    }
  }
  CHECK(std::equal(expected.begin(), expected.end(), Heads::parameters.begin(), Heads::parameters.end()));
}

TEST_CASE("inference equals the network written with plain loops") {
  Random random{11};
  bool varied = false;
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const auto features = Encoder<Template>::encode(layer, random_objective(random), {}, random);
    const Configuration configuration = draw_point(layer, {}, random);
    const Inference<SmallWeights> inference{small_weights(), features};
    for (std::size_t head = 0; head < Heads::kCount; ++head) {
      const auto logits = inference.logits(head, configuration);
      const auto expected = plain_logits(small_weights(), features, head, configuration);
      REQUIRE(std::equal(expected.begin(), expected.end(), logits.begin()));
      varied = varied || *std::max_element(expected.begin(), expected.end()) > expected[0];
    }
  }
  CHECK(varied);  // otherwise these tests would test nothing
}

TEST_CASE("a head sees the choices before it, and only those") {
  Random random{12};
  const Layer layer{64, 64, 56, 56, 3, 3, 1, 1};
  const Inference<SmallWeights> inference{small_weights(),
                                          Encoder<Template>::encode(layer, {{1000000}, {250000}}, {}, random)};
  const std::size_t head = 5;
  Configuration a{};
  bool sees = false;
  for (std::size_t other = 0; other < Heads::kCount; ++other) {
    Configuration b = a;
    b[Heads::parameters[other]] = 6;
    const bool same = inference.logits(head, a) == inference.logits(head, b);
    if (other >= head) {
      CHECK(same);
    }
    sees = sees || !same;
  }
  CHECK(sees);
}

TEST_CASE("the committed weights keep to the ranges that int32 accumulators need") {
  const auto& weights = generated::im2col_96k;
  const auto no_minus_128 = [](const auto& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](std::int8_t x) { return x >= -127; });
  };
  CHECK(no_minus_128(weights.input_weight));
  CHECK(no_minus_128(weights.trunk_weight));
  CHECK(no_minus_128(weights.head_weight));
  CHECK(no_minus_128(weights.prefix_weight));
  CHECK(no_minus_128(weights.logit_weight));
  const auto legal = [](const auto& scales) {
    return std::all_of(scales.begin(), scales.end(), [](Scale s) {
      return s.multiplier >= (1U << 30U) && s.multiplier < (1U << 31U) && s.shift >= 1 && s.shift <= 62;
    });
  };
  CHECK(legal(weights.trunk_scale));
  CHECK(legal(weights.head_scale));
  CHECK(legal(weights.logit_scale));
}

}  // namespace
}  // namespace gandse::test
