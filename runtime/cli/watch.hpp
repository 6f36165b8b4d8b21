// Watches a command at work: shows on a terminal how far it is and how long it will still take, ends it if its reader
// has gone, and stops it between two rows on SIGINT or SIGTERM.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "progress.hpp"

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

  /// What `reached` counts, from now on; with `at_most` there may be fewer than `of`. Signals end the program at once.
  void count(const char* unit, std::uint64_t of, bool at_most = false);

  /// How many are done.
  void reached(std::uint64_t count) { done_.store(count, std::memory_order_relaxed); }

  /// How much is done where it is not known how many there are: of a file of rows, in bytes.
  void measure(const Share& share);

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
  [[nodiscard]] std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }

 private:
  void run();
  void show(std::chrono::steady_clock::duration working);
  void wipe();

  const std::string command_;
  std::atomic<const char*> unit_{nullptr};
  std::atomic<std::uint64_t> of_{0};
  std::atomic<bool> at_most_{false};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> share_part_{0};
  std::atomic<std::uint64_t> share_whole_{0};
  std::atomic<std::chrono::steady_clock::time_point> counting_since_{};
  std::atomic<std::uint64_t> asked_{0};
  std::atomic<bool> reading_{false};
  std::size_t shown_ = 0;  ///< characters of the line on the terminal
  bool over_ = false;
  std::mutex mutex_;  ///< guards over_
  std::condition_variable ended_;
  std::thread thread_;
};

/// An observer of exhaustive searches: counts their nodes for a watch. Copies count together.
class NodeCounter {
 public:
  /// All searches together look at `most` at most.
  NodeCounter(Watch& watch, std::uint64_t most) : watch_(&watch) { watch.count("nodes", most, true); }

  void operator()() const { watch_->reached(watch_->done() + 1); }

 private:
  Watch* watch_;
};

}  // namespace gandse::cli
