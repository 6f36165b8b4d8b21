// What a template must offer, checked at compile time with a sentence for each thing that is missing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/technology.hpp"

namespace gandse {

namespace detail {

template <std::size_t N>
constexpr bool ascending_choices(const std::array<Parameter, N>& parameters) {
  for (const Parameter& parameter : parameters) {
    if (parameter.count < 1 || parameter.count > kMaxChoices) {
      return false;
    }
    for (std::size_t i = 1; i < parameter.count; ++i) {
      if (parameter.values[i - 1] >= parameter.values[i]) {
        return false;
      }
    }
  }
  return true;
}

template <std::size_t N>
constexpr bool is_permutation(const std::array<std::uint8_t, N>& order) {
  for (std::size_t wanted = 0; wanted < N; ++wanted) {
    std::size_t found = 0;
    for (const std::uint8_t parameter : order) {
      found += parameter == wanted ? 1U : 0U;
    }
    if (found != 1) {
      return false;
    }
  }
  return true;
}

/// What a call of Template's member gives, or void where there is no such member.
template <class Template, class = void>
struct Evaluate {
  using Result = void;
};
template <class Template>
struct Evaluate<Template, std::void_t<decltype(Template::evaluate(typename Template::Layer{},
                                                                  typename Template::Configuration{}))>> {
  using Result = decltype(Template::evaluate(typename Template::Layer{}, typename Template::Configuration{}));
};
template <class Template, class = void>
struct HasModelVersion : std::false_type {};
template <class Template>
struct HasModelVersion<Template, std::void_t<decltype(std::uint64_t{Template::kModelVersion})>> : std::true_type {};
template <class Technology, class = void>
struct HasConstants : std::false_type {};
template <class Technology>
struct HasConstants<Technology, std::void_t<decltype(constants_of<Technology>().size())>> : std::true_type {};
template <class Template, class = void>
struct Canonicalise {
  using Result = void;
};
template <class Template>
struct Canonicalise<Template,
                    std::void_t<decltype(Template::canonicalise(
                        typename Template::Layer{}, typename Template::Configuration{}, typename Template::Pins{}))>> {
  using Result = decltype(Template::canonicalise(typename Template::Layer{}, typename Template::Configuration{},
                                                 typename Template::Pins{}));
};
template <class Template, class = void>
struct Allowed {
  using Result = void;
};
template <class Template>
struct Allowed<Template,
               std::void_t<decltype(Template::allowed(typename Template::Layer{}, typename Template::Configuration{},
                                                      typename Template::Pins{}, std::size_t{}))>> {
  using Result = decltype(Template::allowed(typename Template::Layer{}, typename Template::Configuration{},
                                            typename Template::Pins{}, std::size_t{}));
};

}  // namespace detail

/// Checks at compile time that `Template` offers the template interface: `TemplateCheck<Template>::value` is true if it
/// compiles, and every missing member has a sentence. A template is a struct with these static members, all
/// `constexpr`; what they promise each other is in cost_model/ADDING_A_TEMPLATE.md, and `gandse-template-check` tries
/// it.
///
/// - `Technology`, `Layer`: types. A technology has `kName`, `kClockMhz` in MHz and `constants`, as Asic45nm.
/// - `kParameters`, `Configuration`, `Pins`: size and types of the design space.
/// - `kName`, `kModelVersion`: name for the command line; number that every change of the equations raises.
/// - `layer_fields`: table of LayerField, by which layers are read, limited and made up.
/// - `parameters`: table of Parameter, 1 to kMaxChoices ascending values each.
/// - `rules`: table of Rule; `template_reason(i)` stands for rule i.
/// - `draw_order`: every parameter once, in the order in which a generator draws: hardware, tiles, what follows from
///   them.
/// - `is_derived(parameter)`: whether the parameters before it in `draw_order` leave it one canonical choice; the
///   generator then has no head for it.
/// - `is_hardware(parameter)`: whether a bitstream fixes it; the others are the schedule.
/// - `check(layer)`: whether a layer lies within the limits of its fields, and is not too large.
/// - `macs(layer)`: multiplications of a layer that `check` accepts, at least 1.
/// - `evaluate(layer, configuration)`: cycles and femtojoule of exactly this configuration, or why it has none.
/// - `canonicalise(layer, configuration, pins)`: the cheapest-to-name configuration of the same behaviour. Cycles stay,
///   energy and resources never rise, pins are kept, and an illegal configuration is returned as it is.
/// - `allowed(layer, configuration, pins, parameter)`: the canonical, legal choices of a parameter beside the others;
///   those that are not drawn yet hold choice 0 or their pin.
/// - `check_pins(layer, pins)`: whether any configuration keeps the pins; otherwise the rule that they break.
/// - `encode(layer, features)`, `kLayerFeatures`: what the generator sees of a layer, as so many int8.
///
/// Optional members:
///
/// - `dependencies(parameter)`: the parameters on which `allowed` of this one depends, of 32 at most: neighbours are
///   formed faster.
/// - `resources`, `used(configuration)`: table of Resource, and how much of each the hardware takes (ResourcesOf).
/// - `breakdown(layer, configuration)`, `demands(layer, configuration)`: where time and energy go, and what each rule
///   compares, for reports (breakdown.hpp).
/// - `Bound`: bounds for an exact search (BoundOf), in a header of its own.
template <class Template>
struct TemplateCheck {
  static_assert(std::is_same_v<typename Template::Configuration, Configuration<Template::kParameters>>,
                "a template's Configuration is gandse::Configuration<kParameters>");
  static_assert(std::is_same_v<typename Template::Pins, Pins<Template::kParameters>>,
                "a template's Pins is gandse::Pins<kParameters>");
  static_assert(Template::parameters.size() == Template::kParameters,
                "a template's parameter table has kParameters entries");
  static_assert(detail::ascending_choices(Template::parameters),
                "every parameter has 1 to kMaxChoices choices, in ascending order");
  static_assert(Template::draw_order.size() == Template::kParameters && detail::is_permutation(Template::draw_order),
                "a template's draw_order names every parameter once");
  static_assert(std::is_same_v<typename detail::Evaluate<Template>::Result, Evaluation>,
                "a template has: static Evaluation evaluate(const Layer&, const Configuration&)");
  static_assert(std::is_same_v<typename detail::Canonicalise<Template>::Result, typename Template::Configuration>,
                "a template has: static Configuration canonicalise(const Layer&, Configuration, const Pins&)");
  static_assert(
      std::is_same_v<typename detail::Allowed<Template>::Result, ChoiceMask>,
      "a template has: static ChoiceMask allowed(const Layer&, const Configuration&, const Pins&, std::size_t)");
  static_assert(
      std::is_same_v<decltype(Template::check_pins(typename Template::Layer{}, typename Template::Pins{})), Reason>,
      "a template has: static Reason check_pins(const Layer&, const Pins&)");
  static_assert(std::is_same_v<decltype(Template::check(typename Template::Layer{})), Reason>,
                "a template has: static Reason check(const Layer&)");
  static_assert(std::is_same_v<decltype(Template::macs(typename Template::Layer{})), std::uint64_t>,
                "a template has: static std::uint64_t macs(const Layer&)");
  static_assert(std::is_same_v<decltype(Template::is_derived(std::size_t{})), bool>,
                "a template has: static bool is_derived(std::size_t parameter)");
  static_assert(std::is_same_v<decltype(Template::is_hardware(std::size_t{})), bool>,
                "a template has: static bool is_hardware(std::size_t parameter)");
  static_assert(std::is_same_v<
                    decltype(Template::encode(typename Template::Layer{}, static_cast<std::int8_t*>(nullptr))), void> &&
                    Template::kLayerFeatures >= 1,
                "a template has: static void encode(const Layer&, std::int8_t*), of kLayerFeatures features");
  static_assert(Template::layer_fields.size() >= 1, "a template has a table layer_fields of LayerField<Layer>");
  static_assert(Template::rules.size() >= 1, "a template has a table of rules, one per way to be illegal");
  static_assert(
      detail::HasModelVersion<Template>::value,
      "a template has a number kModelVersion, which every change of its equations raises: trained weights are "
      "then refused. All else that they depend on is looked at (runtime/fingerprint.hpp)");
  static_assert(Template::Technology::kClockMhz >= 1, "a template's Technology has a clock of at least 1 MHz");
  static_assert(detail::HasConstants<typename Template::Technology>::value,
                "a template's Technology has: template <class Technology> static constexpr "
                "std::array<TechnologyConstant, N> constants(), as in technology.hpp");
  static constexpr bool value = true;  ///< the template compiles with all of the above
};

}  // namespace gandse
