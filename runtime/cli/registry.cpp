#include "registry.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "bad_input.hpp"
#include "generator.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

// "im2col (im2col_96k, im2col_8k), ..."
std::string all_names(const std::vector<const Generator*>& registry) {
  std::vector<std::string> templates;
  for (const Generator* entry : registry) {
    const std::string of{entry->template_name()};
    const std::string generator{entry->name()};
    const auto known = std::find_if(templates.begin(), templates.end(),
                                    [&](const std::string& text) { return text.rfind(of + " (", 0) == 0; });
    if (known == templates.end()) {
      templates.push_back(std::string{of}.append(" (").append(generator).append(")"));
    } else {
      known->insert(known->size() - 1, ", " + generator);
    }
  }
  return joined(templates);
}

const std::vector<const Generator*>& all_entries() {
  static const auto registry = registered_generators();
  return registry;
}

}  // namespace

std::vector<std::string> all_layer_fields() {
  std::vector<std::string> all;
  for (const Generator* entry : all_entries()) {
    for (const std::string& field : entry->layer_fields()) {
      if (std::find(all.begin(), all.end(), field) == all.end()) {
        all.push_back(field);
      }
    }
  }
  return all;
}

const Generator& find_generator(std::string_view name) {
  const auto& registry = all_entries();
  const auto position = std::find_if(registry.begin(), registry.end(), [&](const Generator* entry) {
    return entry->template_name() == name || entry->name() == name;
  });
  if (position == registry.end()) {
    throw BadInput("unknown template " + in_quotes(name) + "; templates, and their generators, are " +
                   all_names(registry));
  }
  return **position;
}

}  // namespace gandse::cli
