// Small helpers for messages and tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

/// `text` with control characters replaced, so that no input can play tricks on a terminal.
std::string printable(std::string_view text);

/// `text` in single quotes, printable and cut to a length that fits a message.
std::string in_quotes(std::string_view text);

/// "a, b, c"
std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ");

/// Number of columns `text` takes on a terminal: UTF-8 code points.
std::size_t display_width(std::string_view text);

}  // namespace gandse::cli
