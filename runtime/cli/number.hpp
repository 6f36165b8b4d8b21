// Whole numbers, read strictly: digits only, no sign, no hexadecimal, nothing after them, no wrap-around.
#pragma once

#include <cstdint>
#include <string_view>

#include "bad_input.hpp"

namespace gandse::cli {

/// The number that all of `text` is, within [min, max]. Throws BadInput naming `what`; a number outside the limits (or
/// too long for 64 bits) carries `out_of_range` as its reason.
std::uint64_t parse_whole(std::string_view what, std::string_view text, std::uint64_t min, std::uint64_t max,
                          const char* out_of_range = BadInput::kMalformed);

}  // namespace gandse::cli
