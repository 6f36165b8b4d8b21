// How many canonical configurations a layer has, about: what enumerating them would take.
#pragma once

#include <cstdint>
#include <sstream>
#include <string>

#include "task/task.hpp"

namespace gandse::trainer {

/// The mean, over `probes` random ways down the tree of choices, of the product of how many were open (Knuth,
/// Estimating the efficiency of backtrack programs, 1975): right in the mean, and the same every time. `Order` names
/// the parameters as they are decided. The pins can be met.
template <class Template, class Order>
double estimated_configurations(const typename Template::Layer& layer, const typename Template::Pins& pins,
                                const Order& order, std::uint32_t probes) {
  Random random{1};
  double sum = 0;
  for (std::uint32_t probe = 0; probe < probes; ++probe) {
    auto configuration = least_configuration<Template>(pins);
    double product = 1;
    for (const std::uint8_t parameter : order) {
      const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
      product *= __builtin_popcount(mask);
      if (mask == 0) {
        break;
      }
      configuration[parameter] = random_choice(mask, random);
    }
    sum += product;
  }
  return sum / probes;
}

/// NAME=VALUE of every field, separated by spaces.
template <class Template>
std::string layer_text(const typename Template::Layer& layer) {
  std::ostringstream text;
  for (const auto& field : Template::layer_fields) {
    text << (text.tellp() == 0 ? "" : " ") << field.name << '=' << layer.*field.member;
  }
  return text.str();
}

}  // namespace gandse::trainer
