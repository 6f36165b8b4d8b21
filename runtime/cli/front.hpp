// gandse front: what a layer, or a network on stored bitstreams, can have at all.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "explore.hpp"
#include "gandse/runtime/network_front.hpp"
#include "gandse/runtime/pareto.hpp"
#include "network_files.hpp"
#include "table.hpp"

namespace gandse::cli {

inline constexpr std::size_t kFrontPoints = 64;

template <class Template>
[[noreturn]] void refuse_front(Reason reason) {
  const Rule why = describe<Template>(reason);
  throw BadInput(std::string{why.name} + ": " + why.sentence, why.name);
}

/// Latency, power and energy of every point, and what `more` says of its payload.
template <class Template, class Front, class More>
void print_front(const Front& front, std::vector<Table::Column> columns, const More& more, std::uint64_t evaluations,
                 std::ostream& out) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  columns.insert(columns.begin(),
                 {{"latency", Table::Align::right}, {"power", Table::Align::right}, {"energy", Table::Align::right}});
  Table table{columns};
  for (std::size_t i = 0; i < front.size(); ++i) {
    const Cost& cost = front[i].cost;
    std::vector<std::string> cells{format_latency(cost.latency, kClock), format_power(power(cost, kClock)),
                                   format_energy(cost.energy)};
    for (const std::string& cell : more(front[i].payload)) {
      cells.push_back(cell);
    }
    table.add(cells);
  }
  table.print(out);
  out << '\n' << front.size() << " points that no other beats; " << evaluations << " evaluations\n";
}

template <class Weights>
ExitCode layer_front(const Weights& weights, const FrontArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  using Configuration = typename Template::Configuration;
  const auto layer = parse_layer<Template>(arguments.layer);
  const auto pins = arguments.pins.empty() ? typename Template::Pins{} : parse_pins<Template>("--pin", arguments.pins);
  ParetoFront<Configuration, kFrontPoints> front;
  Reason reason = Reason::none;
  const std::uint64_t evaluations = explore_front(weights, layer, pins, arguments.options, front, reason);
  if (reason != Reason::none) {
    refuse_front<Template>(reason);
  }
  if (arguments.json) {
    auto json = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < front.size(); ++i) {
      Record record{{}, configuration_record<Template>(&front[i].payload), {}};
      add_figures<Template>(record.verdict, &front[i].cost);
      json.push_back(to_json(record));
    }
    out << json.dump(2) << '\n';
    return ExitCode::satisfied;
  }
  std::vector<Table::Column> columns;
  for (const std::string& name : parameter_names<Template>()) {
    columns.push_back({name, Table::Align::right});
  }
  const auto cells = [](const Configuration& configuration) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      texts.push_back(choice_text(Template::parameters[i], configuration[i]));
    }
    return texts;
  };
  print_front<Template>(front, columns, cells, evaluations, out);
  return ExitCode::satisfied;
}

template <class Weights>
ExitCode network_front(const Weights& weights, const FrontArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const auto net = read_network<Template>(arguments.network);
  const auto table = read_bitstreams<Template>(arguments.bitstreams);
  const auto explorer = std::make_unique<NetworkExplorer<Weights, kMostNetworkLayers, 1>>(weights);
  ParetoFront<NetworkOrigin, kFrontPoints> front;
  std::uint64_t evaluations = 0;
  NetworkOptions options;
  options.budget = arguments.options.budget;
  options.seed = arguments.options.seed;
  const Reason reason = explore_network_front(*explorer, net.layers.data(), net.layers.size(), table.bitstreams.data(),
                                              table.bitstreams.size(), options, front, evaluations);
  if (reason != Reason::none) {
    refuse_front<Template>(reason);
  }
  if (arguments.json) {
    auto json = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < front.size(); ++i) {
      const Cost& cost = front[i].cost;
      json.push_back({{"bitstream", table.names[front[i].payload.bitstream]},
                      {"objective_latency_cycles", front[i].payload.objective.latency.value},
                      {"objective_power_uw", front[i].payload.objective.power.value},
                      {"latency_cycles", cost.latency.value},
                      {"energy_fj", cost.energy.value},
                      {"power_uw", power(cost, kClock).value}});
    }
    out << json.dump(2) << '\n';
    return ExitCode::satisfied;
  }
  const auto cells = [&](const NetworkOrigin& origin) {
    return std::vector<std::string>{printable(table.names[origin.bitstream])};
  };
  print_front<Template>(front, {{"bitstream"}}, cells, evaluations, out);
  return ExitCode::satisfied;
}

template <class Weights>
ExitCode front(const Weights& weights, const FrontArguments& arguments, std::ostream& out) {
  if (arguments.layer.empty() == arguments.network.empty()) {
    throw BadInput("front wants either --layer, or --network and --bitstreams");
  }
  if (arguments.network.empty() != arguments.bitstreams.empty()) {
    throw BadInput("--network and --bitstreams go together");
  }
  if (!arguments.network.empty() && !arguments.pins.empty()) {
    throw BadInput("--pin is for --layer; a network's hardware is that of --bitstreams");
  }
  return arguments.layer.empty() ? network_front(weights, arguments, out) : layer_front(weights, arguments, out);
}

}  // namespace gandse::cli
