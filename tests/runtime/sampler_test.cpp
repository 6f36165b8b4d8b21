#include "gandse/runtime/sampler.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <set>

#include "random_tasks.hpp"

namespace gandse::test {
namespace {
using Logits = std::array<std::int32_t, kMaxChoices>;

TEST_CASE("exp2_q16 is 2^x within 1 %, monotone, and zero far down") {
  std::uint32_t above = exp2_q16(0);
  CHECK(above == 65536);
  for (std::int32_t x = -1; x >= -40 * 256; --x) {
    const double exact = std::exp2(x / 256.0) * 65536.0;
    const std::uint32_t approximate = exp2_q16(x);
    REQUIRE(approximate <= above);
    REQUIRE(std::abs(approximate - exact) <= 0.01 * exact + 1.0);
    above = approximate;
  }
  CHECK(exp2_q16(-256) == 32768);
  CHECK(exp2_q16(-16 * 256) == 1);
  CHECK(exp2_q16(-40 * 256) == 0);
  CHECK(exp2_q16(-INT32_MAX) == 0);
}

TEST_CASE("the most likely choice obeys the mask; ties go to the lower one") {
  const Logits logits{5, 9, 9, -3, 9, 100};
  CHECK(most_likely(logits.data(), 0b000001) == 0);
  CHECK(most_likely(logits.data(), 0b011111) == 1);
  CHECK(most_likely(logits.data(), 0b011101) == 2);
  CHECK(most_likely(logits.data(), 0b001000) == 3);
  CHECK(most_likely(logits.data(), 0b111111) == 5);
  CHECK(most_likely(Logits{}.data(), 0b1111111111110000) == 4);
}

TEST_CASE("choices come from the mask alone, as often as the softmax says") {
  Random random{21};
  for (int round = 0; round < 60; ++round) {
    Logits logits{};
    for (auto& logit : logits) {
      logit = static_cast<std::int32_t>(random.below(1024)) - 512;  // probabilities up to 16 times apart
    }
    const auto mask = static_cast<ChoiceMask>(1U + random.below(65535));
    double total = 0;
    for (unsigned c = 0; c < kMaxChoices; ++c) {
      total += contains(mask, c) ? std::exp2(logits[c] / 256.0) : 0.0;
    }
    std::array<std::uint32_t, kMaxChoices> weights{};
    add_weights(logits.data(), mask, kMaxChoices, weights.data());
    constexpr int kDraws = 8000;
    std::array<int, kMaxChoices> hits{};
    for (int i = 0; i < kDraws; ++i) {
      const std::uint64_t position = random_wide(random);
      const auto [choice, share] = choice_at(weights.data(), kMaxChoices, {0, Share::kAll}, position);
      REQUIRE(choice < kMaxChoices);
      REQUIRE(share.first <= position);
      REQUIRE(position < share.end());
      REQUIRE(share.end() <= Share::kAll);
      REQUIRE(contains(mask, choice));
      ++hits[choice];
    }
    double chi_squared = 0;
    for (unsigned c = 0; c < kMaxChoices; ++c) {
      if (contains(mask, c)) {
        const double expected = kDraws * std::exp2(logits[c] / 256.0) / total;
        chi_squared += (hits[c] - expected) * (hits[c] - expected) / expected;
      }
    }
    CHECK(chi_squared < 55.0);  // 15 degrees of freedom at most: one in 10^6 by chance, and some for the table's 1 %
  }
}

TEST_CASE("choices divide a share among them without a gap, however small it is") {
  Random random{23};
  for (int round = 0; round < 2000; ++round) {
    Logits logits{};
    for (auto& logit : logits) {
      logit = static_cast<std::int32_t>(random.below(20000)) - 10000;
    }
    const auto mask = static_cast<ChoiceMask>(1U + random.below(65535));
    std::array<std::uint32_t, kMaxChoices> weights{};
    add_weights(logits.data(), mask, kMaxChoices, weights.data());
    const Share share{random.next(), std::uint64_t{random.next()} >> random.below(32) | 1U};
    unsigned last = 0;
    for (std::uint64_t position = share.first; position < share.end();) {
      const auto [choice, part] = choice_at(weights.data(), kMaxChoices, share, position);
      REQUIRE(contains(mask, choice));
      REQUIRE(part.first <= position);
      REQUIRE(position < part.end());
      REQUIRE(part.end() <= share.end());
      REQUIRE((position == share.first || choice >= last));
      last = choice;
      position = part.end();
    }
  }
}

TEST_CASE("proposals are legal, canonical and obey the pins, and greedy ones do not depend on the random numbers") {
  Random random{22};
  int met = 0;
  for (int i = 0; i < 10000; ++i) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, random.below(5));
    if (Template::check_pins(layer, pins) != Reason::none) {
      continue;
    }
    ++met;
    const Inference<SmallWeights> inference{small_weights(),
                                            Encoder<Template>::encode(layer, random_objective(random), pins, random)};
    const Configuration least = least_configuration(pins);
    const Configuration greedy = propose(inference, layer, pins, least, nullptr);
    CHECK(greedy == propose(inference, layer, pins, least, nullptr));
    for (const Configuration& point : {greedy, propose(inference, layer, pins, least, &random)}) {
      REQUIRE(Template::activity(layer, point).reason == Reason::none);
      REQUIRE(Template::canonicalise(layer, point, pins) == point);
      REQUIRE(obeys(point, pins));
    }
  }
  CHECK(met > 5000);
}

