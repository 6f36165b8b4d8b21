// Fingerprints and checksums as text.
#pragma once

#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <string>

namespace gandse::trainer {

inline std::string hex(std::uint64_t value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "0x%016" PRIx64, value);
  return text.data();
}

}  // namespace gandse::trainer
