// What every template promises (cost_model/ADDING_A_TEMPLATE.md), tried on random points: sampler, refinement, oracle
// and training rely on it without looking.
#pragma once

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include "draws.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/template.hpp"
#include "layer_distribution.hpp"
#include "oracle.hpp"
#include "task.hpp"

namespace gandse::trainer {

template <class Template>
class TemplateContract {
 public:
  using Layer = typename Template::Layer;
  using Configuration = typename Template::Configuration;
  using Pins = typename Template::Pins;

  explicit TemplateContract(std::uint64_t seed) : random_(seed), others_(seed + 1) {
    static_assert(TemplateCheck<Template>::value);
  }

  /// Tries `points` random layers. Empty where every promise held; else the first broken one, and where.
  std::string violation(std::uint32_t points) {
    for (std::uint32_t point = 0; point < points && broken_.empty(); ++point) {
      layer_ = random_layer_of_any_size();
      if (Template::check(layer_) != Reason::none) {
        refused_layer();
        continue;
      }
      ++layers_;
      features();
      resources();
      judged(random_raw_configuration<Template>(random_));
      independent();
      pinned();
    }
    expect(layers_ > points / 20 && drawn_ > 0, "a fair share of layers within the limits can be run");
    return broken_;
  }

 private:
  void expect(bool holds, const char* promise) {
    if (holds || !broken_.empty()) {
      return;
    }
    std::ostringstream text;
    text << "template " << Template::kName << " breaks its contract: " << promise << "; layer";
    for (const auto& field : Template::layer_fields) {
      text << ' ' << field.name << '=' << layer_.*field.member;
    }
    text << ", choices";
    for (const std::uint8_t choice : configuration_) {
      text << ' ' << unsigned{choice};
    }
    broken_ = text.str();
  }

  Layer random_layer_of_any_size() {
    if (random_.below(2) == 0) {
      return random_layer<Template>({}, random_);
    }
    Layer layer{};
    for (const auto& field : Template::layer_fields) {
      const double least = std::max(field.min, std::uint32_t{1});
      layer.*field.member = static_cast<std::uint32_t>(std::lround(log_uniform(least, field.max, random_)));
    }
    return layer;
  }

  void refused_layer() {
    configuration_ = random_raw_configuration<Template>(random_);
    expect(Template::evaluate(layer_, configuration_).reason == Template::check(layer_),
           "evaluate refuses a layer for the reason that check gives");
    expect(Template::check_pins(layer_, {}) == Template::check(layer_),
           "check_pins refuses a layer for the reason that check gives");
    expect(Template::canonicalise(layer_, configuration_, {}) == configuration_,
           "canonicalise leaves a configuration as it is where the layer is refused");
  }

  void features() {
    constexpr std::int8_t kGuard = 42;
    std::array<std::int8_t, Template::kLayerFeatures + 1> values{};
    values.back() = kGuard;
    Template::encode(layer_, values.data());
    expect(values.back() == kGuard, "encode writes no more than kLayerFeatures features");
    Configuration beyond = random_raw_configuration<Template>(random_);
    const std::size_t parameter = random_.below(Template::kParameters);
    configuration_ = beyond;
    beyond[parameter] = Template::parameters[parameter].count;
    expect(Template::evaluate(layer_, beyond).reason == Reason::choice_out_of_range,
           "evaluate refuses a choice that the table does not have");
  }

  // Limits on resources prune by this.
  void resources() {
    const auto& table = ResourcesOf<Template>::resources;
    configuration_ = random_raw_configuration<Template>(others_);
    const std::size_t parameter = others_.below(Template::kParameters);
    Configuration more = configuration_;
    if (more[parameter] + 1U == Template::parameters[parameter].count) {
      return;
    }
    ++more[parameter];
    const auto less_used = ResourcesOf<Template>::used(configuration_);
    const auto more_used = ResourcesOf<Template>::used(more);
    for (std::size_t i = 0; i < table.size(); ++i) {
      expect(less_used[i] <= more_used[i], "a resource never falls when a choice rises");
      expect(Template::is_hardware(parameter) || less_used[i] == more_used[i], "schedules take no resources");
    }
  }

  // Template::dependencies, where there are any: what they leave out changes nothing.
  void independent() {
    if constexpr (requires { Template::dependencies(std::size_t{}); }) {
      configuration_ = random_raw_configuration<Template>(others_);
      const Pins pins;
      const std::size_t parameter = others_.below(Template::kParameters);
      const ChoiceMask before = Template::allowed(layer_, configuration_, pins, parameter);
      const std::size_t other = others_.below(Template::kParameters);
      if (other != parameter && (Template::dependencies(parameter) & parameter_set(other)) == 0) {
        configuration_[other] = static_cast<std::uint8_t>(others_.below(Template::parameters[other].count));
        expect(Template::allowed(layer_, configuration_, pins, parameter) == before,
               "allowed depends on nothing but what dependencies says");
      }
    }
  }

