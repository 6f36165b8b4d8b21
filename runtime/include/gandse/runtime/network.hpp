// Whole networks: one bitstream for all layers, a schedule for each of them, latency and average power of them all.
//
// On every bitstream the generator's candidates and local moves fill the layers' trade-offs; one weight of latency
// against power, found by bisection, picks from them; exchanges and moves of single layers mend what that weight
// cannot. A short look at every bitstream decides which of them get more. The work grows with the number of layers, not
// with that of their combinations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/combination.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/trade_off.hpp"

namespace gandse {

struct NetworkOptions {
  std::uint32_t budget = 256;    ///< evaluations per layer at most, up to 1 000 000; beside one per bitstream and layer
  std::uint32_t candidates = 8;  ///< proposals per layer and bitstream that is deepened, at least 1
  std::uint64_t seed = 1;        ///< same seed, same decision, on every target
};

/// Which bitstream; the layers' schedules are the explorer's.
struct [[nodiscard]] NetworkDecision {
  Reason reason = Reason::none;  ///< other than none: there is no decision, and this is why
  std::size_t refused = 0;  ///< then, a layer that no bitstream runs, or `count` where the request as a whole is bad
  std::size_t bitstream = 0;
  Cost cost{};  ///< of all layers
  bool satisfied = false;
  Binding binding = Binding::none;
  std::uint64_t excess_ppm = 0;   ///< by how much the worse objective is missed, parts per million, rounded up
  std::size_t binding_layer = 0;  ///< that takes most of what comes closest to its objective, or misses it most
  std::uint32_t evaluations = 0;
  bool extrapolated = false;  ///< a layer lies beyond what the generator was trained on

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }
};

/// Explores networks of up to MostLayers layers with up to MostBitstreams bitstreams. Holds its workspace, and the
/// schedules of its last decision; no heap. Of its memory, 2 bytes per layer and cell, and 32 per cell, are for
/// combining the layers' options (combination.hpp): 32 cells do on a small board.
template <class Weights, std::size_t MostLayers, std::size_t MostBitstreams = 16, std::size_t Cells = 256>
class NetworkExplorer {
 public:
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;

  /// A static one is initialised without code.
  constexpr explicit NetworkExplorer(const Weights& weights) : weights_(weights) {}
  explicit NetworkExplorer(const Weights&&) = delete;  // it would refer to weights that are gone

  /// `objective`: latency of all layers one after the other, and power on average over them.
  NetworkDecision decide(const Layer* layers, std::size_t count, const Objective& objective,
                         const Bitstream<Template>* bitstreams, std::size_t bitstream_count,
                         const NetworkOptions& options = {}) {
    NetworkDecision decision;
    decision.reason = admit(layers, count, objective, bitstreams, bitstream_count, decision.refused);
    if (!decision.legal()) {
      return decision;
    }
    layers_ = layers;
    count_ = count;
    objective_ = objective;
    left_ = std::uint64_t{options.budget < kMostBudget ? options.budget : kMostBudget} * count;
    evaluations_ = 0;
    extrapolated_ = false;
    macs_ = 0;
    for (std::size_t layer = 0; layer < count; ++layer) {
      macs_ += Template::macs(layers[layer]);
    }
    group_layers();

    // A quarter of the evaluations for a look at every bitstream; then half of the rest for the best, and so on.
    std::array<Total, MostBitstreams> looked{};
    std::size_t runnable = 0;
    Total best = kNothing;
    const std::uint64_t look = left_ / (4U * bitstream_count);
    for (std::size_t b = 0; b < bitstream_count; ++b) {
      pins_ = pins_of(bitstreams[b]);
      looked[b] = kNothing;
      Total found = kNothing;
      decision.reason = deepen(false, look, options, found, decision.refused);
      if (decision.legal()) {
        decision.bitstream = keep_if_better(found, best) ? b : decision.bitstream;
        looked[b] = found;
        ++runnable;
      }
    }
    if (runnable == 0) {
      decision.evaluations = evaluations_;
      return decision;
    }
    for (; runnable > 0 && left_ >= groups_; --runnable) {
      std::size_t next = 0;
      for (std::size_t b = 1; b < bitstream_count; ++b) {
        next = looked[b].better_than(looked[next]) ? b : next;
      }
      looked[next] = kNothing;
      pins_ = pins_of(bitstreams[next]);
      Total found = kNothing;
      static_cast<void>(deepen(true, runnable > 1 ? left_ / 2U : left_, options, found, decision.refused));
      decision.bitstream = keep_if_better(found, best) ? next : decision.bitstream;
    }
    return conclude(best, decision.bitstream);
  }

