// Whole networks: one bitstream for all layers, a schedule for each of them, latency and average power of them all. A
// short look at every bitstream decides which of them get more of the evaluations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/network_decision.hpp"
#include "gandse/runtime/network_task.hpp"
#include "gandse/runtime/network_total.hpp"
#include "gandse/runtime/schedule_search.hpp"

namespace gandse {

/// The work of one decision, in its parts.
struct NetworkWork {
  std::uint64_t evaluations;  ///< calls of the cost model
  std::uint64_t inferences;   ///< runs of the generator
};

/// Decides for networks of up to MostLayers layers with up to MostBitstreams bitstreams. Holds its workspace, and the
/// schedules of its last decision; no heap. Of its memory, 2 bytes per layer and cell, and 32 per cell, are for
/// combining the layers' points (combination.hpp): 32 cells are enough on a small board.
template <class Weights, std::size_t MostLayers, std::size_t MostBitstreams = 16, std::size_t Cells = 256>
class NetworkExplorer {
 public:
  ///@{
  /// Types of the template that the weights were trained for.
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;
  ///@}

  /// Refers to the weights, which must outlive it. A static one is initialised without code.
  constexpr explicit NetworkExplorer(const Weights& weights) : weights_(weights), search_(weights) {}
  explicit NetworkExplorer(const Weights&&) = delete;  ///< it would refer to weights that are gone

  /// The work that a decision with these options does at most, whatever is asked. Not counted is arithmetic without
  /// evaluations:
  /// - picks: up to three for a look or a search, of 12 totals and 16 passes of exchanges each;
  /// - passes of exchanges, 24 totals per layer each: 16 at the end of a look, of each of its rounds, and of a search;
  /// - combinations, 24 * Cells steps per layer each: one for a search, one for every 16 evaluations per layer, and up
  ///   to three at its end.
  [[nodiscard]] static constexpr NetworkWork most_work(std::size_t layers, std::size_t bitstreams,
                                                       const NetworkOptions& options) {
    const std::uint64_t twice = 2U * std::uint64_t{layers} * bitstreams;  // a look, and a search
    return {budget_of(options) * layers + twice, twice};
  }

  /// Decides for a network on one of its bitstreams. Refuses numbers of layers or bitstreams that are 0 or too large,
  /// an objective beyond its limits, hardware that is no choice, layers that the template does not accept or no
  /// bitstream runs, and tables of which every bitstream exceeds the limits.
  NetworkDecision explore(const NetworkTask<Template>& task, const NetworkOptions& options = {}) {
    NetworkDecision decision;
    decision.reason = admit(task, decision.refused);
    if (!decision.legal()) {
      return decision;
    }
    search_.begin(task.layers, task.layer_count, task.objective, budget_of(options) * task.layer_count);

    // A quarter of the evaluations for a look at every bitstream (one alone need not be compared, and gets a
    // sixteenth); then three quarters of the rest for the best, and so on. The last one, or where less than four looks
    // are left the next one, gets all that is left.
    std::array<Total, MostBitstreams> looked{};
    std::array<bool, MostBitstreams> runs{};
    std::size_t runnable = 0;
    Total best;
    const std::uint64_t look = search_.left() / (task.bitstream_count == 1 ? 16U : 4U * task.bitstream_count);
    for (std::size_t b = 0; b < task.bitstream_count; ++b) {
      const Reason reason = search(task, b, look, false, options, task.objective, looked[b]);
      runs[b] = reason == Reason::none;
      decision.reason = reason == Reason::limits_exceeded && b != 0 ? decision.reason : reason;
      if (runs[b]) {
        keep_if_better(task.layer_count, looked[b], b, runnable == 0, options.goal, best, decision);
        ++runnable;
      }
    }
    decision.evaluations = search_.evaluations();
    if (runnable == 0) {
      blame(task, decision);
      return decision;
    }
    for (bool last = false; !last && search_.left() >= search_.groups(); --runnable) {
      std::size_t next = task.bitstream_count;
      for (std::size_t b = 0; b < task.bitstream_count; ++b) {
        const bool better =
            runs[b] && (next == task.bitstream_count || looked[b].better_than(looked[next], options.goal));
        next = better ? b : next;
      }
      runs[next] = false;
      last = runnable == 1 || search_.left() < 4U * look;
      // Where energy counts and the objective is met, it is no guide any more; what has been found is.
      const bool guided = options.goal == Goal::energy && looked[next].satisfied;
      const Objective asked =
          guided ? Objective{looked[next].cost.latency, power(looked[next].cost, kClock)} : task.objective;
      Total found;
      static_cast<void>(
          search(task, next, last ? search_.left() : search_.left() / 4U * 3U, true, options, asked, found));
      keep_if_better(task.layer_count, found, next, false, options.goal, best, decision);
    }
    decision.reason = best.fits ? Reason::none : Reason::too_large;
    decision.refused = task.layer_count;
    decision.evaluations = search_.evaluations();
    decision.extrapolated = search_.extrapolated();
    if (decision.legal()) {
      conclude(kept_.data(), task.layer_count, task.objective, best, decision);
    }
    return decision;
  }

