// Watches a command at work: shows its progress on a terminal, ends it if its reader has gone, and stops it between two
// rows on SIGINT or SIGTERM.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace gandse::cli {

class Watch {
 public:
  /// From now on until it is destroyed: progress on standard error, where that is a terminal and the work takes longer
  /// than a second; the end of the program, with exit code 1, where standard output is a pipe that nobody reads.
  explicit Watch(std::string command);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  Watch(Watch&&) = delete;
  Watch& operator=(Watch&&) = delete;

  /// What `go_on` counts, such as "rows"; `of`: how many there are, 0 where that is not known. From now on SIGINT and
  /// SIGTERM wait for the end of the present one.
  void begin(const char* unit, std::uint64_t of = 0);

  /// Whether to begin one more; false once SIGINT or SIGTERM came.
  [[nodiscard]] bool go_on();

  /// The same where `read()` says whether there is one more. It may wait for long: a signal ends the program then.
  template <class Read>
  [[nodiscard]] bool next(const Read& read) {
    if (!go_on()) {
      return false;
    }
    reading_ = true;
    const bool any = read();
    reading_ = false;
    return any;
  }

  /// How many have been finished.
  [[nodiscard]] std::uint64_t done() const;

 private:
  void run();
  void show(std::chrono::seconds elapsed);
  void wipe();

  const std::string command_;
  std::atomic<const char*> unit_{nullptr};
  std::atomic<std::uint64_t> of_{0};
  std::atomic<std::uint64_t> asked_{0};
  std::atomic<bool> reading_{false};
  std::size_t shown_ = 0;  ///< characters of the line on the terminal
  bool over_ = false;
  std::mutex mutex_;  ///< guards over_
  std::condition_variable ended_;
  std::thread thread_;
};

}  // namespace gandse::cli
