#include "registry.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bad_input.hpp"
#include "commands_for.hpp"
#include "registered_weights.hpp"  // made by CMake from the declared generators
#include "text.hpp"

namespace gandse::cli {

namespace {

using Entry = std::unique_ptr<const Commands>;

template <class Weights>
Entry named(const char* generator, const Weights& weights) {
  return std::make_unique<CommandsFor<Weights>>(generator, weights);
}

template <class... Entries>
std::vector<Entry> make_registry(Entries... entries) {
  std::vector<Entry> result;
  (result.push_back(std::move(entries)), ...);
  return result;
}

// "im2col (im2col_96k, im2col_8k), ..."
std::string all_names(const std::vector<Entry>& registry) {
  std::vector<std::string> templates;
  for (const Entry& entry : registry) {
    const std::string of{entry->name()};
    const std::string generator{entry->generator()};
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

const std::vector<Entry>& all_entries() {
  static const auto registry = make_registry(GANDSE_REGISTERED_WEIGHTS);
  return registry;
}

}  // namespace

std::vector<std::string> all_layer_fields() {
  std::vector<std::string> all;
  for (const Entry& entry : all_entries()) {
    for (const std::string& field : entry->layer_fields()) {
      if (std::find(all.begin(), all.end(), field) == all.end()) {
        all.push_back(field);
      }
    }
  }
  return all;
}

const Commands& find_template(std::string_view name) {
  const auto& registry = all_entries();
  const auto position = std::find_if(registry.begin(), registry.end(), [&](const Entry& entry) {
    return entry->name() == name || entry->generator() == name;
  });
  if (position == registry.end()) {
    throw BadInput("unknown template " + in_quotes(name) + "; templates, and their generators, are " +
                   all_names(registry));
  }
  return **position;
}

}  // namespace gandse::cli
