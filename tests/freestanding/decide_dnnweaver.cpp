#include "decide_dnnweaver.hpp"

#include <gandse/generated/dnnweaver_80k.hpp>

static_assert(sizeof(gandse::generated::Dnnweaver80k) <= 80 * 1024, "the weights are named after what they must fit");

extern "C" void decide_dnnweaver(const gandse::Task<gandse::Dnnweaver<>>& task, const gandse::Options& options,
                                 gandse::Decision<gandse::Dnnweaver<>>& decision) {
  decision = gandse::Explorer{gandse::generated::dnnweaver_80k}.explore(task, options);
}