  // canonicalise, with some of the configuration pinned.
  void judged(const Configuration& raw) {
    configuration_ = raw;
    Pins pins;
    const std::uint32_t rate = random_.below(4);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      pins.choice[i] = random_.below(6) < rate ? raw[i] : Pins::kFree;
    }
    const Evaluation before = Template::evaluate(layer_, raw);
    const Configuration canonical = Template::canonicalise(layer_, raw, pins);
    const Evaluation after = Template::evaluate(layer_, canonical);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      expect(!pins.is_pinned(i) || canonical[i] == raw[i], "canonicalise keeps pins");
    }
    if (before.reason >= Reason::template_rule) {
      expect(canonical == raw, "canonicalise leaves an illegal configuration as it is");
    }
    if (!before.legal()) {
      return;
    }
    expect(before.cost.latency.value >= 1, "a legal configuration takes at least one cycle");
    expect(after.legal() && after.cost.latency == before.cost.latency, "canonicalise changes no cycles");
    expect(after.cost.energy <= before.cost.energy, "canonicalise never raises the energy");
    expect(Template::canonicalise(layer_, canonical, pins) == canonical, "canonicalise is idempotent");
    expect(Template::check_pins(layer_, pins) == Reason::none, "check_pins accepts pins that a configuration obeys");
    // Every canonical configuration can be drawn.
    Configuration partial = least_configuration<Template>(pins);
    for (const std::uint8_t parameter : Template::draw_order) {
      expect(contains(Template::allowed(layer_, partial, pins, parameter), canonical[parameter]),
             "allowed offers every choice of a canonical configuration, in draw order");
      partial[parameter] = canonical[parameter];
    }
    bounds(canonical, after.cost);
  }

  void pinned() {
    Pins pins;
    const std::uint32_t rate = random_.below(5);
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (random_.below(8) < rate) {
        pins.choice[i] = static_cast<std::uint8_t>(random_.below(Template::parameters[i].count));
      }
    }
    const Reason reason = Template::check_pins(layer_, pins);
    if (reason == Reason::none) {
      draw(pins);
      return;
    }
    for (int attempt = 0; attempt < 10; ++attempt) {
      configuration_ = random_raw_configuration<Template>(random_);
      for (std::size_t i = 0; i < Template::kParameters; ++i) {
        configuration_[i] = pins.is_pinned(i) ? pins.choice[i] : configuration_[i];
      }
      expect(!Template::evaluate(layer_, configuration_).legal(), "pins that check_pins refuses cannot be met");
    }
  }

  void draw(const Pins& pins) {
    configuration_ = least_configuration<Template>(pins);
    for (const std::uint8_t parameter : Template::draw_order) {
      const ChoiceMask mask = Template::allowed(layer_, configuration_, pins, parameter);
      expect(mask != 0, "where check_pins accepts, drawing finds an allowed choice for every parameter");
      if (mask == 0) {
        return;
      }
      expect((static_cast<unsigned>(mask) >> Template::parameters[parameter].count) == 0,
             "allowed offers choices of the table only");
      expect(!pins.is_pinned(parameter) || mask == only_choice(pins.choice[parameter]),
             "allowed offers a pinned parameter its pin alone");
      expect(!Template::is_derived(parameter) || is_single(mask), "allowed leaves a derived parameter one choice");
      configuration_[parameter] = random_choice(mask, random_);
    }
    ++drawn_;
    const Evaluation evaluation = Template::evaluate(layer_, configuration_);
    expect(evaluation.legal() || evaluation.reason == Reason::too_large, "what is drawn is legal");
    if (evaluation.legal()) {
      judged(configuration_);
    }
    expect(Template::canonicalise(layer_, configuration_, pins) == configuration_, "what is drawn is canonical");
  }

  // Template::Bound, where there is one: of every prefix of a configuration, at most what it costs.
  void bounds(const Configuration& configuration, const Cost& cost) {
    typename BoundOf<Template>::type bound{layer_};
    Configuration partial = least_configuration<Template>({});
    std::size_t decided = 0;
    for (const std::uint8_t parameter : BoundOf<Template>::type::order) {
      partial[parameter] = configuration[parameter];
      const CostBound least = bound(partial, ++decided);
      const Checked energy = Checked{least.leakage} * cost.latency.value + least.energy;
      expect(least.cycles <= cost.latency.value, "Bound takes no more cycles than a completion");
      expect(least.most_cycles >= cost.latency.value, "a completion takes no more than Bound's most_cycles");
      expect(!energy.overflowed() && energy.value() <= cost.energy.value,
             "Bound takes no more energy than a completion");
    }
  }

  Random random_;
  Random others_;  ///< so that a template without `dependencies` is tried with the same points
  Layer layer_{};
  Configuration configuration_{};
  std::uint32_t layers_ = 0;
  std::uint32_t drawn_ = 0;
  std::string broken_;
};

}  // namespace gandse::trainer
