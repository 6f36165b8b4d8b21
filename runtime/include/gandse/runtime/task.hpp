// A question to the explorer: what is to be run, what it may cost, and what is already fixed.
#pragma once

#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// Whether all fields of two layers are equal.
template <class Template>
constexpr bool same_layer(const typename Template::Layer& a, const typename Template::Layer& b) {
  for (const auto& field : Template::layer_fields) {
    if (a.*field.member != b.*field.member) {
      return false;
    }
  }
  return true;
}

/// A question to the explorer.
template <class Template>
struct Task {
  typename Template::Layer layer{};  ///< what is to be run
  Objective objective{};             ///< what it may cost
  typename Template::Pins pins{};    ///< what is already fixed

  /// Whether layer, objective and pins are equal.
  friend constexpr bool operator==(const Task& a, const Task& b) {
    return same_layer<Template>(a.layer, b.layer) && a.objective.latency == b.objective.latency &&
           a.objective.power == b.objective.power && a.pins.choice == b.pins.choice;
  }
  /// Whether any of them differs.
  friend constexpr bool operator!=(const Task& a, const Task& b) { return !(a == b); }
};

}  // namespace gandse
