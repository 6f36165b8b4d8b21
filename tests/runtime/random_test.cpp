#include "gandse/runtime/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

TEST_CASE("Random is PCG32: the vectors of the reference implementation, seed 42, default stream") {
  gandse::Random random{42};
  for (const std::uint32_t expected : {0xc2f57bd6U, 0x6b07c4a9U, 0x72b7b29bU, 0x44215383U, 0xf5af5eadU, 0x68beb632U}) {
    CHECK(random.next() == expected);
  }
}

TEST_CASE("below(n) stays below n and hits every value about equally often") {
  gandse::Random random{7};
  for (const std::uint32_t bound : {1U, 2U, 3U, 10U, 24U, 1000U}) {
    CAPTURE(bound);
    std::array<std::uint32_t, 1000> hits{};
    const std::uint32_t draws = 400 * bound;
    for (std::uint32_t i = 0; i < draws; ++i) {
      const std::uint32_t x = random.below(bound);
      REQUIRE(x < bound);
      ++hits[x];
    }
    for (std::uint32_t x = 0; x < bound; ++x) {
      CHECK(hits[x] > 400 - 120);  // six standard deviations
      CHECK(hits[x] < 400 + 120 + (bound == 1 ? 1 : 0));
    }
  }
  CHECK(gandse::Random{1}.below(UINT32_MAX) < UINT32_MAX);
}

TEST_CASE("seeds make different sequences") {
  CHECK(gandse::Random{0}.next() != gandse::Random{1}.next());
  CHECK(gandse::Random{0}.next() != gandse::Random{UINT64_MAX}.next());
}
