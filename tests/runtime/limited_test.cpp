#include "gandse/runtime/limited.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

constexpr std::size_t kNone = Limits<Template>::kCount;

TEST_CASE("resources: what the parameters say") {
  const Configuration configuration{7, 0, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0};  // 1024 PEs; 16, 1 and 4 KiB
  const auto used = Template::used(configuration);
  CHECK(used[0] == 21);
  CHECK(used[1] == 1024);
  CHECK(used[2] == 512);
  CHECK(used[3] == 4 + 1 + 1);
  using Other = Dnnweaver<Asic45nmInt16>;
  const Other::Configuration other{1, 2, 3, 5, 6, 5, 2,
                                   0, 0, 0, 0, 0, 0};  // 8 x 16, AXI of 256 bits; 32, 64, 32, 4 KiB
  const auto of_other = Other::used(other);
  CHECK(of_other[0] == 132);
  CHECK(of_other[1] == 128);
  CHECK(of_other[2] == 128);
  // 8 banks of 4 KiB; 16 * 8 * 16 / 256 = 8 of 8 KiB; 16 of 2 KiB; 16 of 1 KiB at least.
  CHECK(of_other[3] == 8 + 8 * 2 + 16 + 16);
}

TEST_CASE("resources never fall when a choice rises") {
  Random random{171};
  for (int i = 0; i < 2000; ++i) {
    Configuration less;
    for (std::size_t p = 0; p < less.size(); ++p) {
      less[p] = static_cast<std::uint8_t>(random.below(Template::parameters[p].count - 1U));
    }
    Configuration more = less;
    ++more[random.below(Template::kParameters)];
    for (std::size_t r = 0; r < kNone; ++r) {
      CHECK(Template::used(less)[r] <= Template::used(more)[r]);
    }
  }
}

TEST_CASE("without limits nothing is exceeded; the worst is what exceeds by the largest factor") {
  const Configuration configuration{7, 0, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0};
  Limits<Template> limits;
  CHECK(limits.exceeded(configuration) == kNone);
  limits.most = {21, 1024, 512, 6};
  CHECK(limits.exceeded(configuration) == kNone);
  limits.most = {20, 1024, 512, 6};
  CHECK(limits.exceeded(configuration) == 0);
  limits.most = {20, 256, 300, 6};
  CHECK(limits.exceeded(configuration) == 1);
}

/// Whether anything meets objective and limits, by branch and bound over all configurations.
bool can_be_met(const Layer& layer, const Objective& objective, const Limits<Template>& limits) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  Exhaustion<Template> search{layer, {}, 5'000'000};
  const auto useless = [&](const Configuration& /*prefix*/, const CostBound& bound) {
    return out_of_reach(bound, objective, kClock);
  };
  const auto meets = [&](const Configuration& configuration, const Cost& cost) {
    return limits.exceeded(configuration) == kNone && satisfies(cost, objective, kClock);
  };
  return search.run(useless, meets) == Ending::stopped;
}

TEST_CASE("decisions within limits: satisfied only within, and nearly always where an exhaustive search is") {
  Random random{172};
  int possible = 0;
  int met = 0;
  for (int i = 0; i < 600; ++i) {
    const std::uint32_t size = 4U + random.below(12);
    const Layer layer{4U << random.below(4), 4U << random.below(4), size, size, 1 + 2 * random.below(2), 1, 1, 1};
    Limits<Template> limits;
    if (random.below(2) == 0) {
      limits.most[0] = 3 + random.below(30);
    }
    if (random.below(2) == 0) {
      limits.most[1] = 8U << random.below(7);
    }
    if (random.below(3) == 0) {
      limits.most[3] = 3 + random.below(12);
    }
    const Objective objective{{Template::macs(layer) / (2U + random.below(40)) + 1}, {15'000U << random.below(4)}};
    const auto result = explore_within(generated::im2col_96k, limits, layer, objective);
    REQUIRE(result.decision.legal());
    REQUIRE(result.exceeded == limits.exceeded(result.decision.configuration));
    if (result.decision.satisfied) {
      REQUIRE(result.exceeded == kNone);
      REQUIRE(satisfies(result.decision.cost, objective, Template::Technology::kClockMhz));
    }
    if (can_be_met(layer, objective, limits)) {
      ++possible;
      met += result.decision.satisfied ? 1 : 0;
    } else {
      REQUIRE_FALSE(result.decision.satisfied);
    }
  }
  MESSAGE(met, " of ", possible, " that can be met");
  CHECK(possible > 100);
  CHECK(possible < 500);
  CHECK(met * 100 >= 97 * possible);
}

TEST_CASE("limits that no configuration keeps are named") {
  Limits<Template> limits;
  limits.most[0] = 2;  // three SRAMs take 3 KiB at least
  const auto result =
      explore_within(generated::im2col_96k, limits, Layer{8, 8, 8, 8, 3, 3, 1, 1}, {{1'000'000}, {1'000'000}});
  CHECK(result.decision.legal());
  CHECK_FALSE(result.decision.satisfied);
  CHECK(result.exceeded == 0);
}

TEST_CASE("limits of another template, with derived SRAMs") {
  using Other = Dnnweaver<Asic45nmInt16>;
  Random random{173};
  int kept = 0;
  for (int i = 0; i < 60; ++i) {
    Other::Layer layer;
    static_cast<Layer&>(layer) = {16U << random.below(4), 16U << random.below(4), 14, 14, 3, 3, 1, 1};
    Limits<Other> limits;
    limits.most[0] = 64U << random.below(3);
    limits.most[1] = 64U << random.below(3);
    const auto result = explore_within(generated::dnnweaver_80k, limits, layer, {{1'000'000'000}, {10'000'000}});
    REQUIRE(result.decision.legal());
    kept += result.exceeded == Limits<Other>::kCount ? 1 : 0;
  }
  CHECK(kept == 60);
}

}  // namespace
}  // namespace gandse::test
