// The operators that multiply, one by one: each fills its outputs, and adds the layers that compute them, or says why
// there are none.
#pragma once

#include "onnx/call.hpp"

namespace gandse::cli::onnx {

void convolve(Call& call);             ///< of 1 to 3 dimensions
void convolve_transposed(Call& call);  ///< of 1 or 2 dimensions
void multiply_matrices(Call& call);    ///< MatMul and its relatives
void multiply_general(Call& call);     ///< Gemm and its relatives
void multiply_packed(Call& call);      ///< MatMulNBits: weights of few bits
void sum_products(Call& call);         ///< Einsum of two operands
void recur(Call& call);                ///< LSTM, GRU, RNN
void attend(Call& call);               ///< attention from queries, keys and values

}  // namespace gandse::cli::onnx
