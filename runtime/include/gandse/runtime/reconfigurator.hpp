// What a board does when its task changes: keep what runs, change the schedules alone, or load another bitstream.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/network.hpp"
#include "gandse/runtime/stream_task.hpp"
#include "gandse/runtime/switching.hpp"
#include "gandse/runtime/switching_cost.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse {

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

  /// Begins a stream on a table of bitstreams, which must stay; `present` is the one that is loaded. The goal of the
  /// options does not matter: it is energy. Returns false, and nothing can be decided, if the table does not have
  /// 1..MostBitstreams entries or `present` is none of them.
  [[nodiscard]] bool begin(const Bitstream<Template>* table, std::size_t count, std::size_t present,
                           const StreamOptions<Template>& options = {}) {
    count_ = 0;
    layers_ = 0;
    if (count == 0 || count > MostBitstreams || present >= count) {
      return false;
    }
    table_ = table;
    limits_ = options.limits;
    options_ = options.network;
    options_.goal = Goal::energy;
    std::array<std::uint64_t, MostBitstreams> load{};
    for (std::size_t i = 0; i < count; ++i) {
      load[i] = loading_cost(table[i].load, options.waiting, Template::Technology::kClockMhz);
    }
    policy_ = SwitchingPolicy<MostBitstreams>{load.data(), count, present};
    count_ = count;
    return true;
  }

  /// Decides for the next network. One that equals the running one, objective included, is not explored again: without
  /// a known horizon that is how the same network goes on, each question standing for its inferences.
  Reconfiguration next(const StreamTask<Template>& task) {
    Reconfiguration result;
    const bool same = is_running(task);
    if (!same) {
      result.reason = explore_all(task, result);
      if (!result.legal()) {
        return result;
      }
    }
    const std::size_t before = policy_.present();
    const std::uint64_t inferences = countable(task.horizon.inferences);
    std::array<std::uint64_t, MostBitstreams> cost{};
    for (std::size_t i = 0; i < count_; ++i) {
      const OnBitstream& on = of_[i];
      cost[i] = on.runs ? switching_cost(on.cost.energy, on.satisfied, inferences)
                        : SwitchingPolicy<MostBitstreams>::kCannotRun;
    }
    result.bitstream = task.horizon.known ? policy_.next_alone(cost.data()) : policy_.next(cost.data());
    result.step = result.bitstream != before ? Step::load : same ? Step::keep : Step::retile;
    if (result.step == Step::load) {
      result.load = table_[result.bitstream].load;
    }
    if (result.step != Step::keep) {  // found again, which takes less memory than to keep the schedules of all
      result.evaluations += explore_running(result.bitstream).evaluations;
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

  [[nodiscard]] bool is_running(const StreamTask<Template>& task) const {
    bool same = layers_ != 0 && task.layer_count == layers_ && task.objective.latency == objective_.latency &&
                task.objective.power == objective_.power;
    for (std::size_t i = 0; same && i < layers_; ++i) {
      same = same_layer<Template>(task.layers[i], running_[i]);
    }
    return same;
  }

  // What the network costs on every bitstream. Where none runs it, what ran before stays the running one.
  Reason explore_all(const StreamTask<Template>& task, Reconfiguration& result) {
    std::array<OnBitstream, MostBitstreams> found{};
    bool any = false;
    bool extrapolated = false;
    for (std::size_t i = 0; i < count_; ++i) {
      const NetworkDecision decision = explore_on(task, i, 1);
      result.evaluations += decision.evaluations;
      if (decision.legal()) {
        found[i] = {decision.cost, decision.satisfied, true};
        extrapolated = extrapolated || decision.extrapolated;
        any = true;
      }
    }
    if (!any) {  // asked of all at once, it is told which layer is to blame
      const NetworkDecision refusal = explore_on(task, 0, count_);
      result.refused = refusal.refused;
      if (layers_ != 0) {  // the explorer's schedules are to be the running ones
        static_cast<void>(explore_running(policy_.present()));
      }
      return refusal.reason;
    }
    of_ = found;
    extrapolated_ = extrapolated;
    for (std::size_t i = 0; i < task.layer_count; ++i) {
      running_[i] = task.layers[i];
    }
    layers_ = task.layer_count;
    objective_ = task.objective;
    return Reason::none;
  }

  NetworkDecision explore_running(std::size_t bitstream) {
    return explore_on({running_.data(), layers_, objective_, {}}, bitstream, 1);
  }

  // On `count` bitstreams of the table.
  NetworkDecision explore_on(const StreamTask<Template>& task, std::size_t first, std::size_t count) {
    return explorer_.explore({task.layers, task.layer_count, task.objective, table_ + first, count, limits_}, options_);
  }

  Explorer explorer_;
  SwitchingPolicy<MostBitstreams> policy_{};
  const Bitstream<Template>* table_ = nullptr;
  std::size_t count_ = 0;
  Limits<Template> limits_{};
  NetworkOptions options_{};
  std::array<Layer, MostLayers> running_{};
  std::size_t layers_ = 0;  ///< of the running network; 0: none yet
  Objective objective_{};
  bool extrapolated_ = false;
  std::array<OnBitstream, MostBitstreams> of_{};  ///< the running network
};

}  // namespace gandse
