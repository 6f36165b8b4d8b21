// What a layer of a network runs as.
#pragma once

#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// What one layer runs as.
template <class Template>
struct Schedule {
  typename Template::Configuration configuration{};  ///< hardware and schedule
  Cost cost{};                                       ///< what the cost model gives for it
};

}  // namespace gandse
