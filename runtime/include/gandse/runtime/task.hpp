// A question to the explorer: what is to be run, what it may cost, and what is already fixed.
#pragma once

#include "gandse/cost_model/objective.hpp"

namespace gandse {

template <class Template>
constexpr bool same_layer(const typename Template::Layer& a, const typename Template::Layer& b) {
  for (const auto& field : Template::layer_fields) {
    if (a.*field.member != b.*field.member) {
      return false;
    }
  }
  return true;
}

template <class Template>
struct Task {
  typename Template::Layer layer{};
  Objective objective{};
  typename Template::Pins pins{};

  friend constexpr bool operator==(const Task& a, const Task& b) {
    return same_layer<Template>(a.layer, b.layer) && a.objective.latency == b.objective.latency &&
           a.objective.power == b.objective.power && a.pins.choice == b.pins.choice;
  }
  friend constexpr bool operator!=(const Task& a, const Task& b) { return !(a == b); }
};

}  // namespace gandse
