// Runs independent pieces of work on all cores. Results must not depend on which thread does which piece.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace gandse::trainer {

inline unsigned default_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// Calls work(i) for i = from, from + 1, ... below `to`, on `threads` threads, until all are done or stop() is true
/// after one. Returns the first that is not done; all before it are. Where one throws, no further one is begun, and the
/// first exception is thrown again when all have ended.
template <class Work, class Stop>
std::size_t parallel_for(std::size_t from, std::size_t to, unsigned threads, const Work& work, const Stop& stop) {
  std::atomic<std::size_t> next{from};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::exception_ptr first;
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < to; i = next++) {
        work(i);
        if (failed || stop()) {
          break;
        }
      }
    } catch (...) {
      const std::scoped_lock lock{mutex};
      first = failed.exchange(true) ? first : std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned t = 1; t < threads; ++t) {
      pool.emplace_back(run);
    }
    run();
  }
  if (first) {
    std::rethrow_exception(first);
  }
  return std::min(next.load(), to);
}

/// Calls work(i) for every i in [0, count), in any order, on `threads` threads.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const Work& work) {
  parallel_for(0, count, threads, work, [] { return false; });
}

}  // namespace gandse::trainer
