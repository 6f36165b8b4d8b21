// How tasks are drawn and judged in training and comparison.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/task.hpp"
#include "support/draws.hpp"

namespace gandse::trainer {

/// log2 of both figures and of the score, in double: the trainer's own arithmetic never decides on the device.
template <class Template>
struct Figures {
  double log_latency = 0;
  double log_power = 0;

  explicit Figures(const Cost& cost)
      : log_latency(std::log2(static_cast<double>(cost.latency.value))),
        log_power(std::log2(static_cast<double>(cost.energy.value) * Template::Technology::kClockMhz / 1000.0) -
                  log_latency) {}
};

/// max(latency / objective, power / objective), exact to double.
template <class Template>
double score(const Cost& cost, const Objective& objective) {
  const double latency = static_cast<double>(cost.latency.value);
  const double microwatt =
      static_cast<double>(cost.energy.value) * Template::Technology::kClockMhz / (1000.0 * latency);
  return std::max(latency / static_cast<double>(objective.latency.value),
                  microwatt / static_cast<double>(objective.power.value));
}

/// The objective that this cost just meets.
template <class Template>
Objective objective_of(const Cost& cost) {
  return {cost.latency, power(cost, Template::Technology::kClockMhz)};
}

/// Uniform over the raw design space.
template <class Template>
typename Template::Configuration random_raw_configuration(Random& random) {
  typename Template::Configuration configuration{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    configuration[i] = static_cast<std::uint8_t>(random.below(Template::parameters[i].count));
  }
  return configuration;
}

/// Ends a search for something random that a template may not have at all.
class Attempts {
 public:
  explicit Attempts(const char* wanted) : wanted_(wanted) {}

  /// Throws std::runtime_error after 1000 in a row without success.
  void count() {
    if (++in_vain_ > 1000) {
      throw std::runtime_error(std::string{"1000 random tries found not one of: "} + wanted_ +
                               "; try the template by gandse-template-check");
    }
  }
  void succeed() { in_vain_ = 0; }

 private:
  const char* wanted_;
  std::uint32_t in_vain_ = 0;
};

/// Paper-style: the objective is what a random legal raw configuration costs. Nothing if none was found in 10 000
/// tries.
template <class Template>
std::optional<Objective> paper_style_objective(const typename Template::Layer& layer, Random& random) {
  for (int attempt = 0; attempt < 10'000; ++attempt) {
    const Evaluation evaluation = Template::evaluate(layer, random_raw_configuration<Template>(random));
    if (evaluation.legal()) {
      return objective_of<Template>(evaluation.cost);
    }
  }
  return std::nullopt;
}

/// The pins, beside choice 0 of every free parameter: where drawing starts.
template <class Template>
typename Template::Configuration least_configuration(const typename Template::Pins& pins) {
  typename Template::Configuration configuration{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    configuration[i] = pins.is_pinned(i) ? pins.choice[i] : std::uint8_t{0};
  }
  return configuration;
}

/// Uniform over the canonical choices, drawn in the template's order; the pins can be met.
template <class Template>
typename Template::Configuration random_canonical_configuration(const typename Template::Layer& layer,
                                                                const typename Template::Pins& pins, Random& random) {
  auto configuration = least_configuration<Template>(pins);
  for (const std::uint8_t parameter : Template::draw_order) {
    const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
    configuration[parameter] = random_choice(mask, random);
  }
  return configuration;
}

}  // namespace gandse::trainer
