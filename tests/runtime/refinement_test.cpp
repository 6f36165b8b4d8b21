#include "gandse/runtime/refinement.hpp"

#include <doctest/doctest.h>

#include "draw_point.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

TEST_CASE("refinement never worsens, never exceeds the budget, stays legal and keeps the pins") {
  Random random{51};
  int improved = 0;
  int used_up = 0;
  for (int i = 0; i < 3000; ++i) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, random.below(4));
    if (Template::check_pins(layer, pins) != Reason::none) {
      continue;
    }
    const Objective objective = random_objective(random);
    const std::uint32_t budget = 1 + random.below(200);
    Selector<Template> selector{layer, objective, budget};
    Candidate<Template> best;
    REQUIRE(selector.improve(draw_point(layer, pins, random), best));
    const Candidate<Template> start = best;
    const Neighbourhood<Template> neighbourhood{layer, pins};
    const std::uint64_t most = Refinement<Template>::most_moves(selector.left());
    Refinement<Template> refinement{neighbourhood, selector, random};
    refinement.run(best);
    REQUIRE(refinement.moves() <= most);
    used_up += refinement.moves() + 2 >= most ? 1 : 0;
    REQUIRE_FALSE(start.better_than(best));
    REQUIRE(selector.evaluations() <= budget);
    REQUIRE(obeys(best.configuration, pins));
    const Evaluation evaluation = Template::evaluate(layer, best.configuration);
    REQUIRE(evaluation.legal());
    REQUIRE(evaluation.cost.latency == best.cost.latency);
    REQUIRE(evaluation.cost.energy == best.cost.energy);
    improved += best.better_than(start) ? 1 : 0;
  }
  CHECK(improved > 1500);
  CHECK(used_up > 10);  // the bound is not out of reach
}

TEST_CASE("refinement ends where every parameter is pinned: there is nothing to try") {
  const Layer layer{64, 64, 56, 56, 3, 3, 1, 1};
  const Objective objective{{1000}, {1000}};
  Random random{52};
  Pins pins;
  pins.choice = draw_point(layer, {}, random);
  Selector<Template> selector{layer, objective, 10'000};
  Candidate<Template> best;
  REQUIRE(selector.improve(pins.choice, best));
  const Neighbourhood<Template> neighbourhood{layer, pins};
  Refinement<Template>{neighbourhood, selector, random}.run(best);
  CHECK(best.configuration == pins.choice);
  CHECK(selector.evaluations() == 1);
}

}  // namespace
}  // namespace gandse::test
