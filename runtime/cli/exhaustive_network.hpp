// Whether any schedules of a network's layers meet its objective on any bitstream, and which: where a decision misses
// it.
//
// Of a schedule that takes T cycles and an energy of E count T and V = f E - 1000 P T, by how much it takes more than
// the power objective allows. Asked is a choice of one schedule for each layer with sum T <= L and sum V <= 0: a
// multiple-choice knapsack problem. Layer by layer, all sums (T, V) that are not worse than another in both are kept,
// but for those that the layers to come cannot mend: by the least T, by the least V, and by the least w * 1000 P * T +
// (W - w) V of the best weight w (Lagrange; Dyer, Riha and Walker 1995). What each weight would choose for the layers
// to come completes most sums that can be completed. All is exact, in 128 bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/exhaustive_search.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "gandse/runtime/schedule.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse::cli {

/// What the search knows, and, where it is feasible, the schedules that meet the objective.
template <class Template>
struct ExhaustiveFinding {
  NetworkFeasibility feasibility;
  bool exhausted = false;  ///< it is unknown for want of nodes
  std::size_t bitstream = 0;
  std::vector<Schedule<Template>> schedules;  ///< one for each layer
};

/// `Observe` is called for each node.
template <class Template, class Observe = Unobserved>
class ExhaustiveNetwork {
 public:
  using Layer = typename Template::Layer;

  /// Of 1 to 256 layers and an objective within limits; of powers above kMostProvablePower nothing is known. `nodes`:
  /// that bounds of the whole table may look at, and then, on each bitstream, bounds and the search each: a larger
  /// table knows no less. A sum is a node; of those that are not worse than others kMostSums are kept.
  ExhaustiveNetwork(const std::vector<Layer>& layers, const Objective& objective, std::uint64_t nodes,
                    const Observe& observe = {})
      : layers_(layers), objective_(objective), nodes_(nodes), observe_(observe) {}

  /// How many that are at most, of so many bitstreams.
  static std::uint64_t most_nodes(std::uint64_t nodes, std::size_t bitstreams) { return nodes * (1 + 2 * bitstreams); }

  [[nodiscard]] ExhaustiveFinding<Template> on(const std::vector<Bitstream<Template>>& table) const {
    ExhaustiveFinding<Template> result;
    result.feasibility = bound(table.data(), table.size());
    if (result.feasibility.verdict == Verdict::infeasible || objective_.power.value > kMostProvablePower.value) {
      return result;
    }
    for (std::size_t b = 0; b < table.size(); ++b) {
      const NetworkFeasibility bounded = bound(&table[b], 1);
      result.feasibility.nodes += bounded.nodes;
      if (bounded.verdict == Verdict::infeasible) {
        continue;
      }
      std::uint64_t left = nodes_;
      const Verdict verdict = search(pins_of(table[b]), left, result.schedules);
      result.feasibility.nodes += nodes_ - left;
      if (verdict == Verdict::feasible) {
        result.bitstream = b;
        result.feasibility.verdict = result.feasibility.latency_alone = result.feasibility.power_alone = verdict;
        return result;
      }
      result.exhausted = result.exhausted || verdict == Verdict::unknown;
    }
    result.feasibility.verdict = result.exhausted ? Verdict::unknown : Verdict::infeasible;
    return result;
  }

 private:
  __extension__ using Exact = __int128;

  struct Item {
    std::uint64_t cycles;
    Exact over;  ///< V
    Schedule<Template> schedule;
  };
  using Items = std::vector<Item>;  ///< by ascending cycles and descending V

  /// Of the layers so far; `from` and `item` lead back to it.
  struct Sum {
    std::uint64_t cycles = 0;
    Exact over = 0;
    std::uint32_t from = 0;
    std::uint32_t item = 0;
  };
  using Sums = std::vector<Sum>;

  /// What one weight chooses for the layers from some layer on.
  struct Rest {
    std::uint64_t cycles = 0;
    Exact over = 0;
  };

  [[nodiscard]] NetworkFeasibility bound(const Bitstream<Template>* bitstreams, std::size_t count) const {
    return gandse::feasibility(NetworkTask<Template>{layers_.data(), layers_.size(), objective_, bitstreams, count, {}},
                               nodes_, observe_);
  }

  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  static constexpr std::uint64_t kLast = 1024;  ///< W
  static constexpr std::size_t kMostSums = 1'000'000;

