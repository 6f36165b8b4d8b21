// One decision as firmware calls it: the function whose code, constants and stack are measured.
#pragma once

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/runtime/explorer.hpp"

extern "C" void decide_dnnweaver(const gandse::Task<gandse::Dnnweaver<>>& task, const gandse::Options& options,
                                 gandse::Decision<gandse::Dnnweaver<>>& decision);
