// The committed generators, and what one inference of them takes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_16k.hpp"
#include "gandse/generated/im2col_32k.hpp"
#include "gandse/generated/im2col_64k.hpp"
#include "gandse/generated/im2col_8k.hpp"
#include "gandse/generated/im2col_96k.hpp"

namespace gandse::bench {

template <const auto& kWeights, bool Default>
struct Generator {
  static constexpr const auto& weights = kWeights;
  static constexpr bool is_default = Default;  ///< of its template
  const char* name;
};

/// Calls visit(Generator{}) for each.
template <class Visit>
void for_each_generator(const Visit& visit) {
  visit(Generator<generated::im2col_96k, true>{"im2col_96k"});
  visit(Generator<generated::im2col_64k, false>{"im2col_64k"});
  visit(Generator<generated::im2col_32k, false>{"im2col_32k"});
  visit(Generator<generated::im2col_16k, false>{"im2col_16k"});
  visit(Generator<generated::im2col_8k, false>{"im2col_8k"});
  visit(Generator<generated::dnnweaver_80k, true>{"dnnweaver_80k"});
}

/// Multiplications of one Inference: the trunk, and the trunk's share of every head.
template <class Weights>
constexpr std::size_t inference_macs() {
  return sizeof(Weights::input_weight) + sizeof(Weights::trunk_weight) + sizeof(Weights::head_weight);
}

/// Bytes of weights and biases that it reads.
template <class Weights>
constexpr std::size_t inference_bytes() {
  return inference_macs<Weights>() + sizeof(Weights::trunk_bias) + sizeof(Weights::head_bias);
}

}  // namespace gandse::bench
