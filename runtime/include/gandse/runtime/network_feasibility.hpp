// Whether a whole network can meet its objective on any bitstream of a table: bounds that prove that it cannot.
//
// Costs of layers add up. A network of latency T and energy E meets latency L and power P only if T <= L and f E <=
// 1000 P T, hence only if for every weight w = 0..W
//
//     (2 w - W) 1000 P T + (W - w) f E <= w 1000 P L,
//
// which is w times the first and W - w times the second (Lagrange; Everett 1963). The left side is a sum over layers,
// so the sum of each layer's least price bounds it from below, and exactly: an exhaustive search of each layer's
// schedules finds it. w = W is latency alone, w = 0 power alone: these two decide, and come first, as they take the
// fewest nodes. Any weight whose least sum is too much proves that a bitstream does not do. The excess is concave in w
// (least sums of lines are): nine weights tell where to look closer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "gandse/runtime/network_task.hpp"

namespace gandse {

/// Whether a network can meet its objective on any bitstream of a table.
struct [[nodiscard]] NetworkFeasibility {
  /// Infeasible if that is proven for every bitstream; never feasible, because a bound alone cannot say so.
  Verdict verdict = Verdict::unknown;
  Verdict latency_alone = Verdict::unknown;  ///< on some bitstream, without the limit on power
  Verdict power_alone = Verdict::unknown;    ///< on some bitstream, without the limit on latency
  std::uint64_t nodes = 0;                   ///< that were looked at

  /// What is known of a table without bitstreams: nothing meets the objective.
  static constexpr NetworkFeasibility of_none() {
    return {Verdict::infeasible, Verdict::infeasible, Verdict::infeasible, 0};
  }
  /// Adds another bitstream to the table: one is enough for feasible, all must agree on infeasible.
  constexpr void add(const NetworkFeasibility& one) {
    soften(verdict, one.verdict);
    soften(latency_alone, one.latency_alone);
    soften(power_alone, one.power_alone);
    nodes += one.nodes;
  }

 private:
  static constexpr void soften(Verdict& of_all, Verdict of_one) {
    if (of_one == Verdict::feasible || (of_one == Verdict::unknown && of_all == Verdict::infeasible)) {
      of_all = of_one;
    }
  }
};

namespace detail {

/// What one side of the inequality above has more than the other.
struct Price {
  Wide more;
  Wide less;

  friend constexpr Price operator+(const Price& a, const Price& b) { return {a.more + b.more, a.less + b.less}; }
  friend constexpr bool operator<=(const Price& a, const Price& b) { return a.more + b.less <= b.more + a.less; }
};

/// All bounds of one question together look at `nodes` at most. An observer is a base: one without data takes no room.
template <class Template, class Observe>
class NetworkBounds : Observe {
 public:
  using Layer = typename Template::Layer;

  NetworkBounds(const Objective& objective, std::uint64_t nodes, const Observe& observe)
      : Observe(observe), objective_(objective), left_(nodes) {}

  /// Latency comes first, on all bitstreams: what is hopeless is known to be so, whatever the rest would take.
  NetworkFeasibility of(const NetworkTask<Template>& task) {
    const std::uint64_t before = left_;
    const Layer* const layers = task.layers;
    const std::size_t count = task.layer_count;
    Verdict latency_alone = Verdict::infeasible;
    for (std::size_t b = 0; b < task.bitstream_count && latency_alone == Verdict::infeasible; ++b) {
      if (task.limits.admit(task.bitstreams[b].hardware)) {
        latency_alone = latency_on(layers, count, pins_of(task.bitstreams[b]));
      }
    }
    NetworkFeasibility result = NetworkFeasibility::of_none();
    for (std::size_t b = 0; b < task.bitstream_count; ++b) {
      if (!task.limits.admit(task.bitstreams[b].hardware)) {
        continue;
      }
      const auto pins = pins_of(task.bitstreams[b]);
      const Verdict latency = latency_alone == Verdict::infeasible ? latency_alone : latency_on(layers, count, pins);
      const Verdict power = power_on(layers, count, pins);
      const bool out = latency == Verdict::infeasible || power == Verdict::infeasible ||
                       (can_run(layers, count, pins) == Verdict::feasible && excluded(layers, count, pins));
      result.add({out ? Verdict::infeasible : Verdict::unknown, latency, power, 0});
    }
    result.nodes = before - left_;
    return result;
  }

