#include "colour.hpp"

namespace gandse::cli {

std::string Palette::paint(Tone tone, std::string_view text) const {
  if (!coloured_ || tone == Tone::plain || text.empty()) {
    return std::string{text};
  }
  const bool ends_line = text.back() == '\n';
  text.remove_suffix(ends_line ? 1 : 0);
  std::string painted{tone == Tone::good ? "\033[32m" : tone == Tone::bad ? "\033[31m" : "\033[33m"};
  return painted.append(text).append("\033[0m").append(ends_line ? "\n" : "");
}

bool use_colour(bool terminal, const std::function<const char*(const char*)>& variable) {
  const auto value = [&](const char* name) {
    const char* const text = variable(name);
    return std::string_view{text == nullptr ? "" : text};
  };
  return terminal && value("NO_COLOR").empty() && !value("TERM").empty() && value("TERM") != "dumb";
}

}  // namespace gandse::cli
