// Files as they come back from a bad disk, a cut transfer or a careless editor: seeded, so that a test sees the same
// ones every time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "gandse/runtime/random.hpp"

namespace gandse::test {

class Damage {
 public:
  Damage(std::vector<std::uint8_t> whole, std::uint64_t seed) : whole_(std::move(whole)), random_{seed} {}

  /// Another damaged one; it differs from the whole one.
  std::vector<std::uint8_t> next() {
    std::vector<std::uint8_t> bytes;
    do {
      bytes = whole_;
      damage(bytes);
    } while (bytes == whole_);
    return bytes;
  }

 private:
  std::size_t below(std::size_t most) {
    return random_.below(static_cast<std::uint32_t>(std::max<std::size_t>(most, 1)));
  }
  // A third of the damage is at the beginning, where a file says what it is.
  std::size_t place(const std::vector<std::uint8_t>& bytes) {
    return below(random_.below(3) == 0 ? std::min<std::size_t>(bytes.size(), 64) : bytes.size());
  }

  void damage(std::vector<std::uint8_t>& bytes) {
    const auto at = [&](std::size_t index) { return bytes.begin() + static_cast<std::ptrdiff_t>(index); };
    const std::size_t from = place(bytes);
    const std::size_t length = std::min(bytes.size() - from, 1 + below(300));
    switch (random_.below(8)) {
      case 0:
      case 1:  // bits, one to three of them
        for (std::size_t bits = 1 + below(3); bits > 0; --bits) {
          bytes[place(bytes)] ^= static_cast<std::uint8_t>(1U << below(8));
        }
        break;
      case 2:
        bytes.resize(from);
        break;
      case 3:
        bytes.erase(at(from), at(from + length));
        break;
      case 4: {
        std::vector<std::uint8_t> more(length);
        std::generate(more.begin(), more.end(), [&] { return static_cast<std::uint8_t>(below(256)); });
        bytes.insert(at(random_.below(2) == 0 ? from : bytes.size()), more.begin(), more.end());
        break;
      }
      case 5: {  // two blocks change places
        const std::size_t other = below(bytes.size() - length + 1);
        for (std::size_t i = 0; i < length; ++i) {
          std::swap(bytes[from + i], bytes[other + i]);
        }
        break;
      }
      case 6:
        std::fill(at(from), at(from + length), static_cast<std::uint8_t>(random_.below(2) == 0 ? 0 : 0xFF));
        break;
      default: {  // a block twice
        const std::vector<std::uint8_t> block(at(from), at(from + length));
        bytes.insert(at(from), block.begin(), block.end());
      }
    }
  }

  std::vector<std::uint8_t> whole_;
  Random random_;
};

}  // namespace gandse::test
