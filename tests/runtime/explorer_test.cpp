#include "gandse/runtime/explorer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "exact.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

const Explorer<SmallWeights>& explorer() {
  static const Explorer<SmallWeights> instance{small_weights()};
  return instance;
}

constexpr Layer kLayer{64, 64, 56, 56, 3, 3, 1, 1};
constexpr Objective kObjective{{1'000'000}, {250'000}};

Reason reason(const Layer& layer, const Objective& objective, const Pins& pins = {}) {
  return explorer().explore({layer, objective, pins}).reason;
}

bool same(const Decision<Template>& a, const Decision<Template>& b) {
  return a.reason == b.reason && a.configuration == b.configuration && a.cost.latency == b.cost.latency &&
         a.cost.energy == b.cost.energy && a.satisfied == b.satisfied && a.binding == b.binding &&
         a.excess_ppm == b.excess_ppm && a.evaluations == b.evaluations;
}

TEST_CASE("a decision claims exactly what the cost model gives, within its budget") {
  Random random{61};
  std::array<int, 4> bindings{};
  for (int i = 0; i < 3000; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    Options options;
    options.budget = 1 + random.below(300);
    options.candidates = 1 + random.below(300);
    options.seed = random.next();
    const auto decision = explorer().explore({layer, objective}, options);
    REQUIRE(decision.legal());
    REQUIRE(decision.evaluations >= 1);
    REQUIRE(decision.evaluations <= options.budget);
    const Evaluation evaluation = Template::evaluate(layer, decision.configuration);
    REQUIRE(evaluation.legal());
    REQUIRE(evaluation.cost.latency == decision.cost.latency);
    REQUIRE(evaluation.cost.energy == decision.cost.energy);

    const bool late = exactly_late(decision.cost, objective);
    const bool hungry = exactly_hungry(decision.cost, objective);
    REQUIRE(decision.satisfied == (!late && !hungry));
    const Binding binding = late && hungry ? Binding::both
                            : late         ? Binding::latency
                            : hungry       ? Binding::power
                                           : Binding::none;
    REQUIRE(decision.binding == binding);
    const std::uint64_t excess = std::max(exact_excess(decision.cost.latency.value, objective.latency.value),
                                          exact_power_excess(decision.cost, objective.power));
    REQUIRE(decision.excess_ppm == (decision.satisfied ? 0 : excess));
    REQUIRE((decision.excess_ppm == 0) == decision.satisfied);
    ++bindings[static_cast<std::size_t>(decision.binding)];
  }
  CHECK(bindings[static_cast<std::size_t>(Binding::none)] > 100);
  CHECK(bindings[static_cast<std::size_t>(Binding::latency)] > 0);
  CHECK(bindings[static_cast<std::size_t>(Binding::power)] > 0);
  CHECK(bindings[static_cast<std::size_t>(Binding::both)] > 100);
}

TEST_CASE("budget 1, candidates 1 is the greedy proposal alone") {
  Random random{62};
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const Options options{1, 1, random.next()};
    const auto decision = explorer().explore({layer, objective}, options);
    Random noise{options.seed};
    const Inference<SmallWeights> inference{small_weights(), Encoder<Template>::encode(layer, objective, {}, noise)};
    REQUIRE(decision.evaluations == 1);
    REQUIRE(decision.configuration == propose(inference, layer, {}, least_configuration({}), nullptr));
  }
}

TEST_CASE("options outside their ranges are clamped, not trusted") {
  CHECK(explorer().explore({kLayer, kObjective}, {0, 0, 1}).evaluations == 1);
  CHECK(same(explorer().explore({kLayer, kObjective}, {20, UINT32_MAX, 1}),
             explorer().explore({kLayer, kObjective}, {20, 20, 1})));
}

TEST_CASE("the same seed gives the same decision; other seeds search elsewhere") {
  Random random{63};
  int differ = 0;
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const Pins pins = random_pins(random, random.below(2));
    const Options options{32, 8, random.next()};
    const auto decision = explorer().explore({layer, objective, pins}, options);
    REQUIRE(same(decision, explorer().explore({layer, objective, pins}, options)));
    differ += same(decision, explorer().explore({layer, objective, pins}, {32, 8, options.seed + 1U})) ? 0 : 1;
  }
  CHECK(differ > 50);
}

