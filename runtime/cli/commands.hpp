// All commands.
//
// A command is a struct in a file of its own: its options are members; kName, kHelp and kExamples tell of it;
// `declare(app)` tells CLI11 of its options; `run(weights, generator, console)` answers, and throws BadInput if the
// question cannot be understood. A command that asks no template has `run(console)`.
#pragma once

#include <variant>

#include "batch.hpp"
#include "console.hpp"
#include "cost.hpp"
#include "costs.hpp"
#include "explore.hpp"
#include "front.hpp"
#include "layers.hpp"
#include "network.hpp"
#include "reconfigure.hpp"
#include "space.hpp"

namespace gandse::cli {

/// A new command is registered in this file, and nowhere else.
struct AnyCommand {
  std::variant<ExploreCommand, BatchCommand, CostCommand, CostsCommand, NetworkCommand, FrontCommand,
               ReconfigureCommand, SpaceCommand, LayersCommand>
      chosen;
};

/// Whether a command asks a template.
template <class Command>
inline constexpr bool kAsksTemplate = !requires(const Command& command, const Console& console) {
  command.run(console);
};

}  // namespace gandse::cli
