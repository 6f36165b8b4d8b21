// The way of a decision: encode -> G -> candidates -> cost model -> select -> refine -> decision.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/decision.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/refinement.hpp"
#include "gandse/runtime/sampler.hpp"
#include "gandse/runtime/selector.hpp"
#include "gandse/runtime/task.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// The work of one decision, in its parts.
struct Work {
  std::uint64_t evaluations;  ///< calls of the cost model
  std::uint64_t proposals;    ///< configurations that the generator draws, after one inference
  std::uint64_t moves;        ///< neighbours that refinement forms
};

/// Makes decisions with the generator whose weights it refers to. Holds nothing else: any number of threads may share
/// one.
template <class Weights>
class Explorer {
 public:
  ///@{
  /// Types of the template that the weights were trained for.
  using Template = typename Weights::Template;
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;
  ///@}

  constexpr explicit Explorer(const Weights& weights) : weights_(weights) {}  ///< the weights must outlive it
  explicit Explorer(const Weights&&) = delete;  ///< it would refer to weights that are gone

  /// What the generator was trained on.
  [[nodiscard]] constexpr const TrainingRange<Template>& trained() const { return weights_.trained; }

  /// The work that a decision with these options does at most, whatever is asked.
  [[nodiscard]] static constexpr Work most_work(const Options& options) {
    const std::uint32_t budget = clamp(options.budget, 1U, kMaxBudget);
    return {budget, clamp(options.candidates, 1U, budget), Refinement<Template>::most_moves(budget - 1U)};
  }

  /// Decides for one task. Refuses an objective beyond its limits, a pin that is no choice, a layer that the template
  /// does not accept, and pins that cannot be met. Needs no heap; 4.5 KiB of stack on x86-64
  /// (tests/budgets/x86-64.txt).
  Decision<Template> explore(const Task<Template>& task, const Options& options = {}) const {
    return explore(task, ObjectiveAlone<Template>{}, options);
  }

  /// The same, where `criterion` is what counts beside the objective (criterion.hpp).
  template <class Criterion>
  Decision<Template> explore(const Task<Template>& task, const Criterion& criterion, const Options& options) const {
    Configuration least{};
    Decision<Template> decision;
    decision.reason = admit(task, least);
    if (!decision.legal()) {
      return decision;
    }
    const std::uint32_t budget = clamp(options.budget, 1U, kMaxBudget);
    const std::uint32_t candidates = clamp(options.candidates, 1U, budget);

    Random random{options.seed};
    Selector<Template, Criterion> selector{task.layer, task.objective, budget, criterion};
    Candidate<Template> best;
    decision.extrapolated = generate(task, least, candidates, random, selector, criterion, best);
    if (best.score == INT32_MAX) {
      decision.reason = selector.reason();
      decision.evaluations = selector.evaluations();
      return decision;
    }
    const Neighbourhood<Template> neighbourhood{task.layer, task.pins};
    Refinement<Template, Criterion>{neighbourhood, selector, random}.run(best);
    conclude(best, task.objective, selector.evaluations(), decision);
    return decision;
  }