  [[nodiscard]] Exact nanowatts() const { return Exact{1000} * objective_.power.value; }
  [[nodiscard]] Exact price(std::uint64_t weight, std::uint64_t cycles, Exact over) const {
    return Exact{weight} * nanowatts() * cycles + Exact{kLast - weight} * over;
  }
  [[nodiscard]] Exact allowed(std::uint64_t weight) const { return price(weight, objective_.latency.value, 0); }

  // All schedules of a layer that are of use: within the latency, and not worse than another in T and V. False where
  // the nodes did not do.
  bool collect(const Layer& layer, const typename Template::Pins& pins, std::uint64_t& nodes, Items& items) const {
    constexpr std::size_t kAtOnce = 4096;
    std::size_t most = kAtOnce;
    ExhaustiveSearch<Template> search{layer, pins, nodes};
    const Ending ending =
        search.run([&](const typename Template::Configuration& /*prefix*/,
                       const CostBound& bound) { return bound.cycles > objective_.latency.value; },
                   [&](const typename Template::Configuration& configuration, const Cost& cost) {
                     if (cost.latency.value <= objective_.latency.value) {
                       items.push_back({cost.latency.value,
                                        Exact{cost.energy.value} * kClock - nanowatts() * cost.latency.value,
                                        {configuration, cost}});
                     }
                     if (items.size() == most) {
                       keep_best(items);
                       most = items.size() + kAtOnce;
                     }
                     return false;
                   },
                   observe_);
    nodes = search.nodes_left();
    keep_best(items);
    return ending == Ending::exhausted;
  }

