#include "utf8.hpp"

namespace gandse::cli {

namespace {

constexpr bool within(unsigned byte, unsigned least, unsigned most) { return byte >= least && byte <= most; }

}  // namespace

std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  if (text.empty()) {
    return 0;
  }
  const unsigned first = byte(0);
  if (first < 0x80U) {
    return 1;
  }
  const std::size_t length = within(first, 0xC2, 0xDF)   ? 2
                             : within(first, 0xE0, 0xEF) ? 3
                             : within(first, 0xF0, 0xF4) ? 4
                                                         : 0;
  if (length == 0 || text.size() < length) {
    return 0;
  }
  // Some first bytes narrow the second one.
  const unsigned least = first == 0xE0U ? 0xA0U : first == 0xF0U ? 0x90U : 0x80U;
  const unsigned most = first == 0xEDU ? 0x9FU : first == 0xF4U ? 0x8FU : 0xBFU;
  bool well_formed = within(byte(1), least, most);
  for (std::size_t i = 2; i < length; ++i) {
    well_formed = well_formed && within(byte(i), 0x80, 0xBF);
  }
  return well_formed ? length : 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace gandse::cli
