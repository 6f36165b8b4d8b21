#include "text.hpp"

#include <algorithm>

#include "utf8.hpp"

namespace gandse::cli {

namespace {
bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// U+0000 to U+001F, U+007F to U+009F; a terminal obeys the second block as it does the first.
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  return first < 0x20U || first == 0x7FU || (first == 0xC2U && static_cast<unsigned char>(character[1]) < 0xA0U);
}
}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max(length, std::size_t{1}));
    result += length == 0 || is_control(character) ? "?" : character;
    text.remove_prefix(character.size());
  }
  return result;
}

std::string in_quotes(std::string_view text, std::size_t longest) {
  std::size_t length = text.size();
  if (length > longest) {
    length = longest;
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
