// Integer helpers of the cost model: checked 64-bit arithmetic, 128-bit products, fixed-point logarithms.
// Everything is constexpr, allocation-free and gives the same bits on every target.
#pragma once

#include <array>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Number of bits needed to write `x`; 0 for 0.
constexpr unsigned bit_width(std::uint64_t x) { return x == 0 ? 0U : 64U - static_cast<unsigned>(__builtin_clzll(x)); }

/// ceil(a / b); b > 0, a + b must not wrap (true for every dimension of a legal layer).
constexpr std::uint32_t ceil_div(std::uint32_t a, std::uint32_t b) { return (a + b - 1U) / b; }

/// ceil(log2(x)) for x >= 1.
constexpr unsigned ceil_log2(std::uint64_t x) { return x <= 1 ? 0U : bit_width(x - 1U); }

/// Keeps a function out of line where code is optimised for size: otherwise every caller gets a copy of its own.
#ifdef __OPTIMIZE_SIZE__
#define GANDSE_ONE_COPY [[gnu::noinline]]
#else
#define GANDSE_ONE_COPY
#endif

/// A 64-bit amount that remembers whether any step towards it wrapped: ask `overflowed` once, at the end.
class Checked {
 public:
  constexpr Checked() = default;  ///< 0, not overflowed
  /// Begins with an exact amount.
  constexpr Checked(std::uint64_t value) : value_(value) {}  // NOLINT(google-explicit-constructor): literals join in

  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }   ///< the amount modulo 2^64
  [[nodiscard]] constexpr bool overflowed() const { return overflowed_; }  ///< whether `value` is not the exact amount

  /// Adds count * each.
  GANDSE_ONE_COPY constexpr Checked& add(std::uint64_t count, std::uint64_t each) {
    std::uint64_t product = 0;
    overflowed_ |= __builtin_mul_overflow(count, each, &product);
    overflowed_ |= __builtin_add_overflow(value_, product, &value_);
    return *this;
  }

  ///@{
  /// Computes modulo 2^64. The result has overflowed if this step wraps, or if either operand has overflowed.
  friend constexpr Checked operator*(Checked a, Checked b) {
    Checked r;
    r.overflowed_ = __builtin_mul_overflow(a.value_, b.value_, &r.value_) | a.overflowed_ | b.overflowed_;
    return r;
  }
  friend constexpr Checked operator+(Checked a, Checked b) {
    Checked r;
    r.overflowed_ = __builtin_add_overflow(a.value_, b.value_, &r.value_) | a.overflowed_ | b.overflowed_;
    return r;
  }
  friend constexpr Checked operator-(Checked a, Checked b) {
    Checked r;
    r.overflowed_ = __builtin_sub_overflow(a.value_, b.value_, &r.value_) | a.overflowed_ | b.overflowed_;
    return r;
  }
  ///@}

 private:
  std::uint64_t value_ = 0;
  bool overflowed_ = false;
};

/// An unsigned 128-bit number. 32-bit targets have no `__int128`, so it is two halves everywhere.
struct Wide {
  std::uint64_t high = 0;  ///< upper 64 bits
  std::uint64_t low = 0;   ///< lower 64 bits

  /// Compares as unsigned 128-bit numbers.
  friend constexpr bool operator<=(Wide a, Wide b) { return a.high < b.high || (a.high == b.high && a.low <= b.low); }
  /// Adds modulo 2^128.
  friend constexpr Wide operator+(Wide a, Wide b) {
    const std::uint64_t sum = a.low + b.low;
    return {a.high + b.high + (sum < b.low ? 1U : 0U), sum};
  }
};

/// The exact product a * b.
constexpr Wide multiply(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kLow = 0xFFFFFFFFU;
  const std::uint64_t ll = (a & kLow) * (b & kLow);
  const std::uint64_t lh = (a & kLow) * (b >> 32U);
  const std::uint64_t hl = (a >> 32U) * (b & kLow);
  const std::uint64_t hh = (a >> 32U) * (b >> 32U);
  const std::uint64_t middle = (ll >> 32U) + (lh & kLow) + (hl & kLow);
  return {hh + (lh >> 32U) + (hl >> 32U) + (middle >> 32U), (middle << 32U) | (ll & kLow)};
}

/// a * b, or UINT64_MAX if it does not fit.
constexpr std::uint64_t saturated_product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

/// ceil(dividend / divisor), or UINT64_MAX if it does not fit; divisor > 0. Works bit by bit: for reports, not hot
/// loops.
constexpr std::uint64_t divide_ceil(Wide dividend, std::uint64_t divisor) {
  if (dividend.high >= divisor) {
    return UINT64_MAX;
  }
  std::uint64_t remainder = dividend.high;
  std::uint64_t quotient = 0;
  for (int bit = 63; bit >= 0; --bit) {
    const bool carry = (remainder >> 63U) != 0;
    remainder = (remainder << 1U) | ((dividend.low >> static_cast<unsigned>(bit)) & 1U);
    quotient <<= 1U;
    if (carry || remainder >= divisor) {
      remainder -= divisor;
      quotient |= 1U;
    }
  }
  const bool saturate = quotient == UINT64_MAX;
  return remainder != 0 && !saturate ? quotient + 1U : quotient;
}

namespace detail {

// log2(1 + i / 256) in Q16, rounded to nearest, by repeated squaring (the classic bit-by-bit logarithm).
constexpr std::array<std::uint32_t, 257> make_log2_table() {
  std::array<std::uint32_t, 257> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint64_t x = (std::uint64_t{256} + i) << 22U;  // Q30 in [1, 2)
    std::uint32_t fraction = 0;                         // Q20, rounded to Q16 at the end
    for (int bit = 0; bit < 20; ++bit) {
      x = (x * x) >> 30U;
      fraction <<= 1U;
      if (x >= (std::uint64_t{2} << 30U)) {
        x >>= 1U;
        fraction |= 1U;
      }
    }
    table[i] = (fraction + 8U) >> 4U;
  }
  table[256] = 1U << 16U;
  return table;
}
inline constexpr std::array<std::uint32_t, 257> kLog2Table = make_log2_table();

}  // namespace detail

/// log2(x) in Q16 (65536 = one octave) for x >= 1; log2(0) is taken as 0. Monotone; error below 1.25 units of Q16
/// (2e-5 octave): a table of 256 steps per octave (0.5 + 1/16 unit), linear between them (0.18), rounded (0.5).
constexpr std::int32_t log2_q16(std::uint64_t x) {
  if (x <= 1) {
    return 0;
  }
  const unsigned exponent = bit_width(x) - 1U;
  const std::uint64_t mantissa = (x << (63U - exponent)) << 1U;  // fraction bits, left-aligned
  const auto index = static_cast<std::uint32_t>(mantissa >> 56U);
  const auto between = static_cast<std::uint32_t>(mantissa >> 40U) & 0xFFFFU;
  const std::uint32_t low = detail::kLog2Table[index];
  const std::uint32_t step = detail::kLog2Table[index + 1U] - low;
  return static_cast<std::int32_t>((exponent << 16U) + low + ((step * between + 0x8000U) >> 16U));
}

}  // namespace gandse