  /// Decides each of `count` tasks, for example the layers of a network, into as many `decisions`. They are those that
  /// `explore` makes. A task that equals one of the 64 before it, as the layers of a network often do, costs next to
  /// nothing.
  void explore_each(const Task<Template>* tasks, std::size_t count, Decision<Template>* decisions,
                    const Options& options = {}) const {
    constexpr std::size_t kLookBack = 64;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t same = i;
      for (std::size_t j = i > kLookBack ? i - kLookBack : 0; j < i && same == i; ++j) {
        same = tasks[j] == tasks[i] ? j : i;
      }
      decisions[i] = same < i ? decisions[same] : explore(tasks[i], options);
    }
  }

  /// Fills `decision` from `best`, which must be legal.
  static void conclude(const Candidate<Template>& best, const Objective& objective, std::uint32_t evaluations,
                       Decision<Template>& decision) {
    constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
    decision.configuration = best.configuration;
    decision.cost = best.cost;
    decision.satisfied = best.satisfied;
    decision.evaluations = evaluations;
    if (!best.satisfied) {
      const bool late = !meets_latency(best.cost, objective);
      const bool hungry = !meets_power(best.cost, objective, kClock);
      decision.binding = static_cast<Binding>((late ? 1U : 0U) | (hungry ? 2U : 0U));
      // In picowatt: of the exact power, not of the one rounded up, as ceil(ceil(a / b) / c) = ceil(a / (b * c)).
      const std::uint64_t power =
          divide_ceil(multiply(best.cost.energy.value, std::uint64_t{1000} * kClock), best.cost.latency.value);
      const std::uint64_t by_latency = over(multiply(best.cost.latency.value, kWhole), objective.latency.value);
      const std::uint64_t by_power = over({0, power}, objective.power.value);
      decision.excess_ppm = by_latency > by_power ? by_latency : by_power;
    }
  }

 private:
  static constexpr std::uint32_t kMaxBudget = 1'000'000;

  static constexpr std::uint32_t clamp(std::uint32_t x, std::uint32_t low, std::uint32_t high) {
    return x < low ? low : x > high ? high : x;
  }

  // Checks the request, and leaves the pins beside choice 0 of every free parameter in `least`, where drawing starts.
  static Reason admit(const Task<Template>& task, Configuration& least) {
    if (!within_limits(task.objective)) {
      return Reason::objective_out_of_range;
    }
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (task.pins.is_pinned(i)) {
        if (task.pins.choice[i] >= Template::parameters[i].count) {
          return Reason::choice_out_of_range;
        }
        least[i] = task.pins.choice[i];
      }
    }
    return Template::check_pins(task.layer, task.pins);
  }

  // Not inlined: its frame, the largest, is gone when refinement begins.
  template <class Criterion>
  [[gnu::noinline]] bool generate(const Task<Template>& task, const Configuration& least, std::uint32_t candidates,
                                  Random& random, Selector<Template, Criterion>& selector, const Criterion& criterion,
                                  Candidate<Template>& best) const {
    const std::int32_t ray = ray_of<Template>(task.layer, task.objective);
    const bool extrapolated = !weights_.trained.contains(task.layer, ray);
    const Inference<Weights> inference{weights_, Encoder<Template>::encode(task.layer, ray, task.pins, random)};
    // Where it guesses, half of its proposals make room for refinement.
    const bool guesses = extrapolated || misguided(inference, task, least, criterion);
    Sampler<Inference<Weights>, Criterion> sampler{
        inference, task.layer, task.pins, least, (candidates - 1U) >> (guesses ? 1U : 0U), criterion};
    selector.improve(sampler.greedy(), best);
    for (Configuration configuration; sampler.next(random, configuration);) {
      selector.improve(configuration, best);
    }
    return extrapolated;
  }

  // Whether a criterion forbids what the generator, which knows nothing of it, likes best: one that forbids nothing of
  // what is drawn changes no decision.
  template <class Criterion>
  static bool misguided(const Inference<Weights>& inference, const Task<Template>& task, const Configuration& least,
                        const Criterion& criterion) {
    if constexpr (std::is_base_of_v<ObjectiveAlone<Template>, Criterion>) {
      return false;
    } else {
      return !criterion.admits(Sampler<Inference<Weights>>{inference, task.layer, task.pins, least, 0}.greedy());
    }
  }

  static constexpr std::uint64_t kWhole = 1'000'000;  ///< parts
  /// By how many parts, rounded up, an amount is above its limit. `amount`: in millionths of the limit's unit.
  static std::uint64_t over(Wide amount, std::uint64_t limit) {
    const std::uint64_t ratio = divide_ceil(amount, limit);
    return ratio > kWhole ? ratio - kWhole : 0U;
  }

  const Weights& weights_;
};

}  // namespace gandse
