// First incumbents for the oracle: a short search of the canonical space for many objectives of one layer at once.
// Every configuration that is evaluated for one objective is offered to all of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "gandse/runtime/neighbour.hpp"
#include "task/task.hpp"

namespace gandse::trainer {

template <class Template>
class IncumbentSearch {
 public:
  using Configuration = typename Template::Configuration;

  IncumbentSearch(const typename Template::Layer& layer, const typename Template::Pins& pins,
                  std::span<const Objective> objectives, std::uint64_t seed)
      : layer_(layer), pins_(pins), neighbourhood_(layer, pins), random_(seed) {
    for (const Objective& objective : objectives) {
      log_latency_.push_back(std::log2(static_cast<double>(objective.latency.value)));
      log_power_.push_back(std::log2(static_cast<double>(objective.power.value)));
    }
    best_score_.assign(objectives.size(), INFINITY);
    best_energy_.assign(objectives.size(), UINT64_MAX);
    best_.resize(objectives.size());
  }

  /// `random_draws` uniform configurations, then for every objective a descent by pairs of moves from its best, then
  /// `rounds` times one from a kicked copy of it.
  void run(std::uint32_t random_draws, std::uint32_t rounds) {
    for (std::uint32_t i = 0; i < random_draws; ++i) {
      offer(random_canonical_configuration<Template>(layer_, pins_, random_));
    }
    for (std::size_t ray = 0; ray < best_.size(); ++ray) {
      descend(best_[ray], ray);
    }
    for (std::uint32_t round = 0; round < rounds; ++round) {
      for (std::size_t ray = 0; ray < best_.size(); ++ray) {
        Configuration start = best_[ray];
        for (std::uint32_t moves = 2 + random_.below(4); moves > 0; --moves) {
          const std::size_t parameter = random_.below(Template::kParameters);
          const ChoiceMask mask = Template::allowed(layer_, start, pins_, parameter);
          const std::uint8_t choice = random_choice(mask, random_);
          start = neighbourhood_.with(start, parameter, choice);
        }
        descend(start, ray);
      }
    }
  }

  [[nodiscard]] const Configuration& best(std::size_t objective) const { return best_[objective]; }

 private:
  // Evaluates and offers to every objective; log2 of the score for objective `ray`. Equal scores go to the lower
  // energy, so that a label is unambiguous.
  double offer(const Configuration& configuration, std::size_t ray = 0) {
    const Evaluation evaluation = Template::evaluate(layer_, configuration);
    if (!evaluation.legal()) {
      return INFINITY;
    }
    const Figures<Template> figures{evaluation.cost};
    const std::uint64_t energy = evaluation.cost.energy.value;
    for (std::size_t r = 0; r < best_.size(); ++r) {
      const double s = std::max(figures.log_latency - log_latency_[r], figures.log_power - log_power_[r]);
      if (s < best_score_[r] || (s == best_score_[r] && energy < best_energy_[r])) {
        best_score_[r] = s;
        best_energy_[r] = energy;
        best_[r] = configuration;
      }
    }
    return std::max(figures.log_latency - log_latency_[ray], figures.log_power - log_power_[ray]);
  }

  // Any choice of one parameter, then one step each of two: to a local optimum of objective `ray`.
  void descend(Configuration present, std::size_t ray) {
    double present_score = offer(present, ray);
    const auto accept = [&](const Configuration& next) {
      const double next_score = offer(next, ray);
      if (next_score < present_score) {
        present = next;
        present_score = next_score;
        return true;
      }
      return false;
    };
    for (bool improved = true; improved;) {
      improved = false;
      for (const std::uint8_t parameter : Template::draw_order) {
        const ChoiceMask mask = Template::allowed(layer_, present, pins_, parameter);
        for (unsigned choice = 0; choice < kMaxChoices; ++choice) {
          if (contains(mask, choice) && choice != present[parameter]) {
            improved |= accept(neighbourhood_.with(present, parameter, static_cast<std::uint8_t>(choice)));
          }
        }
      }
      if (improved) {
        continue;
      }
      for (std::size_t a = 0; a + 1 < Template::kParameters && !improved; ++a) {
        for (int up_a = 0; up_a < 2 && !improved; ++up_a) {
          const std::size_t first = Template::draw_order[a];
          const std::uint8_t choice = neighbourhood_.next_choice(present, first, up_a != 0);
          if (choice == present[first]) {
            continue;
          }
          const Configuration half_way = neighbourhood_.with(present, first, choice);
          for (std::size_t b = a + 1; b < Template::kParameters && !improved; ++b) {
            const std::size_t second = Template::draw_order[b];
            const ChoiceMask mask = Template::allowed(layer_, half_way, pins_, second);
            for (unsigned c = 0; c < kMaxChoices && !improved; ++c) {
              if (contains(mask, c) && c != half_way[second]) {
                improved = accept(neighbourhood_.with(half_way, second, static_cast<std::uint8_t>(c)));
              }
            }
          }
        }
      }
    }
  }

  const typename Template::Layer& layer_;
  const typename Template::Pins& pins_;
  Neighbourhood<Template> neighbourhood_;
  Random random_;
  std::vector<double> log_latency_, log_power_, best_score_;
  std::vector<std::uint64_t> best_energy_;
  std::vector<Configuration> best_;
};

}  // namespace gandse::trainer
