// The trade-offs of a network's different layers on one bitstream, and the proposals that fill them: the generator's,
// single changes, and the neighbours of what is kept. What a layer is worth to the whole is for the schedule search.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/sampler.hpp"
#include "gandse/runtime/task.hpp"
#include "gandse/runtime/trade_off.hpp"

namespace gandse {

/// The trade-offs of up to MostLayers layers, where equal layers, a group, share one. Counts every evaluation.
template <class Weights, std::size_t MostLayers>
class LayerTradeOffs {
 public:
  ///@{
  /// Types of the template that the weights were trained for.
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;
  using Point = TradeOffPoint<Template>;
  ///@}

  constexpr explicit LayerTradeOffs(const Weights& weights) : weights_(weights) {}  ///< the weights must outlive it

  /// Begins with `count` layers, 1..MostLayers legal ones, which must stay, and so many evaluations for all that
  /// follows.
  void begin(const Layer* layers, std::size_t count, std::uint64_t evaluations) {
    layers_ = layers;
    count_ = count;
    left_ = evaluations;
    evaluations_ = 0;
    extrapolated_ = false;
    macs_ = 0;
    for (std::size_t layer = 0; layer < count; ++layer) {
      macs_ += Template::macs(layers[layer]);
    }
    group_layers();
  }

