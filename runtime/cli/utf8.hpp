// Text as UTF-8: which byte sequences are characters.
#pragma once

#include <cstddef>
#include <string_view>

namespace gandse::cli {

/// Bytes of the character that `text` begins with, 1 to 4; 0 where it begins with none, or is empty. Well-formed is
/// what Unicode's table 3-7 says: no overlong form, no surrogate, nothing above U+10FFFF.
std::size_t character_length(std::string_view text);

/// Whether all of `text` is UTF-8.
bool is_utf8(std::string_view text);

}  // namespace gandse::cli
