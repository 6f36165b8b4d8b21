// What a board does when its task changes: keep what runs, change the schedules alone, or load another bitstream.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/network.hpp"
#include "gandse/runtime/switching.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse {

/// What to do before a network runs.
enum class Step : std::uint8_t {
  keep,    ///< nothing: bitstream and schedules stay
  retile,  ///< change the schedules; the bitstream stays
  load     ///< load another bitstream, and change the schedules
};

/// Its name, as reports print it.
constexpr const char* name(Step step) {
  constexpr std::array<const char*, 3> kNames{"keep", "retile", "load"};
  return kNames[static_cast<std::size_t>(step)];
}

/// How often a network is going to be run.
struct Horizon {
  /// All of them if that is known, otherwise those until the next question; 0 counts as 1.
  std::uint64_t inferences = 1;
  bool known = false;  ///< `inferences` are all that will be run
};

/// What to do for a network; Reconfigurator::configuration gives the schedules.
struct [[nodiscard]] Reconfiguration {
  Reason reason = Reason::none;   ///< why nothing changes; none if there is a decision
  std::size_t refused = 0;        ///< if there is none, as in NetworkDecision
  Step step = Step::keep;         ///< what changes
  std::size_t bitstream = 0;      ///< index in the table: what to run it on
  Cost cost{};                    ///< of one inference; what a load delays the first one by is not in it
  Cost load{};                    ///< of loading the bitstream, if the step is to load it; otherwise zero
  bool satisfied = false;         ///< one inference meets the objective, exactly
  bool extrapolated = false;      ///< a layer lies beyond what the generator was trained on
  std::uint64_t evaluations = 0;  ///< calls of the cost model that it took; 0 if the step is to keep what runs

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there is a decision
};

/// How many times energy counts if an objective is missed, so that a bitstream that meets it is worth loading.
inline constexpr std::uint64_t kMissed = 16;

/// What a policy minimises, in nanojoule, rounded up: the energy of so many inferences, kMissed times if the objective
/// is missed.
constexpr std::uint64_t switching_cost(Femtojoule energy, bool satisfied, std::uint64_t inferences) {
  const std::uint64_t counted = satisfied ? energy.value : saturated_product(energy.value, kMissed);
  return divide_ceil(multiply(counted, inferences), 1'000'000U);
}

/// So many inferences at most cost a policy no more than it can add up (36 MJ). More are counted as these, on all
/// bitstreams alike, and dwarf every load just as well.
constexpr std::uint64_t most_inferences(Femtojoule energy, bool satisfied) {
  const std::uint64_t one = switching_cost(energy, satisfied, 1);
  constexpr std::uint64_t kMost = SwitchingPolicy<1>::kMostCost;
  return one == 0 ? kMost : kMost / one;
}

/// What a load costs a policy, in nanojoule: its energy, and that of what waits for it meanwhile. Clamped to what a
/// policy can add up.
constexpr std::uint64_t loading_cost(const Cost& load, Microwatt waiting, std::uint32_t clock_mhz) {
  constexpr std::uint64_t kMost = SwitchingPolicy<1>::kMostCost;
  const std::uint64_t meanwhile =
      divide_ceil(multiply(load.latency.value, waiting.value), std::uint64_t{1000} * clock_mhz);
  const std::uint64_t own = switching_cost(load.energy, true, 1);
  return meanwhile < kMost && own + meanwhile < kMost ? own + meanwhile : kMost;
}

/// Decides for a stream of networks of up to MostLayers layers. What it minimises is energy: of inferences, those that
/// miss their objective counted kMissed times, and of loads. Holds its workspace and the running schedules; no heap.
template <class Weights, std::size_t MostLayers, std::size_t MostBitstreams = 16, std::size_t Cells = 256>
class Reconfigurator {
 public:
  ///@{
  /// Types of the template that the weights were trained for.
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Configuration = typename Template::Configuration;
  ///@}

  /// Refers to the weights, which must outlive it. A static one is initialised without code.
  constexpr explicit Reconfigurator(const Weights& weights) : explorer_(weights) {}
  explicit Reconfigurator(const Weights&&) = delete;  ///< it would refer to weights that are gone

  /// Passes over bitstreams that exceed a limit, as NetworkExplorer::set_limits. Call it before `begin`.
  void set_limits(const Limits<Template>& limits) { explorer_.set_limits(limits); }

  /// Begins a stream on a table of bitstreams, which must stay; `present` is the one that is loaded. `waiting` is power
  /// that is spent for nothing while a bitstream loads, so that the time of a load counts. The goal of the options does
  /// not matter: it is energy. Returns false, and nothing can be decided, if the table does not have 1..MostBitstreams
  /// entries or `present` is none of them.
  bool begin(const Bitstream<Template>* table, std::size_t count, std::size_t present,
             const NetworkOptions& options = {}, Microwatt waiting = {}) {
    count_ = 0;
    layers_ = 0;
    if (count == 0 || count > MostBitstreams || present >= count) {
      return false;
    }
    table_ = table;
    options_ = options;
    options_.goal = Goal::energy;
    std::array<std::uint64_t, MostBitstreams> load{};
    for (std::size_t i = 0; i < count; ++i) {
      load[i] = loading_cost(table[i].load, waiting, Template::Technology::kClockMhz);
    }
    policy_ = SwitchingPolicy<MostBitstreams>{load.data(), count, present};
    count_ = count;
    return true;
  }

