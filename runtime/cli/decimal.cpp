#include "decimal.hpp"

#include <limits>
#include <string>

#include "number.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {
using Wide128 = unsigned __int128;
}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal result;
  bool point = false;
  bool digit_after = false;  // the last character seen was a digit: "", ".5", "5." and "." are refused
  for (const char c : text) {
    if (c == '.' && digit_after && !point) {
      point = true;
      digit_after = false;
      continue;
    }
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (result.digits > (std::numeric_limits<std::uint64_t>::max() - digit) / 10U) {
      return std::nullopt;
    }
    result.digits = result.digits * 10U + digit;
    result.decimals += point ? 1U : 0U;
    digit_after = true;
  }
  return digit_after && result.decimals <= kMostDecimals ? std::optional{result} : std::nullopt;
}

std::uint64_t parse_decimal(std::string_view what, std::string_view text, std::uint64_t least, std::uint64_t most,
                            std::uint64_t units, Rounding rounding, const char* out_of_range) {
  const std::string range = std::to_string(least) + " to " + std::to_string(most);
  if (text.empty()) {
    throw BadInput(std::string{what} + " is empty; it must be a number, " + range);
  }
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    return parse_whole(what, text, least, most, out_of_range) * units;
  }
  const auto decimal = read_decimal(text);
  if (!decimal) {
    throw BadInput(std::string{what} + ": " + in_quotes(text) +
                   " is not a decimal number of at most 19 digits, such as 12.5; it must be " + range);
  }
  Wide128 denominator = 1;
  for (std::size_t i = 0; i < decimal->decimals; ++i) {
    denominator *= 10U;
  }
  const Wide128 scaled = Wide128{decimal->digits} * units;
  const Wide128 result = (scaled + (rounding == Rounding::up ? denominator - 1U : 0U)) / denominator;
  if (decimal->digits > most * denominator || result < Wide128{least} * units) {
    throw BadInput(std::string{what} + ": " + in_quotes(text) + " is out of range; it must be " + range, out_of_range);
  }
  return static_cast<std::uint64_t>(result);
}

}  // namespace gandse::cli
