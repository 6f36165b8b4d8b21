// What every training has in common: options, the order of the samples, the learning rate, and the means of an epoch.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "gandse/runtime/random.hpp"

namespace gandse::trainer {

struct TrainingOptions {
  std::size_t epochs = 32;
  std::size_t batch = 512;  ///< rows per step
  double rate = 4e-3;       ///< Adam's at the start; falls to 1 % along a half cosine
  std::uint64_t seed = 1;
};

/// Named means over one epoch, in the order they were first added.
class EpochLog {
 public:
  void add(const char* name, double value) {
    const auto at = std::find_if(means_.begin(), means_.end(), [&](const auto& m) { return m.first == name; });
    auto& mean = at != means_.end() ? *at : means_.emplace_back(name, 0.0);
    mean.second += value;
  }
  void divide(double batches) {
    for (auto& [name, mean] : means_) {
      mean /= batches;
    }
  }
  /// 0 where nothing of that name was added.
  [[nodiscard]] double operator[](const char* name) const {
    for (const auto& [known, mean] : means_) {
      if (std::strcmp(known, name) == 0) {
        return mean;
      }
    }
    return 0.0;
  }
  [[nodiscard]] const std::vector<std::pair<const char*, double>>& means() const { return means_; }

 private:
  std::vector<std::pair<const char*, double>> means_;
};

/// One pass over `samples` samples in a new order, each of them `draws` rows in a row of its batch. Calls
/// step(batch, rate, random, log) and then advance(samples done). Depends on nothing but the options and the epoch, so
/// that a killed training goes on as if nothing had happened.
template <class Step, class Advance>
EpochLog run_epoch(std::size_t samples, std::size_t draws, const TrainingOptions& options, std::size_t epoch,
                   const Step& step, const Advance& advance) {
  Random random{options.seed * 1'000'003U + epoch};
  std::vector<std::uint32_t> order(samples);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
  }
  const std::size_t tasks = std::max<std::size_t>(options.batch / draws, 1);
  const std::size_t batches = samples / tasks;
  EpochLog log;
  std::vector<std::uint32_t> rows;
  for (std::size_t b = 0; b < batches; ++b) {
    rows.clear();
    for (const std::uint32_t sample : std::span{order}.subspan(b * tasks, tasks)) {
      rows.insert(rows.end(), draws, sample);
    }
    const double progress = (static_cast<double>(epoch) + static_cast<double>(b) / static_cast<double>(batches)) /
                            static_cast<double>(options.epochs);
    const double rate = options.rate * (0.01 + 0.99 * 0.5 * (1.0 + std::cos(M_PI * progress)));
    step(std::span<const std::uint32_t>{rows}, static_cast<float>(rate), random, log);
    advance(tasks);
  }
  log.divide(static_cast<double>(std::max<std::size_t>(batches, 1)));
  return log;
}

}  // namespace gandse::trainer
