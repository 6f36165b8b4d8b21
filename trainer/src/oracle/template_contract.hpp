// What every template promises (cost_model/ADDING_A_TEMPLATE.md), tried on random points: sampler, refinement, oracle
// and training rely on it without looking.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "gandse/cost_model/bound.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/template.hpp"
#include "oracle/space_size.hpp"
#include "support/draws.hpp"
#include "task/layer_distribution.hpp"
#include "task/task.hpp"

namespace gandse::trainer {

/// Random layers that training tries before it begins: a quarter of a second.
inline constexpr std::uint32_t kContractPoints = 20'000;

template <class Template>
class TemplateContract {
 public:
  using Layer = typename Template::Layer;
  using Configuration = typename Template::Configuration;
  using Pins = typename Template::Pins;

  explicit TemplateContract(std::uint64_t seed) : random_(seed), others_(seed + 1) {
    static_assert(TemplateCheck<Template>::value);
  }

  /// Tries `points` random layers, and calls `tried()` after each. Empty where every promise held; else the first
  /// broken one, and where.
  template <class Tried>
  std::string violation(std::uint32_t points, const Tried& tried) {
    tables();
    for (std::uint32_t point = 0; point < points && broken_.empty(); ++point, tried()) {
      layer_ = random_layer_of_any_size();
      limits();
      const Reason reason = Template::check(layer_);
      if (reason != Reason::none) {
        expect(reason == Reason::too_large || reason == Reason::layer_out_of_range,
               "check gives layer_out_of_range, too_large or none");
        refused_layer();
        continue;
      }
      ++layers_;
      expect(Template::macs(layer_) >= 1, "a layer that check accepts has at least one MAC");
      features();
      resources();
      judged(random_raw_configuration<Template>(random_));
      independent(random_raw_configuration<Template>(others_), {});
      pinned();
      if (point % kPointsPerGrowth == 0) {
        grown();
      }
    }
    expect(layers_ > points / 20 && drawn_ > 0, "a fair share of layers within the limits can be run");
    return broken_;
  }
  std::string violation(std::uint32_t points) {
    return violation(points, [] {});
  }

  /// Of those that were tried: layers that check accepts, and configurations that were drawn for them.
  [[nodiscard]] std::uint32_t layers() const { return layers_; }
  [[nodiscard]] std::uint32_t drawn() const { return drawn_; }

 private:
  void expect(bool holds, const char* promise) {
    if (holds || !broken_.empty()) {
      return;
    }
    std::ostringstream text;
    text << "template " << Template::kName << " breaks its contract: " << promise << "; layer "
         << layer_text<Template>(layer_) << ", choices";
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
    const bool extreme = random_.below(4) == 0;
    for (const auto& field : Template::layer_fields) {
      const double least = std::max(field.min, std::uint32_t{1});
      const std::uint32_t end = extreme ? random_.below(4) : 3;
      layer.*field.member = end == 0 ? field.min
                            : end == 1
                                ? field.max
                                : static_cast<std::uint32_t>(std::lround(log_uniform(least, field.max, random_)));
    }
    return layer;
  }

  // What files, the command line and the made-up layers of training go by.
  void tables() {
    std::set<std::string_view> names;
    const auto name = [&](std::string_view text, const char* promise) {
      constexpr std::string_view kSigns{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"};
      expect(!text.empty() && text.find_first_not_of(kSigns) == text.npos && names.insert(text).second, promise);
    };
    for (const auto& field : Template::layer_fields) {
      name(field.name, "layer fields and parameters have names of their own, of letters, digits and _");
      expect(field.min <= field.typical && field.typical <= field.max, "a layer field has min <= typical <= max");
      const std::uint32_t left_out = Layer{}.*field.member;
      expect(!field.optional || (field.min <= left_out && left_out <= field.max),
             "the default of an optional layer field is within its limits");
    }
    bool has_head = false;
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      name(Template::parameters[i].name,
           "layer fields and parameters have names of their own, of letters, digits and _");
      has_head = has_head || !Template::is_derived(i);
    }
    expect(has_head, "some parameter is not derived");
    for (const Resource& resource : ResourcesOf<Template>::resources) {
      name(resource.name, "resources have names of their own, of letters, digits and _");
    }
    names.clear();
    for (const Rule& rule : Template::rules) {
      name(rule.name, "rules have names of their own, of letters, digits and _");
    }
    if constexpr (std::is_base_of_v<gandse::Layer, Layer>) {
      bool first = Template::layer_fields.size() >= kLayerFields.size();
      for (std::size_t i = 0; first && i < kLayerFields.size(); ++i) {
        first = std::string_view{Template::layer_fields[i].name} == kLayerFields[i].name;
      }
      expect(first, "a layer that extends gandse::Layer lists its eight fields first");
    }
    const auto& order = BoundOf<Template>::type::order;
    expect(order.size() == Template::kParameters && std::set<int>(order.begin(), order.end()).size() == order.size() &&
               *std::max_element(order.begin(), order.end()) < Template::kParameters,
           "Bound::order names every parameter once");
  }

