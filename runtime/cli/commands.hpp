// All commands.
//
// A command is a struct in a file of its own: its options are members; kName, kHelp and kExamples tell of it;
// `declare(app)` tells CLI11 of its options; `run(weights, generator, console)` answers, and throws BadInput if the
// question cannot be understood.
#pragma once

#include <variant>

#include "batch.hpp"
#include "cost.hpp"
#include "costs.hpp"
#include "explore.hpp"
#include "front.hpp"
#include "network.hpp"
#include "reconfigure.hpp"
#include "space.hpp"

namespace gandse::cli {

/// A new command is registered in this file, and nowhere else.
struct AnyCommand {
  std::variant<ExploreCommand, BatchCommand, CostCommand, CostsCommand, NetworkCommand, FrontCommand,
               ReconfigureCommand, SpaceCommand>
      chosen;
};

}  // namespace gandse::cli