  // Drops what another is as good as in T and V.
  template <class Pair>
  static void keep_best(std::vector<Pair>& pairs) {
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
      return a.cycles != b.cycles ? a.cycles < b.cycles : a.over < b.over;
    });
    std::size_t kept = 0;
    for (const Pair& pair : pairs) {
      if (kept == 0 || pair.over < pairs[kept - 1].over) {
        pairs[kept++] = pair;
      }
    }
    pairs.resize(kept);
  }

  [[nodiscard]] std::size_t cheapest(const Items& items, std::uint64_t weight) const {
    const auto less = [&](const Item& a, const Item& b) {
      return price(weight, a.cycles, a.over) < price(weight, b.cycles, b.over);
    };
    return static_cast<std::size_t>(std::min_element(items.begin(), items.end(), less) - items.begin());
  }

  // The weights that bisection for the best one comes across, the best one first: the least sum at it is the largest
  // beside what is allowed. That sum is concave in the weight, and its slope is that of what is chosen.
  [[nodiscard]] std::vector<std::uint64_t> weights(const std::vector<const Items*>& of) const {
    std::vector<std::uint64_t> tried{0, kLast};
    std::uint64_t low = 0;
    std::uint64_t high = kLast;
    while (high - low > 1) {
      const std::uint64_t weight = (low + high) / 2;
      tried.push_back(weight);
      Exact slope = -nanowatts() * objective_.latency.value;
      for (const Items* items : of) {
        const Item& item = (*items)[cheapest(*items, weight)];
        slope += nanowatts() * item.cycles - item.over;
      }
      (slope > 0 ? low : high) = weight;
    }
    const auto excess = [&](std::uint64_t weight) {
      Exact sum = -allowed(weight);
      for (const Items* items : of) {
        const Item& item = (*items)[cheapest(*items, weight)];
        sum += price(weight, item.cycles, item.over);
      }
      return sum;
    };
    std::vector<Exact> excesses;
    for (const std::uint64_t weight : tried) {
      excesses.push_back(excess(weight));
    }
    const auto best = std::max_element(excesses.begin(), excesses.end()) - excesses.begin();
    std::swap(tried.front(), tried[static_cast<std::size_t>(best)]);
    return tried;
  }

  Verdict search(const typename Template::Pins& pins, std::uint64_t& nodes,
                 std::vector<Schedule<Template>>& schedules) const {
    std::vector<Items> of_layer(layers_.size());  // of the first of equal layers
    std::vector<const Items*> known(layers_.size());
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      const auto same = [&](const Layer& layer) { return same_layer<Template>(layer, layers_[i]); };
      const auto first = static_cast<std::size_t>(std::find_if(layers_.begin(), layers_.end(), same) - layers_.begin());
      if (first == i && !collect(layers_[i], pins, nodes, of_layer[i])) {
        return Verdict::unknown;
      }
      known[i] = &of_layer[first];
      if (known[i]->empty()) {
        return Verdict::infeasible;
      }
    }
    // Those between whose schedules lies most come first: what is left then for the others is known best.
    std::vector<std::size_t> order(layers_.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    const auto spread = [&](std::size_t i) { return known[i]->back().cycles - known[i]->front().cycles; };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return spread(a) > spread(b); });
    std::vector<const Items*> of;
    for (const std::size_t i : order) {
      of.push_back(known[i]);
    }
    return combine(of, order, nodes, schedules);
  }

  // `of`: the schedules of the layers in `order`.
  Verdict combine(const std::vector<const Items*>& of, const std::vector<std::size_t>& order, std::uint64_t& nodes,
                  std::vector<Schedule<Template>>& schedules) const {
    const std::size_t count = of.size();
    const std::vector<std::uint64_t> weights = this->weights(of);
    // What is chosen from each layer on, by weight; the last two are the fewest cycles, and the least V.
    const std::size_t choosers = weights.size() + 2;
    std::vector<std::vector<std::size_t>> chosen(choosers, std::vector<std::size_t>{});
    std::vector<std::vector<Rest>> rest(choosers, std::vector<Rest>{});
    for (std::size_t c = 0; c < choosers; ++c) {
      chosen[c].resize(count);
      rest[c].resize(count + 1);
      for (std::size_t k = count; k-- > 0;) {
        chosen[c][k] = c < weights.size() ? cheapest(*of[k], weights[c]) : c == weights.size() ? 0 : of[k]->size() - 1;
        const Item& item = (*of[k])[chosen[c][k]];
        rest[c][k] = {saturated_sum(rest[c][k + 1].cycles, item.cycles), rest[c][k + 1].over + item.over};
      }
    }
    const auto& fastest = rest[weights.size()];
    const auto& most_frugal = rest[weights.size() + 1];

    std::vector<Sums> sums(count + 1);
    sums[0].push_back({});
    std::size_t most = kMostSums - 1;  // that may be kept beside those of the layers so far
    for (std::size_t k = 0; k <= count; ++k) {
      for (std::size_t s = 0; s < sums[k].size(); ++s) {
        for (std::size_t c = 0; c < choosers; ++c) {
          if (fits(sums[k][s], rest[c][k])) {
            schedules.resize(count);
            trace(sums, of, order, k, s, schedules);
            for (std::size_t later = k; later < count; ++later) {
              schedules[order[later]] = (*of[later])[chosen[c][later]].schedule;
            }
            return Verdict::feasible;
          }
        }
      }
      if (k == count || sums[k].empty()) {
        break;
      }
      const Exact most_price = allowed(weights[0]) - price(weights[0], rest[0][k + 1].cycles, rest[0][k + 1].over);
      for (std::size_t s = 0; s < sums[k].size(); ++s) {
        const Sum& sum = sums[k][s];
        for (std::size_t i = 0; i < of[k]->size(); ++i) {
          const Item& item = (*of[k])[i];
          const Sum next{sum.cycles + item.cycles, sum.over + item.over, static_cast<std::uint32_t>(s),
                         static_cast<std::uint32_t>(i)};
          if (saturated_sum(next.cycles, fastest[k + 1].cycles) > objective_.latency.value) {
            break;
          }
          if (nodes == 0) {
            return Verdict::unknown;
          }
          --nodes;
          observe_();
          if (next.over + most_frugal[k + 1].over <= 0 && price(weights[0], next.cycles, next.over) <= most_price) {
            sums[k + 1].push_back(next);
          }
          if (sums[k + 1].size() >= 2 * kMostSums) {
            keep_best(sums[k + 1]);
            if (sums[k + 1].size() > most) {
              return Verdict::unknown;
            }
          }
        }
      }
      keep_best(sums[k + 1]);
      if (sums[k + 1].size() > most) {
        return Verdict::unknown;
      }
      most -= sums[k + 1].size();
    }
    return Verdict::infeasible;
  }

  static std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b) { return a + b < a ? UINT64_MAX : a + b; }

  [[nodiscard]] bool fits(const Sum& sum, const Rest& rest) const {
    return saturated_sum(sum.cycles, rest.cycles) <= objective_.latency.value && sum.over + rest.over <= 0;
  }

  // The schedules of the first `k` layers in `order`, which lead to sum `s`.
  static void trace(const std::vector<Sums>& sums, const std::vector<const Items*>& of,
                    const std::vector<std::size_t>& order, std::size_t k, std::size_t s,
                    std::vector<Schedule<Template>>& schedules) {
    for (; k-- > 0;) {
      const Sum& sum = sums[k + 1][s];
      schedules[order[k]] = (*of[k])[sum.item].schedule;
      s = sum.from;
    }
  }

  const std::vector<Layer>& layers_;
  const Objective objective_;
  const std::uint64_t nodes_;
  const Observe observe_;
};

}  // namespace gandse::cli
