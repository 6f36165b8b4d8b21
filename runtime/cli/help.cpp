#include "help.hpp"

#include <algorithm>

namespace gandse::cli {

bool is_file(const OptionHelp& option) { return option.value == "FILE" || option.value.find('.') != std::string::npos; }

std::vector<std::string> choices_of(std::string_view type) {
  const std::size_t open = type.find('{');
  if (open == std::string_view::npos || type.back() != '}') {
    return {};
  }
  std::vector<std::string> choices{{}};
  for (const char c : type.substr(open + 1, type.size() - open - 2)) {
    if (c == ',') {
      choices.emplace_back();
    } else {
      choices.back() += c;
    }
  }
  return choices;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace gandse::cli
