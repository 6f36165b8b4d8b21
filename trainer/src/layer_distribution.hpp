// The distribution of layers that a generator is trained on.
#pragma once

#include <vector>

#include "gandse/runtime/random.hpp"
#include "networks.hpp"

namespace gandse::trainer {

/// 10 %: a layer of `networks` as it is. 30 %: one of them resized, each size by up to 2x either way. 60 %: made up
/// (half convolutions, a tenth depthwise, the rest matrix products).
Layer random_layer(const std::vector<NamedLayer>& networks, Random& random);

}  // namespace gandse::trainer
