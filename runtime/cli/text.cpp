#include "text.hpp"

#include <algorithm>

namespace gandse::cli {

namespace {
constexpr std::size_t kLongestQuote = 60;

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }
}  // namespace

std::string printable(std::string_view text) {
  std::string result{text};
  std::replace_if(
      result.begin(), result.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; }, '?');
  return result;
}

std::string in_quotes(std::string_view text) {
  std::size_t length = text.size();
  if (length > kLongestQuote) {
    length = kLongestQuote;
    while (length > 0 && is_continuation(text[length])) {
      --length;
    }
  }
  std::string result{'\''};
  result += printable(text.substr(0, length));
  result += length < text.size() ? "...'" : "'";
  return result;
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
  std::string result;
  for (const std::string& item : items) {
    if (!result.empty()) {
      result += separator;
    }
    result += item;
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

}  // namespace gandse::cli
