// The checksum of the trainer's files: FNV-1a, 64 bits, of the bytes padded with zeros to a multiple of 8. No change of
// a single byte leaves it as it was, and any other with a chance of about 2^-64.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "gandse/cost_model/design_space.hpp"

namespace gandse::trainer {

class Checksum {
 public:
  /// Pads at the end: only the last of several calls may add other than a multiple of 8.
  Checksum& add(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kWord = 8;
    while (!bytes.empty()) {
      const auto word = bytes.first(std::min(kWord, bytes.size()));
      std::uint64_t number = 0;
      for (std::size_t i = 0; i < word.size(); ++i) {
        number |= std::uint64_t{word[i]} << (8 * i);
      }
      hash_.add(number);
      bytes = bytes.subspan(word.size());
    }
    return *this;
  }
  [[nodiscard]] std::uint64_t value() const { return hash_.value(); }

 private:
  Fingerprint hash_;
};

}  // namespace gandse::trainer
