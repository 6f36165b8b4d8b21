// Why an objective is missed: whether anything meets it, and if not, what stands in the way. For people and in JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "configuration_text.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "record.hpp"
#include "task.hpp"
#include "units.hpp"

namespace gandse::cli {

template <class Template>
struct Explanation {
  Feasibility<Template> feasibility;
  Obstacle obstacle;                ///< where it is infeasible
  std::vector<std::string> limits;  ///< then, resources of which any one, unlimited, would make it feasible
};

/// Nothing where `decision` needs no explanation, or `nodes` is 0.
template <class Template>
std::optional<Explanation<Template>> explain(const Task<Template>& task, const Limits<Template>& limits,
                                             const Decision<Template>& decision, std::uint64_t nodes) {
  if (!decision.legal() || decision.satisfied || nodes == 0) {
    return std::nullopt;
  }
  const auto within = [](const Limits<Template>& all) {
    return [&all](const auto& configuration) { return all.exceeded(configuration) == Limits<Template>::kCount; };
  };
  Explanation<Template> result{gandse::feasibility(task, nodes, within(limits)), {}, {}};
  if (result.feasibility.verdict == Verdict::infeasible) {
    result.obstacle = gandse::obstacle(task, nodes, within(limits));
    for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
      Limits<Template> without = limits;
      without.most[i] = Limits<Template>::kUnlimited;
      if (limits.most[i] != Limits<Template>::kUnlimited &&
          gandse::feasibility(task, nodes, within(without)).verdict == Verdict::feasible) {
        result.limits.emplace_back(ResourcesOf<Template>::resources[i].name);
      }
    }
  }
  return result;
}

/// Which objective is out of reach. `nothing`: what fails, such as "no configuration".
inline std::string sentence(const std::string& nothing, Verdict latency_alone, Verdict power_alone,
                            std::uint64_t nodes) {
  const bool late = latency_alone == Verdict::infeasible;
  const bool hungry = power_alone == Verdict::infeasible;
  const bool known = latency_alone != Verdict::unknown && power_alone != Verdict::unknown;
  return nothing + " meets it (proven with " + std::to_string(nodes) + " nodes): " +
         (late && hungry ? "neither latency nor power can be met, even alone"
          : late         ? "the latency cannot be met, whatever the power"
          : hungry       ? "the power cannot be met, however long it takes"
          : known        ? "each objective can be met alone, but not both"
                         : "which objective stands in the way is not known") +
         '\n';
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
  std::string result =
      sentence("no configuration", explanation.obstacle.latency_alone, explanation.obstacle.power_alone, found.nodes);
  bool pinned = false;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    pinned = pinned || task.pins.is_pinned(i);
  }
  if (pinned) {
    std::string names;
    for (const std::string& name : names_of<Template>(explanation.obstacle.releasing)) {
      names += (names.empty() ? "" : " or ") + name;
    }
    result += names.empty() ? "no single pin is to blame\n" : "without the pin of " + names + " it can be met\n";
  }
  if (limits.most != Limits<Template>{}.most) {
    std::string names;
    for (const std::string& name : explanation.limits) {
      names += (names.empty() ? "" : " or ") + name;
    }
    result += names.empty() ? "no single limit is to blame\n" : "without the limit on " + names + " it can be met\n";
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
    json["latency_alone"] = name(explanation.obstacle.latency_alone);
    json["power_alone"] = name(explanation.obstacle.power_alone);
    json["without_pin"] = names_of<Template>(explanation.obstacle.releasing);
    json["without_limit"] = explanation.limits;
  }
  return json;
}

inline std::string text(const NetworkFeasibility& found) {
  return found.verdict == Verdict::infeasible
             ? sentence("no bitstream of the table", found.latency_alone, found.power_alone, found.nodes)
             : "whether any schedules meet it is not known: no bound excludes it (" + std::to_string(found.nodes) +
                   " nodes)\n";
}

inline nlohmann::ordered_json to_json(const NetworkFeasibility& found) {
  return {{"verdict", name(found.verdict)},
          {"nodes", found.nodes},
          {"latency_alone", name(found.latency_alone)},
          {"power_alone", name(found.power_alone)}};
}

}  // namespace gandse::cli