  /// Decides for the next network. One that equals the running one, objective included, is not explored again: without
  /// a known horizon that is how the same network goes on, each question standing for its inferences.
  Reconfiguration next(const Layer* layers, std::size_t count, const Objective& objective, const Horizon& horizon) {
    Reconfiguration result;
    const bool same = is_running(layers, count, objective);
    if (!same) {
      result.reason = explore_all(layers, count, objective, result);
      if (!result.legal()) {
        return result;
      }
    }
    const std::size_t before = policy_.present();
    const std::uint64_t inferences = countable(horizon.inferences);
    std::array<std::uint64_t, MostBitstreams> cost{};
    for (std::size_t i = 0; i < count_; ++i) {
      const OnBitstream& on = of_[i];
      cost[i] = on.runs ? switching_cost(on.cost.energy, on.satisfied, inferences)
                        : SwitchingPolicy<MostBitstreams>::kCannotRun;
    }
    result.bitstream = horizon.known ? policy_.next_alone(cost.data()) : policy_.next(cost.data());
    result.step = result.bitstream != before ? Step::load : same ? Step::keep : Step::retile;
    if (result.step == Step::load) {
      result.load = table_[result.bitstream].load;
    }
    if (result.step != Step::keep) {
      adopt(result);
    }
    result.cost = of_[result.bitstream].cost;
    result.satisfied = of_[result.bitstream].satisfied;
    result.extrapolated = extrapolated_;
    return result;
  }

  using Explorer = NetworkExplorer<Weights, MostLayers, MostBitstreams, Cells>;  ///< what explores the networks
  /// Lends its explorer, for other questions in the same memory. What `next` knows of the running network is forgotten.
  Explorer& workspace() {
    layers_ = 0;
    return explorer_;
  }

  /// The schedule, with the hardware, of a layer in the last decision, if it is legal.
  [[nodiscard]] const Configuration& configuration(std::size_t layer) const { return explorer_.configuration(layer); }
  [[nodiscard]] std::size_t present() const { return policy_.present(); }  ///< the bitstream that is loaded now

 private:
  struct OnBitstream {
    Cost cost{};
    bool satisfied = false;
    bool runs = false;
  };

  [[nodiscard]] std::uint64_t countable(std::uint64_t inferences) const {
    std::uint64_t most = inferences == 0 ? 1 : inferences;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::uint64_t here = of_[i].runs ? most_inferences(of_[i].cost.energy, of_[i].satisfied) : most;
      most = here < most ? here : most;
    }
    return most;
  }

  [[nodiscard]] bool is_running(const Layer* layers, std::size_t count, const Objective& objective) const {
    bool same = layers_ != 0 && count == layers_ && objective.latency == objective_.latency &&
                objective.power == objective_.power;
    for (std::size_t i = 0; same && i < count; ++i) {
      same = same_layer<Template>(layers[i], running_[i]);
    }
    return same;
  }

  // What the network costs on every bitstream. Where none runs it, what ran before stays the running one.
  Reason explore_all(const Layer* layers, std::size_t count, const Objective& objective, Reconfiguration& result) {
    std::array<OnBitstream, MostBitstreams> found{};
    bool any = false;
    bool extrapolated = false;
    for (std::size_t i = 0; i < count_; ++i) {
      const NetworkDecision decision = explorer_.decide(layers, count, objective, &table_[i], 1, options_);
      result.evaluations += decision.evaluations;
      if (decision.legal()) {
        found[i] = {decision.cost, decision.satisfied, true};
        extrapolated = extrapolated || decision.extrapolated;
        any = true;
      }
    }
    if (!any) {  // asked of all at once, it is told which layer is to blame
      const NetworkDecision refusal = explorer_.decide(layers, count, objective, table_, count_, options_);
      result.refused = refusal.refused;
      if (layers_ != 0) {  // the explorer's schedules are to be the running ones
        static_cast<void>(
            explorer_.decide(running_.data(), layers_, objective_, &table_[policy_.present()], 1, options_));
      }
      return refusal.reason;
    }
    of_ = found;
    extrapolated_ = extrapolated;
    for (std::size_t i = 0; i < count; ++i) {
      running_[i] = layers[i];
    }
    layers_ = count;
    objective_ = objective;
    return Reason::none;
  }

  // The schedules on the bitstream that was chosen: found again, which takes less memory than to keep those of all.
  void adopt(Reconfiguration& result) {
    const NetworkDecision decision =
        explorer_.decide(running_.data(), layers_, objective_, &table_[result.bitstream], 1, options_);
    result.evaluations += decision.evaluations;
  }

  Explorer explorer_;
  SwitchingPolicy<MostBitstreams> policy_{};
  const Bitstream<Template>* table_ = nullptr;
  std::size_t count_ = 0;
  NetworkOptions options_{};
  std::array<Layer, MostLayers> running_{};
  std::size_t layers_ = 0;  ///< of the running network; 0: none yet
  Objective objective_{};
  bool extrapolated_ = false;
  std::array<OnBitstream, MostBitstreams> of_{};  ///< the running network
};

}  // namespace gandse
