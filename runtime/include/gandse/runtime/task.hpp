// A question to the explorer: what is to be run, what it may cost, and what is already fixed.
#pragma once

#include "gandse/cost_model/objective.hpp"

namespace gandse {

template <class Template>
struct Task {
  typename Template::Layer layer{};
  Objective objective{};
  typename Template::Pins pins{};
};

}  // namespace gandse
