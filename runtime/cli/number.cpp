#include "number.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include "text.hpp"

namespace gandse::cli {

std::uint64_t parse_whole(std::string_view what, std::string_view text, std::uint64_t min, std::uint64_t max,
                          const char* out_of_range) {
  const auto range = [&] { return std::to_string(min) + " to " + std::to_string(max); };
  if (text.empty()) {
    throw BadInput(std::string{what} + " is empty; it must be a whole number, " + range());
  }
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    throw BadInput(std::string{what} + ": " + in_quotes(text) + " is not a whole number; use digits only, " + range());
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < min || value > max) {
    throw BadInput(std::string{what} + ": " + in_quotes(text) + " is out of range; it must be " + range(),
                   out_of_range);
  }
  return value;
}

}  // namespace gandse::cli
