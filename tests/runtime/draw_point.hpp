// Points as the generator proposes them.
#pragma once

#include "random_tasks.hpp"

namespace gandse::test {

/// A point as the explorer draws it, for pins that can be met.
Configuration draw_point(const Layer& layer, const Pins& pins, Random& random);

}  // namespace gandse::test
