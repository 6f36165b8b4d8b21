// All templates and generators that this command line knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"

namespace gandse::cli {

/// The commands of the template called `name`, with the first generator declared for it, or with the generator called
/// `name`. Throws BadInput, which lists all, if there is none.
const Commands& find_template(std::string_view name);

/// Names of the fields that the layers of all templates have, each once.
std::vector<std::string> all_layer_fields();

}  // namespace gandse::cli
