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
// A template without a Bound is enumerated: exact as well, only slower. Where that would never end, the oracle says so.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "gandse/cost_model/bound.hpp"
#include "oracle/incumbent_search.hpp"
#include "oracle/space_size.hpp"
#include "search/trial.hpp"

namespace gandse::trainer {

/// Nodes from one sign of life to the next: less than a second.
inline constexpr std::uint64_t kNodesPerBeat = std::uint64_t{1} << 20U;

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

  /// What a run may look at by default: minutes; less where all has to be looked at for every layer.
  static constexpr bool kEnumerates = std::is_same_v<Bound, NoBound<Template>>;
  static constexpr std::uint64_t kMostNodes = kEnumerates ? 100'000'000 : 1'000'000'000;

  /// Calls `beat` every kNodesPerBeat nodes. Throws std::runtime_error where `most_nodes` are not enough: at once where
  /// enumeration cannot be, else when they are spent.
  void run(
      std::function<void()> beat = [] {}, std::uint64_t most_nodes = kMostNodes) {
    most_nodes_ = most_nodes;
    beat_ = std::move(beat);
    if constexpr (kEnumerates) {
      if (size() > kCertainly * static_cast<double>(most_nodes)) {
        throw std::runtime_error(too_large());
      }
    }
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
  static constexpr double kCertainly = 10;    ///< an estimated size that far above the nodes is no accident

  [[nodiscard]] double size() const {
    constexpr std::uint32_t kProbes = 32;
    return estimated_configurations<Template>(layer_, pins_, Bound::order, kProbes);
  }

  [[nodiscard]] std::string too_large() const {
    constexpr double kPerHour = 1e7 * 3600;  // about what one core looks at
    std::ostringstream text;
    text.precision(2);
    text << "the oracle cannot certify an optimum of template " << Template::kName << " by looking at "
         << static_cast<double>(most_nodes_) << " nodes: a layer has about " << size() << " canonical configurations ("
         << size() / kPerHour << " hours at 10 million a second); ";
    if constexpr (!kEnumerates) {
      text << "let its Bound leave out more (gandse/cost_model/bound.hpp), or canonicalise fold more together";
    } else if constexpr (std::is_same_v<Bound, typename BoundOf<Template>::type>) {
      text << "enumeration is fine up to about 1e+06. Give the template a Bound (cost_model/ADDING_A_TEMPLATE.md), or "
              "let canonicalise fold more together";
    } else {
      text << "plain enumeration cannot check this one";
    }
    text << "; layer " << layer_text<Template>(layer_);
    return text.str();
  }

  void count_node() {
    if (visited_ == most_nodes_) {
      throw std::runtime_error(too_large());
    }
    if (++visited_ % kNodesPerBeat == 0) {
      beat_();
    }
  }

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
      count_node();
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
      count_node();
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
  std::uint64_t most_nodes_ = 0;
  std::function<void()> beat_;
};

/// The certified optimum of one task; `beat` as for Oracle::run().
template <class Template>
Found<Template> optimum(
    const Task<Template>& task, std::function<void()> beat = [] {}) {
  const std::span<const Objective> objective{&task.objective, 1};
  IncumbentSearch<Template> search{task.layer, task.pins, objective, 1};
  search.run(200, 2);
  Oracle<Template> oracle{task.layer, task.pins, objective};
  oracle.offer(search.best(0));
  oracle.run(std::move(beat));
  return oracle.best(0);
}

}  // namespace gandse::trainer
