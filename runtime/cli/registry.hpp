// All generators that this command line knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

class Generator;

/// In the order in which they are declared to CMake, which makes this function.
std::vector<const Generator*> registered_generators();

/// The generator called `name`, or the first one of the template called so. Throws BadInput, which lists all, if there
/// is none.
const Generator& find_generator(std::string_view name);

/// A template as its generators tell of it.
struct TemplateEntry {
  std::string name;
  std::string fingerprint;              ///< in hexadecimal
  std::vector<std::string> generators;  ///< their names; the first is that of the template's name
};

/// All templates, in the order of their first generators.
std::vector<TemplateEntry> all_templates();

/// What TEMPLATE may be: the names of all templates, and of their generators.
std::vector<std::string> all_template_words();

/// Names of the fields that the layers of all templates have, each once.
std::vector<std::string> all_layer_fields();

}  // namespace gandse::cli
