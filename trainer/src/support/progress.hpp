// A progress bar with the time left, on stderr: one line that rewrites itself on a terminal, a line per tenth
// elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace gandse::trainer {

class Progress {
 public:
  Progress(std::string title, std::size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Thread-safe. `note` replaces the text behind the bar where it is not empty.
  void advance(std::size_t amount = 1, const std::string& note = {});

 private:
  void draw();

  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  std::string title_;
  std::string note_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool terminal_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
};

}  // namespace gandse::trainer
