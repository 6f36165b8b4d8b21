// Runs independent pieces of work on all cores. Results must not depend on which thread does which piece.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace gandse::trainer {

inline unsigned default_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// Calls work(i) for i = from, from + 1, ... below `to`, on `threads` threads, until all are done or stop() is true
/// after one. Returns the first that is not done; all before it are.
template <class Work, class Stop>
std::size_t parallel_for(std::size_t from, std::size_t to, unsigned threads, const Work& work, const Stop& stop) {
  std::atomic<std::size_t> next{from};
  const auto run = [&] {
    for (std::size_t i = next++; i < to; i = next++) {
      work(i);
      if (stop()) {
        break;
      }
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned t = 1; t < threads; ++t) {
      pool.emplace_back(run);
    }
    run();
  }
  return std::min(next.load(), to);
}

/// Calls work(i) for every i in [0, count), in any order, on `threads` threads.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const Work& work) {
  parallel_for(0, count, threads, work, [] { return false; });
}

}  // namespace gandse::trainer
