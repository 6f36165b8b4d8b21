#include "gandse/runtime/selector.hpp"

#include <doctest/doctest.h>

#include "draw_point.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

Candidate<Template> candidate(bool satisfied, std::int32_t score, std::uint64_t energy) {
  return {{}, {{1}, {energy}}, score, satisfied};
}

TEST_CASE("rank: satisfied before not, then the lower score, then the lower energy") {
  CHECK(candidate(true, 5, 9).better_than(candidate(false, -5, 1)));
  CHECK_FALSE(candidate(false, -5, 1).better_than(candidate(true, 5, 9)));
  CHECK(candidate(false, 4, 9).better_than(candidate(false, 5, 1)));
  CHECK(candidate(true, 4, 8).better_than(candidate(true, 4, 9)));
  CHECK_FALSE(candidate(true, 4, 9).better_than(candidate(true, 4, 9)));
  CHECK(candidate(false, INT32_MAX - 1, 1).better_than(Candidate<Template>{}));
}

TEST_CASE("the selector keeps the best, counts every evaluation and stops at its budget") {
  Random random{41};
  for (int i = 0; i < 300; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const std::uint32_t budget = 1 + random.below(40);
    Selector<Template> selector{layer, objective, budget};
    Candidate<Template> best;
    for (int j = 0; j < 60; ++j) {
      const Configuration point = draw_point(layer, {}, random);
      const std::uint32_t left = selector.left();
      const Candidate<Template> before = best;
      const bool better = selector.improve(point, best);
      REQUIRE(selector.left() <= left);
      REQUIRE(left - selector.left() <= 1);
      REQUIRE(selector.evaluations() + selector.left() == budget);
      REQUIRE(better == best.better_than(before));
      if (better) {
        REQUIRE(left - selector.left() == 1);
        REQUIRE(best.configuration == point);
        REQUIRE(best.cost.latency == Template::evaluate(layer, point).cost.latency);
      }
    }
  }
}

TEST_CASE("the same configuration is not evaluated twice in a row, and an illegal one costs its evaluation") {
  const Layer layer{64, 64, 56, 56, 3, 3, 1, 1};
  const Objective objective{{1000000}, {250000}};
  Selector<Template> selector{layer, objective, 10};
  Candidate<Template> best;
  CHECK(selector.improve(Configuration{}, best));
  CHECK_FALSE(selector.improve(Configuration{}, best));
  CHECK(selector.evaluations() == 1);
  Configuration illegal{};
  illegal[Template::TIC] = illegal[Template::TOC] = 6;
  CHECK_FALSE(selector.improve(illegal, best));
  CHECK(selector.evaluations() == 2);
  CHECK(selector.reason() == template_reason(Template::kWeightSramTooSmall));
}

}  // namespace
}  // namespace gandse::test