 private:
  [[nodiscard]] const Observe& observer() const { return *this; }

  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  static constexpr std::size_t kSteps = 8;
  static constexpr std::uint64_t kLast = 512;  ///< W
  static constexpr unsigned kPasses = 4;       ///< steps of 64, 16, 4, and 1
  template <std::size_t Count>
  using Prices = std::array<Price, Count>;  ///< one for each weight

  /// Evenly spaced.
  struct Weights {
    std::uint64_t first = 0;
    std::uint64_t step = kLast / kSteps;
    [[nodiscard]] std::uint64_t operator[](std::size_t i) const { return first + i * step; }
  };

  // Infeasible: a layer breaks a rule of the template with these pins; unknown: the request is no good.
  static Verdict can_run(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    Verdict result = Verdict::feasible;
    for (std::size_t i = 0; i < count; ++i) {
      const Reason reason = Template::check_pins(layers[i], pins);
      if (reason >= Reason::template_rule) {
        return Verdict::infeasible;
      }
      result = reason == Reason::none ? result : Verdict::unknown;
    }
    return result;
  }

  // What latency, or power, alone says of a bitstream; infeasible where a layer cannot be run on it.
  Verdict latency_on(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    const Verdict runs = can_run(layers, count, pins);
    return runs == Verdict::feasible ? in_time(layers, count, pins) : runs;
  }
  Verdict power_on(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    const Verdict runs = can_run(layers, count, pins);
    return runs == Verdict::feasible ? within_power(layers, count, pins) : runs;
  }

  [[nodiscard]] std::uint64_t nanowatts() const { return 1000U * objective_.power.value; }

  [[nodiscard]] Price price(std::uint64_t weight, const Cost& cost) const {
    const Wide energy = multiply((kLast - weight) * kClock, cost.energy.value);
    return 2 * weight < kLast ? Price{energy, multiply((kLast - 2 * weight) * nanowatts(), cost.latency.value)}
                              : Price{energy + multiply((2 * weight - kLast) * nanowatts(), cost.latency.value), {}};
  }

  // By how much the least sum is more than what is allowed.
  [[nodiscard]] Price excess(const Price& sum, std::uint64_t weight) const {
    return sum + Price{{}, multiply(weight * nanowatts(), objective_.latency.value)};
  }

  // Latency alone. No schedule is looked for that takes longer than what the layers before leave: a hopeless network is
  // out at its first layer.
  Verdict in_time(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    std::uint64_t left = objective_.latency.value;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t times = times_of(layers, count, i);
      if (times == 0) {
        continue;
      }
      std::uint64_t least = left / times + 1U;  // no more than one cycle less will do
      bool found = false;
      ExhaustiveSearch<Template> search{layers[i], pins, left_};
      const Ending ending =
          search.run([&](const typename Template::Configuration& /*prefix*/,
                         const CostBound& bound) { return bound.cycles >= least; },
                     [&](const typename Template::Configuration& /*configuration*/, const Cost& cost) {
                       found = found || cost.latency.value < least;
                       least = cost.latency.value < least ? cost.latency.value : least;
                       return false;
                     },
                     observer());
      left_ = search.nodes_left();
      if (ending != Ending::exhausted) {
        return Verdict::unknown;
      }
      if (!found) {
        return Verdict::infeasible;
      }
      left -= times * least;
    }
    return Verdict::feasible;
  }

  // Power alone.
  Verdict within_power(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    Prices<1> sum{};
    return !add_up(layers, count, pins, Weights{0, 0}, sum) ? Verdict::unknown
           : excess(sum[0], 0) <= Price{}                   ? Verdict::feasible
                                                            : Verdict::infeasible;
  }

  // Whether any weight shows that a bitstream does not do.
  bool excluded(const Layer* layers, std::size_t count, const typename Template::Pins& pins) {
    Weights weights;
    for (unsigned pass = 0; pass < kPasses; ++pass) {
      Prices<kSteps + 1> sums{};
      if (!add_up(layers, count, pins, weights, sums)) {
        return false;
      }
      const auto excess_at = [&](std::size_t i) { return excess(sums[i], weights[i]); };
      std::size_t most = 0;
      for (std::size_t i = 1; i <= kSteps; ++i) {
        most = excess_at(i) <= excess_at(most) ? most : i;
      }
      if (!(excess_at(most) <= Price{})) {
        return true;
      }
      // The peak lies between the neighbours; at either end, where there is one neighbour only, two steps cover it.
      const std::size_t from = most == 0 ? 0 : most == kSteps ? kSteps - 2 : most - 1;
      weights = {weights[from], weights.step / 4};
    }
    return false;
  }

