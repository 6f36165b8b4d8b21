// Weights that saw two features in each other's place.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

struct Swapped : gandse::Im2col<> {
#if FAULT
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    Im2col<>::encode(layer, features);
    const std::int8_t rows = features[2];
    features[2] = features[3];
    features[3] = rows;
  }
#endif
};

using Weights = gandse::GeneratorWeights<Swapped, gandse::fingerprint<gandse::Im2col<>>(), 8, 2, 4>;
static_assert(sizeof(Weights) > 0);
