// When to load another bitstream, not knowing what comes next: a metrical task system over the stored bitstreams, by
// the work function algorithm, which spends at most 2 n - 1 times what the best schedule in hindsight does, the best
// that any deterministic rule can promise (Borodin, Linial and Saks, "An optimal on-line algorithm for metrical task
// system", J. ACM 39(4), 1992).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Decides which of up to MostBitstreams bitstreams runs the next task, not knowing what follows. Costs are in one unit
/// of the caller's (time, energy, or a weighting of both); all that passes between two calls is in here.
///
/// The promise: whatever the tasks are, if all go to `next`, it spends at most (2 n - 1) (OPT + L) + L, where OPT is
/// the least that any sequence of loads could have spent from the same start, and L the largest cost of loading. Proof:
/// let a load from i to j cost (load_i + load_j) / 2, which is a metric and changes what a schedule costs by the
/// difference of its ends' loads, halved. Let w_t(j) be the least cost of serving the first t tasks and ending at j.
/// The rule goes to the j that minimises w_t(j) + distance, so that step t costs w_t(last) - w_(t-1)(j); and the
/// potential 2 * (sum of w_t over all others) + w_t(j), which is (2 n - 1) (OPT + L) at most, grows by no less in that
/// step.
template <std::size_t MostBitstreams>
class SwitchingPolicy {
 public:
  /// Cost of a task on a bitstream that cannot run it.
  static constexpr std::uint64_t kCannotRun = std::uint64_t{1} << 60U;
  /// Largest cost of a task that can be run, and of a load.
  static constexpr std::uint64_t kMostCost = std::uint64_t{1} << 55U;

  /// Has no bitstreams: assign another one to it before the first question.
  constexpr SwitchingPolicy() = default;

  /// For `count` bitstreams, 1..MostBitstreams, of which `present` is loaded now. `load[i]` is what loading bitstream i
  /// costs, kMostCost at most.
  SwitchingPolicy(const std::uint64_t* load, std::size_t count, std::size_t present)
      : count_(count), present_(present) {
    for (std::size_t i = 0; i < count; ++i) {
      load_[i] = load[i];
    }
    for (std::size_t i = 0; i < count; ++i) {
      work_[i] = distance(present, i);
    }
  }

  /// Chooses the bitstream to run the next task on, with all of its inferences. `cost[i]` is what it costs on bitstream
  /// i: kMostCost at most, or kCannotRun; at least one must run it.
  [[nodiscard]] std::size_t next(const std::uint64_t* cost) {
    std::array<std::uint64_t, MostBitstreams> served{};
    serve(cost, served);
    // Among those that serve the task themselves: staying wins a tie.
    std::size_t best = count_;
    std::uint64_t best_cost = UINT64_MAX;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::uint64_t to = work_[i] + distance(present_, i);
      if (work_[i] == served[i] && (to < best_cost || (to == best_cost && i == present_))) {
        best = i;
        best_cost = to;
      }
    }
    return move_to(best);
  }

  /// Chooses likewise for a task whose end is known, if nothing is known of what follows: the least cost of the task
  /// and a load. What it costs is remembered as by `next`, but the promise does not cover it.
  [[nodiscard]] std::size_t next_alone(const std::uint64_t* cost) {
    std::array<std::uint64_t, MostBitstreams> served{};
    serve(cost, served);
    std::size_t best = present_;
    for (std::size_t i = 0; i < count_; ++i) {
      best = alone(cost, i) < alone(cost, best) ? i : best;
    }
    return move_to(best);
  }

  [[nodiscard]] std::size_t present() const { return present_; }  ///< the bitstream that is loaded now

 private:
  // Twice the metric's, so that halves stay exact; work is kept in the same unit.
  [[nodiscard]] std::uint64_t distance(std::size_t from, std::size_t to) const {
    return from == to ? 0 : load_[from] + load_[to];
  }

  [[nodiscard]] std::uint64_t alone(const std::uint64_t* cost, std::size_t i) const {
    return cost[i] + (i == present_ ? 0 : load_[i]);
  }

  // The work function with one more task, and what of it ends on the bitstream that served it.
  void serve(const std::uint64_t* cost, std::array<std::uint64_t, MostBitstreams>& served) {
    for (std::size_t i = 0; i < count_; ++i) {
      served[i] = work_[i] + 2U * cost[i];
    }
    for (std::size_t i = 0; i < count_; ++i) {
      work_[i] = served[i];
      for (std::size_t j = 0; j < count_; ++j) {
        const std::uint64_t by = served[j] + distance(j, i);
        work_[i] = by < work_[i] ? by : work_[i];
      }
    }
  }

  std::size_t move_to(std::size_t bitstream) {
    present_ = bitstream;
    std::uint64_t least = UINT64_MAX;
    for (std::size_t i = 0; i < count_; ++i) {
      least = work_[i] < least ? work_[i] : least;
    }
    for (std::size_t i = 0; i < count_; ++i) {  // only differences count
      work_[i] -= least;
    }
    return present_;
  }

  std::array<std::uint64_t, MostBitstreams> load_{};
  std::array<std::uint64_t, MostBitstreams> work_{};
  std::size_t count_ = 0;
  std::size_t present_ = 0;
};

}  // namespace gandse
