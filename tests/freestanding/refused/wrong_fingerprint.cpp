// Weights that were trained for another design space.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

using Weights = gandse::GeneratorWeights<gandse::Im2col<>, gandse::fingerprint<gandse::Im2col<>>() + FAULT, 8, 2, 4>;
static_assert(sizeof(Weights) > 0);
