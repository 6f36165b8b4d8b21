// The exact optimum of the score over the canonical space: depth-first branch and bound.
//
// Proof of exactness. Every canonical configuration is a leaf: the search decides the parameters in Bound::order, each
// over Template::allowed, whose masks depend on earlier parameters only. A subtree is left out only where its lower
// bound exceeds the best score found. Let every completion take C <= T <= M cycles and E >= e + l * T energy
// (CostBound). With objectives L and P its score is max(T / L, f * E / (T * P)) >= max(T / L, a / T + b), a = f * e /
// P, b = f * l / P. The first term grows with T and the second falls, so their maximum is at least its value r where
// they cross: r = (b + sqrt(b^2 + 4 a / L)) / 2; and it is at least C / L and a / M + b. Hence score >= max(C / L, r, a
// / M + b).
//
// A template without a Bound is enumerated: exact as well, only slower.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "gandse/cost_model/bound.hpp"
#include "label_search.hpp"
#include "trial.hpp"

namespace gandse::trainer {

template <class Template, class Bound = typename BoundOf<Template>::type>
class Oracle {
 public:
  using Configuration = typename Template::Configuration;

  /// For all `objectives` of one layer at once; the pins can be met.
  Oracle(const typename Template::Layer& layer, const typename Template::Pins& pins,
         std::span<const Objective> objectives)
      : layer_(layer), pins_(pins), objectives_(objectives.begin(), objectives.end()), best_(objectives.size()) {
    for (const Objective& objective : objectives) {
      const auto latency = static_cast<double>(objective.latency.value);
      const double per_femtojoule =
          Template::Technology::kClockMhz / (1000.0 * static_cast<double>(objective.power.value));
      rays_.push_back({1.0 / latency, per_femtojoule});
    }
  }

  /// A configuration that some search found: the better it is, the more is left out.
  void offer(const Configuration& configuration) {
    const Evaluation evaluation = Template::evaluate(layer_, configuration);
    if (evaluation.legal()) {
      for (std::size_t ray = 0; ray < best_.size(); ++ray) {
        offer(configuration, evaluation.cost, ray);
      }
    }
  }

  void run() {
    Bound bound{layer_};
    Configuration configuration = least_configuration<Template>(pins_);
    std::vector<std::uint32_t> rays(best_.size());
    for (std::size_t ray = 0; ray < rays.size(); ++ray) {
      rays[ray] = static_cast<std::uint32_t>(ray);
    }
    descend(bound, configuration, 0, rays);
  }

  /// Of equal scores the one with the least energy. Its score stays INFINITY where no configuration is legal.
  [[nodiscard]] const Found<Template>& best(std::size_t objective) const { return best_[objective]; }
  /// Nodes whose bound was computed, and leaves evaluated.
  [[nodiscard]] std::uint64_t visited() const { return visited_; }

 private:
  struct Ray {
    double per_cycle;       ///< 1 / L
    double per_femtojoule;  ///< f / P: times energy / cycles it is the power ratio
  };
  static constexpr double kRounding = 1e-12;  ///< far above what doubles lose here, far below any slack

  void offer(const Configuration& configuration, const Cost& cost, std::size_t ray) {
    Found<Template>& best = best_[ray];
    const double value = score<Template>(cost, objectives_[ray]);
    if (value < best.score || (value == best.score && cost.energy < best.cost.energy)) {
      best = {configuration, cost, value};
    }
  }

  // max(C / L, r, a / M + b) above.
  static double lower_bound(const CostBound& bound, const Ray& ray) {
    const double a = ray.per_femtojoule * static_cast<double>(bound.energy);
    const double b = ray.per_femtojoule * static_cast<double>(bound.leakage);
    const double crossing = 0.5 * (b + std::sqrt(b * b + 4.0 * a * ray.per_cycle));
    const double slowest = a / static_cast<double>(bound.most_cycles) + b;
    return std::max({static_cast<double>(bound.cycles) * ray.per_cycle, crossing, slowest});
  }

  void descend(Bound& bound, Configuration& configuration, std::size_t decided, std::span<const std::uint32_t> rays) {
    if (decided == Template::kParameters) {
      ++visited_;
      const Evaluation evaluation = Template::evaluate(layer_, configuration);
      if (evaluation.legal()) {
        for (const std::uint32_t ray : rays) {
          offer(configuration, evaluation.cost, ray);
        }
      }
      return;
    }
    const std::size_t parameter = Bound::order[decided];
    const std::uint8_t before = configuration[parameter];
    const ChoiceMask mask = Template::allowed(layer_, configuration, pins_, parameter);
    std::array<std::uint32_t, kMaxRays> open;
    for (unsigned choice = 0; choice < kMaxChoices; ++choice) {
      if (!contains(mask, choice)) {
        continue;
      }
      configuration[parameter] = static_cast<std::uint8_t>(choice);
      std::size_t count = 0;
      if (decided + 1 == Template::kParameters) {
        descend(bound, configuration, decided + 1, rays);
        continue;
      }
      const CostBound least = bound(configuration, decided + 1);
      ++visited_;
      for (const std::uint32_t ray : rays) {
        if (lower_bound(least, rays_[ray]) <= best_[ray].score * (1.0 + kRounding)) {
          open[count++] = ray;
        }
      }
      if (count > 0) {
        descend(bound, configuration, decided + 1, std::span{open}.first(count));
      }
    }
    configuration[parameter] = before;
  }

  static constexpr std::size_t kMaxRays = 16;

  const typename Template::Layer& layer_;
  const typename Template::Pins& pins_;
  std::vector<Objective> objectives_;
  std::vector<Ray> rays_;
  std::vector<Found<Template>> best_;
  std::uint64_t visited_ = 0;
};

/// The certified optimum of one task.
template <class Template>
Found<Template> optimum(const Task<Template>& task) {
  const std::span<const Objective> objective{&task.objective, 1};
  LabelSearch<Template> search{task.layer, task.pins, objective, 1};
  search.run(200, 2);
  Oracle<Template> oracle{task.layer, task.pins, objective};
  oracle.offer(search.best(0));
  oracle.run();
  return oracle.best(0);
}

}  // namespace gandse::trainer
