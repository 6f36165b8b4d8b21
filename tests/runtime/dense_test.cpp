#include "gandse/runtime/dense.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "gandse/runtime/random.hpp"

namespace {

using gandse::Scale;

// round(x * m / 2^s), halves away from zero, clamped to a symmetric int32: by definition, in 128 bits.
std::int64_t exactly_rescaled(std::int32_t x, Scale scale) {
  const __int128 magnitude = x < 0 ? -static_cast<__int128>(x) : static_cast<__int128>(x);
  const __int128 twice = 2 * magnitude * scale.multiplier;
  const __int128 one = static_cast<__int128>(1) << scale.shift;
  const auto rounded = static_cast<std::int64_t>((twice + one) / (2 * one));
  const std::int64_t clamped = std::min<std::int64_t>(rounded, INT32_MAX);
  return x < 0 ? -clamped : clamped;
}

Scale random_scale(gandse::Random& random) {
  return {(1U << 30U) + random.below(1U << 30U), static_cast<std::uint8_t>(1 + random.below(62))};
}

}  // namespace

TEST_CASE("rescale rounds exactly, on every shift, at and beside the halves") {
  gandse::Random random{3};
  for (unsigned shift = 1; shift <= 62; ++shift) {
    for (const std::uint32_t multiplier : {1U << 30U, (1U << 30U) + 1U, (1U << 31U) - 1U, 3U << 29U}) {
      const Scale scale{multiplier, static_cast<std::uint8_t>(shift)};
      for (const std::int32_t x : {INT32_MIN, INT32_MIN + 1, -3, -2, -1, 0, 1, 2, 3, INT32_MAX - 1, INT32_MAX}) {
        REQUIRE(rescale(x, scale) == exactly_rescaled(x, scale));
      }
      for (int i = 0; i < 50; ++i) {
        const auto x = static_cast<std::int32_t>(random.next());
        REQUIRE(rescale(x, scale) == exactly_rescaled(x, scale));
      }
    }
  }
  const Scale half{1U << 30U, 31};
  CHECK(gandse::rescale(1, half) == 1);
  CHECK(gandse::rescale(-1, half) == -1);
  CHECK(gandse::rescale(2, half) == 1);
  CHECK(gandse::rescale(3, half) == 2);
  CHECK(gandse::rescale(-3, half) == -2);
}

TEST_CASE("rescale agrees with double arithmetic away from the halves") {
  gandse::Random random{4};
  for (int i = 0; i < 20000; ++i) {
    const Scale scale{(1U << 30U) + random.below(1U << 30U), static_cast<std::uint8_t>(31 + random.below(20))};
    const auto x = static_cast<std::int32_t>(random.below(1U << 20U)) - (1 << 19);
    const double exact = x * std::ldexp(scale.multiplier, -scale.shift);
    REQUIRE(std::abs(gandse::rescale(x, scale) - exact) <= 0.5 + 1e-9);
  }
}

TEST_CASE("rescale is odd and monotone") {
  gandse::Random random{5};
  for (int i = 0; i < 20000; ++i) {
    const Scale scale = random_scale(random);
    const auto a = static_cast<std::int32_t>(random.next() >> 1U);
    const auto b = static_cast<std::int32_t>(random.next() >> 1U);
    REQUIRE(gandse::rescale(-a, scale) == -gandse::rescale(a, scale));
    REQUIRE(gandse::rescale(std::min(a, b), scale) <= gandse::rescale(std::max(a, b), scale));
  }
}

TEST_CASE("activate is ReLU, then rescale, clamped to 0..127") {
  gandse::Random random{6};
  for (int i = 0; i < 20000; ++i) {
    const Scale scale = random_scale(random);
    const auto x = static_cast<std::int32_t>(random.next());
    const std::int64_t expected = x <= 0 ? 0 : std::min<std::int64_t>(127, exactly_rescaled(x, scale));
    REQUIRE(gandse::activate(x, scale) == expected);
  }
  const Scale one{1U << 30U, 30};
  CHECK(gandse::activate(INT32_MIN, one) == 0);
  CHECK(gandse::activate(127, one) == 127);
  CHECK(gandse::activate(128, one) == 127);
  CHECK(gandse::activate(INT32_MAX, one) == 127);
}

TEST_CASE("dense is the matrix product plus the bias") {
  gandse::Random random{8};
  const auto int8 = [&] { return static_cast<std::int8_t>(static_cast<int>(random.below(255)) - 127); };
  for (int i = 0; i < 300; ++i) {
    const std::size_t inputs = random.below(130);
    const std::size_t outputs = 1 + random.below(40);
    std::vector<std::int8_t> weight(inputs * outputs);
    std::vector<std::int8_t> input(inputs);
    std::vector<std::int32_t> bias(outputs);
    std::generate(weight.begin(), weight.end(), int8);
    std::generate(input.begin(), input.end(), int8);
    std::generate(bias.begin(), bias.end(), [&] { return static_cast<std::int32_t>(random.next()) / 4; });
    std::vector<std::int32_t> result(outputs, -1);
    gandse::dense(weight.data(), bias.data(), input.data(), inputs, outputs, result.data());
    for (std::size_t o = 0; o < outputs; ++o) {
      std::int64_t sum = bias[o];
      for (std::size_t j = 0; j < inputs; ++j) {
        sum += std::int64_t{weight[o * inputs + j]} * input[j];
      }
      REQUIRE(result[o] == sum);
    }
  }
}
