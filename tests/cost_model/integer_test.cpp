// Checked, multiply, divide_ceil and log2_q16 against 128-bit and floating-point arithmetic.
#include "gandse/cost_model/integer.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "../scale.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

using Exact = unsigned __int128;

constexpr Exact exact(Wide wide) { return Exact{wide.high} << 64U | wide.low; }

constexpr std::array<std::uint64_t, 12> kCorners{
    0, 1, 2, 3, 999, 1000, 0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, UINT64_MAX - 1, UINT64_MAX};

void check_products(std::uint64_t a, std::uint64_t b) {
  const Exact product = Exact{a} * b;
  const Checked checked = Checked{a} * b;
  REQUIRE(exact(multiply(a, b)) == product);
  REQUIRE(checked.overflowed() == (product > UINT64_MAX));
  REQUIRE(checked.value() == static_cast<std::uint64_t>(product));
  const Checked sum = Checked{a} + b;
  REQUIRE(sum.overflowed() == (Exact{a} + b > UINT64_MAX));
  REQUIRE(sum.value() == static_cast<std::uint64_t>(Exact{a} + b));
  const Checked difference = Checked{a} - b;
  REQUIRE(difference.overflowed() == (a < b));
  REQUIRE(difference.value() == static_cast<std::uint64_t>(Exact{a} - b));
}

void check_division(Wide dividend, std::uint64_t divisor) {
  const Exact quotient = (exact(dividend) + divisor - 1) / divisor;
  REQUIRE(divide_ceil(dividend, divisor) ==
          (quotient > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(quotient)));
}

double log2_error(std::uint64_t x) {
  return std::abs(
      static_cast<double>(static_cast<long double>(log2_q16(x)) - 65536 * std::log2(static_cast<long double>(x))));
}

}  // namespace

TEST_CASE("products, sums and differences are exact, or known to have wrapped") {
  for (const std::uint64_t a : kCorners) {
    for (const std::uint64_t b : kCorners) {
      check_products(a, b);
    }
  }
  RandomPoints random(30);
  for (unsigned i = 0; i < scaled(200'000); ++i) {
    const std::uint64_t a = random.any_width();
    check_products(a, random.any_width());
  }
}

TEST_CASE("a wrap is never forgotten") {
  const Checked wrapped = Checked{UINT64_MAX} + 1;
  CHECK((wrapped * 0).overflowed());
  CHECK((wrapped + 1).overflowed());
  CHECK((wrapped - 0).overflowed());
  CHECK((Checked{0} * wrapped).overflowed());
  CHECK((Checked{1} + wrapped).overflowed());
  CHECK((Checked{1} - wrapped).overflowed());
  CHECK_FALSE(Checked{}.overflowed());
}

TEST_CASE("divide_ceil rounds up and saturates") {
  for (const std::uint64_t high : kCorners) {
    for (const std::uint64_t low : kCorners) {
      for (const std::uint64_t divisor : kCorners) {
        if (divisor != 0 && high < UINT64_MAX) {  // the reference itself must not wrap
          check_division({high, low}, divisor);
        }
      }
    }
  }
  CHECK(divide_ceil({UINT64_MAX, UINT64_MAX}, UINT64_MAX) == UINT64_MAX);
  RandomPoints random(31);
  for (unsigned i = 0; i < scaled(200'000); ++i) {
    const std::uint64_t divisor = random.any_width() | 1U;
    check_division({random.any_width() >> 1U, random.bits()}, divisor);
    check_division(multiply(divisor, random.any_width()), divisor);
  }
}

TEST_CASE("Wide compares like a 128-bit number") {
  for (const std::uint64_t a : kCorners) {
    for (const std::uint64_t b : kCorners) {
      for (const std::uint64_t c : kCorners) {
        CHECK((Wide{a, b} <= Wide{b, c}) == (exact({a, b}) <= exact({b, c})));
      }
    }
  }
}

TEST_CASE("bit_width, ceil_log2 and ceil_div") {
  CHECK(bit_width(0) == 0);
  CHECK(ceil_log2(1) == 0);
  for (unsigned bit = 1; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    CHECK(bit_width(power - 1) == bit);
    CHECK(bit_width(power) == bit + 1);
    CHECK(ceil_log2(power) == bit);
    CHECK(ceil_log2(power + 1) == bit + 1);
  }
  CHECK(bit_width(UINT64_MAX) == 64);
  CHECK(ceil_log2(UINT64_MAX) == 64);
  for (std::uint32_t a = 1; a < 300; ++a) {
    for (std::uint32_t b = 1; b < 300; ++b) {
      REQUIRE(ceil_div(a, b) == (a / b) + (a % b != 0 ? 1 : 0));
    }
  }
}

TEST_CASE("log2_q16 is exact at powers of two, monotone, and as accurate as its comment says") {
  CHECK(log2_q16(0) == 0);
  for (unsigned bit = 0; bit < 64; ++bit) {
    CHECK(log2_q16(std::uint64_t{1} << bit) == static_cast<std::int32_t>(bit << 16U));
  }
  CHECK(log2_q16(UINT64_MAX) == 64 << 16);
  double worst = 0;
  const auto look_at = [&](std::uint64_t x) {
    const double error = log2_error(x);
    worst = error > worst ? error : worst;
    REQUIRE(log2_q16(x) >= log2_q16(x - 1));
  };
  for (std::uint64_t x = 1; x < scaled(4'000'000); ++x) {
    look_at(x);
  }
  for (std::uint64_t step = 0; step < 65536; ++step) {  // both sides of every table entry, and between them
    const std::uint64_t x = (std::uint64_t{65536} + step) << 47U;
    look_at(x);
    look_at(x + 1);
  }
  RandomPoints random(32);
  for (unsigned i = 0; i < scaled(1'000'000); ++i) {
    look_at(random.any_width() | 1U);
  }
  MESSAGE("largest error of log2_q16, in units of Q16: " << worst);
  CHECK(worst < 1.2);
}

}  // namespace gandse::test
