// Schedules for all layers of a network on one bitstream.
//
// The layers' trade-offs are filled with proposals; one weight of latency against power, found by bisection, picks from
// them; exchanges and moves of single layers, and combinations of all layers' points, mend what that weight cannot. The
// work grows with the number of layers, not with that of their combinations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/combination.hpp"
#include "gandse/runtime/layer_trade_offs.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/network_total.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/schedule.hpp"
#include "gandse/runtime/task.hpp"
#include "gandse/runtime/trade_off.hpp"

namespace gandse {

/// Finds schedules for all layers of a network on one bitstream. Workspace for up to MostLayers layers; Cells as in
/// Combination. Call `begin` once for a network, then `run` for each bitstream, as often as wanted: all runs together
/// spend the evaluations that `begin` was given.
template <class Weights, std::size_t MostLayers, std::size_t Cells>
class ScheduleSearch {
 public:
  ///@{
  /// Types of the template that the weights were trained for.
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;
  ///@}

  /// What a run may do, and what it is after.
  struct Effort {
    std::uint32_t candidates = 32;  ///< proposals per layer, at most; half beyond what the generator was trained on
    std::uint64_t seed = 1;         ///< the same seed gives the same schedules on every target
    Goal goal = Goal::score;        ///< what is best among the schedules that meet the objective
    bool deep = false;              ///< a whole search rather than a look
    Objective asked{};  ///< what the generator is asked for: the network's objective, or a total that is better
  };

  constexpr explicit ScheduleSearch(const Weights& weights) : trade_offs_(weights) {}  ///< the weights must outlive it

  /// Begins with `count` layers, 1..MostLayers legal ones, which must stay until the last run.
  void begin(const Layer* layers, std::size_t count, const Objective& objective, std::uint64_t evaluations) {
    count_ = count;
    objective_ = objective;
    combined_at_ = 0;
    trade_offs_.begin(layers, count, evaluations);
  }

  /// Searches schedules that keep `pins` until `most` evaluations are spent or rounds bring nothing; at least one is
  /// made for each different layer. Leaves the best total in `found`, and its schedules as the present ones. Returns
  /// why a layer cannot be run on them, or none.
  Reason run(const Pins& pins, std::uint64_t most, const Effort& effort, Total& found) {
    goal_ = effort.goal;
    const std::uint64_t floor = left() > most ? left() - most : 0U;
    const std::uint64_t room = left() - floor;
    Random random{effort.seed};
    // No total is known yet; if the objective is met exactly, it is this one.
    const std::uint64_t energy =
        divide_ceil(multiply(objective_.latency.value, 1000U * objective_.power.value), kClock);
    const Reason reason = trade_offs_.propose(pins, effort.asked, Yardstick{{objective_.latency, {energy}}},
                                              effort.deep ? room / kProposalsPart : room, effort.candidates, random);
    if (reason != Reason::none) {
      return reason;
    }
    adopt(kOnlyLatency / 2);
    found = total();
    trade_offs_.measure(found.cost);
    pick(found);
    for (std::uint32_t round = 0, idle = 0; idle < kIdleRounds && left() > floor; ++round, ++idle) {
      const Total before = found;
      if (round < kPricedRounds) {
        priced(effort.deep && round == 0 ? floor + room / 5U * kFifthsAfterSurveys : kNoSurveys, found, floor);
        if (effort.deep && round + 1 == kPricedRounds) {
          combine(found);
        }
      }
      for (std::size_t group = 0; group < groups() && left() > floor; ++group) {
        if (round == 0 || !effort.deep || !trade_offs_.spread(group, weight_, floor)) {
          improve(group, round == 0 ? present_[trade_offs_.first(group)] : kicked(group, random), found, floor);
        }
      }
      if (!effort.deep) {
        exchange_all(found);
      } else if (evaluations() >= combined_at_ + kEvaluationsPerCombination * count_) {
        combine(found);
      }
      idle = found.better_than(before, goal_) ? 0 : idle;
    }
    exchange_all(found);  // what was seen since the last combination
    // If little is missing, look near the best in finer cells: rounding may have hidden a solution.
    if (effort.deep && !found.satisfied && found.ratios.score() < kLittle) {
      combine(found);
      combine_near(found);
    }
    return Reason::none;
  }

