// Runs independent pieces of work on all cores. Results must not depend on which thread does which piece.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace gandse::trainer {

inline unsigned default_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// Calls work(i) for every i in [0, count), in any order, on `threads` threads.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      work(i);
    }
  };
  std::vector<std::jthread> pool;
  for (unsigned t = 1; t < threads; ++t) {
    pool.emplace_back(run);
  }
  run();
}

}  // namespace gandse::trainer
