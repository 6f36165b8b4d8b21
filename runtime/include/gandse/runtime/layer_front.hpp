// What a layer can have at all.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/criterion.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/pareto.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// A criterion that judges as another one does, and offers all that this one admits to a front.
template <class Template, class Front, class Criterion = ObjectiveAlone<Template>>
class Archiving : public Criterion {
 public:
  /// Refers to the front, and copies the criterion.
  explicit Archiving(Front& front, const Criterion& criterion = {}) : Criterion(criterion), front_(front) {}

  /// Judges as the other criterion, and offers the configuration to the front if it is admitted.
  [[nodiscard]] Candidate<Template> judged(const typename Template::Configuration& configuration, const Cost& cost,
                                           const Objective& objective) const {
    if (this->admits(configuration)) {
      front_.offer(cost, configuration);
    }
    return Criterion::judged(configuration, cost, objective);
  }

 private:
  Front& front_;
};

/// Fills `front` with configurations of one layer: makes a decision for every octave of the rays that the generator was
/// trained on, and offers all that they look at and that `criterion` admits. Returns the evaluations; if it is refused,
/// returns 0 and says why in `reason`.
template <class Weights, std::size_t Capacity, class Criterion = ObjectiveAlone<typename Weights::Template>>
std::uint64_t explore_front(const Weights& weights, const typename Weights::Template::Layer& layer,
                            const typename Weights::Template::Pins& pins, const Options& options,
                            ParetoFront<typename Weights::Template::Configuration, Capacity>& front, Reason& reason,
                            const Criterion& criterion = {}) {
  using Template = typename Weights::Template;
  using Front = ParetoFront<typename Template::Configuration, Capacity>;
  front.clear();
  reason = Template::check(layer);
  if (reason != Reason::none) {
    return 0;
  }
  const Explorer<Weights> explorer{weights};
  std::uint64_t evaluations = 0;
  for (std::int32_t ray = weights.trained.first_ray(); ray <= weights.trained.last_ray(); ray += kOctave) {
    const auto decision = explorer.explore(layer, objective_on(ray, Template::macs(layer)), pins, options,
                                           Archiving<Template, Front, Criterion>{front, criterion});
    if (!decision.legal()) {
      reason = decision.reason;
      return 0;
    }
    evaluations += decision.evaluations;
  }
  return evaluations;
}

}  // namespace gandse
