#include "gandse/runtime/encoder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "random_tasks.hpp"

namespace gandse::test {
namespace {
using TaskEncoder = Encoder<Template>;

constexpr Layer kLayer{64, 128, 28, 28, 3, 3, 1, 1};

TEST_CASE("encoding depends on the seed through the noise alone") {
  Random one{1};
  Random other{2};
  const auto a = TaskEncoder::encode(kLayer, {{1000000}, {250000}}, {}, one);
  const auto b = TaskEncoder::encode(kLayer, {{1000000}, {250000}}, {}, other);
  const auto noise = static_cast<std::ptrdiff_t>(TaskEncoder::kNoiseOffset);
  CHECK(std::equal(a.begin(), a.begin() + noise, b.begin()));
  CHECK_FALSE(std::equal(a.begin() + noise, a.end(), b.begin() + noise));
}

TEST_CASE("only the ratio of the objectives is seen") {
  for (const std::uint64_t scale : {2U, 4U, 1024U}) {
    Random one{1};
    Random other{1};
    CHECK(TaskEncoder::encode(kLayer, {{1000000}, {250000}}, {}, one) ==
          TaskEncoder::encode(kLayer, {{1000000 * scale}, {250000 * scale}}, {}, other));
  }
  Random one{1};
  Random other{1};
  CHECK(TaskEncoder::encode(kLayer, {{1000000}, {250000}}, {}, one) !=
        TaskEncoder::encode(kLayer, {{1000000}, {260000}}, {}, other));
}

TEST_CASE("a pin is a value between 0 and 127 and a flag; a free parameter is two zeros") {
  Pins pins;
  pins.choice[Template::PEN] = 7;
  pins.choice[Template::ISS] = 0;
  pins.choice[Template::TKW] = 3;
  Random random{1};
  const auto features = TaskEncoder::encode(kLayer, {{1000000}, {250000}}, pins, random);
  const auto at = [&](std::size_t parameter, std::size_t what) {
    return int{features[TaskEncoder::kPinOffset + 2 * parameter + what]};
  };
  CHECK(at(Template::PEN, 0) == 127);
  CHECK(at(Template::PEN, 1) == 127);
  CHECK(at(Template::ISS, 0) == 0);
  CHECK(at(Template::ISS, 1) == 127);
  CHECK(at(Template::TKW, 0) == 63);
  CHECK(at(Template::TKW, 1) == 127);
  CHECK(at(Template::WSS, 0) == 0);
  CHECK(at(Template::WSS, 1) == 0);
}

TEST_CASE("features of any legal task lie in -127..127") {
  Random random{9};
  const auto in_range = [](std::int8_t x) { return x >= -127; };
  for (int i = 0; i < 5000; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const Pins pins = random_pins(random, random.below(9));
    const auto features = TaskEncoder::encode(layer, objective, pins, random);
    REQUIRE(std::all_of(features.begin(), features.end(), in_range));
  }
  for (const Objective& extreme :
       {Objective{{1}, {std::uint64_t{1} << 50U}}, Objective{{std::uint64_t{1} << 62U}, {1}}}) {
    const auto features = TaskEncoder::encode({1, 1, 1, 1, 1, 1, 1, 1}, extreme, {}, random);
    CHECK(std::all_of(features.begin(), features.end(), in_range));
  }
}

}  // namespace
}  // namespace gandse::test
