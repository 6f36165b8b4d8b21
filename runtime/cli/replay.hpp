// What an answer in JSON says of its question beside layers and objectives, so that it can be asked again: who
// answered, for which machine, and with which options.
#pragma once

#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "answer.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/technology.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/fingerprint.hpp"
#include "gandse/runtime/network.hpp"
#include "gandse/version.h"
#include "network_files.hpp"
#include "record.hpp"

namespace gandse::cli {

template <class Template>
std::string fingerprint_text() {
  std::array<char, 24> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "0x%016" PRIx64, fingerprint<Template>());
  return buffer.data();
}

inline std::vector<std::uint32_t> constant_values(const TechnologyConstant& constant) {
  return {constant.values, constant.values + constant.count};
}

template <class Template>
nlohmann::ordered_json technology_json() {
  using Technology = typename Template::Technology;
  nlohmann::ordered_json json{{"name", Technology::kName}, {"clock_mhz", Technology::kClockMhz}};
  for (const TechnologyConstant& constant : constants_of<Technology>()) {
    if (constant.count == 1) {
      json[constant.name] = constant.values[0];
    } else {
      json[constant.name] = constant_values(constant);
    }
  }
  return json;
}

/// Adds whether there is an answer, and why not.
template <class Template>
void add_verdict(Reason reason, nlohmann::ordered_json& json) {
  json["legal"] = reason == Reason::none ? 1 : 0;
  json["reason"] = describe<Template>(reason).name;
}

/// Adds who answers: the generator is what a command line calls for, the rest must be the same for the same answer.
template <class Template>
void add_answerer(const std::string& generator, nlohmann::ordered_json& json) {
  json["template"] = Template::kName;
  json["generator"] = generator;
  json["version"] = version();
  json["fingerprint"] = fingerprint_text<Template>();
  json["technology"] = technology_json<Template>();
}

/// Adds what --pin says.
template <class Template>
void add_pins(const typename Template::Pins& pins, nlohmann::ordered_json& json) {
  Fields pinned;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (pins.is_pinned(i)) {
      pinned.push_back({Template::parameters[i].name, choice_value(Template::parameters[i], pins.choice[i])});
    }
  }
  add_fields(pinned, json["pins"] = nlohmann::ordered_json::object());
}

/// Adds what --limit says.
template <class Template>
void add_limits(const Limits<Template>& limits, nlohmann::ordered_json& json) {
  auto& object = json["limits"] = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    if (limits.is_limited(i)) {
      object[ResourcesOf<Template>::resources[i].name] = limits.most[i];
    }
  }
}

/// Adds what --budget, --candidates and --seed say, or their defaults.
template <class Options>
void add_options(const Options& options, nlohmann::ordered_json& json) {
  json["options"] = {{"budget", options.budget}, {"candidates", options.candidates}};
  json["seed"] = options.seed;
}

/// A file of layers, as an array.
template <class Template>
nlohmann::ordered_json layers_json(const Network<Template>& network) {
  auto json = nlohmann::ordered_json::array();
  for (const auto& [i, count] : copies_of(network, [](std::size_t, std::size_t) { return true; })) {
    add_fields({{"name", network.names[i]}}, json.emplace_back(nlohmann::ordered_json::object()));
    add_fields(layer_record<Template>(network.layers[i]), json.back());
    json.back()[kCountColumn] = count;
  }
  return json;
}

/// A file of bitstreams, as an array; what loading takes is text, as it was given.
template <class Template>
nlohmann::ordered_json bitstreams_json(const BitstreamTable<Template>& table) {
  auto json = nlohmann::ordered_json::array();
  for (std::size_t b = 0; b < table.bitstreams.size(); ++b) {
    Fields fields{{"name", table.names[b]}};
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (Template::is_hardware(i)) {
        const Parameter& parameter = Template::parameters[i];
        fields.push_back({parameter.name, choice_value(parameter, table.bitstreams[b].hardware[i])});
      }
    }
    for (const Field& load : table.loads[b]) {
      fields.push_back(load);
    }
    add_fields(fields, json.emplace_back(nlohmann::ordered_json::object()));
  }
  return json;
}

}  // namespace gandse::cli
