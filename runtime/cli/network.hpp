// gandse network: one bitstream for a whole network, a schedule for each of its layers.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "configuration_text.hpp"
#include "explanation.hpp"
#include "gandse/runtime/network.hpp"
#include "network_files.hpp"
#include "replay.hpp"
#include "table.hpp"
#include "task.hpp"
#include "units.hpp"

namespace gandse::cli {

/// What was asked and what came of it.
template <class Weights>
struct NetworkAnswer {
  using Template = typename Weights::Template;
  using Explorer = NetworkExplorer<Weights, kMostNetworkLayers, kMostBitstreams>;

  const Network<Template>& network;
  const BitstreamTable<Template>& table;
  Objective objective;
  const Explorer& explorer;  ///< has the schedules
  NetworkDecision decision;
  std::uint64_t nanoseconds;
};

template <class Weights>
nlohmann::ordered_json to_json(const NetworkAnswer<Weights>& answer) {
  using Template = typename Weights::Template;
  const NetworkDecision& decision = answer.decision;
  nlohmann::ordered_json json{{"objective_latency_cycles", answer.objective.latency.value},
                              {"objective_power_uw", answer.objective.power.value},
                              {"bitstream", answer.table.names[decision.bitstream]},
                              {"satisfied", decision.satisfied ? 1 : 0},
                              {"latency_cycles", decision.cost.latency.value},
                              {"energy_fj", decision.cost.energy.value},
                              {"power_uw", power(decision.cost, Template::Technology::kClockMhz).value},
                              {"evaluations", decision.evaluations},
                              {"extrapolated", decision.extrapolated ? 1 : 0},
                              {"time_ns", answer.nanoseconds},
                              {"binding", name(decision.binding)},
                              {"binding_layer", answer.network.names[decision.binding_layer]},
                              {"excess", to_json(Ppm{decision.excess_ppm})}};
  for (std::size_t i = 0; i < answer.network.layers.size(); ++i) {
    Record row{
        {{"name", answer.network.names[i]}}, configuration_record<Template>(&answer.explorer.configuration(i)), {}};
    const Fields layer = layer_record<Template>(answer.network.layers[i]);
    row.question.insert(row.question.end(), layer.begin(), layer.end());
    add_figures<Template>(row.verdict, &answer.explorer.cost(i));
    json["layers"].push_back(to_json(row));
  }
  return json;
}

template <class Weights>
void print_schedules(const NetworkAnswer<Weights>& answer, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  std::vector<Table::Column> columns{{"layer"}};
  for (const std::string& parameter : parameter_names<Template>()) {
    columns.push_back({parameter, Table::Align::right});
  }
  for (const char* figure : {"latency", "power", "of latency", "of energy"}) {
    columns.push_back({figure, Table::Align::right});
  }
  Table schedules{columns};
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return format_percent(whole == 0 ? 0 : divide_ceil(multiply(part, 1'000'000U), whole));
  };
  const Cost& whole = answer.decision.cost;
  for (std::size_t i = 0; i < answer.network.layers.size(); ++i) {
    std::vector<std::string> cells{answer.network.names[i]};
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      cells.push_back(choice_text(Template::parameters[p], answer.explorer.configuration(i)[p]));
    }
    const Cost& cost = answer.explorer.cost(i);
    cells.push_back(format_latency(cost.latency, kClock));
    cells.push_back(format_power(power(cost, kClock)));
    cells.push_back(share(cost.latency.value, whole.latency.value));
    cells.push_back(share(cost.energy.value, whole.energy.value));
    schedules.add(cells);
  }
  schedules.print(out);
}

