// All templates that this command line knows.
#pragma once

#include <string_view>

#include "commands.hpp"

namespace gandse::cli {

/// The commands of the template called `name`. Throws BadInput, which lists all templates, if there is none.
const Commands& find_template(std::string_view name);

}  // namespace gandse::cli
