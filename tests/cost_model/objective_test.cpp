// Judging a cost against an objective, exactly, against 128-bit arithmetic.
#include "gandse/cost_model/objective.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "../scale.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

using Exact = unsigned __int128;

constexpr std::uint64_t kMaxLatency = std::uint64_t{1} << 62U;
constexpr std::uint64_t kMaxPower = std::uint64_t{1} << 50U;

bool exactly_meets_power(const Cost& cost, std::uint64_t microwatt, std::uint32_t clock_mhz) {
  return Exact{cost.energy.value} * clock_mhz <= Exact{1000} * microwatt * cost.latency.value;
}

Cost any_cost(RandomPoints& random) {
  return {{std::clamp<std::uint64_t>(random.any_width(), 1, kMaxLatency)}, {random.any_width()}};
}

}  // namespace

TEST_CASE("power is judged exactly, also at and beside the boundary") {
  RandomPoints random(40);
  for (unsigned i = 0; i < scaled(300'000); ++i) {
    const Cost cost = any_cost(random);
    const std::uint32_t clock = random.between(1, 5000);
    const std::uint64_t boundary = power(cost, clock).value;
    for (const std::uint64_t microwatt : {boundary - 1, boundary, boundary + 1, random.any_width()}) {
      const Objective objective{{std::clamp<std::uint64_t>(random.any_width(), 1, kMaxLatency)},
                                {std::clamp<std::uint64_t>(microwatt, 1, kMaxPower)}};
      REQUIRE(within_limits(objective));
      const bool in_time = cost.latency.value <= objective.latency.value;
      const bool in_power = exactly_meets_power(cost, objective.power.value, clock);
      REQUIRE(meets_latency(cost, objective) == in_time);
      REQUIRE(meets_power(cost, objective, clock) == in_power);
      REQUIRE(satisfies(cost, objective, clock) == (in_time && in_power));
      // What is printed and what is judged agree.
      REQUIRE(in_power == (boundary <= objective.power.value));
    }
  }
}

TEST_CASE("power is the exact quotient, rounded up") {
  RandomPoints random(41);
  for (unsigned i = 0; i < scaled(300'000); ++i) {
    const Cost cost = any_cost(random);
    const std::uint32_t clock = random.between(1, 5000);
    const Exact numerator = Exact{cost.energy.value} * clock;
    const Exact denominator = Exact{1000} * cost.latency.value;
    const Exact expected = (numerator + denominator - 1) / denominator;
    const std::uint64_t microwatt = power(cost, clock).value;
    if (numerator / cost.latency.value < UINT64_MAX) {
      REQUIRE(Exact{microwatt} == expected);
      const double real =
          static_cast<double>(cost.energy.value) * clock / 1000 / static_cast<double>(cost.latency.value);
      REQUIRE(std::abs(static_cast<double>(microwatt) - real) <= 1 + 1e-12 * real);
    } else {  // saturated: still above every objective
      REQUIRE(microwatt > kMaxPower);
      REQUIRE(expected > kMaxPower);
    }
  }
  CHECK(power({{0}, {5}}, 500).value == 0);
}

TEST_CASE("objectives have limits") {
  CHECK(within_limits(Objective{{1}, {1}}));
  CHECK(within_limits(Objective{{kMaxLatency}, {kMaxPower}}));
  CHECK_FALSE(within_limits(Objective{{0}, {1}}));
  CHECK_FALSE(within_limits(Objective{{1}, {0}}));
  CHECK_FALSE(within_limits(Objective{{kMaxLatency + 1}, {1}}));
  CHECK_FALSE(within_limits(Objective{{1}, {kMaxPower + 1}}));
}

TEST_CASE("the score in logarithms follows the ratios") {
  RandomPoints random(42);
  double worst = 0;
  for (unsigned i = 0; i < scaled(200'000); ++i) {
    const Cost cost{{std::max<std::uint64_t>(random.any_width() >> 2U, 1)},
                    {std::max<std::uint64_t>(random.any_width(), 1)}};
    const Objective objective{{std::clamp<std::uint64_t>(random.any_width(), 1, kMaxLatency)},
                              {std::clamp<std::uint64_t>(random.any_width(), 1, kMaxPower)}};
    const LogRatios ratios = log_ratios(cost, objective, 500);
    const double cycles = static_cast<double>(cost.latency.value);
    const double latency = std::log2(cycles / static_cast<double>(objective.latency.value));
    const double watts = std::log2(static_cast<double>(cost.energy.value) * 500 / 1000 / cycles /
                                   static_cast<double>(objective.power.value));
    worst = std::max({worst, std::abs(ratios.latency / 65536.0 - latency), std::abs(ratios.power / 65536.0 - watts)});
    REQUIRE(ratios.score() == std::max(ratios.latency, ratios.power));
  }
  MESSAGE("largest error of a log ratio, in octaves: " << worst);
  CHECK(worst < 1e-4);
}

}  // namespace gandse::test
