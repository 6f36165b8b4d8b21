// Decimal numbers, read exactly and strictly: digits with at most one point between them, no sign, no exponent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "bad_input.hpp"

namespace gandse::cli {

inline constexpr std::size_t kMostDecimals = 18;

/// A number as written: digits / 10^decimals.
struct Decimal {
  std::uint64_t digits = 0;
  std::size_t decimals = 0;  ///< at most kMostDecimals
};

/// Nothing where `text` is no such number, or has more digits than a Decimal holds.
std::optional<Decimal> read_decimal(std::string_view text);

enum class Rounding { down, up };

/// `units` times the number that all of `text` is, rounded to a whole one. Throws BadInput naming `what`, as
/// parse_whole does; `out_of_range` is the reason where the number is above `most`, or where less than `least` *
/// `units` is left. `most` * `units` fits 64 bits.
std::uint64_t parse_decimal(std::string_view what, std::string_view text, std::uint64_t least, std::uint64_t most,
                            std::uint64_t units, Rounding rounding, const char* out_of_range = BadInput::kMalformed);

}  // namespace gandse::cli