  /// What objectives the generator was trained on, as in TrainingRange.
  [[nodiscard]] std::int32_t first_ray() const { return weights_.trained.first_ray(); }
  [[nodiscard]] std::int32_t last_ray() const { return weights_.trained.last_ray(); }

  /// Of the last decision, where it is legal.
  [[nodiscard]] const Configuration& configuration(std::size_t layer) const { return kept_[layer].configuration; }
  [[nodiscard]] const Cost& cost(std::size_t layer) const { return kept_[layer].cost; }

 private:
  /// What all layers cost, and how good that is. Lower is better.
  struct Total {
    Cost cost{};
    LogRatios ratios{};
    bool satisfied = false;

    [[nodiscard]] bool better_than(const Total& other) const {
      if (satisfied != other.satisfied) {
        return satisfied;
      }
      const std::int32_t mine = ratios.score();
      const std::int32_t theirs = other.ratios.score();
      return mine != theirs ? mine < theirs : cost.energy < other.cost.energy;
    }
  };
  static constexpr Total kNothing{{{UINT64_MAX}, {UINT64_MAX}}, {INT32_MAX, INT32_MAX}, false};
  struct Kept {
    Configuration configuration{};
    Cost cost{};
  };

  static_assert(MostLayers >= 1 && MostLayers <= 4096 && MostBitstreams >= 1 && MostBitstreams <= 256,
                "a network has 1 to 4096 layers, a table 1 to 256 bitstreams");
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  static constexpr std::uint32_t kMostBudget = 1'000'000;
  static constexpr std::size_t kMoves = 2 * Template::kParameters;
  static constexpr std::uint32_t kKickMoves = 3;
  static constexpr std::uint32_t kPricedRounds = 2;
  static constexpr std::uint32_t kIdleRounds = 24;
  static constexpr std::uint32_t kRoundsPerCombination = 8;

  static Reason admit(const Layer* layers, std::size_t count, const Objective& objective,
                      const Bitstream<Template>* bitstreams, std::size_t bitstream_count, std::size_t& refused) {
    refused = count;
    if (count == 0 || count > MostLayers || bitstream_count == 0 || bitstream_count > MostBitstreams) {
      return Reason::capacity_exceeded;
    }
    if (!within_limits(objective)) {
      return Reason::objective_out_of_range;
    }
    for (std::size_t b = 0; b < bitstream_count; ++b) {
      const Pins pins = pins_of(bitstreams[b]);
      for (std::size_t i = 0; i < Template::kParameters; ++i) {
        if (pins.is_pinned(i) && pins.choice[i] >= Template::parameters[i].count) {
          return Reason::choice_out_of_range;
        }
      }
    }
    for (std::size_t layer = 0; layer < count; ++layer) {
      const Reason reason = Template::check(layers[layer]);
      if (reason != Reason::none) {
        refused = layer;
        return reason;
      }
    }
    return Reason::none;
  }

