// Layers as text, by the names and limits of the template's own field table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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

/// What a layer may be given by: its fields, and the groups that set several of them alike, in place of the first.
template <class Template>
std::vector<std::string> layer_words() {
  std::vector<std::string> words;
  std::string_view last;
  for (const auto& field : Template::layer_fields) {
    const std::string_view group = field.group;
    if (!group.empty() && group != last) {
      words.emplace_back(group);
    }
    last = group;
    words.emplace_back(field.name);
  }
  return words;
}

/// A field's value in `text`. Throws BadInput with reason `malformed` or `layer_out_of_range`.
template <class Template, class Field>
std::uint32_t parse_field(const Field& field, std::string_view text) {
  return static_cast<std::uint32_t>(
      parse_whole(field.name, text, field.min, field.max, describe<Template>(Reason::layer_out_of_range).name));
}

/// "ic=64,oc=64,...": every field that is not optional, in any order; an absent one keeps the layer's own default. A
/// group sets all of its fields but those that are given by themselves. Throws BadInput, also for unknown and missing
/// fields, which it names.
template <class Template>
typename Template::Layer parse_layer(std::string_view text) {
  typename Template::Layer layer{};
  const std::vector<Assignment> given = parse_assignments("--layer", text);
  const std::vector<std::string> words = layer_words<Template>();
  for (const Assignment& assignment : given) {
    if (std::find(words.begin(), words.end(), assignment.key) == words.end()) {
      throw BadInput("--layer: " + in_quotes(assignment.key) + " is no field of a layer; fields are " + joined(words));
    }
  }
  std::vector<std::string> missing;
  for (const auto& field : Template::layer_fields) {
    const auto find = [&](std::string_view key) {
      return std::find_if(given.begin(), given.end(), [&](const Assignment& one) { return one.key == key; });
    };
    const auto own = find(field.name);
    const auto position = own != given.end() ? own : find(field.group);
    if (position != given.end()) {
      layer.*field.member = parse_field<Template>(field, position->value);
    } else if (!field.optional) {
      missing.emplace_back(field.name);
    }
  }
  if (!missing.empty()) {
    throw BadInput("--layer: " + joined(missing) + " missing");
  }
  return layer;
}

/// A layer for people: names and values, fields of a group as one where all of them are equal.
template <class Template>
std::vector<std::pair<std::string, std::string>> layer_parts(const typename Template::Layer& layer) {
  std::vector<std::pair<std::string, std::string>> parts;
  const auto& fields = Template::layer_fields;
  for (std::size_t i = 0; i < fields.size();) {
    const std::string_view group = fields[i].group;
    std::size_t end = i + 1;
    for (; !group.empty() && end < fields.size() && fields[end].group == group; ++end) {
    }
    const std::uint32_t value = layer.*fields[i].member;
    bool alike = !group.empty();
    for (std::size_t of = i; of < end; ++of) {
      alike = alike && layer.*fields[of].member == value;
    }
    if (alike) {
      parts.emplace_back(group, std::to_string(value));
    }
    for (; i < end; ++i) {
      if (!alike) {
        parts.emplace_back(fields[i].name, std::to_string(layer.*fields[i].member));
      }
    }
  }
  return parts;
}

/// "ic=64 oc=64 ..." for people.
template <class Template>
std::string layer_text(const typename Template::Layer& layer) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : layer_parts<Template>(layer)) {
    parts.push_back(name);
    parts.back().append("=").append(value);
  }
  return joined(parts, " ");
}

}  // namespace gandse::cli