  // One field of the layer beyond its limits.
  void limits() {
    const auto& field =
        Template::layer_fields[others_.below(static_cast<std::uint32_t>(Template::layer_fields.size()))];
    Layer beyond = layer_;
    beyond.*field.member = others_.below(2) == 0 ? field.max + 1 : field.min - 1;
    const std::uint32_t value = beyond.*field.member;
    if (value < field.min || value > field.max) {
      std::swap(layer_, beyond);
      expect(Template::check(layer_) == Reason::layer_out_of_range,
             "check refuses a field beyond its limits by layer_out_of_range");
      std::swap(layer_, beyond);
    }
  }

  void expect_known(Reason reason) {
    expect(std::string_view{describe<Template>(reason).name} != "unknown", "every reason is one of the table of rules");
  }

  static bool same(const Evaluation& a, const Evaluation& b) {
    return a.reason == b.reason && a.cost.latency == b.cost.latency && a.cost.energy == b.cost.energy;
  }

  void refused_layer() {
    configuration_ = random_raw_configuration<Template>(random_);
    expect_known(Template::check_pins(layer_, {}));
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
    auto again = values;
    for (std::int8_t& value : again) {
      value = static_cast<std::int8_t>(~value);
    }
    again.back() = kGuard;
    Template::encode(layer_, again.data());
    expect(again == values, "encode writes all of kLayerFeatures features, the same every time");
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
  void independent(const Configuration& configuration, const Pins& pins) {
    if constexpr (requires { Template::dependencies(std::size_t{}); }) {
      const Configuration present = std::exchange(configuration_, configuration);
      const std::size_t parameter = others_.below(Template::kParameters);
      const ChoiceMask before = Template::allowed(layer_, configuration_, pins, parameter);
      const std::size_t other = others_.below(Template::kParameters);
      if (other != parameter && !pins.is_pinned(other) &&
          (Template::dependencies(parameter) & parameter_set(other)) == 0) {
        configuration_[other] = static_cast<std::uint8_t>(others_.below(Template::parameters[other].count));
        expect(Template::allowed(layer_, configuration_, pins, parameter) == before,
               "allowed depends on nothing but what dependencies says");
      }
      configuration_ = present;
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
    expect_known(before.reason);
    expect(same(Template::evaluate(layer_, raw), before) && Template::canonicalise(layer_, raw, pins) == canonical,
           "the same question gets the same answer");
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
    expect(within_limits(objective_of<Template>(before.cost)),
           "a legal configuration takes 1 to 2^62 cycles, and 1 to 2^50 uW on average");
    expect(after.legal() && after.cost.latency == before.cost.latency, "canonicalise changes no cycles");
    expect(after.cost.energy <= before.cost.energy, "canonicalise never raises the energy");
    expect(Template::canonicalise(layer_, canonical, pins) == canonical, "canonicalise is idempotent");
    expect(Template::check_pins(layer_, pins) == Reason::none, "check_pins accepts pins that a configuration obeys");
    const auto used = ResourcesOf<Template>::used(raw);
    const auto canonical_used = ResourcesOf<Template>::used(canonical);
    for (std::size_t i = 0; i < used.size(); ++i) {
      expect(canonical_used[i] <= used[i], "canonicalise takes no more of a resource");
    }
    // Every canonical configuration can be drawn, and found by branch and bound.
    can_be_reached(canonical, pins, Template::draw_order,
                   "allowed offers every choice of a canonical configuration, in draw order");
    can_be_reached(canonical, pins, BoundOf<Template>::type::order,
                   "allowed offers every choice of a canonical configuration, in the order of Bound");
    independent(canonical, pins);
    bounds(canonical, pins, after.cost);
  }

  template <class Order>
  void can_be_reached(const Configuration& canonical, const Pins& pins, const Order& order, const char* promise) {
    Configuration partial = least_configuration<Template>(pins);
    for (const std::uint8_t parameter : order) {
      expect(contains(Template::allowed(layer_, partial, pins, parameter), canonical[parameter]), promise);
      partial[parameter] = canonical[parameter];
    }
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
    expect_known(reason);
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
      expect(mask == Template::allowed(layer_, configuration_, pins, parameter),
             "the same question gets the same answer");
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
  void bounds(const Configuration& configuration, const Pins& pins, const Cost& cost) {
    using Bound = typename BoundOf<Template>::type;
    if constexpr (!std::is_same_v<Bound, NoBound<Template>>) {
      Bound bound{layer_};
      Configuration partial = least_configuration<Template>(pins);
      std::size_t decided = 0;
      for (const std::uint8_t parameter : Bound::order) {
        partial[parameter] = configuration[parameter];
        const CostBound least = bound(partial, ++decided);
        const Checked energy = Checked{least.leakage} * cost.latency.value + least.energy;
        expect(least.cycles <= cost.latency.value, "Bound takes no more cycles than a completion");
        expect(least.most_cycles >= cost.latency.value, "a completion takes no more than Bound's most_cycles");
        expect(!energy.overflowed() && energy.value() <= cost.energy.value,
               "Bound takes no more energy than a completion");
      }
      another_branch(bound, configuration, pins);
    }
  }

  // A search comes back from one branch and goes down the next with the same Bound: some other choices from some depth
  // on.
  template <class Bound>
  void another_branch(Bound& used, const Configuration& configuration, const Pins& pins) {
    Bound fresh{layer_};
    Configuration partial = least_configuration<Template>(pins);
    const std::size_t fork = others_.below(Template::kParameters);
    for (std::size_t depth = 0; depth < Template::kParameters; ++depth) {
      const std::size_t parameter = Bound::order[depth];
      const ChoiceMask mask = Template::allowed(layer_, partial, pins, parameter);
      if (mask == 0) {
        return;
      }
      partial[parameter] = depth < fork ? configuration[parameter] : random_choice(mask, others_);
      const CostBound expected = fresh(partial, depth + 1);
      if (depth >= fork) {
        const CostBound least = used(partial, depth + 1);
        expect(least.cycles == expected.cycles && least.energy == expected.energy &&
                   least.leakage == expected.leakage && least.most_cycles == expected.most_cycles,
               "Bound tells of a branch the same after another one");
      }
    }
  }

  // Towards the largest layers, field by field. A figure that wraps at 2^64 falls there.
  void grown() {
    Layer before = layer_;
    for (std::size_t tries = 0; tries < kGrowthSteps; ++tries) {
      const auto& field =
          Template::layer_fields[others_.below(static_cast<std::uint32_t>(Template::layer_fields.size()))];
      Layer after = before;
      after.*field.member = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(field.max, std::max<std::uint64_t>(1, std::uint64_t{2} * (before.*field.member))));
      if (Template::check(after) != Reason::none || Template::check_pins(after, {}) != Reason::none) {
        continue;
      }
      layer_ = after;
      configuration_ = least_configuration<Template>({});
      for (const std::uint8_t parameter : Template::draw_order) {
        const ChoiceMask mask = Template::allowed(after, configuration_, {}, parameter);
        expect(mask != 0, "where check_pins accepts, drawing finds an allowed choice for every parameter");
        if (mask == 0) {
          return;
        }
        configuration_[parameter] = random_choice(mask, others_);
      }
      const Evaluation small = Template::evaluate(before, configuration_);
      const Evaluation large = Template::evaluate(after, configuration_);
      if (small.legal() && large.legal() && Template::macs(after) / 2 >= Template::macs(before)) {
        expect(large.cost.latency.value >= small.cost.latency.value / 64 &&
                   large.cost.energy.value >= small.cost.energy.value / 64,
               "with twice the MACs a configuration takes no less than a 64th of the cycles and energy (64 bits "
               "may wrap: "
               "Checked)");
      }
      before = after;
    }
  }

  static constexpr std::uint32_t kPointsPerGrowth = 16;
  static constexpr std::size_t kGrowthSteps = 64;

  Random random_;
  Random others_;  ///< so that a template without `dependencies` is tried with the same points
  Layer layer_{};
  Configuration configuration_{};
  std::uint32_t layers_ = 0;
  std::uint32_t drawn_ = 0;
  std::string broken_;
};

}  // namespace gandse::trainer
