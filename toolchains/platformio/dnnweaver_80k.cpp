// PlatformIO compiles every source of a library; the linker keeps the generators that are used.
#include "../../generated/dnnweaver_80k.hpp"

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/runtime/c_analysis.hpp"
#include "gandse/runtime/c_generator.hpp"
#include "gandse/runtime/c_network.hpp"

GANDSE_C_GENERATOR(dnnweaver_80k)
GANDSE_C_ANALYSIS(dnnweaver_80k)
GANDSE_C_NETWORK(dnnweaver_80k, GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)