  /// The schedule that the last run found for a layer.
  [[nodiscard]] const Schedule<Template>& present(std::size_t layer) const { return present_[layer]; }

  [[nodiscard]] std::uint64_t left() const { return trade_offs_.left(); }  ///< evaluations that may still be made
  [[nodiscard]] std::uint32_t evaluations() const {
    return trade_offs_.evaluations();
  }  ///< those made by all runs since `begin`
  /// Whether a layer of any of these runs lies beyond what the generator was trained on.
  [[nodiscard]] bool extrapolated() const { return trade_offs_.extrapolated(); }
  /// Number of different layers.
  [[nodiscard]] std::size_t groups() const { return trade_offs_.groups(); }

 private:
  static_assert(MostLayers >= 1 && MostLayers <= 4096, "a network has 1 to 4096 layers");
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  static constexpr std::size_t kMoves = Neighbourhood<Template>::kMoves;
  static constexpr std::uint32_t kKickMoves = 3;
  static constexpr std::uint32_t kPricedRounds = 2;
  static constexpr std::uint32_t kIdleRounds = 24;
  // Of a search's evaluations at most a quarter make proposals; surveys end where two fifths are left.
  static constexpr std::uint64_t kProposalsPart = 4;
  static constexpr std::uint64_t kFifthsAfterSurveys = 2;
  static constexpr std::uint64_t kNoSurveys = UINT64_MAX;
  static constexpr std::uint64_t kEvaluationsPerCombination = 16;  ///< and per layer: it takes as long as these
  static constexpr unsigned kNear = 32;                            ///< latencies that differ by so small a part
  static constexpr unsigned kNearer = 512;
  static constexpr std::int32_t kLittle = 1 << 13U;    ///< an eighth of an octave, 9 %
  static constexpr std::uint32_t kMostExchanges = 16;  ///< rounds of them; they end by themselves, mostly after three

  [[nodiscard]] Total judged(Checked latency, Checked energy) const {
    return judged_total(latency, energy, objective_, kClock);
  }

  // Of all layers, each at cost_of(layer).
  template <class CostOf>
  [[nodiscard]] Total total(const CostOf& cost_of) const {
    Checked latency;
    Checked energy;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const Cost& cost = cost_of(layer);
      latency = latency + Checked{cost.latency.value};
      energy = energy + Checked{cost.energy.value};
    }
    return judged(latency, energy);
  }
  [[nodiscard]] Total total() const {
    return total([&](std::size_t layer) -> const Cost& { return present_[layer].cost; });
  }

  // Those of the layer's group.
  [[nodiscard]] const TradeOff<Template>& trade_off(std::size_t layer) const {
    return trade_offs_[trade_offs_.group(layer)];
  }
  [[nodiscard]] const TradeOffPoint<Template>& cheapest(std::size_t layer, LatencyWeight weight) const {
    return trade_offs_.cheapest(trade_offs_.group(layer), weight);
  }

