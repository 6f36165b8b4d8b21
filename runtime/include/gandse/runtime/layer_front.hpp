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

/// What a layer can have.
template <class Template, std::size_t Capacity>
struct [[nodiscard]] LayerFront {
  Reason reason = Reason::none;  ///< why the question was refused, or cut short; or none
  ParetoFront<typename Template::Configuration, Capacity> points;  ///< with the configuration that has each cost
  std::uint64_t evaluations = 0;                                   ///< calls of the cost model that it took

  [[nodiscard]] constexpr bool legal() const {
    return reason == Reason::none;
  }  ///< a criterion may still leave no points
};

/// Finds what the task's layer can have with its pins, whatever its objective: makes a decision for every octave of the
/// rays that the generator was trained on, until one is refused, and keeps up to Capacity of all that they look at and
/// that `criterion` (criterion.hpp) admits. `Asked`: an Explorer, or what stands for one.
template <std::size_t Capacity, class Asked, class Criterion>
LayerFront<typename Asked::Template, Capacity> explore_front(const Asked& explorer,
                                                             const Task<typename Asked::Template>& task,
                                                             const Criterion& criterion, const Options& options) {
  using Template = typename Asked::Template;
  using Front = ParetoFront<typename Template::Configuration, Capacity>;
  LayerFront<Template, Capacity> front;
  front.reason = Template::check(task.layer);
  const auto& trained = explorer.trained();
  for (std::int32_t ray = trained.first_ray(); front.legal() && ray <= trained.last_ray(); ray += kOctave) {
    const Task<Template> on_ray{task.layer, objective_on(ray, Template::macs(task.layer)), task.pins};
    const auto decision =
        explorer.explore(on_ray, Archiving<Template, Front, Criterion>{front.points, criterion}, options);
    front.reason = decision.reason;
    front.evaluations += decision.evaluations;
  }
  return front;
}

/// The same without a criterion.
template <std::size_t Capacity, class Asked>
LayerFront<typename Asked::Template, Capacity> explore_front(const Asked& explorer,
                                                             const Task<typename Asked::Template>& task,
                                                             const Options& options = {}) {
  return explore_front<Capacity>(explorer, task, ObjectiveAlone<typename Asked::Template>{}, options);
}

}  // namespace gandse
