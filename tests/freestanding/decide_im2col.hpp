// One decision as firmware calls it: the function whose code, constants and stack are measured.
#pragma once

#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/explorer.hpp"

extern "C" void decide_im2col(const gandse::Task<gandse::Im2col<>>& task, const gandse::Options& options,
                              gandse::Decision<gandse::Im2col<>>& decision);
