#include "decide_im2col.hpp"

#include <gandse/generated/im2col_96k.hpp>

static_assert(sizeof(gandse::generated::Im2col96k) <= 96 * 1024, "the weights are named after what they must fit");

extern "C" void decide_im2col(const gandse::Task<gandse::Im2col<>>& task, const gandse::Options& options,
                              gandse::Decision<gandse::Im2col<>>& decision) {
  decision = gandse::Explorer{gandse::generated::im2col_96k}.explore(task, options);
}
