#include <doctest/doctest.h>

#include <string>

#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

// The least demanding point that obeys the pins, built without the code under test: smallest tiles, largest SRAMs.
Configuration roomiest(const Pins& pins) {
  Configuration point{};
  for (const std::size_t sram : {Template::ISS, Template::WSS, Template::OSS}) {
    point[sram] = static_cast<std::uint8_t>(Template::parameters[sram].count - 1);
  }
  for (std::size_t i = 0; i < point.size(); ++i) {
    point[i] = pins.is_pinned(i) ? pins.choice[i] : point[i];
  }
  return point;
}

Configuration random_point(const Pins& pins, Random& random) {
  Configuration point{};
  for (std::size_t i = 0; i < point.size(); ++i) {
    point[i] =
        pins.is_pinned(i) ? pins.choice[i] : static_cast<std::uint8_t>(random.below(Template::parameters[i].count));
  }
  return point;
}

TEST_CASE("10 000 pinned tasks: pins are obeyed, or truly cannot be met") {
  const Explorer explorer{generated::im2col_96k};
  Random random{71};
  int met = 0;
  int unmet = 0;
  for (int i = 0; i < 10000; ++i) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, 1 + random.below(8));
    const Objective objective = random_objective(random);
    const auto decision = explorer.explore({layer, objective, pins}, {128, 96, random.next()});
    if (decision.legal()) {
      ++met;
      REQUIRE(obeys(decision.configuration, pins));
      REQUIRE(Template::evaluate(layer, decision.configuration).legal());
      REQUIRE(Template::canonicalise(layer, decision.configuration, pins) == decision.configuration);
      continue;
    }
    ++unmet;
    REQUIRE(decision.reason >= Reason::template_rule);
    REQUIRE(Template::evaluate(layer, roomiest(pins)).reason == decision.reason);
    for (int j = 0; j < 20; ++j) {
      REQUIRE_FALSE(Template::evaluate(layer, random_point(pins, random)).legal());
    }
  }
  MESSAGE(met << " met, " << unmet << " cannot be met");
  CHECK(met > 1000);
  CHECK(unmet > 1000);
}

TEST_CASE("all parameters pinned: exactly that configuration is judged") {
  const Explorer<SmallWeights> explorer{small_weights()};
  Random random{72};
  for (int i = 0; i < 2000; ++i) {
    const Layer layer = random_layer(random);
    Pins pins;
    pins.choice = random_point({}, random);
    const auto decision = explorer.explore({layer, random_objective(random), pins});
    const Evaluation evaluation = Template::evaluate(layer, pins.choice);
    REQUIRE(decision.reason == evaluation.reason);
    if (decision.legal()) {
      REQUIRE(decision.configuration == pins.choice);
      REQUIRE(decision.cost.energy == evaluation.cost.energy);
      REQUIRE(decision.evaluations == 1);
    }
  }
}

TEST_CASE("each rule is named when the pins break it") {
  const Explorer<SmallWeights> explorer{small_weights()};
  const Layer layer{512, 512, 56, 56, 3, 3, 1, 1};
  const auto refused = [&](std::size_t sram, std::size_t tile, std::size_t other) {
    Pins pins;
    pins.choice[sram] = 0;
    pins.choice[tile] = static_cast<std::uint8_t>(Template::parameters[tile].count - 1);
    pins.choice[other] = static_cast<std::uint8_t>(Template::parameters[other].count - 1);
    const auto decision = explorer.explore({layer, {{1'000'000}, {250'000}}, pins});
    return std::string{describe<Template>(decision.reason).name};
  };
  CHECK(refused(Template::ISS, Template::TIC, Template::TOW) == "input_sram_too_small");
  CHECK(refused(Template::WSS, Template::TIC, Template::TOC) == "weight_sram_too_small");
  CHECK(refused(Template::OSS, Template::TOC, Template::TOW) == "output_sram_too_small");
}

}  // namespace
}  // namespace gandse::test
