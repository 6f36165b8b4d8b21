#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

using Weights = gandse::GeneratorWeights<gandse::Im2col<>, gandse::Im2col<>::fingerprint(), 8, 1 - FAULT, 4>;
constexpr std::size_t kSize = sizeof(Weights);
