#include <cstdint>

#include "gandse/cost_model/units.hpp"
