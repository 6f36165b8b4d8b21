// The manual page, made of the help texts.
#pragma once

#include <ostream>
#include <string_view>

#include "help.hpp"

namespace gandse::cli {

/// Writes the page of section 1, for man; `examples` are lines of commands.
void write_manual(const ProgramHelp& help, std::string_view examples, std::ostream& out);

}  // namespace gandse::cli
