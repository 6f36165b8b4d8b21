// Why a layer, a configuration or a request is refused: one small enum, shared by all templates.
#pragma once

#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Why something is refused. Values from `template_rule` on are the legality rules of the template at hand, in the
/// order of its `rules` table, so that a new template names its own rules without touching this file.
enum class [[nodiscard]] Reason : std::uint8_t{
    none,                    ///< accepted
    layer_out_of_range,      ///< a layer field lies outside the template's limits
    objective_out_of_range,  ///< an objective is zero or above its limit (objective.hpp)
    choice_out_of_range,     ///< a configuration or a pin names a choice that the parameter does not have
    too_large,               ///< the layer has more than 2^40 MACs, or takes more energy than 2^64 fJ
    capacity_exceeded = 7,   ///< no layer or no bitstream, or more than there is room for (5, 6, 8: gandse.h's own)
    limits_exceeded = 9,     ///< every bitstream takes more of a resource than its limit (10 to 13: gandse.h's own)
    template_rule = 16,      ///< first rule of the template's table `rules`
};

/// A rule of a template, as text: `name` for machines, `sentence` for people.
struct Rule {
  const char* name;      ///< identifier of letters, digits and `_`, as commands print it
  const char* sentence;  ///< what is wrong, and which parameters to change
};

/// The reason for rule `rule` of the table `rules` of a template, 0..239.
constexpr Reason template_reason(std::uint8_t rule) {
  return static_cast<Reason>(static_cast<std::uint8_t>(Reason::template_rule) + rule);
}

/// Name and sentence of a reason that `Template` gave. Numbers that are no reason are "unknown".
template <class Template>
constexpr Rule describe(Reason reason) {
  switch (reason) {
    case Reason::none:
      return {"none", "nothing is wrong"};
    case Reason::layer_out_of_range:
      return {
          "layer_out_of_range",
          "a field of the layer lies outside the limits that 'gandse space' prints, or a side has more padding than "
          "the kernel reaches, or there is nothing but padding"};
    case Reason::objective_out_of_range:
      return {"objective_out_of_range", "latency must be 1..2^62 cycles and power 1..2^50 uW"};
    case Reason::choice_out_of_range:
      return {"choice_out_of_range", "a parameter has no such choice; 'gandse space' prints the choices"};
    case Reason::too_large:
      return {"too_large", "the layer needs more than 2^40 MACs, or more energy than 2^64 fJ"};
    case Reason::capacity_exceeded:
      return {"capacity_exceeded",
              "there must be at least one layer and one bitstream, and no more than room was made for"};
    case Reason::limits_exceeded:
      return {"limits_exceeded", "every bitstream takes more of a resource than its limit"};
    case Reason::template_rule:
      break;
  }
  const auto rule =
      static_cast<std::uint8_t>(static_cast<std::uint8_t>(reason) - static_cast<std::uint8_t>(Reason::template_rule));
  return rule < Template::rules.size() ? Template::rules[rule] : Rule{"unknown", "unknown reason"};
}

}  // namespace gandse
