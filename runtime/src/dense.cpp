#include "gandse/runtime/dense.hpp"

namespace gandse {

void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
           std::size_t outputs, std::int32_t* accumulator) {
  for (std::size_t o = 0; o < outputs; ++o) {
    std::int32_t sum = bias[o];
    for (std::size_t i = 0; i < inputs; ++i) {
      sum += std::int32_t{weight[i]} * input[i];
    }
    accumulator[o] = sum;
    weight += inputs;
  }
}

}  // namespace gandse
