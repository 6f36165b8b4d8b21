// One network of a stream as firmware asks for it, with the capacity that the C interface has.
#pragma once

#include "gandse/cost_model/im2col.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/reconfigurator.hpp"

using NetworkDevice = gandse::Reconfigurator<gandse::generated::Im2col96k, 32, 8, 64>;

extern "C" void decide_network(NetworkDevice& device, const gandse::StreamTask<gandse::Im2col<>>& task,
                               gandse::Reconfiguration& result);
