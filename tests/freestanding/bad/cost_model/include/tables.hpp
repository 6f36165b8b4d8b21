#include <array>
#include <vector>

#include "gandse/runtime/explorer.hpp"
