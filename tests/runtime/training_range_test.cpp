#include "gandse/runtime/training_range.hpp"

#include <doctest/doctest.h>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

TEST_CASE("without a training set nothing is beyond it") {
  Random random{121};
  for (int i = 0; i < 1000; ++i) {
    const Layer layer = random_layer(random);
    CHECK(TrainingRange<Template>{}.contains(layer, ray_of<Template>(layer, random_objective(random))));
  }
}

TEST_CASE("objectives on a ray lie on it, for any layer") {
  Random random{163};
  for (int i = 0; i < 2000; ++i) {
    const Layer layer = random_layer(random);
    const std::int32_t ray = -static_cast<std::int32_t>(random.below(40 * 65536));
    const Objective objective = objective_on(ray, Template::macs(layer));
    REQUIRE(within_limits(objective));
    REQUIRE(ray_of<Template>(layer, objective) >= ray - 65536 - 8);
    REQUIRE(ray_of<Template>(layer, objective) <= ray + 8);
  }
}

}  // namespace
}  // namespace gandse::test
