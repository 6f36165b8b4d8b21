// Configurations and pins as text: every choice is written as its value, as the parameter table lists it, or as its
// name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assignments.hpp"
#include "bad_input.hpp"
#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/reason.hpp"
#include "number.hpp"
#include "text.hpp"

namespace gandse::cli {

template <class Template>
std::vector<std::string> parameter_names() {
  std::vector<std::string> names;
  for (const Parameter& parameter : Template::parameters) {
    names.emplace_back(parameter.name);
  }
  return names;
}

/// A choice as it is written: its name where it has one, otherwise its value.
inline std::string choice_text(const Parameter& parameter, std::size_t choice) {
  return parameter.is_named() ? parameter.names[choice] : std::to_string(parameter.values[choice]);
}

inline std::string choice_list(const Parameter& parameter) {
  std::vector<std::string> choices;
  for (std::size_t i = 0; i < parameter.count; ++i) {
    choices.push_back(choice_text(parameter, i));
  }
  return joined(choices);
}

/// The choice of `parameter` whose value or name is `text`. Throws BadInput with reason `malformed` or
/// `choice_out_of_range`.
template <class Template>
std::uint8_t parse_choice(const Parameter& parameter, std::string_view text) {
  constexpr const char* kReason = describe<Template>(Reason::choice_out_of_range).name;
  const auto refuse = [&](const std::string& choice, const char* reason) {
    return BadInput(
        std::string{parameter.name} + " has no choice " + choice + "; choices are " + choice_list(parameter), reason);
  };
  if (parameter.is_named()) {
    const auto* const end = parameter.names + parameter.count;
    const auto* const position = std::find(parameter.names, end, text);
    if (position == end) {
      throw refuse(in_quotes(text), kReason);
    }
    return static_cast<std::uint8_t>(position - parameter.names);
  }
  std::uint64_t value = 0;
  try {
    value = parse_whole(parameter.name, text, 0, UINT16_MAX, kReason);
  } catch (const BadInput& bad) {
    throw refuse(in_quotes(text), bad.reason());
  }
  const auto begin = parameter.values.begin();
  const auto end = begin + parameter.count;
  const auto position = std::find(begin, end, value);
  if (position == end) {
    throw refuse(std::to_string(value), kReason);
  }
  return static_cast<std::uint8_t>(position - begin);
}

/// "PEN=256,WSS=64": the parameters named there are pinned, all others free. Throws BadInput.
template <class Template>
typename Template::Pins parse_pins(std::string_view option, std::string_view text) {
  typename Template::Pins pins{};
  for (const Assignment& assignment : parse_assignments(option, text)) {
    const auto& table = Template::parameters;
    const auto position =
        std::find_if(table.begin(), table.end(), [&](const Parameter& p) { return assignment.key == p.name; });
    if (position == table.end()) {
      throw BadInput(std::string{option} + ": " + in_quotes(assignment.key) + " is no parameter of " + Template::kName +
                     "; parameters are " + joined(parameter_names<Template>()));
    }
    try {
      pins.choice[static_cast<std::size_t>(position - table.begin())] =
          parse_choice<Template>(*position, assignment.value);
    } catch (const BadInput& bad) {
      throw BadInput(std::string{option} + " " + printable(assignment.key + "=" + assignment.value) + ": " + bad.what(),
                     bad.reason());
    }
  }
  return pins;
}

/// Like `parse_pins`, but no parameter may be left out.
template <class Template>
typename Template::Configuration parse_configuration(std::string_view option, std::string_view text) {
  const typename Template::Pins pins = parse_pins<Template>(option, text);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (!pins.is_pinned(i)) {
      missing.emplace_back(Template::parameters[i].name);
    }
  }
  if (!missing.empty()) {
    throw BadInput(std::string{option} + ": " + joined(missing) + " missing; a configuration names every parameter");
  }
  return pins.choice;
}

}  // namespace gandse::cli
