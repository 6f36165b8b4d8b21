#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

using Weights = gandse::GeneratorWeights<gandse::Im2col<>, gandse::fingerprint<gandse::Im2col<>>(), 8, 1 - FAULT, 4>;
static_assert(sizeof(Weights) > 0);
