// Layers as text, by the names and limits of the template's own field table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assignments.hpp"
#include "bad_input.hpp"
#include "gandse/cost_model/reason.hpp"
#include "number.hpp"
#include "text.hpp"

namespace gandse::cli {

template <class Template>
std::vector<std::string> layer_field_names() {
  std::vector<std::string> names;
  for (const auto& field : Template::layer_fields) {
    names.emplace_back(field.name);
  }
  return names;
}

/// A field's value in `text`. Throws BadInput with reason `malformed` or `layer_out_of_range`.
template <class Template, class Field>
std::uint32_t parse_field(const Field& field, std::string_view text) {
  return static_cast<std::uint32_t>(
      parse_whole(field.name, text, field.min, field.max, describe<Template>(Reason::layer_out_of_range).name));
}

/// "ic=64,oc=64,...": every field that is not optional, in any order; an absent one keeps the layer's own default.
/// Throws BadInput, also for unknown and missing fields, which it names.
template <class Template>
typename Template::Layer parse_layer(std::string_view text) {
  typename Template::Layer layer{};
  std::vector<Assignment> given = parse_assignments("--layer", text);
  std::vector<std::string> missing;
  for (const auto& field : Template::layer_fields) {
    const auto position = std::find_if(given.begin(), given.end(),
                                       [&](const Assignment& assignment) { return assignment.key == field.name; });
    if (position != given.end()) {
      layer.*field.member = parse_field<Template>(field, position->value);
      given.erase(position);
    } else if (!field.optional) {
      missing.emplace_back(field.name);
    }
  }
  if (!given.empty()) {
    throw BadInput("--layer: " + in_quotes(given.front().key) + " is no field of a layer; fields are " +
                   joined(layer_field_names<Template>()));
  }
  if (!missing.empty()) {
    throw BadInput("--layer: " + joined(missing) + " missing");
  }
  return layer;
}

/// "ic=64 oc=64 ..." for people.
template <class Template>
std::string layer_text(const typename Template::Layer& layer) {
  std::vector<std::string> parts;
  for (const auto& field : Template::layer_fields) {
    parts.push_back(std::string{field.name} + "=" + std::to_string(layer.*field.member));
  }
  return joined(parts, " ");
}

}  // namespace gandse::cli
