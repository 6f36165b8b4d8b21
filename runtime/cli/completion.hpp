// Scripts by which shells complete the command line, made of its help.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "help.hpp"

namespace gandse::cli {

/// The shells there are scripts for.
inline constexpr const char* kShells = "TEXT:{bash,zsh,fish}";

/// Writes the script for `shell`, which completes commands, options, files and, in the place of TEMPLATE, `templates`.
/// Throws BadInput for another shell.
void write_completion(const std::string& shell, const ProgramHelp& help, const std::vector<std::string>& templates,
                      std::ostream& out);

}  // namespace gandse::cli