template <class Weights>
void print_answer(const NetworkAnswer<Weights>& answer, std::ostream& out) {
  constexpr std::uint32_t kClock = Weights::Template::Technology::kClockMhz;
  print_schedules(answer, out);
  const NetworkDecision& decision = answer.decision;
  const std::string missed =
      decision.binding == Binding::both ? "latency and power, the worse" : name(decision.binding);
  out << "\nbitstream " << printable(answer.table.names[decision.bitstream]) << ": latency "
      << format_latency(decision.cost.latency, kClock) << " of " << format_latency(answer.objective.latency, kClock)
      << ", power " << format_power(power(decision.cost, kClock)) << " of " << format_power(answer.objective.power)
      << "; " << decision.evaluations << " evaluations in " << format_nanoseconds(answer.nanoseconds) << '\n'
      << (decision.satisfied
              ? "satisfied"
              : "misses " + missed + " by " + format_percent(decision.excess_ppm) + "; this is the closest found")
      << "; the layer that counts most is " << printable(answer.network.names[decision.binding_layer]) << '\n'
      << (decision.extrapolated ? kExtrapolated : "");
}

template <class Weights>
ExitCode network(const Weights& weights, const NetworkArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const auto net = read_network<Template>(arguments.layers);
  const auto stored = read_bitstreams<Template>(arguments.bitstreams);
  const Objective objective{parse_latency("--latency", arguments.latency, kClock),
                            parse_power("--power", arguments.power)};
  const auto limits = parse_limits<Template>(arguments.limits);
  const auto add_question = [&](nlohmann::ordered_json& json) {
    add_answerer<Template>(arguments.generator, json);
    json["bitstreams"] = bitstreams_json(stored);
    add_limits(limits, json);
    add_options(arguments.options, json);
    json["options"]["goal"] = arguments.options.goal == Goal::energy ? "energy" : "score";
    json["options"]["nodes"] = arguments.nodes;
  };
  const auto not_possible = [&](Reason reason, const std::string& why) {
    if (arguments.json) {
      nlohmann::ordered_json json{{"objective_latency_cycles", objective.latency.value},
                                  {"objective_power_uw", objective.power.value},
                                  {"satisfied", 0},
                                  {"layers", layers_json(net)}};
      add_verdict<Template>(reason, json);
      add_question(json);
      out << json.dump(2) << '\n';
    } else {
      out << "not possible: " << why << '\n';
    }
    return exit_code(reason, false);
  };
  const auto table = within_limits(stored, limits);
  if (table.names.empty()) {
    return not_possible(Reason::limits_exceeded, exceeding(stored, limits));
  }
  const auto explorer = std::make_unique<typename NetworkAnswer<Weights>::Explorer>(weights);
  const auto start = std::chrono::steady_clock::now();
  const auto decision = explorer->decide(net.layers.data(), net.layers.size(), objective, table.bitstreams.data(),
                                         table.bitstreams.size(), arguments.options);
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start);
  if (is_bad_input(decision.reason)) {
    throw BadInput(refusal(net, decision.refused, decision.reason), describe<Template>(decision.reason).name);
  }
  if (!decision.legal()) {
    return not_possible(decision.reason, refusal(net, decision.refused, decision.reason));
  }
  const NetworkAnswer<Weights> answer{net,       table,    objective,
                                      *explorer, decision, static_cast<std::uint64_t>(time.count())};
  if (!arguments.json) {
    print_answer(answer, out);
    out.flush();  // the search for a proof may take longer than all before
  }
  std::optional<NetworkFeasibility> explanation;
  if (!decision.satisfied && arguments.nodes != 0) {
    explanation = NetworkBounds<Template>{objective, arguments.nodes}.of(
        net.layers.data(), net.layers.size(), table.bitstreams.data(), table.bitstreams.size());
  }
  if (arguments.json) {
    auto json = to_json(answer);
    if (explanation) {
      json["explanation"] = to_json(*explanation);
    }
    add_verdict<Template>(decision.reason, json);
    add_question(json);
    out << json.dump(2) << '\n';
  } else if (explanation) {
    out << text(*explanation);
  }
  return exit_code(decision.reason, decision.satisfied);
}

}  // namespace gandse::cli
