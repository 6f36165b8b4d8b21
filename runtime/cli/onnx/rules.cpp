#include "onnx/rules.hpp"

#include <initializer_list>
#include <set>

#include "onnx/products.hpp"

namespace gandse::cli::onnx {

namespace {

void no_rule(Call& call) { call.refuse("it has no rule"); }

}  // namespace

const Rules& product_rules() {
  static const Rules rules{{"Conv", convolve},
                           {"ConvInteger", convolve},
                           {"QLinearConv", convolve},
                           {"FusedConv", convolve},
                           {"RequantizedConv", convolve},
                           {"ConvTranspose", convolve_transposed},
                           {"MatMul", multiply_matrices},
                           {"MatMulInteger", multiply_matrices},
                           {"MatMulIntegerToFloat", multiply_matrices},
                           {"QLinearMatMul", multiply_matrices},
                           {"FusedMatMul", multiply_matrices},
                           {"DynamicQuantizeMatMul", multiply_matrices},
                           {"Gemm", multiply_general},
                           {"FusedGemm", multiply_general},
                           {"QGemm", multiply_general},
                           {"RequantizedGemm", multiply_general},
                           {"MatMulNBits", multiply_packed},
                           {"Einsum", sum_products},
                           {"LSTM", recur},
                           {"GRU", recur},
                           {"RNN", recur},
                           {"Attention", attend},
                           {"MultiHeadAttention", attend},
                           {"QAttention", no_rule},
                           {"GroupQueryAttention", no_rule},
                           {"DeformConv", no_rule},
                           {"STFT", no_rule},
                           {"DFT", no_rule}};
  return rules;
}

Rule find_rule(std::string_view op) {
  for (const Rules* rules : {&product_rules(), &element_rules(), &move_rules(), &window_rules()}) {
    if (const auto found = rules->find(op); found != rules->end()) {
      return found->second;
    }
  }
  return nullptr;
}

bool is_open(std::string_view op) {
  static const std::set<std::string_view> open{"Adagrad",
                                               "Adam",
                                               "AffineGrid",
                                               "Bernoulli",
                                               "BlackmanWindow",
                                               "CenterCropPad",
                                               "Col2Im",
                                               "Compress",
                                               "ConcatFromSequence",
                                               "Det",
                                               "EyeLike",
                                               "Gradient",
                                               "HammingWindow",
                                               "HannWindow",
                                               "ImageDecoder",
                                               "MaxRoiPool",
                                               "MaxUnpool",
                                               "MelWeightMatrix",
                                               "Momentum",
                                               "Multinomial",
                                               "NegativeLogLikelihoodLoss",
                                               "Optional",
                                               "OptionalGetElement",
                                               "OptionalHasElement",
                                               "RandomNormal",
                                               "RandomNormalLike",
                                               "RandomUniform",
                                               "RandomUniformLike",
                                               "RegexFullMatch",
                                               "RoiAlign",
                                               "SequenceAt",
                                               "SequenceConstruct",
                                               "SequenceEmpty",
                                               "SequenceErase",
                                               "SequenceInsert",
                                               "SequenceLength",
                                               "SequenceMap",
                                               "SoftmaxCrossEntropyLoss",
                                               "SplitToSequence",
                                               "StringConcat",
                                               "StringNormalizer",
                                               "StringSplit",
                                               "TensorScatter",
                                               "TfIdfVectorizer",
                                               "Unique"};
  return open.contains(op);
}

}  // namespace gandse::cli::onnx