  // Every layer's cheapest schedule at `weight` becomes its present one.
  void adopt(LatencyWeight weight) {
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const TradeOffPoint<Template>& point = cheapest(layer, weight);
      present_[layer] = {point.configuration, point.cost};
    }
  }

  // Moves at one weight, each layer's after a survey as long as more than `survey_floor` evaluations are left.
  void priced(std::uint64_t survey_floor, Total& found, std::uint64_t floor) {
    trade_offs_.measure(found.cost);
    for (std::size_t group = 0; group < groups() && left() > floor; ++group) {
      if (left() > survey_floor) {
        trade_offs_.survey(group, trade_offs_.cheapest(group, weight_).configuration, floor);
      }
      trade_offs_.climb(group, weight_, floor);
    }
    pick(found);
  }

  // Picks from every trade-off by one weight, which bisection finds, where that is better than what is `here`; then
  // makes exchanges.
  void pick(Total& here) {
    LatencyWeight low = 0;
    LatencyWeight high = kOnlyLatency;
    Total best;
    for (int step = 0; step < 12; ++step) {
      const LatencyWeight weight = step == 0 ? 0 : step == 1 ? kOnlyLatency : (low + high) / 2;
      const Total now = total([&](std::size_t layer) -> const Cost& { return cheapest(layer, weight).cost; });
      if (step == 0 || now.better_than(best, goal_)) {
        best = now;
        weight_ = weight;
      }
      if (step >= 2) {
        (wants_latency(now, weight) ? low : high) = weight;
      }
    }
    if (best.better_than(here, goal_)) {
      here = best;
      adopt(weight_);
    }
    exchange_all(here);
  }

  // Whether a weight above this one is better: both ratios equal, or, once both are below their objectives, energy.
  [[nodiscard]] bool wants_latency(const Total& now, LatencyWeight weight) const {
    return now.satisfied && goal_ == Goal::energy ? weight < kOnlyLatency / 2 : now.ratios.latency > now.ratios.power;
  }

  // The best combination of all trade-offs, where it is better than what is `here`.
  void combine(Total& here) {
    combined_at_ = evaluations();
    const std::uint64_t allowed =
        divide_ceil(multiply(here.cost.latency.value, 1000U * objective_.power.value), kClock);
    const std::uint64_t by_power = divide_ceil(multiply(objective_.latency.value, here.cost.energy.value), allowed);
    std::uint64_t longest = by_power > here.cost.latency.value ? by_power : here.cost.latency.value;
    // Where energy counts, slower totals may be better as far as the objective allows, and as there are any.
    if (goal_ == Goal::energy) {
      const std::uint64_t slowest = slowest_total();
      const std::uint64_t allowed_longest = slowest < objective_.latency.value ? slowest : objective_.latency.value;
      longest = longest < allowed_longest ? allowed_longest : longest;
    }
    combination_.run(count_, longest, [&](std::size_t layer) -> const TradeOff<Template>& { return trade_off(layer); });
    adopt_combination(here);
  }

  // Of all combinations of points.
  [[nodiscard]] std::uint64_t slowest_total() const {
    Checked total;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const TradeOff<Template>& points = trade_off(layer);
      total = total + Checked{points[points.size() - 1].cost.latency.value};
    }
    return total.overflowed() ? UINT64_MAX : total.value();
  }

  // The same near what is `here`, closer and closer.
  void combine_near(Total& here) {
    for (const unsigned part : {kNear, kNearer}) {
      combination_.run_near(
          count_, here.cost.latency.value / part,
          [&](std::size_t layer) -> const TradeOff<Template>& { return trade_off(layer); },
          [&](std::size_t layer) { return present_[layer].cost.latency.value; });
      adopt_combination(here);
    }
  }

  // The best of what was combined, where it is better than what is `here`.
  void adopt_combination(Total& here) {
    Total best = here;
    std::size_t best_cell = combination_.kCells;
    for (std::size_t cell = 0; cell < combination_.kCells; ++cell) {
      if (combination_.reached(cell)) {
        const Cost& cost = combination_.cost(cell);
        const Total now = judged(Checked{cost.latency.value}, Checked{cost.energy.value});
        if (now.better_than(best, goal_)) {
          best = now;
          best_cell = cell;
        }
      }
    }
    if (best_cell != combination_.kCells) {
      here = best;
      combination_.trace(count_, best_cell, [&](std::size_t layer, std::size_t index) {
        const TradeOffPoint<Template>& point = trade_off(layer)[index];
        present_[layer] = {point.configuration, point.cost};
      });
    }
  }

  // Single exchanges of a layer's present schedule for one of its trade-off, until none makes the whole better.
  void exchange_all(Total& here) {
    bool exchanged = true;
    for (std::uint32_t round = 0; exchanged && round < kMostExchanges; ++round) {
      exchanged = false;
      for (std::size_t layer = 0; layer < count_; ++layer) {
        const std::size_t first = trade_offs_.first(trade_offs_.group(layer));
        if (layer != first && present_[layer].configuration == present_[first].configuration) {
          continue;  // what does not help the one does not help the other
        }
        for (std::size_t i = 0; i < trade_off(layer).size(); ++i) {
          const TradeOffPoint<Template>& point = trade_off(layer)[i];
          const Total with = Rest{*this, layer, layer + 1, here}.with(point.cost);
          if (with.better_than(here, goal_)) {
            here = with;
            present_[layer] = {point.configuration, point.cost};
            exchanged = true;
          }
        }
      }
    }
  }

  // The whole without the layers of [first, end) that are like the first one and have its present schedule.
  class Rest {
   public:
    Rest(const ScheduleSearch& search, std::size_t first, std::size_t end, const Total& here)
        : search_(search), fits_(here.fits) {
      const Schedule<Template>& present = search.present_[first];
      for (std::size_t layer = first; layer < end; ++layer) {
        times_ += search.trade_offs_.group(layer) == search.trade_offs_.group(first) &&
                          search.present_[layer].configuration == present.configuration
                      ? 1U
                      : 0U;
      }
      latency_ = here.cost.latency.value - times_ * present.cost.latency.value;
      energy_ = here.cost.energy.value - times_ * present.cost.energy.value;
    }
    /// The whole, if each of those layers cost that.
    [[nodiscard]] Total with(const Cost& cost) const {
      const Checked latency = Checked{latency_}.add(times_, cost.latency.value);
      const Checked energy = Checked{energy_}.add(times_, cost.energy.value);
      return fits_ ? search_.judged(latency, energy) : Total{};
    }

   private:
    const ScheduleSearch& search_;
    std::uint64_t times_ = 0;
    std::uint64_t latency_;
    std::uint64_t energy_;
    bool fits_;
  };

  // Single moves from `at`, a schedule of a group, as long as they make the whole better than it is with `at`. The
  // present schedule gives way where the whole ends up better than it is `here`.
  void improve(std::size_t group, Schedule<Template> at, Total& here, std::uint64_t floor) {
    const Neighbourhood<Template> neighbours = trade_offs_.neighbourhood(group);
    const std::size_t first = trade_offs_.first(group);
    const Rest rest{*this, first, count_, here};
    Total reached = rest.with(at.cost);
    for (std::size_t move = 0, failed = 0; failed < kMoves && left() > floor;) {
      const Configuration next = neighbours.moved(at.configuration, move);
      TradeOffPoint<Template> point;
      bool better = false;
      if (next != at.configuration && trade_offs_.evaluate(group, next, point) == Reason::none) {
        const Total with = rest.with(point.cost);
        better = with.better_than(reached, goal_);
        if (better) {
          at = {next, point.cost};
          reached = with;
        }
      }
      failed = better ? 0 : failed + 1;
      move = better ? move : (move + 1) % kMoves;
    }
    if (reached.better_than(here, goal_)) {
      here = reached;
      const Configuration present = present_[first].configuration;
      for (std::size_t layer = first; layer < count_; ++layer) {
        if (trade_offs_.group(layer) == group && present_[layer].configuration == present) {
          present_[layer] = at;
        }
      }
    }
  }

  // Some random moves away from the present schedule, or from any of the trade-off.
  Schedule<Template> kicked(std::size_t group, Random& random) {
    const Neighbourhood<Template> neighbours = trade_offs_.neighbourhood(group);
    const auto points = static_cast<std::uint32_t>(trade_offs_[group].size());
    const std::uint32_t from = random.below(2 * points);
    const bool present = from >= points;
    const Configuration start =
        present ? present_[trade_offs_.first(group)].configuration : trade_offs_[group][from].configuration;
    Configuration configuration = start;
    for (std::uint32_t i = 0; i < kKickMoves; ++i) {
      configuration = neighbours.moved(configuration, random.below(kMoves));
    }
    TradeOffPoint<Template> point;
    if (trade_offs_.evaluate(group, configuration, point) == Reason::none) {
      return {point.configuration, point.cost};
    }
    return present_[trade_offs_.first(group)];
  }

  std::size_t count_ = 0;
  Objective objective_{};
  Goal goal_ = Goal::score;
  LatencyWeight weight_ = kOnlyLatency / 2;
  std::uint32_t combined_at_ = 0;  ///< of the evaluations
  LayerTradeOffs<Weights, MostLayers> trade_offs_;
  Combination<Template, MostLayers, Cells> combination_{};
  std::array<Schedule<Template>, MostLayers> present_{};
};

}  // namespace gandse