TEST_CASE("more budget is never worse: what a smaller budget finds, a larger one finds first") {
  Random random{64};
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const auto rank = [&](std::uint32_t budget) {
      const auto decision = explorer().explore({layer, objective}, {budget, 16, 5});
      return judge<Template>(decision.configuration, decision.cost, objective);
    };
    const auto few = rank(40);
    REQUIRE_FALSE(few.better_than(rank(400)));
  }
}

TEST_CASE("bad input is refused with its reason") {
  CHECK(reason(kLayer, kObjective) == Reason::none);
  CHECK(reason(kLayer, {{0}, {1}}) == Reason::objective_out_of_range);
  CHECK(reason(kLayer, {{1}, {0}}) == Reason::objective_out_of_range);
  CHECK(reason(kLayer, {{(std::uint64_t{1} << 62U) + 1U}, {1}}) == Reason::objective_out_of_range);
  CHECK(reason(kLayer, {{1}, {(std::uint64_t{1} << 50U) + 1U}}) == Reason::objective_out_of_range);
  CHECK(reason(kLayer, {{1}, {1}}) == Reason::none);
  CHECK(reason(kLayer, {{std::uint64_t{1} << 62U}, {std::uint64_t{1} << 50U}}) == Reason::none);
  for (const auto& field : kLayerFields) {
    for (const std::uint32_t value : {field.min - 1U, field.max + 1U, UINT32_MAX}) {
      Layer layer = kLayer;
      layer.*field.member = value;
      CHECK(reason(layer, kObjective) == Reason::layer_out_of_range);
    }
  }
  CHECK(reason({65535, 65535, 4096, 4096, 16, 16, 1, 1}, kObjective) == Reason::too_large);
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    Pins pins;
    pins.choice[i] = Template::parameters[i].count;
    CHECK(reason(kLayer, kObjective, pins) == Reason::choice_out_of_range);
  }
}

TEST_CASE("a decision that is refused claims nothing") {
  const auto decision = explorer().explore({kLayer, {{0}, {0}}});
  CHECK_FALSE(decision.legal());
  CHECK_FALSE(decision.satisfied);
  CHECK(decision.evaluations == 0);
  CHECK(decision.cost.latency.value == 0);
}

TEST_CASE("no corner of the limits crashes, and what is decided there is true") {
  int legal = 0;
  for (unsigned corner = 0; corner < 256; ++corner) {
    Layer layer;
    for (std::size_t i = 0; i < kLayerFields.size(); ++i) {
      layer.*kLayerFields[i].member = ((corner >> i) & 1U) != 0 ? kLayerFields[i].max : kLayerFields[i].min;
    }
    for (const Objective& objective :
         {Objective{{1}, {1}}, Objective{{std::uint64_t{1} << 62U}, {std::uint64_t{1} << 50U}}, kObjective}) {
      const auto decision = explorer().explore({layer, objective}, {64, 32, corner});
      CAPTURE(corner);
      if (!decision.legal()) {
        REQUIRE(decision.reason == Reason::too_large);
        continue;
      }
      ++legal;
      const Evaluation evaluation = Template::evaluate(layer, decision.configuration);
      REQUIRE(evaluation.legal());
      REQUIRE(evaluation.cost.latency == decision.cost.latency);
      REQUIRE(decision.satisfied ==
              (!exactly_late(decision.cost, objective) && !exactly_hungry(decision.cost, objective)));
    }
  }
  CHECK(legal > 100);
}

TEST_CASE("the committed weights decide lawfully, whatever they have learnt") {
  const Explorer<generated::Im2col96k> committed{generated::im2col_96k};
  Random random{65};
  for (int i = 0; i < 300; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const auto decision = committed.explore({layer, objective});
    REQUIRE(decision.legal());
    REQUIRE(decision.evaluations <= 128);
    REQUIRE(Template::evaluate(layer, decision.configuration).cost.energy == decision.cost.energy);
    REQUIRE(decision.satisfied ==
            (!exactly_late(decision.cost, objective) && !exactly_hungry(decision.cost, objective)));
  }
}

