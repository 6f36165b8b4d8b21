// Small helpers for messages and tables.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

/// `text` with control characters, and bytes that are no UTF-8, replaced by '?', so that no input can play tricks on a
/// terminal.
std::string printable(std::string_view text);

/// `text` in single quotes, printable and cut to at most `longest` bytes, which fit a message.
std::string in_quotes(std::string_view text, std::size_t longest = 60);

inline constexpr std::size_t kLongestPath = 4096;  ///< a path is not cut

/// "a, b, c"
std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ");

/// Number of columns `text` takes on a terminal: UTF-8 code points.
std::size_t display_width(std::string_view text);

}  // namespace gandse::cli
