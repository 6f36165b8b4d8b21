// Schedules for all layers of a network on one bitstream.
//
// The generator's candidates, local moves and the neighbours of what is kept fill the layers' trade-offs; one weight of
// latency against power, found by bisection, picks from them; exchanges and moves of single layers, and combinations of
// all layers' points, mend what that weight cannot. The work grows with the number of layers, not with that of their
// combinations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/combination.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/network_total.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/sampler.hpp"
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

  constexpr explicit ScheduleSearch(const Weights& weights) : weights_(weights) {}  ///< the weights must outlive it

  /// Begins with `count` layers, 1..MostLayers legal ones, which must stay until the last run.
  void begin(const Layer* layers, std::size_t count, const Objective& objective, std::uint64_t evaluations) {
    layers_ = layers;
    count_ = count;
    objective_ = objective;
    left_ = evaluations;
    evaluations_ = 0;
    combined_at_ = 0;
    extrapolated_ = false;
    macs_ = 0;
    for (std::size_t layer = 0; layer < count; ++layer) {
      macs_ += Template::macs(layers[layer]);
    }
    group_layers();
  }

  /// Searches schedules that keep `pins` until `most` evaluations are spent or rounds bring nothing; at least one is
  /// made for each different layer. Leaves the best total in `found`, and its schedules as the present ones. Returns
  /// why a layer cannot be run on them, or none.
  Reason run(const Pins& pins, std::uint64_t most, const Effort& effort, Total& found) {
    pins_ = pins;
    goal_ = effort.goal;
    asked_ = effort.asked;
    const std::uint64_t floor = left_ > most ? left_ - most : 0U;
    const std::uint64_t room = left_ - floor;
    Random random{effort.seed};
    const Reason reason = propose(effort.deep ? room / kProposalsPart : room, effort.candidates, random);
    if (reason != Reason::none) {
      return reason;
    }
    adopt(kOnlyLatency / 2);
    found = total();
    measure_by(found);
    pick(found);
    for (std::uint32_t round = 0, idle = 0; idle < kIdleRounds && left_ > floor; ++round, ++idle) {
      const Total before = found;
      if (round < kPricedRounds) {
        priced(effort.deep && round == 0 ? floor + room / 5U * kFifthsAfterSurveys : kNoSurveys, found, floor);
        if (effort.deep && round + 1 == kPricedRounds) {
          combine(found);
        }
      }
      for (std::size_t group = 0; group < groups_ && left_ > floor; ++group) {
        if (round == 0 || !effort.deep || !spread(group, floor)) {
          improve(group, round == 0 ? present_[first_[group]] : kicked(group, random), found, floor);
        }
      }
      if (!effort.deep) {
        exchange_all(found);
      } else if (evaluations_ >= combined_at_ + kEvaluationsPerCombination * count_) {
        combine(found);
      }
      idle = found.better_than(before, goal_) ? 0 : idle;
    }
    exchange_all(found);  // what was seen since the last combination
    // Where little is missing, what the cells of a combination round away may be it.
    if (effort.deep && !found.satisfied && found.ratios.score() < kLittle) {
      combine(found);
      combine_near(found);
    }
    return Reason::none;
  }

  /// The schedule that the last run found for a layer.
  [[nodiscard]] const Schedule<Template>& present(std::size_t layer) const { return present_[layer]; }

  [[nodiscard]] std::uint64_t left() const { return left_; }                ///< evaluations that may still be made
  [[nodiscard]] std::uint32_t evaluations() const { return evaluations_; }  ///< those made by all runs since `begin`
  /// Whether a layer of any of these runs lies beyond what the generator was trained on.
  [[nodiscard]] bool extrapolated() const { return extrapolated_; }
  /// Number of different layers.
  [[nodiscard]] std::size_t groups() const { return groups_; }

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

  // Equal layers share a trade-off. The groups with most work come first: where evaluations run out, the others lose
  // less.
  void group_layers() {
    groups_ = 0;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const std::size_t group = group_of(layer);
      if (group == groups_) {
        first_[groups_] = static_cast<std::uint16_t>(layer);
        work_[groups_++] = 0;
      }
      work_[group] += Template::macs(layers_[layer]);
    }
    for (std::size_t group = 1; group < groups_; ++group) {
      const std::uint16_t first = first_[group];
      const std::uint64_t work = work_[group];
      std::size_t at = group;
      for (; at > 0 && work_[at - 1] < work; --at) {
        first_[at] = first_[at - 1];
        work_[at] = work_[at - 1];
      }
      first_[at] = first;
      work_[at] = work;
    }
    for (std::size_t layer = 0; layer < count_; ++layer) {
      group_[layer] = static_cast<std::uint16_t>(group_of(layer));
    }
  }

  // That of a layer; groups_ where it has none yet.
  [[nodiscard]] std::size_t group_of(std::size_t layer) const {
    std::size_t group = 0;
    while (group < groups_ && !same_layer<Template>(layer_of(group), layers_[layer])) {
      ++group;
    }
    return group;
  }

  [[nodiscard]] const Layer& layer_of(std::size_t group) const { return layers_[first_[group]]; }

  // Up to `candidates` proposals for each different layer, at least one; where `most` evaluations do not suffice, by
  // the layers' work.
  Reason propose(std::uint64_t most, std::uint32_t candidates, Random& random) {
    // No total is known yet; where the objective is met exactly, it is this one.
    const std::uint64_t energy =
        divide_ceil(multiply(objective_.latency.value, 1000U * objective_.power.value), kClock);
    yardstick_ = Yardstick{{objective_.latency, {energy}}};
    const std::uint64_t floor = left_ > most ? left_ - most : 0U;
    std::uint64_t work = macs_;  // of the groups that are left
    for (std::size_t group = 0; group < groups_; ++group) {
      trade_offs_[group].clear();
      Reason reason = Template::check_pins(layer_of(group), pins_);
      if (reason == Reason::none) {
        const std::uint64_t all = left_ > floor ? left_ - floor : 0U;
        const std::uint64_t part = divide_ceil(multiply(all, work_[group]), work);
        const std::uint64_t room = part < all ? part : all;  // sums of an own template's work may wrap, even to 0
        work -= work_[group];
        reason = draw(group, room < candidates ? static_cast<std::uint32_t>(room) : candidates, random);
      }
      if (reason != Reason::none) {
        return reason;
      }
    }
    return Reason::none;
  }

  // Offers the generator's `candidates` first proposals to a layer's trade-off, at least the likeliest.
  Reason draw(std::size_t group, std::uint32_t candidates, Random& random) {
    const Layer& layer = layer_of(group);
    // All layers are asked on the ray of the whole network: its latency and power, per multiplication, are theirs.
    const std::uint64_t share = divide_ceil(multiply(asked_.latency.value, Template::macs(layer)), macs_);
    const std::int32_t ray = ray_of<Template>(layer, {{share}, asked_.power});
    if (!weights_.trained.contains(layer, ray)) {
      extrapolated_ = true;
      candidates = (candidates + 1U) / 2U;
    }
    Configuration least{};
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      least[i] = pins_.is_pinned(i) ? pins_.choice[i] : std::uint8_t{0};
    }
    const Inference<Weights> inference{weights_, Encoder<Template>::encode(layer, ray, pins_, random)};
    Sampler<Inference<Weights>> sampler{inference, layer, pins_, least, candidates == 0 ? 0U : candidates - 1U};
    TradeOffPoint<Template> point;
    Reason reason = evaluate(group, sampler.greedy(), point);
    if (group == 0 && reason == Reason::none) {
      measure_by_first(point.cost, Template::macs(layer));
    }
    for (Configuration next; sampler.next(random, next);) {
      reason = evaluate(group, next, point);
    }
    return trade_offs_[group].size() == 0 ? reason : Reason::none;
  }

  // The whole, were all of it like the first layer: what is best must not depend on how far off the objective is.
  void measure_by_first(const Cost& cost, std::uint64_t macs) {
    const std::uint64_t part = macs == 0 ? 1 : macs;
    yardstick_ = Yardstick{{{divide_ceil(multiply(cost.latency.value, macs_), part)},
                            {divide_ceil(multiply(cost.energy.value, macs_), part)}}};
    trade_offs_[0].measure(yardstick_);
  }

  // Evaluates a schedule and offers it to the layer's trade-off.
  Reason evaluate(std::size_t group, const Configuration& configuration, TradeOffPoint<Template>& point) {
    const Evaluation evaluation = Template::evaluate(layer_of(group), configuration);
    ++evaluations_;
    left_ -= left_ != 0 ? 1U : 0U;
    if (evaluation.legal()) {
      point = {configuration, false, evaluation.cost, yardstick_.of(evaluation.cost)};
      trade_offs_[group].offer(point);
    }
    return evaluation.reason;
  }

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

  [[nodiscard]] const TradeOffPoint<Template>& cheapest(std::size_t layer, LatencyWeight weight) const {
    const TradeOff<Template>& trade_off = trade_offs_[group_[layer]];
    return trade_off[trade_off.cheapest(weight)];
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
    measure_by(found);
    for (std::size_t group = 0; group < groups_ && left_ > floor; ++group) {
      const TradeOff<Template>& trade_off = trade_offs_[group];
      if (left_ > survey_floor) {
        survey(group, trade_off[trade_off.cheapest(weight_)].configuration, floor);
      }
      climb(group, trade_off[trade_off.cheapest(weight_)], floor);
    }
    pick(found);
  }

  // Renormalises options to the current total; prices approximate the score only near it.
  void measure_by(const Total& whole) {
    yardstick_ = Yardstick{whole.cost};
    for (std::size_t group = 0; group < groups_; ++group) {
      trade_offs_[group].measure(yardstick_);
    }
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

  // Every single change of a schedule, however far: offered to the layer's trade-off.
  void survey(std::size_t group, const Configuration from, std::uint64_t floor) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    TradeOffPoint<Template> point;
    for (const std::uint8_t parameter : Template::draw_order) {
      if (pins_.is_pinned(parameter)) {
        continue;
      }
      const ChoiceMask mask = Template::allowed(layer_of(group), from, pins_, parameter);
      for (unsigned choice = 0; choice < Template::parameters[parameter].count && left_ > floor; ++choice) {
        if (contains(mask, choice) && choice != from[parameter]) {
          static_cast<void>(
              evaluate(group, neighbourhood.with(from, parameter, static_cast<std::uint8_t>(choice)), point));
        }
      }
    }
  }

  // The best combination of all trade-offs, where it is better than what is `here`.
  void combine(Total& here) {
    combined_at_ = evaluations_;
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
    combination_.run(count_, longest,
                     [&](std::size_t layer) -> const TradeOff<Template>& { return trade_offs_[group_[layer]]; });
    adopt_combination(here);
  }

  // Of all combinations of points.
  [[nodiscard]] std::uint64_t slowest_total() const {
    Checked total;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const TradeOff<Template>& trade_off = trade_offs_[group_[layer]];
      total = total + Checked{trade_off[trade_off.size() - 1].cost.latency.value};
    }
    return total.overflowed() ? UINT64_MAX : total.value();
  }

  // The same near what is `here`, closer and closer.
  void combine_near(Total& here) {
    for (const unsigned part : {kNear, kNearer}) {
      combination_.run_near(
          count_, here.cost.latency.value / part,
          [&](std::size_t layer) -> const TradeOff<Template>& { return trade_offs_[group_[layer]]; },
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
        const TradeOffPoint<Template>& point = trade_offs_[group_[layer]][index];
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
        const std::size_t first = first_[group_[layer]];
        if (layer != first && present_[layer].configuration == present_[first].configuration) {
          continue;  // what does not help the one does not help the other
        }
        for (std::size_t i = 0; i < trade_offs_[group_[layer]].size(); ++i) {
          const TradeOffPoint<Template>& point = trade_offs_[group_[layer]][i];
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
        times_ += search.group_[layer] == search.group_[first] &&
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
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    const Rest rest{*this, first_[group], count_, here};
    Total reached = rest.with(at.cost);
    for (std::size_t move = 0, failed = 0; failed < kMoves && left_ > floor;) {
      const Configuration next = neighbourhood.moved(at.configuration, move);
      TradeOffPoint<Template> point;
      bool better = false;
      if (next != at.configuration && evaluate(group, next, point) == Reason::none) {
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
      const Configuration present = present_[first_[group]].configuration;
      for (std::size_t layer = first_[group]; layer < count_; ++layer) {
        if (group_[layer] == group && present_[layer].configuration == present) {
          present_[layer] = at;
        }
      }
    }
  }

  // Single moves from `present`, at the present weight, until none is cheaper.
  void climb(std::size_t group, TradeOffPoint<Template> present, std::uint64_t floor) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    for (std::size_t move = 0, failed = 0; failed < kMoves && left_ > floor;) {
      const Configuration next = neighbourhood.moved(present.configuration, move);
      TradeOffPoint<Template> point;
      if (next != present.configuration && evaluate(group, next, point) == Reason::none &&
          point.shares.price(weight_) < present.shares.price(weight_)) {
        present = point;
        failed = 0;
      } else {
        move = (move + 1) % kMoves;
        ++failed;
      }
    }
  }

  // Looks at all neighbours of an point that has not been looked around yet: Pareto local search (Paquete, Chiarandini
  // and Stuetzle 2004). False where there is none.
  bool spread(std::size_t group, std::uint64_t floor) {
    const std::size_t index = trade_offs_[group].explore(weight_);
    if (index == trade_offs_[group].size()) {
      return false;
    }
    const Configuration from = trade_offs_[group][index].configuration;
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    TradeOffPoint<Template> point;
    for (std::size_t move = 0; move < kMoves && left_ > floor; ++move) {
      const Configuration next = neighbourhood.moved(from, move);
      if (next != from) {
        static_cast<void>(evaluate(group, next, point));
      }
    }
    return true;
  }

  // Some random moves away from the present schedule, or from any of the trade-off.
  Schedule<Template> kicked(std::size_t group, Random& random) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    const auto points = static_cast<std::uint32_t>(trade_offs_[group].size());
    const std::uint32_t from = random.below(2 * points);
    const bool present = from >= points;
    const Configuration start =
        present ? present_[first_[group]].configuration : trade_offs_[group][from].configuration;
    Configuration configuration = start;
    for (std::uint32_t i = 0; i < kKickMoves; ++i) {
      configuration = neighbourhood.moved(configuration, random.below(kMoves));
    }
    TradeOffPoint<Template> point;
    if (evaluate(group, configuration, point) == Reason::none) {
      return {point.configuration, point.cost};
    }
    return present_[first_[group]];
  }

  const Weights& weights_;
  const Layer* layers_ = nullptr;
  std::size_t count_ = 0;
  Objective objective_{};
  Goal goal_ = Goal::score;
  Objective asked_{};
  Pins pins_{};
  Yardstick yardstick_{};
  LatencyWeight weight_ = kOnlyLatency / 2;
  std::uint64_t macs_ = 0;  ///< of all layers
  std::uint64_t left_ = 0;
  std::uint32_t evaluations_ = 0;
  std::uint32_t combined_at_ = 0;  ///< of them
  bool extrapolated_ = false;
  std::size_t groups_ = 0;
  std::array<std::uint16_t, MostLayers> first_{};  ///< of every group
  std::array<std::uint64_t, MostLayers> work_{};   ///< MACs of all layers of a group
  std::array<std::uint16_t, MostLayers> group_{};
  std::array<TradeOff<Template>, MostLayers> trade_offs_{};  ///< by group
  Combination<Template, MostLayers, Cells> combination_{};
  std::array<Schedule<Template>, MostLayers> present_{};
};

}  // namespace gandse