TEST_CASE("the layers of a network get the decisions that they would get alone, repeated ones too") {
  Random random{62};
  std::vector<Task<Template>> tasks;
  for (int i = 0; i < 200; ++i) {
    if (i % 3 == 2) {  // a repetition, from as far back as is looked for, and farther
      const auto back = std::min<std::uint32_t>(1 + random.below(90), static_cast<std::uint32_t>(i));
      tasks.push_back(tasks[tasks.size() - back]);
    } else {
      tasks.push_back({random_layer(random), random_objective(random), {}});
    }
  }
  tasks[7].layer.ic = 0;  // refused, and so is its repetition
  tasks[8] = tasks[7];
  tasks[10] = tasks[9];  // these three differ in one thing alone
  tasks[10].pins.choice[Template::PEN] = 3;
  tasks[11] = tasks[9];
  tasks[11].objective.power.value += 1;
  std::vector<Decision<Template>> decisions(tasks.size());
  const Options options{64, 48, 5};
  explorer().explore_each(tasks.data(), tasks.size(), decisions.data(), options);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    REQUIRE(same(decisions[i], explorer().explore(tasks[i], options)));
  }
  CHECK(decisions[8].reason == Reason::layer_out_of_range);
}

TEST_CASE("every field and the ray have an end, and a decision says when it is passed") {
  const Explorer shipped{generated::im2col_96k};
  const auto& trained = generated::im2col_96k.trained;
  constexpr Objective kInside{{1'000'000}, {400'000}};
  CHECK_FALSE(shipped.explore({kLayer, kInside}).extrapolated);
  for (std::size_t i = 0; i < trained.most.size(); ++i) {
    const auto& field = Template::layer_fields[i];
    Layer layer{1, 1, 1, 1, 1, 1, 1, 1};
    if (field.min == 0) {  // zeros that the taps of a kernel can read
      layer.kh = layer.kw = trained.most[4];
      layer.oh = layer.ow = 64;
      layer.dilation_h = layer.dilation_w = trained.most[8];
    }
    layer.*field.member = trained.most[i];
    const Objective objective{{400'000 * Template::macs(layer) / 1'000'000 + 1}, {400'000}};
    CAPTURE(field.name);
    CHECK_FALSE(shipped.explore({layer, objective}).extrapolated);
    if (trained.most[i] < field.max) {
      ++(layer.*field.member);
      CHECK(shipped.explore({layer, objective}).extrapolated);
    }
  }
  CHECK(shipped.explore({kLayer, {{100}, {100'000'000}}}).extrapolated);
  CHECK(shipped.explore({kLayer, {{10'000'000'000}, {100}}}).extrapolated);
}

TEST_CASE("where the generator guesses, half of its proposals make room for refinement") {
  const SmallWeights everywhere = make_small_weights(7);
  SmallWeights nowhere = everywhere;
  nowhere.trained.most.fill(0);
  Random random{122};
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const auto guessed = Explorer{nowhere}.explore({layer, objective}, {60, 41, 1});
    const auto halved = Explorer{everywhere}.explore({layer, objective}, {60, 21, 1});
    CHECK(guessed.extrapolated);
    CHECK_FALSE(halved.extrapolated);
    CHECK(guessed.configuration == halved.configuration);
    CHECK(guessed.evaluations == halved.evaluations);
  }
}

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
  const Explorer asked{generated::im2col_96k};
  Random random{71};
  int met = 0;
  int unmet = 0;
  for (int i = 0; i < 10000; ++i) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, 1 + random.below(8));
    const Objective objective = random_objective(random);
    const auto decision = asked.explore({layer, objective, pins}, {128, 96, random.next()});
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
  Random random{72};
  for (int i = 0; i < 2000; ++i) {
    const Layer layer = random_layer(random);
    Pins pins;
    pins.choice = random_point({}, random);
    const auto decision = explorer().explore({layer, random_objective(random), pins});
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
  const Layer layer{512, 512, 56, 56, 3, 3, 1, 1};
  const auto refused = [&](std::size_t sram, std::size_t tile, std::size_t other) {
    Pins pins;
    pins.choice[sram] = 0;
    pins.choice[tile] = static_cast<std::uint8_t>(Template::parameters[tile].count - 1);
    pins.choice[other] = static_cast<std::uint8_t>(Template::parameters[other].count - 1);
    const auto decision = explorer().explore({layer, {{1'000'000}, {250'000}}, pins});
    return std::string{describe<Template>(decision.reason).name};
  };
  CHECK(refused(Template::ISS, Template::TIC, Template::TOW) == "input_sram_too_small");
  CHECK(refused(Template::WSS, Template::TIC, Template::TOC) == "weight_sram_too_small");
  CHECK(refused(Template::OSS, Template::TOC, Template::TOW) == "output_sram_too_small");
}

}  // namespace
}  // namespace gandse::test
