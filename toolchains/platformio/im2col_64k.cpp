// PlatformIO compiles every source of a library; the linker keeps the generators that are used.
#include "../../generated/im2col_64k.hpp"

#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/runtime/c_analysis.hpp"
#include "gandse/runtime/c_generator.hpp"
#include "gandse/runtime/c_network.hpp"

GANDSE_C_GENERATOR(im2col_64k)
GANDSE_C_ANALYSIS(im2col_64k)
GANDSE_C_NETWORK(im2col_64k, GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)
