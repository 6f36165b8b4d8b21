// Where a command answers.
#pragma once

#include <ostream>
#include <string>

#include "colour.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct Console {
  std::ostream& out;           ///< the answer
  std::ostream& err;           ///< what is wrong with single rows or tasks
  const std::string& command;  ///< as it was given, for reports to repeat
  Watch& watch;                ///< told by commands that may work for long how far they are
  Palette palette{};           ///< of the answer
};

}  // namespace gandse::cli
