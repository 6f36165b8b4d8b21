// How good a network's decision can be at best: a certified lower bound for any number of layers, and the optimum
// itself for a few.
//
// On one bitstream, is a score of at most s possible? With the objectives s * L and s * P that asks for schedules with
// sum T <= s L and sum E <= k sum T, k = s P in energy per cycle: both sums add up over layers. So for every weight w
// in [0, 1] a solution has w (sum T / (s L) - 1) + (1 - w) (sum E / (k s L) - sum T / (s L)) <= 0, and each layer's
// least share of the left side bounds it from below (Lagrange relaxation; Everett 1963). It is linear in T and E, so
// the lower convex hull of a layer's (T, E) is enough. If some w gives more than 0, s is impossible. Possible scores
// reach upwards: bisection finds the largest impossible one. The optimum is found alike, with the sums of non-dominated
// (T, E - k T) instead of the relaxation; what the relaxation says of the layers still to be added rules out most sums
// early.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "network/network_point.hpp"

namespace gandse::trainer {

/// Latency in cycles and energy in femtojoule.
struct CostPoint {
  double latency;
  double energy;
};

using CostPoints = std::vector<CostPoint>;  ///< by ascending latency

/// Calls `found(cost)` for every canonical configuration that obeys the pins.
template <class Template, class Found>
void for_each_cost(const typename Template::Layer& layer, const typename Template::Pins& pins, const Found& found) {
  auto configuration = least_configuration<Template>(pins);
  const auto descend = [&](const auto& self, std::size_t step) -> void {
    if (step == Template::kParameters) {
      const Evaluation evaluation = Template::evaluate(layer, configuration);
      if (evaluation.legal()) {
        found(evaluation.cost);
      }
      return;
    }
    const std::size_t parameter = Template::draw_order[step];
    const std::uint8_t before = configuration[parameter];
    const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
    for (unsigned choice = 0; choice < Template::parameters[parameter].count; ++choice) {
      if (contains(mask, choice)) {
        configuration[parameter] = static_cast<std::uint8_t>(choice);
        self(self, step + 1);
      }
    }
    configuration[parameter] = before;
  };
  descend(descend, 0);
}

/// For every latency that some schedule has, the least energy. `schedules` counts all of them.
template <class Template>
CostPoints all_points(const typename Template::Layer& layer, const typename Template::Pins& pins,
                      std::size_t* schedules = nullptr) {
  CostPoints points;
  for_each_cost<Template>(layer, pins, [&](const Cost& cost) {
    points.push_back({static_cast<double>(cost.latency.value), static_cast<double>(cost.energy.value)});
  });
  if (schedules != nullptr) {
    *schedules = points.size();
  }
  std::sort(points.begin(), points.end(), [](const CostPoint& a, const CostPoint& b) {
    return a.latency != b.latency ? a.latency < b.latency : a.energy < b.energy;
  });
  const auto same = [](const CostPoint& a, const CostPoint& b) { return a.latency == b.latency; };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  return points;
}

/// The lower convex hull.
inline CostPoints lower_hull(const CostPoints& points) {
  CostPoints hull;
  for (const CostPoint& p : points) {
    while (hull.size() >= 2) {
      const CostPoint& a = hull[hull.size() - 2];
      const CostPoint& b = hull.back();
      if ((b.energy - a.energy) * (p.latency - a.latency) < (p.energy - a.energy) * (b.latency - a.latency)) {
        break;
      }
      hull.pop_back();
    }
    hull.push_back(p);
  }
  return hull;
}

/// Of networks on one table of bitstreams. What is found out about a layer is kept.
template <class Template>
class NetworkOracle {
 public:
  /// log2 of a score that no choice of bitstream and schedules goes below, at most 2^-10 octaves below the relaxation's
  /// own. INFINITY where no bitstream runs all layers.
  double bound(const NetworkInstance<Template>& task) {
    double least = INFINITY;
    for (const auto& pins : task.bitstreams) {
      least = std::min(least, bound(task, pins));
    }
    return least;
  }

