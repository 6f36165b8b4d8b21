// Hardware that is stored and can be loaded: what a board has instead of free hardware parameters.
#pragma once

#include <cstddef>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// A stored hardware configuration. Of `hardware` only the choices of hardware parameters count; the others, the
/// schedule, stay free for each layer.
template <class Template>
struct Bitstream {
  typename Template::Configuration hardware{};
  Cost load{};  ///< time in cycles of the template's clock, and energy, to load it
};

/// Whether its hardware parameters have choices of their tables.
template <class Template>
constexpr bool are_choices(const Bitstream<Template>& bitstream) {
  for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
    if (Template::is_hardware(parameter) && bitstream.hardware[parameter] >= Template::parameters[parameter].count) {
      return false;
    }
  }
  return true;
}

/// Its hardware as pins.
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
