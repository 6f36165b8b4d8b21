// Evaluates configurations, ranks them, keeps the budget, and does not evaluate again what it saw lately.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/criterion.hpp"

namespace gandse {

/// Evaluates configurations of one task and keeps the better one, within a budget. Refers to layer and objective.
template <class Template, class Criterion = ObjectiveAlone<Template>>
class Selector : private Criterion {  // a base, so that an empty one takes no room
 public:
  using Configuration = typename Template::Configuration;  ///< the template's

  /// For a task that is within limits, and at most `budget` evaluations.
  Selector(const typename Template::Layer& layer, const Objective& objective, std::uint32_t budget,
           const Criterion& criterion = {})
      : Criterion(criterion), layer_(layer), objective_(objective), left_(budget), budget_(budget) {}

  /// Evaluates `configuration` unless it was seen lately or the budget is spent. Returns true if it was evaluated, is
  /// legal, and is better than `incumbent`, which it then replaces.
  bool improve(const Configuration& configuration, Candidate<Template>& incumbent) {
    if (left_ == 0 || !first_time(configuration)) {
      return false;
    }
    --left_;
    const Evaluation evaluation = Template::evaluate(layer_, configuration);
    if (!evaluation.legal()) {
      reason_ = evaluation.reason;
      return false;
    }
    const auto candidate = Criterion::judged(configuration, evaluation.cost, objective_);
    if (!candidate.better_than(incumbent)) {
      return false;
    }
    incumbent = candidate;
    return true;
  }

  [[nodiscard]] std::uint32_t left() const { return left_; }                   ///< evaluations that may still be made
  [[nodiscard]] std::uint32_t evaluations() const { return budget_ - left_; }  ///< evaluations made so far
  /// Why the last illegal configuration was refused; none if none was.
  [[nodiscard]] Reason reason() const { return reason_; }

 private:
  // A direct-mapped set of 16-bit hashes. Forgetting an entry costs one evaluation; taking a new configuration for a
  // seen one (2^-15 per look-up) costs one candidate. Neither can make a wrong decision.
  static constexpr std::size_t kSeen = 256;

  bool first_time(const Configuration& configuration) {
    std::uint32_t hash = 0x811c9dc5U;
    for (const std::uint8_t choice : configuration) {
      hash = (hash ^ choice) * 0x01000193U;
    }
    hash = (hash ^ (hash >> 15U)) * 0x2c1b3c6dU;
    std::uint16_t& slot = seen_[hash >> 24U];
    const auto mark = static_cast<std::uint16_t>((hash >> 8U) | 1U);  // never 0, the empty slot
    const bool fresh = slot != mark;
    slot = mark;
    return fresh;
  }

  const typename Template::Layer& layer_;
  const Objective& objective_;
  std::uint32_t left_;
  std::uint32_t budget_;
  Reason reason_ = Reason::none;
  std::array<std::uint16_t, kSeen> seen_{};
};

}  // namespace gandse
