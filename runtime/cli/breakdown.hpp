// Where time and energy go, and what a configuration that breaks rules would need, for people, CSV and JSON. A template
// that does not say it has none of it.
#pragma once

#include <concepts>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "gandse/cost_model/breakdown.hpp"
#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/reason.hpp"
#include "quantities.hpp"
#include "record.hpp"
#include "table.hpp"
#include "text.hpp"

namespace gandse::cli {

template <class Template>
concept HasBreakdown = requires(const typename Template::Layer& layer,
                                const typename Template::Configuration& configuration) {
  Template::breakdown(layer, configuration);
  Template::demands(layer, configuration);
};

/// Multiplications of a layer, of those that all PEs could do in its time: parts per million, rounded up.
template <class Parts>
std::uint64_t utilisation(const Parts& parts) {
  return parts.cycles == 0 ? 0 : divide_ceil(multiply(parts.macs, 1'000'000U), parts.cycles) / parts.pes;
}

/// Adds a part that occurs `count` times: layers that run one after the other on the same array.
template <class Parts>
void accumulate(Parts& whole, const Parts& part, std::uint64_t count) {
  whole.cycles += count * part.cycles;
  whole.pes = part.pes;
  whole.dram_bandwidth = part.dram_bandwidth;
  whole.macs += count * part.macs;
  whole.padded_macs += count * part.padded_macs;
  const auto add = [&](auto& sums, const auto& shares) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
      sums[i].name = shares[i].name;
      sums[i].amount += count * shares[i].amount;
    }
  };
  add(whole.busy, part.busy);
  add(whole.energy, part.energy);
  add(whole.bytes, part.bytes);
}

/// The columns of a breakdown, whose names do not depend on `parts`; `known` says whether there are any.
template <class Parts>
Fields breakdown_fields(const Parts& parts, bool known) {
  const auto value = [&](Value one) { return known ? std::move(one) : Value{}; };
  Fields fields{{"bound", value(std::string{parts.busy[parts.bound()].name})},
                {"utilisation", value(Ppm{utilisation(parts)})},
                {"macs", value(parts.macs)},
                {"padded_macs", value(parts.padded_macs)}};
  const auto add = [&](const auto& shares, const char* unit) {
    for (const BreakdownPart& share : shares) {
      fields.push_back({std::string{share.name} + unit, value(share.amount)});
    }
  };
  add(parts.busy, "_cycles");
  add(parts.energy, "_fj");
  add(parts.bytes, "_bytes");
  return fields;
}

/// The breakdown of a configuration; its columns without values where there is none, or it is not legal.
template <class Template>
Fields breakdown_record(const typename Template::Layer& layer, const typename Template::Configuration* configuration) {
  if constexpr (HasBreakdown<Template>) {
    const auto parts =
        Template::breakdown(layer, configuration == nullptr ? typename Template::Configuration{} : *configuration);
    return breakdown_fields(parts, configuration != nullptr && parts.reason == Reason::none);
  } else {
    return {};
  }
}

/// Adds the breakdown of a legal configuration to an answer in JSON.
template <class Template>
void add_breakdown(const typename Template::Layer& layer, const typename Template::Configuration& configuration,
                   nlohmann::ordered_json& json) {
  if constexpr (HasBreakdown<Template>) {
    add_fields(breakdown_record<Template>(layer, &configuration), json["breakdown"] = nlohmann::ordered_json::object());
  }
}

/// "38.12 %"
inline std::string percent(std::uint64_t part, std::uint64_t whole) {
  return format_percent(whole == 0 ? 0 : divide_ceil(multiply(part, 1'000'000U), whole));
}

/// For people: stages beside the latency, components beside the energy.
template <class Parts>
void print_parts(const Parts& parts, std::ostream& out) {
  out << "\nwhere time and energy go\n";
  Table table{{{}, {"", Table::Align::right}, {"", Table::Align::right}, {}}};
  for (std::size_t i = 0; i < parts.busy.size(); ++i) {
    table.add({std::string{"  "} + parts.busy[i].name, std::to_string(parts.busy[i].amount) + " cycles",
               percent(parts.busy[i].amount, parts.cycles),
               i == parts.bound() ? "busy; it bounds the latency" : "busy"});
  }
  table.add({"  utilisation", std::to_string(parts.macs) + " MACs", format_percent(utilisation(parts)),
             "of " + std::to_string(parts.pes) + " PEs; " + std::to_string(parts.padded_macs) + " with padding"});
  std::uint64_t energy = 0;
  for (const BreakdownPart& share : parts.energy) {
    energy += share.amount;
  }
  for (const BreakdownPart& share : parts.energy) {
    table.add({std::string{"  "} + share.name, format_energy(Femtojoule{share.amount}), percent(share.amount, energy),
               "of the energy"});
  }
  for (const BreakdownPart& share : parts.bytes) {
    table.add({std::string{"  "} + share.name, std::to_string(share.amount) + " B", "", "read and written"});
  }
  table.print(out);
}

/// The same of a legal configuration.
template <class Template>
void print_breakdown(const typename Template::Layer& layer, const typename Template::Configuration& configuration,
                     std::ostream& out) {
  if constexpr (HasBreakdown<Template>) {
    print_parts(Template::breakdown(layer, configuration), out);
  }
}

/// A rule that a configuration breaks, and what it compares.
struct BrokenRule {
  Rule rule;
  Demand demand;
};

/// All rules that a configuration breaks, of a layer that the template accepts.
template <class Template>
std::vector<BrokenRule> broken_rules(const typename Template::Layer& layer,
                                     const typename Template::Configuration& configuration) {
  std::vector<BrokenRule> broken;
  if constexpr (HasBreakdown<Template>) {
    const auto demands = Template::demands(layer, configuration);
    for (std::size_t i = 0; i < demands.size(); ++i) {
      if (!demands[i].is_met()) {
        broken.push_back({Template::rules[i], demands[i]});
      }
    }
  }
  return broken;
}

/// "input_sram_too_small: needs 9216 B but has 2048 B"
inline std::string text(const BrokenRule& broken) {
  const std::string unit = std::string{" "} + broken.demand.unit;
  return std::string{broken.rule.name} + ": needs " + std::to_string(broken.demand.needed) + unit + " but has " +
         std::to_string(broken.demand.available) + unit;
}

inline nlohmann::ordered_json to_json(const std::vector<BrokenRule>& broken) {
  auto json = nlohmann::ordered_json::array();
  for (const BrokenRule& one : broken) {
    json.push_back({{"rule", one.rule.name},
                    {"needed", one.demand.needed},
                    {"available", one.demand.available},
                    {"unit", one.demand.unit}});
  }
  return json;
}

}  // namespace gandse::cli