  // How many layers are equal to layer `i`, which is the first of them; 0 where it is not.
  static std::uint64_t times_of(const Layer* layers, std::size_t count, std::size_t i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (same_layer<Template>(layers[j], layers[i])) {
        return 0;
      }
    }
    std::uint64_t times = 0;
    for (std::size_t j = i; j < count; ++j) {
      times += same_layer<Template>(layers[j], layers[i]) ? 1U : 0U;
    }
    return times;
  }

  // No completion is cheaper than `least`. Its price is linear in its cycles: cheapest at the fewest or at the most.
  [[nodiscard]] bool no_cheaper(const CostBound& bound, std::uint64_t weight, const Price& least) const {
    const std::uint64_t leaks = (kLast - weight) * kClock * bound.leakage;
    const bool slow_is_cheap = 2 * weight < kLast && leaks < (kLast - 2 * weight) * nanowatts();
    const std::uint64_t cycles = slow_is_cheap ? bound.most_cycles : bound.cycles;
    const Checked energy = Checked{bound.leakage} * cycles + bound.energy;
    if (energy.overflowed() || cycles == UINT64_MAX) {
      return false;
    }
    return least <= price(weight, {{cycles}, {energy.value()}});
  }

  // The least price of all layers at every weight. False where a search did not end, or found nothing.
  template <std::size_t Count>
  bool add_up(const Layer* layers, std::size_t count, const typename Template::Pins& pins, const Weights& weights,
              Prices<Count>& sums) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t times = times_of(layers, count, i);
      Prices<Count> least{};
      if (times != 0 && !cheapest(layers[i], pins, weights, least)) {
        return false;
      }
      for (std::uint64_t time = 0; time < times; ++time) {
        for (std::size_t weight = 0; weight < Count; ++weight) {
          sums[weight] = sums[weight] + least[weight];
        }
      }
    }
    return true;
  }

  template <std::size_t Count>
  bool cheapest(const Layer& layer, const typename Template::Pins& pins, const Weights& weights, Prices<Count>& least) {
    bool found = false;
    ExhaustiveSearch<Template> search{layer, pins, left_};
    const Ending ending = search.run(
        [&](const typename Template::Configuration& /*prefix*/, const CostBound& bound) {
          bool useless = found;
          for (std::size_t i = 0; useless && i < Count; ++i) {
            useless = no_cheaper(bound, weights[i], least[i]);
          }
          return useless;
        },
        [&](const typename Template::Configuration& /*configuration*/, const Cost& cost) {
          for (std::size_t i = 0; i < Count; ++i) {
            const Price now = price(weights[i], cost);
            least[i] = found && least[i] <= now ? least[i] : now;
          }
          found = true;
          return false;
        },
        observer());
    left_ = search.nodes_left();
    return found && ending == Ending::exhausted;
  }

  const Objective objective_;
  std::uint64_t left_;
};

}  // namespace detail

/// The highest power of an objective that feasibility() of a network can say anything about: sums of prices might not
/// fit 128 bits above it. 6.9e10 uW.
inline constexpr Microwatt kMostProvablePower{std::uint64_t{1} << 36U};

/// Tries to prove, by bounds, that no bitstream within the limits meets a network's objective; looks at `most_nodes` at
/// most, and calls `observe()` for each node. Nothing is known (Verdict::unknown) of networks without layers or
/// bitstreams, or of more than 4096 layers, and of objectives beyond their limits or above kMostProvablePower.
template <class Template, class Observe = Unobserved>
NetworkFeasibility feasibility(const NetworkTask<Template>& task, std::uint64_t most_nodes,
                               const Observe& observe = {}) {
  constexpr std::size_t kMostLayers = 4096;
  if (!within_limits(task.objective) || task.objective.power.value > kMostProvablePower.value ||
      task.layer_count == 0 || task.layer_count > kMostLayers || task.bitstream_count == 0) {
    return {};
  }
  return detail::NetworkBounds<Template, Observe>{task.objective, most_nodes, observe}.of(task);
}

}  // namespace gandse
