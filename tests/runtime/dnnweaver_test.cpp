// The second template through the same runtime: nothing in it may depend on the first.
#include "gandse/cost_model/dnnweaver.hpp"

#include <doctest/doctest.h>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/runtime/explorer.hpp"

namespace gandse::test {
namespace {

using Template = Dnnweaver<>;

DnnweaverLayer random_layer(Random& random) {
  DnnweaverLayer layer;
  layer.ic = 1U << random.below(11);
  layer.oc = 1 + random.below(1U << random.below(11));
  layer.oh = 1 + random.below(112);
  layer.ow = random.below(4) == 0 ? 1 : layer.oh;
  layer.kh = layer.kw = 1 + 2 * random.below(4);
  layer.stride_h = layer.stride_w = 1 + random.below(2);
  layer.repeat = random.below(8) == 0 ? 32 : 1;
  layer.batch = random.below(3) == 0 ? 1 + random.below(32) : 1;
  layer.pool = 1 + random.below(2);
  layer.post_ops = random.below(4);
  return layer;
}

}  // namespace

TEST_CASE(
    "dnnweaver: random pinned tasks are met with every pin obeyed, or refused with the rule that the pins break") {
  const Explorer explorer{generated::dnnweaver_80k};
  Random random{11};
  unsigned met = 0;
  unsigned refused = 0;
  unsigned satisfied = 0;
  for (int i = 0; i < 4000; ++i) {
    const DnnweaverLayer layer = random_layer(random);
    const Objective objective{{1000U + (random.next() >> random.below(12))},
                              {1000U + (random.next() >> random.below(20))}};
    Template::Pins pins;
    const std::uint32_t rate = random.below(5);
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      if (random.below(8) < rate) {
        pins.choice[p] = static_cast<std::uint8_t>(random.below(Template::parameters[p].count));
      }
    }
    const auto decision = explorer.explore({layer, objective, pins});
    REQUIRE(decision.reason == Template::check_pins(layer, pins));
    if (!decision.legal()) {
      ++refused;
      continue;
    }
    ++met;
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      REQUIRE((!pins.is_pinned(p) || decision.configuration[p] == pins.choice[p]));
    }
    const Evaluation again = Template::evaluate(layer, decision.configuration);
    REQUIRE(again.legal());
    REQUIRE(again.cost.latency == decision.cost.latency);
    REQUIRE(again.cost.energy == decision.cost.energy);
    REQUIRE(decision.satisfied == satisfies(again.cost, objective, Template::Technology::kClockMhz));
    REQUIRE(Template::canonicalise(layer, decision.configuration, pins) == decision.configuration);
    REQUIRE(decision.evaluations <= Options{}.budget);
    satisfied += decision.satisfied ? 1 : 0;
  }
  CHECK(met > 1000);
  CHECK(refused > 500);
  CHECK(satisfied > met / 4);
  CHECK(satisfied < met);
}

}  // namespace gandse::test