  /// Fills `decision` from the schedules of `count` layers, at least one, which come to `total`.
  static void conclude(const Schedule<Template>* schedules, std::size_t count, const Objective& objective,
                       const Total& total, NetworkDecision& decision) {
    const Candidate<Template> whole{{}, total.cost, total.ratios.score(), total.satisfied};
    Decision<Template> judgement;
    Explorer<Weights>::conclude(whole, objective, 0, judgement);
    decision.cost = total.cost;
    decision.satisfied = total.satisfied;
    decision.binding = judgement.binding;
    decision.excess_ppm = judgement.excess_ppm;
    decision.binding_layer = 0;
    const bool by_latency = total.ratios.latency >= total.ratios.power;
    for (std::size_t layer = 1; layer < count; ++layer) {
      const Cost& most = schedules[decision.binding_layer].cost;
      const Cost& cost = schedules[layer].cost;
      const bool more = by_latency ? cost.latency > most.latency : cost.energy > most.energy;
      decision.binding_layer = more ? layer : decision.binding_layer;
    }
  }

  /// What the generator was trained on.
  [[nodiscard]] constexpr const TrainingRange<Template>& trained() const { return weights_.trained; }

  /// The schedule, with the hardware, of a layer in the last decision, if it is legal.
  [[nodiscard]] const Configuration& configuration(std::size_t layer) const { return kept_[layer].configuration; }
  /// What a layer costs in the last decision, if it is legal.
  [[nodiscard]] const Cost& cost(std::size_t layer) const { return kept_[layer].cost; }

 private:
  using Search = ScheduleSearch<Weights, MostLayers, Cells>;

  static_assert(MostBitstreams >= 1 && MostBitstreams <= 256, "a table has 1 to 256 bitstreams");
  static constexpr std::uint32_t kMostBudget = 1'000'000;
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;

  static constexpr std::uint64_t budget_of(const NetworkOptions& options) {
    return options.budget < kMostBudget ? options.budget : kMostBudget;
  }

  static Reason admit(const NetworkTask<Template>& task, std::size_t& refused) {
    refused = task.layer_count;
    if (task.layer_count == 0 || task.layer_count > MostLayers || task.bitstream_count == 0 ||
        task.bitstream_count > MostBitstreams) {
      return Reason::capacity_exceeded;
    }
    if (!within_limits(task.objective)) {
      return Reason::objective_out_of_range;
    }
    for (std::size_t b = 0; b < task.bitstream_count; ++b) {
      if (!are_choices(task.bitstreams[b])) {
        return Reason::choice_out_of_range;
      }
    }
    for (std::size_t layer = 0; layer < task.layer_count; ++layer) {
      const Reason reason = Template::check(task.layers[layer]);
      if (reason != Reason::none) {
        refused = layer;
        return reason;
      }
    }
    return Reason::none;
  }

  Reason search(const NetworkTask<Template>& task, std::size_t bitstream, std::uint64_t most, bool deep,
                const NetworkOptions& options, const Objective& asked, Total& found) {
    if (!task.limits.admit(task.bitstreams[bitstream].hardware)) {
      return Reason::limits_exceeded;
    }
    return search_.run(pins_of(task.bitstreams[bitstream]), most,
                       {options.candidates, options.seed, options.goal, deep, asked}, found);
  }

  // Where no bitstream runs all layers: a layer that none runs, and why; or that there is no such layer, and why the
  // last bitstream within the limits does not do.
  static void blame(const NetworkTask<Template>& task, NetworkDecision& decision) {
    decision.refused = task.layer_count;
    for (std::size_t layer = 0; layer < task.layer_count; ++layer) {
      Reason reason = Reason::limits_exceeded;
      for (std::size_t b = 0; b < task.bitstream_count && reason != Reason::none; ++b) {
        if (task.limits.admit(task.bitstreams[b].hardware)) {
          reason = Template::check_pins(task.layers[layer], pins_of(task.bitstreams[b]));
        }
      }
      if (reason != Reason::none) {
        decision.reason = reason;
        decision.refused = reason == Reason::limits_exceeded ? task.layer_count : layer;
        return;
      }
    }
  }

  void keep_if_better(std::size_t count, const Total& now, std::size_t bitstream, bool first, Goal goal, Total& best,
                      NetworkDecision& decision) {
    if (!first && !now.better_than(best, goal)) {
      return;
    }
    best = now;
    decision.bitstream = bitstream;
    for (std::size_t layer = 0; layer < count; ++layer) {
      kept_[layer] = search_.present(layer);
    }
  }

  const Weights& weights_;
  Search search_;
  std::array<Schedule<Template>, MostLayers> kept_{};  ///< of the decision
};

}  // namespace gandse