  // Equal layers share a trade-off.
  void group_layers() {
    groups_ = 0;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      std::size_t group = 0;
      while (group < groups_ && !same_layer<Template>(layers_[first_[group]], layers_[layer])) {
        ++group;
      }
      if (group == groups_) {
        first_[groups_++] = static_cast<std::uint16_t>(layer);
      }
      group_[layer] = static_cast<std::uint16_t>(group);
    }
  }

  [[nodiscard]] const Layer& layer_of(std::size_t group) const { return layers_[first_[group]]; }

  // Offers the generator's `candidates` first proposals to a layer's trade-off, at least the likeliest.
  Reason draw(std::size_t group, std::uint32_t candidates, Random& random) {
    const Layer& layer = layer_of(group);
    // All layers are asked on the ray of the whole network: its latency and power, per multiplication, are theirs.
    const std::uint64_t share = divide_ceil(multiply(objective_.latency.value, Template::macs(layer)), macs_);
    const std::int32_t ray = ray_of<Template>(layer, {{share}, objective_.power});
    extrapolated_ = extrapolated_ || !weights_.trained.contains(layer, ray);
    Configuration least{};
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      least[i] = pins_.is_pinned(i) ? pins_.choice[i] : std::uint8_t{0};
    }
    const Inference<Weights> inference{weights_, Encoder<Template>::encode(layer, ray, pins_, random)};
    Sampler<Inference<Weights>> sampler{inference, layer, pins_, least, candidates == 0 ? 0U : candidates - 1U};
    Option<Template> option;
    Reason reason = evaluate(group, sampler.greedy(), option);
    for (Configuration next; sampler.next(random, next);) {
      reason = evaluate(group, next, option);
    }
    return trade_offs_[group].empty() ? reason : Reason::none;
  }

  // Evaluates a schedule and offers it to the layer's trade-off.
  Reason evaluate(std::size_t group, const Configuration& configuration, Option<Template>& option) {
    const Evaluation evaluation = Template::evaluate(layer_of(group), configuration);
    ++evaluations_;
    left_ -= left_ != 0 ? 1U : 0U;
    if (evaluation.legal()) {
      option = {configuration, evaluation.cost, yardstick_.of(evaluation.cost)};
      trade_offs_[group].offer(option);
    }
    return evaluation.reason;
  }

  [[nodiscard]] Total judged(std::uint64_t latency, std::uint64_t energy) const {
    const Cost cost{{latency}, {energy}};
    return {cost, log_ratios(cost, objective_, kClock), satisfies(cost, objective_, kClock)};
  }

  // Of all layers, each at cost_of(layer). Saturates where energies do not fit: such a network meets no power.
  template <class CostOf>
  [[nodiscard]] Total total(const CostOf& cost_of) const {
    Checked latency;
    Checked energy;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const Cost& cost = cost_of(layer);
      latency = latency + Checked{cost.latency.value};
      energy = energy + Checked{cost.energy.value};
    }
    return judged(latency.overflowed() ? UINT64_MAX : latency.value(),
                  energy.overflowed() ? UINT64_MAX : energy.value());
  }
  [[nodiscard]] Total total() const {
    return total([&](std::size_t layer) -> const Cost& { return present_[layer].cost; });
  }

  [[nodiscard]] const Option<Template>& cheapest(std::size_t layer, Weight weight) const {
    const TradeOff<Template>& trade_off = trade_offs_[group_[layer]];
    return trade_off[trade_off.cheapest(weight)];
  }

  // Every layer's cheapest schedule at `weight` becomes its present one.
  void adopt(Weight weight) {
    for (std::size_t layer = 0; layer < count_; ++layer) {
      const Option<Template>& option = cheapest(layer, weight);
      present_[layer] = {option.configuration, option.cost};
    }
  }

  // Works on the present pins until `most` evaluations are spent or rounds bring nothing; at least one is made for each
  // group. `found` is the best, and its schedules are the present ones.
  Reason deepen(bool deep, std::uint64_t most, const NetworkOptions& options, Total& found, std::size_t& refused) {
    const std::uint64_t floor = left_ > most ? left_ - most : 0U;
    // No total is known yet; where the objective is met exactly, it is this one.
    const std::uint64_t energy =
        divide_ceil(multiply(objective_.latency.value, 1000U * objective_.power.value), kClock);
    yardstick_ = Yardstick{{objective_.latency, {energy}}};
    Random random{options.seed};
    for (std::size_t group = 0; group < groups_; ++group) {
      trade_offs_[group].clear();
      refused = first_[group];
      Reason reason = Template::check_pins(layer_of(group), pins_);
      if (reason == Reason::none) {
        const std::uint64_t room = left_ > floor ? (left_ - floor) / (groups_ - group) : 0U;
        reason = draw(group, room < options.candidates ? static_cast<std::uint32_t>(room) : options.candidates, random);
      }
      if (reason != Reason::none) {
        return reason;
      }
    }
    adopt(kOnlyLatency / 2);
    found = total();
    measure_by(found);
    pick(found);
    for (std::uint32_t round = 0, idle = 0; idle < kIdleRounds && left_ > floor; ++round, ++idle) {
      const Total before = found;
      if (round < kPricedRounds) {
        measure_by(found);
        for (std::size_t group = 0; group < groups_ && left_ > floor; ++group) {
          const TradeOff<Template>& trade_off = trade_offs_[group];
          if (deep && round == 0) {
            survey(group, trade_off[trade_off.cheapest(weight_)].configuration, floor);
          }
          climb(group, trade_off[trade_off.cheapest(weight_)], floor);
        }
        pick(found);
        if (deep && round + 1 == kPricedRounds) {
          combine(found);
        }
      }
      for (std::size_t group = 0; group < groups_ && left_ > floor; ++group) {
        improve(group, round == 0 ? present_[first_[group]] : kicked(group, random), found, floor);
      }
      if (!deep) {
        exchange_all(found);
      } else if (round % kRoundsPerCombination == kRoundsPerCombination - 1) {
        combine(found);
      }
      idle = found.better_than(before) ? 0 : idle;
    }
    return Reason::none;
  }

  // Shares are those of the present whole: weights say what trade_off.hpp says near it.
  void measure_by(const Total& whole) {
    yardstick_ = Yardstick{whole.cost};
    for (std::size_t group = 0; group < groups_; ++group) {
      trade_offs_[group].measure(yardstick_);
    }
  }

  // Picks from every trade-off by one weight, which bisection finds, where that is better than what is `here`; then
  // makes exchanges.
  void pick(Total& here) {
    Weight low = 0;
    Weight high = kOnlyLatency;
    Total best;
    for (int step = 0; step < 12; ++step) {
      const Weight weight = step == 0 ? 0 : step == 1 ? kOnlyLatency : (low + high) / 2;
      const Total now = total([&](std::size_t layer) -> const Cost& { return cheapest(layer, weight).cost; });
      if (step == 0 || now.better_than(best)) {
        best = now;
        weight_ = weight;
      }
      if (step >= 2) {
        (now.ratios.latency > now.ratios.power ? low : high) = weight;
      }
    }
    if (best.better_than(here)) {
      here = best;
      adopt(weight_);
    }
    exchange_all(here);
  }

  // Every single change of a schedule, however far: offered to the layer's trade-off.
  void survey(std::size_t group, const Configuration from, std::uint64_t floor) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    Option<Template> option;
    for (const std::uint8_t parameter : Template::draw_order) {
      if (pins_.is_pinned(parameter)) {
        continue;
      }
      const ChoiceMask mask = Template::allowed(layer_of(group), from, pins_, parameter);
      for (unsigned choice = 0; choice < Template::parameters[parameter].count && left_ > floor; ++choice) {
        if (contains(mask, choice) && choice != from[parameter]) {
          static_cast<void>(
              evaluate(group, neighbourhood.with(from, parameter, static_cast<std::uint8_t>(choice)), option));
        }
      }
    }
  }

  // The best combination of all trade-offs, where it is better than what is `here`.
  void combine(Total& here) {
    const std::uint64_t allowed =
        divide_ceil(multiply(here.cost.latency.value, 1000U * objective_.power.value), kClock);
    const std::uint64_t by_power = divide_ceil(multiply(objective_.latency.value, here.cost.energy.value), allowed);
    const std::uint64_t longest = by_power > here.cost.latency.value ? by_power : here.cost.latency.value;
    combination_.run(count_, longest,
                     [&](std::size_t layer) -> const TradeOff<Template>& { return trade_offs_[group_[layer]]; });
    Total best = here;
    std::size_t best_cell = combination_.kCells;
    for (std::size_t cell = 0; cell < combination_.kCells; ++cell) {
      if (combination_.reached(cell)) {
        const Cost& cost = combination_.cost(cell);
        const Total now = judged(cost.latency.value, cost.energy.value);
        if (now.better_than(best)) {
          best = now;
          best_cell = cell;
        }
      }
    }
    if (best_cell != combination_.kCells) {
      here = best;
      combination_.trace(count_, best_cell, [&](std::size_t layer, std::size_t index) {
        const Option<Template>& option = trade_offs_[group_[layer]][index];
        present_[layer] = {option.configuration, option.cost};
      });
    }
  }

  // Single exchanges of a layer's present schedule for one of its trade-off, until none makes the whole better.
  void exchange_all(Total& here) {
    for (bool exchanged = true; exchanged;) {
      exchanged = false;
      for (std::size_t layer = 0; layer < count_; ++layer) {
        for (std::size_t i = 0; i < TradeOff<Template>::kOptions; ++i) {
          const Option<Template>& option = trade_offs_[group_[layer]][i];
          const Total with = Rest{*this, layer, layer + 1, here}.with(option.cost);
          if (with.better_than(here)) {
            here = with;
            present_[layer] = {option.configuration, option.cost};
            exchanged = true;
          }
        }
      }
    }
  }

  // The whole without the layers of [first, end) that are like the first one and have its present schedule.
  class Rest {
   public:
    Rest(const NetworkExplorer& explorer, std::size_t first, std::size_t end, const Total& here) : explorer_(explorer) {
      const Kept& present = explorer.present_[first];
      for (std::size_t layer = first; layer < end; ++layer) {
        times_ += explorer.group_[layer] == explorer.group_[first] &&
                          explorer.present_[layer].configuration == present.configuration
                      ? 1U
                      : 0U;
      }
      latency_ = here.cost.latency.value - times_ * present.cost.latency.value;
      energy_ = here.cost.energy.value - times_ * present.cost.energy.value;
      saturated_ = here.cost.latency.value == UINT64_MAX || here.cost.energy.value == UINT64_MAX;
    }
    /// The whole, if each of those layers cost that.
    [[nodiscard]] Total with(const Cost& cost) const {
      const Checked latency = Checked{latency_}.add(times_, cost.latency.value);
      const Checked energy = Checked{energy_}.add(times_, cost.energy.value);
      const bool overflowed = saturated_ || latency.overflowed() || energy.overflowed();
      return explorer_.judged(overflowed ? UINT64_MAX : latency.value(), overflowed ? UINT64_MAX : energy.value());
    }

   private:
    const NetworkExplorer& explorer_;
    std::uint64_t times_ = 0;
    std::uint64_t latency_;
    std::uint64_t energy_;
    bool saturated_;
  };

  // Single moves from `at`, a schedule of a group, as long as they make the whole better than it is with `at`. The
  // present schedule gives way where the whole ends up better than it is `here`.
  void improve(std::size_t group, Kept at, Total& here, std::uint64_t floor) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    const Rest rest{*this, first_[group], count_, here};
    Total reached = rest.with(at.cost);
    for (std::size_t move = 0, failed = 0; failed < kMoves && left_ > floor;) {
      const Configuration next = moved(neighbourhood, at.configuration, move);
      Option<Template> option;
      bool better = false;
      if (next != at.configuration && evaluate(group, next, option) == Reason::none) {
        const Total with = rest.with(option.cost);
        better = with.better_than(reached);
        if (better) {
          at = {next, option.cost};
          reached = with;
        }
      }
      failed = better ? 0 : failed + 1;
      move = better ? move : (move + 1) % kMoves;
    }
    if (reached.better_than(here)) {
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
  void climb(std::size_t group, Option<Template> present, std::uint64_t floor) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    for (std::size_t move = 0, failed = 0; failed < kMoves && left_ > floor;) {
      const Configuration next = moved(neighbourhood, present.configuration, move);
      Option<Template> option;
      if (next != present.configuration && evaluate(group, next, option) == Reason::none &&
          option.shares.price(weight_) < present.shares.price(weight_)) {
        present = option;
        failed = 0;
      } else {
        move = (move + 1) % kMoves;
        ++failed;
      }
    }
  }

  // Some random moves away from the present schedule, or from any of the trade-off.
  Kept kicked(std::size_t group, Random& random) {
    const Neighbourhood<Template> neighbourhood{layer_of(group), pins_};
    const std::uint32_t from = random.below(2 * TradeOff<Template>::kOptions);
    const bool present = from >= TradeOff<Template>::kOptions;
    const Configuration start =
        present ? present_[first_[group]].configuration : trade_offs_[group][from].configuration;
    Configuration configuration = start;
    for (std::uint32_t i = 0; i < kKickMoves; ++i) {
      configuration = moved(neighbourhood, configuration, random.below(kMoves));
    }
    Option<Template> option;
    if (evaluate(group, configuration, option) == Reason::none) {
      return {option.configuration, option.cost};
    }
    return present_[first_[group]];
  }

  // Moves come in draw order, up before down.
  [[nodiscard]] Configuration moved(const Neighbourhood<Template>& neighbourhood, const Configuration& from,
                                    std::size_t move) const {
    const std::size_t parameter = Template::draw_order[move / 2];
    if (pins_.is_pinned(parameter)) {
      return from;
    }
    const std::uint8_t choice = neighbourhood.next_choice(from, parameter, move % 2 == 0);
    return choice == from[parameter] ? from : neighbourhood.with(from, parameter, choice);
  }

  bool keep_if_better(const Total& now, Total& best) {
    if (!now.better_than(best)) {
      return false;
    }
    best = now;
    for (std::size_t layer = 0; layer < count_; ++layer) {
      kept_[layer] = present_[layer];
    }
    return true;
  }

  NetworkDecision conclude(const Total& best, std::size_t bitstream) const {
    NetworkDecision decision;
    const Candidate<Template> whole{{}, best.cost, best.ratios.score(), best.satisfied};
    Decision<Template> judgement;
    Explorer<Weights>::conclude(whole, objective_, evaluations_, judgement);
    decision.bitstream = bitstream;
    decision.cost = best.cost;
    decision.satisfied = best.satisfied;
    decision.binding = judgement.binding;
    decision.excess_ppm = judgement.excess_ppm;
    decision.evaluations = evaluations_;
    decision.extrapolated = extrapolated_;
    const bool by_latency = best.ratios.latency >= best.ratios.power;
    for (std::size_t layer = 1; layer < count_; ++layer) {
      const Cost& most = kept_[decision.binding_layer].cost;
      const Cost& cost = kept_[layer].cost;
      const bool more = by_latency ? cost.latency > most.latency : cost.energy > most.energy;
      decision.binding_layer = more ? layer : decision.binding_layer;
    }
    return decision;
  }

  const Weights& weights_;
  const Layer* layers_ = nullptr;
  std::size_t count_ = 0;
  Objective objective_{};
  Pins pins_{};
  Yardstick yardstick_{};
  Weight weight_ = kOnlyLatency / 2;
  std::uint64_t macs_ = 0;  ///< of all layers
  std::uint64_t left_ = 0;
  std::uint32_t evaluations_ = 0;
  bool extrapolated_ = false;
  std::size_t groups_ = 0;
  std::array<std::uint16_t, MostLayers> first_{};  ///< of every group
  std::array<std::uint16_t, MostLayers> group_{};
  std::array<TradeOff<Template>, MostLayers> trade_offs_{};  ///< by group
  Combination<Template, MostLayers, Cells> combination_{};
  std::array<Kept, MostLayers> present_{};  ///< the schedules that are worked on
  std::array<Kept, MostLayers> kept_{};     ///< the best of the decision
};

}  // namespace gandse
