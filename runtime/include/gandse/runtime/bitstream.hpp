// Hardware that is stored and can be loaded: what a board has instead of free hardware parameters.
#pragma once

#include <cstddef>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// A stored hardware configuration.
template <class Template>
struct Bitstream {
  /// Only the choices of hardware parameters count: the schedule stays free for each layer.
  typename Template::Configuration hardware{};
  Cost load{};  ///< cycles of the template's clock, and energy, to load it
};

/// Whether every hardware parameter of a bitstream has a choice of its table.
template <class Template>
constexpr bool are_choices(const Bitstream<Template>& bitstream) {
  for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
    if (Template::is_hardware(parameter) && bitstream.hardware[parameter] >= Template::parameters[parameter].count) {
      return false;
    }
  }
  return true;
}

/// The hardware of a bitstream as pins; the schedule is free.
template <class Template>
constexpr typename Template::Pins pins_of(const Bitstream<Template>& bitstream) {
  typename Template::Pins pins;
  for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
    if (Template::is_hardware(parameter)) {
      pins.choice[parameter] = bitstream.hardware[parameter];
    }
  }
  return pins;
}

}  // namespace gandse
