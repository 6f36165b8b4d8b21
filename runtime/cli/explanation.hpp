// Why an objective is missed: whether anything meets it, and if not, what stands in the way. For people and in JSON.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "configuration_text.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "limits.hpp"
#include "network_files.hpp"
#include "record.hpp"
#include "task.hpp"
#include "units.hpp"

namespace gandse::cli {

template <class Template>
struct Explanation {
  Feasibility<Template> feasibility;
  // The rest is for where it is infeasible.
  Feasibility<Template> limits_alone;  ///< whatever the objective
  Obstacle obstacle;
  std::vector<std::string> limits;  ///< resources of which any one, unlimited, would make it feasible
  bool complete = true;             ///< no search ran out of nodes
};

template <class Template>
std::size_t count_pins(const typename Template::Pins& pins) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    count += pins.is_pinned(i) ? 1 : 0;
  }
  return count;
}

/// Nothing where `decision` needs no explanation, or `nodes` is 0. `nodes` are in all: what the first search leaves of
/// them is divided among those for the obstacle, of which each gets at least one.
template <class Template>
std::optional<Explanation<Template>> explain(const Task<Template>& task, const Limits<Template>& limits,
                                             const Decision<Template>& decision, std::uint64_t nodes) {
  if (!decision.legal() || decision.satisfied || nodes == 0) {
    return std::nullopt;
  }
  const auto within = [](const Limits<Template>& all) {
    return [&all](const auto& configuration) { return all.exceeded(configuration) == Limits<Template>::kCount; };
  };
  Explanation<Template> result;
  result.feasibility = gandse::feasibility(task, nodes, within(limits));
  if (result.feasibility.verdict != Verdict::infeasible) {
    return result;
  }
  std::size_t limited = 0;
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    limited += is_limited(limits, i) ? 1 : 0;
  }
  constexpr std::size_t kAlone = 3;  // limits, latency and power
  const std::size_t searches = kAlone + count_pins<Template>(task.pins) + limited;
  const std::uint64_t share = std::max<std::uint64_t>(1, (nodes - result.feasibility.nodes) / searches);
  result.limits_alone =
      gandse::feasibility(Task<Template>{task.layer, {kAnyLatency, kAnyPower}, task.pins}, share, within(limits));
  result.obstacle = gandse::obstacle(task, share, within(limits));
  result.complete = result.obstacle.complete && result.limits_alone.verdict != Verdict::unknown;
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    if (!is_limited(limits, i)) {
      continue;
    }
    Limits<Template> without = limits;
    without.most[i] = Limits<Template>::kUnlimited;
    const Verdict verdict = gandse::feasibility(task, share, within(without)).verdict;
    result.complete = result.complete && verdict != Verdict::unknown;
    if (verdict == Verdict::feasible) {
      result.limits.emplace_back(ResourcesOf<Template>::resources[i].name);
    }
  }
  return result;
}

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
std::string text(const Task<Template>& task, const Limits<Template>& limits, const Explanation<Template>& explanation) {
  const auto& found = explanation.feasibility;
  if (found.verdict == Verdict::unknown) {
    return "whether anything meets it is not known after " + std::to_string(found.nodes) +
           " nodes; --nodes allows more\n";
  }
  if (found.verdict == Verdict::feasible) {
    std::string result =
        "yet it can be met, an exhaustive search found (" + std::to_string(found.nodes) + " nodes):\n ";
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      const Parameter& parameter = Template::parameters[i];
      result += std::string{" "} + parameter.name + "=" + choice_text(parameter, found.configuration[i]);
    }
    constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
    return result + "\n  latency " + format_latency(found.cost.latency, kClock) + ", power " +
           format_power(power(found.cost, kClock)) + '\n';
  }
  const bool pinned = count_pins<Template>(task.pins) != 0;
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
    result += remedy("limit", "on", explanation.limits, explanation.complete);
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
    json["without_limit"] = explanation.limits;
    json["complete"] = explanation.complete ? 1 : 0;
  }
  return json;
}

/// Bounds for a network that misses its objective; nothing where `nodes` is 0. These are in all: every different layer
/// gets as many on every bitstream, at least one.
template <class Template>
std::optional<NetworkFeasibility> explain(const Network<Template>& network, const BitstreamTable<Template>& table,
                                          const Objective& objective, std::uint64_t nodes) {
  if (nodes == 0) {
    return std::nullopt;
  }
  const auto& layers = network.layers;
  std::size_t different = 0;
  for (auto layer = layers.begin(); layer != layers.end(); ++layer) {
    different +=
        std::none_of(layers.begin(), layer, [&](const auto& other) { return same_layer<Template>(other, *layer); });
  }
  const std::uint64_t share = std::max<std::uint64_t>(1, nodes / (different * table.bitstreams.size()));
  return NetworkBounds<Template>{objective, share}.of(layers.data(), layers.size(), table.bitstreams.data(),
                                                      table.bitstreams.size());
}

inline std::string text(const NetworkFeasibility& found) {
  if (found.verdict == Verdict::infeasible) {
    return sentence("no bitstream of the table", found.latency_alone, found.power_alone, found.nodes);
  }
  const bool searched = found.latency_alone != Verdict::unknown && found.power_alone != Verdict::unknown;
  const std::string nodes = std::to_string(found.nodes) + " nodes";
  return std::string{"whether any schedules meet it is not known"} +
         (searched || found.nodes == 0 ? ": no bound excludes it (" + nodes + ")"
                                       : " after " + nodes + "; --nodes allows more") +
         '\n';
}

inline nlohmann::ordered_json to_json(const NetworkFeasibility& found) {
  return {{"verdict", name(found.verdict)},
          {"nodes", found.nodes},
          {"latency_alone", name(found.latency_alone)},
          {"power_alone", name(found.power_alone)}};
}

}  // namespace gandse::cli
