// When to save what long work has brought so far.
#pragma once

#include <algorithm>
#include <chrono>

namespace gandse::trainer {

/// After a fifth of the time that has passed, a tenth of a second at least and ten seconds at most; later where saving
/// would take more than a twentieth of the time.
class SaveTimes {
 public:
  /// Threads may ask while nothing is being saved.
  [[nodiscard]] bool due() const { return Clock::now() >= next_; }

  template <class Save>
  void save(const Save& save) {
    const auto start = Clock::now();
    save();
    const auto end = Clock::now();
    const auto share = std::clamp<Clock::duration>((start - begin_) / 5, kLeast, kMost);
    next_ = end + std::max<Clock::duration>(share, 20 * (end - start));
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kLeast{100};
  static constexpr std::chrono::seconds kMost{10};
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_ = begin_ + kLeast;
};

}  // namespace gandse::trainer
