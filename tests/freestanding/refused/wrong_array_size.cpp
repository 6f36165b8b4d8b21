// Weights with one number too many.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

using Weights = gandse::GeneratorWeights<gandse::Im2col<>, gandse::fingerprint<gandse::Im2col<>>(), 8, 2, 4>;
constexpr std::array<std::int8_t, 8 * Weights::kInputs + FAULT> kInputWeight{};
constexpr Weights make_weights() {
  Weights weights{};
  weights.input_weight = kInputWeight;
  return weights;
}
constexpr Weights kWeights = make_weights();
