#include "draw_point.hpp"

#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/sampler.hpp"

namespace gandse::test {

Configuration draw_point(const Layer& layer, const Pins& pins, Random& random) {
  const Inference<SmallWeights> inference{small_weights(),
                                          Encoder<Template>::encode(layer, random_objective(random), pins, random)};
  return propose(inference, layer, pins, least_configuration(pins), &random);
}

}  // namespace gandse::test
