// Decisions within limits on resources (resource.hpp): what an FPGA, or the rest of a chip, leaves of SRAM or DSPs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/criterion.hpp"
#include "gandse/runtime/explorer.hpp"

namespace gandse {

/// A criterion that keeps limits on resources. What exceeds one ranks behind all that exceed none, the more the
/// farther. As long as choices that keep all limits are left, no others are drawn.
template <class Template>
class WithinLimits {
 public:
  using Configuration = typename Template::Configuration;  ///< the template's

  explicit WithinLimits(const Limits<Template>& limits) : limits_(limits) {}  ///< copies them

  /// The choices that leave room for the least of what is not drawn yet; all that the template allows if none does.
  [[nodiscard]] ChoiceMask allowed(const typename Template::Layer& layer, const Configuration& configuration,
                                   const typename Template::Pins& pins, std::size_t parameter) const {
    const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
    ChoiceMask kept = mask;
    // Resources never fall when a choice rises: below one that fits, all fit.
    while (kept != 0) {
      const unsigned largest = highest_choice(kept);
      Configuration least = configuration;
      least[parameter] = static_cast<std::uint8_t>(largest);
      if (limits_.admit(completed(layer, least, pins))) {
        return kept;
      }
      kept = static_cast<ChoiceMask>(kept & ~only_choice(largest));
    }
    return mask;
  }

  /// Ranks a configuration by the objective if it keeps the limits. Otherwise it is not satisfied, and its score is
  /// above all others, by log2 of how far it exceeds the worst limit.
  [[nodiscard]] Candidate<Template> judged(const Configuration& configuration, const Cost& cost,
                                           const Objective& objective) const {
    Candidate<Template> candidate = judge<Template>(configuration, cost, objective);
    const std::size_t worst = limits_.exceeded(configuration);
    if (worst != Limits<Template>::kCount) {
      const auto used = ResourcesOf<Template>::used(configuration);
      const std::int32_t over = log2_q16(used[worst]) - log2_q16(limits_.most[worst]);
      candidate.satisfied = false;
      candidate.score = kOutside + over;
    }
    return candidate;
  }

  /// Whether a configuration keeps all limits.
  [[nodiscard]] bool admits(const Configuration& configuration) const { return limits_.admit(configuration); }

 private:
  static constexpr std::int32_t kOutside = 256 << 16;  ///< above every score: those are logarithms of 64-bit ratios

  // Derived and other hardware at the least that the choices so far leave it.
  static Configuration completed(const typename Template::Layer& layer, Configuration configuration,
                                 const typename Template::Pins& pins) {
    for (const std::uint8_t parameter : Template::draw_order) {
      if (Template::is_hardware(parameter) && !pins.is_pinned(parameter) && configuration[parameter] == 0) {
        const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
        configuration[parameter] = static_cast<std::uint8_t>(mask == 0 ? 0U : lowest_choice(mask));
      }
    }
    return configuration;
  }

  Limits<Template> limits_;
};

/// A decision within limits.
template <class Template>
struct [[nodiscard]] LimitedDecision {
  Decision<Template> decision;  ///< satisfied only if it keeps the limits, too
  /// The resource that it exceeds by the largest factor; kCount if it exceeds none.
  std::size_t exceeded = Limits<Template>::kCount;
};

/// Decides within `limits`. If they forbid the generator's first proposal, it makes half as many: it knows nothing of
/// limits.
template <class Weights>
LimitedDecision<typename Weights::Template> explore_within(const Explorer<Weights>& explorer,
                                                           const Task<typename Weights::Template>& task,
                                                           const Limits<typename Weights::Template>& limits,
                                                           const Options& options = {}) {
  using Template = typename Weights::Template;
  LimitedDecision<Template> result;
  result.decision = explorer.explore(task, WithinLimits<Template>{limits}, options);
  if (result.decision.legal()) {
    result.exceeded = limits.exceeded(result.decision.configuration);
  }
  return result;
}

}  // namespace gandse
