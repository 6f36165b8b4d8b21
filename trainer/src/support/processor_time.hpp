// Processor time of the calling thread: what else runs on the machine does not count.
#pragma once

#include <ctime>

namespace gandse::trainer {

class ProcessorTime {
 public:
  ProcessorTime() : start_(now()) {}

  /// Seconds since the start, without what asking for them takes.
  double seconds() {
    ++asked_;
    return now() - start_ - asked_ * cost_of_asking();
  }

 private:
  static double now() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  }

  static double cost_of_asking() {
    static const double cost = [] {
      constexpr int kTimes = 1000;
      const double start = now();
      for (int i = 1; i < kTimes; ++i) {
        now();
      }
      return (now() - start) / kTimes;
    }();
    return cost;
  }

  double start_;
  double asked_ = 0;
};

}  // namespace gandse::trainer
