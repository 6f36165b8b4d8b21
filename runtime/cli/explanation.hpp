// Why an objective is missed: whether anything meets it, and if not, what stands in the way. For people and in JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "answer.hpp"
#include "configuration_text.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/explanation.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "limits.hpp"
#include "quantities.hpp"
#include "record.hpp"

namespace gandse::cli {

inline std::string proven(std::uint64_t nodes) { return " (proven with " + std::to_string(nodes) + " nodes)"; }

/// Which objective is out of reach. `nothing`: what fails, such as "no configuration".
inline std::string sentence(const std::string& nothing, Verdict latency_alone, Verdict power_alone,
                            std::uint64_t nodes) {
  const bool late = latency_alone == Verdict::infeasible;
  const bool hungry = power_alone == Verdict::infeasible;
  const bool known = latency_alone != Verdict::unknown && power_alone != Verdict::unknown;
  return nothing + " meets it" + proven(nodes) + ": " +
         (late && hungry ? "neither latency nor power can be met, even alone"
          : late         ? "the latency cannot be met, whatever the power"
          : hungry       ? "the power cannot be met, however long it takes"
          : known        ? "each objective can be met alone, but not both"
                         : "which objective stands in the way is not known") +
         '\n';
}

/// Whether it helps to take away one of several, which are a `kind` ("pin") `of` ("of") a name; `names`: those that do.
inline std::string remedy(const std::string& kind, const std::string& of, const std::vector<std::string>& names,
                          bool complete) {
  if (!names.empty()) {
    return "without the " + kind + " " + of + " " + joined(names, " or ") + " it can be met\n";
  }
  return complete ? "to take away a single " + kind + " would not help\n"
                  : "whether it would help to take away a single " + kind + " is not known; --nodes allows more\n";
}

template <class Template>
std::vector<std::string> names_of(ParameterSet set) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (((set >> i) & 1U) != 0) {
      names.emplace_back(Template::parameters[i].name);
    }
  }
  return names;
}

template <class Template>
std::vector<std::string> limits_of(std::uint32_t set) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    if (((set >> i) & 1U) != 0) {
      names.emplace_back(ResourcesOf<Template>::resources[i].name);
    }
  }
  return names;
}

/// Of what is not feasible.
template <class Template>
std::string text(const Task<Template>& task, const Limits<Template>& limits, const Explanation<Template>& explanation) {
  const auto& found = explanation.feasibility;
  if (found.verdict == Verdict::unknown) {
    return "whether anything meets it is not known after " + std::to_string(found.nodes) +
           " nodes; --nodes allows more\n";
  }
  const bool pinned = task.pins.choice != typename Template::Pins{}.choice;
  const std::string limited = limits_text(limits);
  std::string result = explanation.limits_alone.verdict == Verdict::infeasible
                           ? std::string{"no configuration"} + (pinned ? " with these pins" : "") + " keeps within " +
                                 limited + proven(explanation.limits_alone.nodes) + '\n'
                           : sentence("no configuration", explanation.obstacle.latency_alone,
                                      explanation.obstacle.power_alone, found.nodes);
  if (pinned) {
    result += remedy("pin", "of", names_of<Template>(explanation.obstacle.releasing), explanation.complete);
  }
  if (!limited.empty()) {
    result += remedy("limit", "on", limits_of<Template>(explanation.limits), explanation.complete);
  }
  return result;
}

template <class Template>
nlohmann::ordered_json to_json(const Explanation<Template>& explanation) {
  const auto& found = explanation.feasibility;
  nlohmann::ordered_json json{{"verdict", name(found.verdict)}, {"nodes", found.nodes}};
  if (found.verdict == Verdict::feasible) {
    Record record{{}, configuration_record<Template>(&found.configuration), {}};
    add_figures<Template>(record.verdict, &found.cost);
    json.update(to_json(record));
  } else if (found.verdict == Verdict::infeasible) {
    json["limits_alone"] = name(explanation.limits_alone.verdict);
    json["latency_alone"] = name(explanation.obstacle.latency_alone);
    json["power_alone"] = name(explanation.obstacle.power_alone);
    json["without_pin"] = names_of<Template>(explanation.obstacle.releasing);
    json["without_limit"] = limits_of<Template>(explanation.limits);
    json["complete"] = explanation.complete ? 1 : 0;
  }
  return json;
}

/// Of what is not feasible; `exhausted`: it is unknown for want of nodes.
inline std::string text(const NetworkFeasibility& found, bool exhausted) {
  return found.verdict == Verdict::infeasible
             ? sentence("no bitstream of the table", found.latency_alone, found.power_alone, found.nodes)
             : "whether any schedules meet it is not known after " + std::to_string(found.nodes) + " nodes" +
                   (exhausted ? "; --nodes allows more" : "") + '\n';
}

inline nlohmann::ordered_json to_json(const NetworkFeasibility& found) {
  return {{"verdict", name(found.verdict)},
          {"nodes", found.nodes},
          {"latency_alone", name(found.latency_alone)},
          {"power_alone", name(found.power_alone)}};
}

}  // namespace gandse::cli