  /// Empties the trade-offs and offers them the generator's proposals for bitstreams that keep `pins`, `asked` for the
  /// whole network: up to `candidates` for each group, at least one; where `most` evaluations do not suffice, by the
  /// groups' work. Costs are measured by the whole of `yardstick` until the first of them is known. Returns why a
  /// layer cannot be run on `pins`, or none.
  Reason propose(const Pins& pins, const Objective& asked, const Yardstick& yardstick, std::uint64_t most,
                 std::uint32_t candidates, Random& random) {
    pins_ = pins;
    yardstick_ = yardstick;
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
        reason = draw(group, asked, room < candidates ? static_cast<std::uint32_t>(room) : candidates, random);
      }
      if (reason != Reason::none) {
        return reason;
      }
    }
    return Reason::none;
  }

  /// Measures all points by another whole: prices approximate the score only near it.
  void measure(const Cost& whole) {
    yardstick_ = Yardstick{whole};
    for (std::size_t group = 0; group < groups_; ++group) {
      trade_offs_[group].measure(yardstick_);
    }
  }

  /// Evaluates a configuration for a group and offers it to its trade-off. `point` is set where it is legal.
  Reason evaluate(std::size_t group, const Configuration& configuration, Point& point) {
    const Evaluation evaluation = Template::evaluate(layer_of(group), configuration);
    ++evaluations_;
    left_ -= left_ != 0 ? 1U : 0U;
    if (evaluation.legal()) {
      point = {configuration, false, evaluation.cost, yardstick_.of(evaluation.cost)};
      trade_offs_[group].offer(point);
    }
    return evaluation.reason;
  }

  /// Offers every single change of a configuration, however far, as long as more than `floor` evaluations are left.
  void survey(std::size_t group, const Configuration from, std::uint64_t floor) {
    const Neighbourhood<Template> neighbours = neighbourhood(group);
    Point point;
    for (const std::uint8_t parameter : Template::draw_order) {
      if (pins_.is_pinned(parameter)) {
        continue;
      }
      const ChoiceMask mask = Template::allowed(layer_of(group), from, pins_, parameter);
      for (unsigned choice = 0; choice < Template::parameters[parameter].count && left_ > floor; ++choice) {
        if (contains(mask, choice) && choice != from[parameter]) {
          static_cast<void>(
              evaluate(group, neighbours.with(from, parameter, static_cast<std::uint8_t>(choice)), point));
        }
      }
    }
  }

  /// Moves singly from the cheapest point at `weight` until no move is cheaper, or `floor` evaluations are left.
  void climb(std::size_t group, LatencyWeight weight, std::uint64_t floor) {
    const Neighbourhood<Template> neighbours = neighbourhood(group);
    Point present = cheapest(group, weight);
    for (std::size_t move = 0, failed = 0; failed < kMoves && left_ > floor;) {
      const Configuration next = neighbours.moved(present.configuration, move);
      Point point;
      if (next != present.configuration && evaluate(group, next, point) == Reason::none &&
          point.shares.price(weight) < present.shares.price(weight)) {
        present = point;
        failed = 0;
      } else {
        move = (move + 1) % kMoves;
        ++failed;
      }
    }
  }

  /// Offers all neighbours of a point that has not been looked around yet, the cheapest first: Pareto local search
  /// (Paquete, Chiarandini and Stuetzle 2004). False where there is none.
  bool spread(std::size_t group, LatencyWeight weight, std::uint64_t floor) {
    const std::size_t index = trade_offs_[group].explore(weight);
    if (index == trade_offs_[group].size()) {
      return false;
    }
    const Configuration from = trade_offs_[group][index].configuration;
    const Neighbourhood<Template> neighbours = neighbourhood(group);
    Point point;
    for (std::size_t move = 0; move < kMoves && left_ > floor; ++move) {
      const Configuration next = neighbours.moved(from, move);
      if (next != from) {
        static_cast<void>(evaluate(group, next, point));
      }
    }
    return true;
  }

  /// Those of a group, in rising order of latency.
  [[nodiscard]] const TradeOff<Template>& operator[](std::size_t group) const { return trade_offs_[group]; }
  /// The point of a group's that is cheapest at `weight`.
  [[nodiscard]] const Point& cheapest(std::size_t group, LatencyWeight weight) const {
    return trade_offs_[group][trade_offs_[group].cheapest(weight)];
  }
  /// The single moves of a group's configurations that keep the pins.
  [[nodiscard]] Neighbourhood<Template> neighbourhood(std::size_t group) const { return {layer_of(group), pins_}; }

  [[nodiscard]] std::size_t groups() const { return groups_; }                        ///< number of different layers
  [[nodiscard]] std::size_t group(std::size_t layer) const { return group_[layer]; }  ///< that of a layer
  [[nodiscard]] std::size_t first(std::size_t group) const { return first_[group]; }  ///< the first layer of a group
  [[nodiscard]] std::uint64_t left() const { return left_; }                          ///< evaluations still allowed
  [[nodiscard]] std::uint32_t evaluations() const { return evaluations_; }            ///< those made since `begin`
  /// Whether a layer of any proposal since `begin` lies beyond what the generator was trained on.
  [[nodiscard]] bool extrapolated() const { return extrapolated_; }

 private:
  static constexpr std::size_t kMoves = Neighbourhood<Template>::kMoves;

  // The groups with most work come first: where evaluations run out, the others lose less.
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

  // That of a layer; groups_ if it has none yet.
  [[nodiscard]] std::size_t group_of(std::size_t layer) const {
    std::size_t group = 0;
    while (group < groups_ && !same_layer<Template>(layer_of(group), layers_[layer])) {
      ++group;
    }
    return group;
  }

  [[nodiscard]] const Layer& layer_of(std::size_t group) const { return layers_[first_[group]]; }

  // Offers the generator's `candidates` first proposals to a group's trade-off, at least the likeliest.
  Reason draw(std::size_t group, const Objective& asked, std::uint32_t candidates, Random& random) {
    const Layer& layer = layer_of(group);
    // All layers are asked on the ray of the whole network: its latency and power, per multiplication, are theirs.
    const std::uint64_t share = divide_ceil(multiply(asked.latency.value, Template::macs(layer)), macs_);
    const std::int32_t ray = ray_of<Template>(layer, {{share}, asked.power});
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
    Point point;
    Reason reason = evaluate(group, sampler.greedy(), point);
    if (group == 0 && reason == Reason::none) {
      measure_by_first(point.cost, Template::macs(layer));
    }
    for (Configuration next; sampler.next(random, next);) {
      reason = evaluate(group, next, point);
    }
    return trade_offs_[group].size() == 0 ? reason : Reason::none;
  }

  // Estimates the whole by the first layer's cost per MAC: what is best must not depend on how far off the objective
  // is.
  void measure_by_first(const Cost& cost, std::uint64_t macs) {
    const std::uint64_t part = macs == 0 ? 1 : macs;
    yardstick_ = Yardstick{{{divide_ceil(multiply(cost.latency.value, macs_), part)},
                            {divide_ceil(multiply(cost.energy.value, macs_), part)}}};
    trade_offs_[0].measure(yardstick_);
  }

  const Weights& weights_;
  const Layer* layers_ = nullptr;
  std::size_t count_ = 0;
  Pins pins_{};
  Yardstick yardstick_{};
  std::uint64_t macs_ = 0;  ///< of all layers
  std::uint64_t left_ = 0;
  std::uint32_t evaluations_ = 0;
  bool extrapolated_ = false;
  std::size_t groups_ = 0;
  std::array<std::uint16_t, MostLayers> first_{};  ///< of every group
  std::array<std::uint64_t, MostLayers> work_{};   ///< MACs of all layers of a group
  std::array<std::uint16_t, MostLayers> group_{};
  std::array<TradeOff<Template>, MostLayers> trade_offs_{};  ///< by group
};

}  // namespace gandse
