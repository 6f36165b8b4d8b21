// PCG32 (O'Neill, pcg-random.org, XSH-RR variant): small, and the same bits on every target.
#pragma once

#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Pseudo-random numbers by PCG32: the same seed gives the same numbers on every target.
class Random {
 public:
  /// Any seed will do.
  constexpr explicit Random(std::uint64_t seed) {
    next();
    state_ += seed;
    next();
  }

  /// The next 32 random bits.
  constexpr std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto xorshifted = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
    const auto rotation = static_cast<std::uint32_t>(old >> 59U);
    return (xorshifted >> rotation) | (xorshifted << ((32U - rotation) & 31U));
  }

  /// A number in [0, bound), bound >= 1. The bias of the multiply method is below bound / 2^32.
  constexpr std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{next()} * bound) >> 32U);
  }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace gandse
