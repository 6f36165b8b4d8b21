// Networks that no bitstream of a table can run as asked: what the runtime's bounds say, beside the oracle's.
#include "gandse/runtime/network_feasibility.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "network/network_oracle.hpp"
#include "network/network_tasks.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

constexpr std::size_t kMostLayersHere = 16;
constexpr std::size_t kTable = 4;
constexpr std::uint64_t kNodes = 20'000'000;

/// What is out of reach of a network.
enum Kind : std::size_t { together, latency_alone, power_alone, each, kKinds };

/// Held-out networks on a table of a seed's.
template <class T>
class Case {
 public:
  explicit Case(std::uint64_t seed) : random_{seed} {
    table_ = bitstream_table(weights(), GANDSE_NETWORKS, random_);
    table_.resize(kTable);
    explorer_ = std::make_unique<Explorer>(weights());
  }

  NetworkInstance<T> next() {
    const std::size_t layers = 2 + random_.below(kMostLayersHere - 1);
    const auto file = std::filesystem::path{GANDSE_NETWORKS} / "held_out.csv";
    return network_tasks(file, layers, 1 + random_.below(8), table_, random_).back();
  }
  NetworkDecision decide(const NetworkInstance<T>& task) { return explorer_->explore(task.on(table_)); }
  NetworkFeasibility bounds(const NetworkInstance<T>& task) { return feasibility(task.on(table_), kNodes); }
  NetworkOracle<T>& oracle() { return oracle_; }
  /// `excess` below what the oracle bounds; what is not meant to be out of reach alone stays or is loose.
  NetworkInstance<T> beyond(NetworkInstance<T> task, double excess, Kind kind) {
    constexpr std::uint64_t kLoose = 4;
    const auto scaled = [&](std::uint64_t value, double log) {
      return static_cast<std::uint64_t>(
          std::max(1.0, std::floor(static_cast<double>(value) * std::exp2(log) / (1 + excess))));
    };
    const Objective before = task.objective;
    const double latency = kind == together ? oracle_.bound(task) : oracle_.latency_alone(task);
    const double power = kind == together ? latency : oracle_.power_alone(task);
    task.objective = {{scaled(before.latency.value, latency)}, {scaled(before.power.value, power)}};
    if (kind == power_alone) {
      task.objective.latency.value = kLoose * std::max(task.objective.latency.value, before.latency.value);
    } else if (kind == latency_alone) {
      task.objective.power.value = kLoose * std::max(task.objective.power.value, before.power.value);
    }
    return task;
  }

 private:
  static const auto& weights() {
    if constexpr (std::is_same_v<T, Im2col<>>) {
      return generated::im2col_96k;
    } else {
      return generated::dnnweaver_80k;
    }
  }
  using Explorer = NetworkExplorer<std::decay_t<decltype(weights())>, kMostLayersHere, kTable>;

  Random random_;
  std::vector<Bitstream<T>> table_;
  std::unique_ptr<Explorer> explorer_;
  NetworkOracle<T> oracle_;
};

}  // namespace

TEST_CASE_TEMPLATE("networks that no bitstream meets: unsatisfied, proven, and the objective that is out of reach", T,
                   Im2col<>, Dnnweaver<>) {
  constexpr double kUnsure = 1.0 / 512;  // octaves; the oracle's resolution is half of it
  int count = 0;
  int correct = 0;
  int unsatisfied = 0;
  std::array<int, kKinds> kinds{};
  for (std::uint64_t seed = 181; seed < 183; ++seed) {
    Case<T> on{seed};
    for (std::size_t i = 0; i < 24; ++i) {
      const double excess = std::array{0.01, 0.05, 0.2, 1.0}[i / kKinds % 4];
      const auto task = on.beyond(on.next(), excess, static_cast<Kind>(i % kKinds));
      const double latency = on.oracle().latency_alone(task);
      const double power = on.oracle().power_alone(task);
      REQUIRE(on.oracle().bound(task) > 0);
      ++count;
      const auto decision = on.decide(task);
      REQUIRE(decision.legal());
      unsatisfied += decision.satisfied ? 0 : 1;
      const auto found = on.bounds(task);
      const auto agrees = [&](Verdict verdict, double log) {
        return log > 0          ? verdict == Verdict::infeasible
               : log < -kUnsure ? verdict == Verdict::feasible
                                : verdict != Verdict::unknown;
      };
      const bool right = found.verdict == Verdict::infeasible && agrees(found.latency_alone, latency) &&
                         agrees(found.power_alone, power);
      correct += right ? 1 : 0;
      ++kinds[latency <= 0 && power <= 0 ? together : power <= 0 ? latency_alone : latency <= 0 ? power_alone : each];
    }
  }
  MESSAGE(std::string{T::kName}, ": ", count, " networks, ", unsatisfied, " unsatisfied, ", correct,
          " proven with the right objective; out of reach: each ", kinds[each], ", power alone ", kinds[power_alone],
          ", latency alone ", kinds[latency_alone], ", together ", kinds[together]);
  CHECK(unsatisfied == count);
  CHECK(correct * 100 >= 90 * count);
  for (const int kind : kinds) {
    CHECK(kind * 10 >= count);
  }
}

TEST_CASE_TEMPLATE("networks that a decision meets are never called infeasible", T, Im2col<>, Dnnweaver<>) {
  Case<T> on{185};
  for (std::size_t i = 0; i < 24; ++i) {
    auto task = on.next();
    const auto decision = on.decide(task);
    REQUIRE(decision.legal());
    const double slack = std::array{0.0, 0.01, 0.2}[i % 3];
    const auto scaled = [&](std::uint64_t value) {
      return static_cast<std::uint64_t>(std::ceil(static_cast<double>(value) * (1 + slack)));
    };
    const Objective met = objective_of<T>(decision.cost);
    task.objective = {{scaled(met.latency.value)}, {scaled(met.power.value)}};
    REQUIRE(satisfies(decision.cost, task.objective, T::Technology::kClockMhz));
    const auto found = on.bounds(task);
    CHECK(found.verdict != Verdict::infeasible);
    CHECK(found.latency_alone == Verdict::feasible);
    CHECK(found.power_alone == Verdict::feasible);
  }
}

}  // namespace gandse::test
