// Whether a whole network can meet its objective on any bitstream of a table: bounds that prove that it cannot.
//
// Costs of layers add up. A network of latency T and energy E meets latency L and power P only if T <= L and f E <=
// 1000 P T, hence only if for every weight w = 0..8
//   (2 w - 8) 1000 P T + (8 - w) f E <= w 1000 P L,
// which is w times the first and 8 - w times the second (Lagrange; Everett 1963). The left side is a sum over layers,
// so the sum of each layer's least price bounds it from below, and exactly: an exhaustive search of each layer's
// schedules finds it. w = 8 is latency alone, w = 0 power alone: these two decide. Any weight whose least sum is too
// much proves that a bitstream does not do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/feasibility.hpp"

namespace gandse {

struct [[nodiscard]] NetworkFeasibility {
  Verdict verdict = Verdict::unknown;        ///< infeasible where it is proven for every bitstream; never feasible
  Verdict latency_alone = Verdict::unknown;  ///< were there no limit on power: on some bitstream
  Verdict power_alone = Verdict::unknown;    ///< were there no limit on latency
  std::uint64_t nodes = 0;                   ///< that were looked at
};

namespace detail {

/// What one side of the inequality above has more than the other.
struct Price {
  Wide more;
  Wide less;

  friend constexpr Price operator+(const Price& a, const Price& b) { return {a.more + b.more, a.less + b.less}; }
  friend constexpr bool operator<=(const Price& a, const Price& b) { return a.more + b.less <= b.more + a.less; }
};

}  // namespace detail

/// Of up to 4096 layers, and an objective within limits and up to kMostPower (for others nothing is known: sums of
/// prices might not fit 128 bits); looks at `most_nodes` per layer and bitstream at most.
template <class Template>
class NetworkBounds {
 public:
  using Layer = typename Template::Layer;
  static constexpr Microwatt kMostPower{std::uint64_t{1} << 40U};

  NetworkBounds(const Objective& objective, std::uint64_t most_nodes)
      : objective_(objective), most_nodes_(most_nodes) {}

  NetworkFeasibility of(const Layer* layers, std::size_t count, const Bitstream<Template>* bitstreams,
                        std::size_t bitstream_count) {
    if (objective_.power.value > kMostPower.value) {
      return {};
    }
    NetworkFeasibility result{Verdict::infeasible, Verdict::infeasible, Verdict::infeasible, 0};
    for (std::size_t b = 0; b < bitstream_count; ++b) {
      const auto pins = pins_of(bitstreams[b]);
      Prices sums{};
      const Verdict runs = add_up(layers, count, pins, sums, result.nodes);
      if (runs == Verdict::infeasible) {
        continue;
      }
      const bool known = runs == Verdict::feasible;
      soften(result.latency_alone, !known ? Verdict::unknown : verdict(sums, kLast));
      soften(result.power_alone, !known ? Verdict::unknown : verdict(sums, 0));
      bool excluded = false;
      for (std::size_t weight = 0; known && weight <= kLast; ++weight) {
        excluded = excluded || verdict(sums, weight) == Verdict::infeasible;
      }
      soften(result.verdict, excluded ? Verdict::infeasible : Verdict::unknown);
    }
    return result;
  }

 private:
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  static constexpr std::size_t kLast = 8;
  using Price = detail::Price;
  using Prices = std::array<Price, kLast + 1>;

  // One bitstream is enough for feasible; all must agree on infeasible.
  static void soften(Verdict& of_all, Verdict of_one) {
    if (of_one == Verdict::feasible || (of_one == Verdict::unknown && of_all == Verdict::infeasible)) {
      of_all = of_one;
    }
  }

  [[nodiscard]] std::uint64_t nanowatts() const { return 1000U * objective_.power.value; }

  [[nodiscard]] Price price(std::size_t weight, const Cost& cost) const {
    const Wide energy = multiply((kLast - weight) * kClock, cost.energy.value);
    return 2 * weight < kLast ? Price{energy, multiply((kLast - 2 * weight) * nanowatts(), cost.latency.value)}
                              : Price{energy + multiply((2 * weight - kLast) * nanowatts(), cost.latency.value), {}};
  }

  [[nodiscard]] Verdict verdict(const Prices& sums, std::size_t weight) const {
    const Price allowed{multiply(weight * nanowatts(), objective_.latency.value), {}};
    return sums[weight] <= allowed ? Verdict::feasible : Verdict::infeasible;
  }

  // No completion is cheaper than `least`. Its price is linear in its cycles: cheapest at the fewest or at the most.
  [[nodiscard]] bool no_cheaper(const CostBound& bound, std::size_t weight, const Price& least) const {
    const std::uint64_t leaks = (kLast - weight) * kClock * bound.leakage;
    const bool slow_is_cheap = 2 * weight < kLast && leaks < (kLast - 2 * weight) * nanowatts();
    const std::uint64_t cycles = slow_is_cheap ? bound.most_cycles : bound.cycles;
    const Checked energy = Checked{bound.leakage} * cycles + bound.energy;
    if (energy.overflowed() || cycles == UINT64_MAX) {
      return false;
    }
    return least <= price(weight, {{cycles}, {energy.value()}});
  }

  // The least price of all layers at every weight. Infeasible: a layer cannot be run; unknown: out of nodes.
  Verdict add_up(const Layer* layers, std::size_t count, const typename Template::Pins& pins, Prices& sums,
                 std::uint64_t& nodes) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (Template::check_pins(layers[i], pins) != Reason::none) {
        return Verdict::infeasible;
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      bool seen = false;
      for (std::size_t j = 0; j < i && !seen; ++j) {
        seen = same_layer<Template>(layers[j], layers[i]);
      }
      if (seen) {
        continue;
      }
      Prices least{};
      const Ending ending = cheapest(layers[i], pins, least, nodes);
      if (ending == Ending::out_of_nodes) {
        return Verdict::unknown;
      }
      for (std::size_t j = i; j < count; ++j) {
        if (same_layer<Template>(layers[j], layers[i])) {
          for (std::size_t weight = 0; weight <= kLast; ++weight) {
            sums[weight] = sums[weight] + least[weight];
          }
        }
      }
    }
    return Verdict::feasible;
  }

  Ending cheapest(const Layer& layer, const typename Template::Pins& pins, Prices& least, std::uint64_t& nodes) const {
    least.fill({{UINT64_MAX / 2, UINT64_MAX}, {}});
    Exhaustion<Template> search{layer, pins, most_nodes_};
    const Ending ending = search.run(
        [&](const typename Template::Configuration& /*prefix*/, const CostBound& bound) {
          for (std::size_t weight = 0; weight <= kLast; ++weight) {
            if (!no_cheaper(bound, weight, least[weight])) {
              return false;
            }
          }
          return true;
        },
        [&](const typename Template::Configuration& /*configuration*/, const Cost& cost) {
          for (std::size_t weight = 0; weight <= kLast; ++weight) {
            const Price now = price(weight, cost);
            least[weight] = now <= least[weight] ? now : least[weight];
          }
          return false;
        });
    nodes += most_nodes_ - search.nodes_left();
    return ending;
  }

  const Objective objective_;
  const std::uint64_t most_nodes_;
};

}  // namespace gandse
