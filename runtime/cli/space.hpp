// gandse space: what a template can be asked, what it can answer, and what it charges.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "configuration_text.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/technology.hpp"
#include "options.hpp"
#include "replay.hpp"
#include "table.hpp"

namespace gandse::cli {

struct SpaceCommand {
  static constexpr const char* kName = "space";
  static constexpr const char* kHelp = "parameters, choices, limits and constants of a template";
  static constexpr const char* kExamples = "  gandse space im2col\n";

  bool json = false;

  template <class App>
  void declare(App& app) {
    app.add_flag("--json", json, "answer in JSON");
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

template <class Template>
nlohmann::ordered_json space_json(const std::string& generator) {
  nlohmann::ordered_json space;
  add_answerer<Template>(generator, space);
  for (const auto& field : Template::layer_fields) {
    auto& limits = space["layer_limits"][field.name];
    limits["min"] = field.min;
    limits["max"] = field.max;
    if (*field.group != '\0') {
      limits["group"] = field.group;
    }
    if (field.optional) {
      limits["default"] = typename Template::Layer{}.*field.member;
    }
  }
  space["parameters"] = nlohmann::ordered_json::array();
  for (const Parameter& parameter : Template::parameters) {
    nlohmann::ordered_json entry;
    entry["name"] = parameter.name;
    entry["unit"] = parameter.unit;
    entry["description"] = parameter.description;
    if (parameter.is_named()) {
      entry["choices"] = std::vector<std::string>(parameter.names, parameter.names + parameter.count);
    } else {
      entry["choices"] =
          std::vector<std::uint16_t>(parameter.values.begin(), parameter.values.begin() + parameter.count);
    }
    space["parameters"].push_back(std::move(entry));
  }
  return space;
}

template <class Template>
void print_space(std::ostream& out) {
  using Technology = typename Template::Technology;
  out << "template     " << Template::kName << "\nfingerprint  " << fingerprint_text<Template>() << "\n\n";

  double points = 1;
  Table parameters{{{"parameter"}, {"unit"}, {"description"}, {"choices"}}};
  for (const Parameter& p : Template::parameters) {
    parameters.add({p.name, p.unit, p.description, choice_list(p)});
    points *= p.count;
  }
  parameters.print(out);
  std::array<char, 32> count{};
  std::snprintf(count.data(), count.size(), "%.1e", points);
  out << "together " << count.data() << " points\n\n";

  Table fields{
      {{"layer field"}, {"set by"}, {"least", Table::Align::right}, {"most", Table::Align::right}, {"if left out"}}};
  for (const auto& field : Template::layer_fields) {
    fields.add({field.name, field.group, std::to_string(field.min), std::to_string(field.max),
                field.optional ? std::to_string(typename Template::Layer{}.*field.member) : "(required)"});
  }
  fields.print(out);

  out << "\ntechnology " << Technology::kName << " at " << Technology::kClockMhz << " MHz\n";
  Table constants{{{"constant"}, {"unit"}, {"value"}, {"source"}}};
  for (const TechnologyConstant& constant : constants_of<Technology>()) {
    std::vector<std::string> values;
    for (const std::uint32_t value : constant_values(constant)) {
      values.push_back(std::to_string(value));
    }
    constants.add({constant.name, constant.unit, joined(values, " "), constant.source});
  }
  constants.print(out);

  out << "\nresources that --limit takes\n";
  Table resources{{{}, {}, {}}};
  for (const Resource& resource : ResourcesOf<Template>::resources) {
    resources.add({std::string{"  "} + resource.name, resource.unit, resource.description});
  }
  resources.print(out);

  out << "\na configuration is illegal where\n";
  Table rules{{{}, {}}};
  for (const Rule& rule : Template::rules) {
    rules.add({std::string{"  "} + rule.name, rule.sentence});
  }
  rules.print(out);
}

template <class Weights>
ExitCode SpaceCommand::run(const Weights& /*weights*/, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  if (json) {
    console.out << space_json<Template>(generator).dump(2) << '\n';
  } else {
    print_space<Template>(console.out);
  }
  return ExitCode::satisfied;
}

}  // namespace gandse::cli