  /// log2 of the least score, at most 2^-10 octaves below it and never above. `reached`: log2 of a score that is known
  /// to be possible. For a few layers: all sums that may matter are formed.
  double optimum(const NetworkInstance<Template>& task, double reached) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t b = 0; b < task.bitstreams.size(); ++b) {
      order.emplace_back(bound(task, task.bitstreams[b]), b);
    }
    std::sort(order.begin(), order.end());
    double best = reached;
    for (const auto& [bound, bitstream] : order) {
      if (bound >= best) {
        break;
      }
      std::vector<const Known*> layers;
      for (const auto& layer : task.layers) {
        layers.push_back(&known(layer, task.bitstreams[bitstream]));
      }
      best = largest_impossible(bound, best, [&](double log) { return possible(layers, {task.objective, log}); });
    }
    return best;
  }

  /// log2 of the least latency over the objective, whatever power it takes.
  double latency_alone(const NetworkInstance<Template>& task) {
    double least = INFINITY;
    for (const auto& pins : task.bitstreams) {
      double sum = 0;
      for (const auto& layer : task.layers) {
        const CostPoints& points = known(layer, pins).points;
        sum += points.empty() ? INFINITY : points.front().latency;
      }
      least = std::min(least, sum);
    }
    return std::log2(least / static_cast<double>(task.objective.latency.value));
  }

  /// log2 of the least power over the objective, however long it takes; at most 2^-10 octaves below it. Power k is
  /// possible where the sum of each layer's least E - k T is not above 0.
  double power_alone(const NetworkInstance<Template>& task) {
    double least = kMostOctaves;
    for (const auto& pins : task.bitstreams) {
      least = std::min(least, largest_impossible(-kMostOctaves, kMostOctaves, [&](double log) {
                         const double power = std::exp2(log) * femtojoule_per_cycle(task.objective);
                         double sum = 0;
                         for (const auto& layer : task.layers) {
                           double of_layer = INFINITY;
                           for (const CostPoint& p : known(layer, pins).hull) {
                             of_layer = std::min(of_layer, p.energy - power * p.latency);
                           }
                           sum += of_layer;
                         }
                         return sum <= 0;
                       }));
    }
    return least;
  }

  /// log10 of how many choices of bitstream and canonical schedules there are, equal layers counted apart.
  double log_space(const NetworkInstance<Template>& task) {
    double sum = -INFINITY;
    for (const auto& pins : task.bitstreams) {
      double product = 0;
      for (const auto& layer : task.layers) {
        product += std::log10(static_cast<double>(known(layer, pins).schedules));
      }
      const double more = std::max(sum, product);
      sum = product == -INFINITY ? sum : more + std::log10(std::pow(10, sum - more) + std::pow(10, product - more));
    }
    return sum;
  }

 private:
  static constexpr double kRounding = 1e-9;
  static constexpr double kResolution = 1.0 / 1024;
  static constexpr double kMostOctaves = 40;

  struct Known {
    CostPoints points;
    CostPoints hull;
    std::size_t schedules = 0;
  };

  /// What the power objective allows.
  static double femtojoule_per_cycle(const Objective& objective) {
    return static_cast<double>(objective.power.value) * 1000.0 / Template::Technology::kClockMhz;
  }

  /// The objectives times 2^log. In it a schedule is its latency as a share of the objective, and its energy above what
  /// the power objective allows for that latency.
  class Scaled {
   public:
    Scaled(const Objective& objective, double log) {
      const double latency = std::exp2(log) * static_cast<double>(objective.latency.value);
      const double power = std::exp2(log) * femtojoule_per_cycle(objective);
      per_cycle_ = 1.0 / latency;
      per_femtojoule_ = 1.0 / (power * latency);
    }
    [[nodiscard]] CostPoint of(const CostPoint& p) const {
      const double latency = p.latency * per_cycle_;
      return {latency, p.energy * per_femtojoule_ - latency};
    }
    [[nodiscard]] double least(const CostPoints& hull, double weight) const {
      double least = INFINITY;
      for (const CostPoint& p : hull) {
        least = std::min(least, price(of(p), weight));
      }
      return least;
    }

   private:
    double per_cycle_;
    double per_femtojoule_;
  };

  static double price(const CostPoint& scaled, double weight) {
    return weight * scaled.latency + (1 - weight) * scaled.energy;
  }

  // By ascending latency, of each the energy lower than all before it.
  static CostPoints not_dominated(CostPoints points) {
    std::sort(points.begin(), points.end(), [](const CostPoint& a, const CostPoint& b) {
      return a.latency != b.latency ? a.latency < b.latency : a.energy < b.energy;
    });
    CostPoints kept;
    for (const CostPoint& p : points) {
      if (kept.empty() || p.energy < kept.back().energy) {
        kept.push_back(p);
      }
    }
    return kept;
  }

  const Known& known(const typename Template::Layer& layer, const typename Template::Pins& pins) {
    std::vector<std::uint32_t> key(pins.choice.begin(), pins.choice.end());
    for (const auto& field : Template::layer_fields) {
      key.push_back(layer.*field.member);
    }
    const auto [at, fresh] = known_.try_emplace(std::move(key));
    if (fresh) {
      at->second.points = all_points<Template>(layer, pins, &at->second.schedules);
      at->second.hull = lower_hull(at->second.points);
    }
    return at->second;
  }

  // Of the relaxation's left side the weight where it is largest: it is concave, golden sections close in.
  static double worst_weight(const std::vector<const Known*>& layers, const Scaled& at) {
    const auto left = [&](double weight) {
      double sum = -weight;
      for (const Known* layer : layers) {
        sum += at.least(layer->hull, weight);
      }
      return sum;
    };
    double low = 0;
    double high = 1;
    for (int i = 0; i < 40; ++i) {
      const double a = high - 0.6180339887498949 * (high - low);
      const double b = low + 0.6180339887498949 * (high - low);
      (left(a) > left(b) ? high : low) = left(a) > left(b) ? b : a;
    }
    return (low + high) / 2;
  }

  double bound(const NetworkInstance<Template>& task, const typename Template::Pins& pins) {
    std::vector<const Known*> layers;
    for (const auto& layer : task.layers) {
      layers.push_back(&known(layer, pins));
      if (layers.back()->points.empty()) {
        return INFINITY;
      }
    }
    return largest_impossible(-kMostOctaves, kMostOctaves, [&](double log) {
      const Scaled at{task.objective, log};
      const double weight = worst_weight(layers, at);
      double left = -weight;
      for (const Known* layer : layers) {
        left += at.least(layer->hull, weight);
      }
      return left <= kRounding;
    });
  }

  static bool possible(const std::vector<const Known*>& layers, const Scaled& at) {
    const std::array<double, 3> weights{0, worst_weight(layers, at), 1};
    std::array<double, 3> rest{};  // the least that the layers not yet added must take, by weight
    for (const Known* layer : layers) {
      for (std::size_t w = 0; w < weights.size(); ++w) {
        rest[w] += at.least(layer->hull, weights[w]);
      }
    }
    CostPoints sums{{0, 0}};
    for (const Known* layer : layers) {
      CostPoints front;
      for (const CostPoint& p : layer->points) {
        front.push_back(at.of(p));
      }
      front = not_dominated(std::move(front));
      for (std::size_t w = 0; w < weights.size(); ++w) {
        rest[w] -= at.least(layer->hull, weights[w]);
      }
      CostPoints next;
      for (const CostPoint& a : sums) {
        for (const CostPoint& b : front) {
          const CostPoint sum{a.latency + b.latency, a.energy + b.energy};
          bool may_do = true;
          for (std::size_t w = 0; w < weights.size(); ++w) {
            may_do = may_do && price(sum, weights[w]) + rest[w] <= weights[w] + kRounding;
          }
          if (may_do) {
            next.push_back(sum);
          }
        }
      }
      sums = not_dominated(std::move(next));
    }
    return !sums.empty();
  }

  // Of the log2 scores from `low` to `high`, which is possible.
  template <class Possible>
  static double largest_impossible(double low, double high, const Possible& possible) {
    while (high - low > kResolution) {
      const double middle = (low + high) / 2;
      (possible(middle) ? high : low) = middle;
    }
    return low;
  }

  std::map<std::vector<std::uint32_t>, Known> known_;
};

}  // namespace gandse::trainer
