#include "registry.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "bad_input.hpp"
#include "generator.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

const std::vector<const Generator*>& all_entries() {
  static const auto registry = registered_generators();
  return registry;
}

// "im2col (im2col_96k, im2col_8k), ..."
std::string all_names() {
  std::vector<std::string> names;
  for (const TemplateEntry& entry : all_templates()) {
    names.push_back(entry.name + " (" + joined(entry.generators) + ")");
  }
  return joined(names);
}

}  // namespace

std::vector<TemplateEntry> all_templates() {
  std::vector<TemplateEntry> all;
  for (const Generator* entry : all_entries()) {
    const auto same = [&](const TemplateEntry& known) { return known.name == entry->template_name(); };
    auto known = std::find_if(all.begin(), all.end(), same);
    if (known == all.end()) {
      known = all.insert(all.end(), TemplateEntry{std::string{entry->template_name()}, entry->fingerprint(), {}});
    }
    known->generators.emplace_back(entry->name());
  }
  return all;
}

std::vector<std::string> all_template_words() {
  std::vector<std::string> words;
  for (const TemplateEntry& entry : all_templates()) {
    words.push_back(entry.name);
    words.insert(words.end(), entry.generators.begin(), entry.generators.end());
  }
  return words;
}

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
    throw BadInput("unknown template " + in_quotes(name) + "; templates, and their generators, are " + all_names());
  }
  return **position;
}

}  // namespace gandse::cli