TEST_CASE("a sampler that remembers draws what one that begins anew does, and nothing twice") {
  Random random{24};
  std::size_t drawn = 0;
  std::size_t twice = 0;
  for (int i = 0; i < 300; ++i) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, random.below(3));
    if (Template::check_pins(layer, pins) != Reason::none) {
      continue;
    }
    const Inference<SmallWeights> inference{small_weights(),
                                            Encoder<Template>::encode(layer, random_objective(random), pins, random)};
    const Configuration least = least_configuration(pins);
    constexpr std::uint32_t kDraws = 40;
    Sampler<Inference<SmallWeights>> remembering{inference, layer, pins, least, kDraws};
    std::uint64_t position = 0;
    for (int draw = 0; draw < 40; ++draw) {
      Sampler<Inference<SmallWeights>> anew{inference, layer, pins, least, 1};
      REQUIRE(remembering.at(position) == anew.at(position));
      position += (Share::kAll - position) >> (1U + random.below(12));
    }

    Sampler<Inference<SmallWeights>> sampler{inference, layer, pins, least, kDraws};
    std::set<Configuration> seen;
    Configuration configuration{};
    std::uint32_t draws = 0;
    for (; sampler.next(random, configuration); ++draws) {
      REQUIRE(Template::activity(layer, configuration).reason == Reason::none);
      REQUIRE(Template::canonicalise(layer, configuration, pins) == configuration);
      REQUIRE(obeys(configuration, pins));
      twice += seen.insert(configuration).second ? 0U : 1U;
    }
    REQUIRE(draws <= kDraws);
    drawn += draws;
  }
  CHECK(drawn > 5000);
  CHECK(twice * 1000 < drawn);  // only where rounding leaves a remainder
}

TEST_CASE("a sampler ends when it has drawn every configuration that the pins leave") {
  Random random{25};
  const Layer layer{64, 64, 56, 56, 3, 3, 1, 1};
  Configuration least{};
  Pins pins;
  const Inference<SmallWeights> inference{small_weights(),
                                          Encoder<Template>::encode(layer, random_objective(random), pins, random)};
  const Configuration any = propose(inference, layer, pins, least, nullptr);
  for (std::size_t i = 0; i < any.size(); ++i) {
    pins.choice[i] = i == Template::DSB ? Pins::kFree : any[i];
  }
  least = least_configuration(pins);
  Sampler<Inference<SmallWeights>> sampler{inference, layer, pins, least, 1000};
  std::set<Configuration> seen;
  for (Configuration configuration{}; sampler.next(random, configuration);) {
    seen.insert(configuration);
  }
  CHECK(seen.size() <= Template::parameters[Template::DSB].count);
  CHECK(seen.size() + 1 >= Template::parameters[Template::DSB].count);  // one may be too unlikely to have a share
}

}  // namespace
}  // namespace gandse::test
