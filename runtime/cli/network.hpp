// gandse network: one bitstream for a whole network, a schedule for each of its layers.
#pragma once

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "batch.hpp"
#include "commands.hpp"
#include "configuration_text.hpp"
#include "gandse/runtime/network.hpp"
#include "table.hpp"
#include "table_file.hpp"
#include "units.hpp"

namespace gandse::cli {

inline constexpr std::size_t kMostNetworkLayers = 256;
inline constexpr std::size_t kMostBitstreams = 64;

template <class Template>
struct Network {
  std::vector<std::string> names;
  std::vector<typename Template::Layer> layers;
};

template <class Template>
struct BitstreamTable {
  std::vector<std::string> names;
  std::vector<Bitstream<Template>> bitstreams;
};

/// Throws BadInput where a row was bad, after all bad ones were named on standard error.
inline void require_good(const TableFile& file, const std::string& path, std::size_t rows, std::size_t most) {
  if (file.report(std::cerr)) {
    throw BadInput(path + " has bad rows");
  }
  if (rows == 0 || rows > most) {
    throw BadInput(path + " has " + std::to_string(rows) + " rows; there must be 1 to " + std::to_string(most));
  }
}

/// A file of `batch` will do: the objectives of single layers are not looked at.
template <class Template>
Network<Template> read_network(const std::string& path) {
  std::vector<KnownColumn> columns = layer_columns<Template>();
  for (const char* other : {kNameColumn, kLatencyColumn, kPowerColumn}) {
    columns.push_back({other, false});
  }
  TableFile file{path, columns};
  Network<Template> network;
  while (file.next()) {
    network.layers.push_back(read_layer<Template>(file));
    network.names.emplace_back(file.cell(kNameColumn, std::to_string(network.layers.size())));
  }
  require_good(file, path, network.layers.size(), kMostNetworkLayers);
  return network;
}

template <class Template>
BitstreamTable<Template> read_bitstreams(const std::string& path) {
  std::vector<KnownColumn> columns{{kNameColumn, false}};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (Template::is_hardware(i)) {
      columns.push_back({Template::parameters[i].name, true});
    }
  }
  TableFile file{path, columns};
  BitstreamTable<Template> table;
  while (file.next()) {
    Bitstream<Template> bitstream;
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (Template::is_hardware(i)) {
        const Parameter& parameter = Template::parameters[i];
        file.read(parameter.name,
                  [&](std::string_view text) { bitstream.hardware[i] = parse_choice<Template>(parameter, text); });
      }
    }
    table.bitstreams.push_back(bitstream);
    table.names.emplace_back(file.cell(kNameColumn, std::to_string(table.bitstreams.size())));
  }
  require_good(file, path, table.bitstreams.size(), kMostBitstreams);
  return table;
}

template <class Weights>
ExitCode network(const Weights& weights, const NetworkArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const auto net = read_network<Template>(arguments.layers);
  const auto table = read_bitstreams<Template>(arguments.bitstreams);
  const Objective objective{parse_latency(arguments.latency, kClock), parse_power(arguments.power)};
  const auto explorer = std::make_unique<NetworkExplorer<Weights, kMostNetworkLayers, kMostBitstreams>>(weights);
  const auto start = std::chrono::steady_clock::now();
  const auto decision = explorer->decide(net.layers.data(), net.layers.size(), objective, table.bitstreams.data(),
                                         table.bitstreams.size(), arguments.options);
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start);
  if (!decision.legal()) {
    const Rule why = describe<Template>(decision.reason);
    throw BadInput(
        (decision.refused < net.names.size() ? "layer " + printable(net.names[decision.refused]) + ": " : "") +
            why.name + ": " + why.sentence + "; no bitstream runs all layers",
        why.name);
  }
  const Microwatt watts = power(decision.cost, kClock);
  if (arguments.json) {
    nlohmann::ordered_json json{{"objective_latency_cycles", objective.latency.value},
                                {"objective_power_uw", objective.power.value},
                                {"bitstream", table.names[decision.bitstream]},
                                {"satisfied", decision.satisfied ? 1 : 0},
                                {"latency_cycles", decision.cost.latency.value},
                                {"energy_fj", decision.cost.energy.value},
                                {"power_uw", watts.value},
                                {"evaluations", decision.evaluations},
                                {"time_ns", time.count()},
                                {"binding", name(decision.binding)},
                                {"binding_layer", net.names[decision.binding_layer]},
                                {"excess", static_cast<double>(decision.excess_ppm) * 1e-6}};
    for (std::size_t i = 0; i < net.layers.size(); ++i) {
      Record row{{{"name", net.names[i]}}, configuration_record<Template>(&explorer->configuration(i)), {}};
      add_figures<Template>(row.verdict, &explorer->cost(i));
      json["layers"].push_back(to_json(row));
    }
    out << json.dump(2) << '\n';
    return decision.satisfied ? ExitCode::satisfied : ExitCode::unsatisfied;
  }
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
  for (std::size_t i = 0; i < net.layers.size(); ++i) {
    std::vector<std::string> cells{net.names[i]};
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      cells.push_back(choice_text(Template::parameters[p], explorer->configuration(i)[p]));
    }
    const Cost& cost = explorer->cost(i);
    cells.push_back(format_latency(cost.latency, kClock));
    cells.push_back(format_power(power(cost, kClock)));
    cells.push_back(share(cost.latency.value, decision.cost.latency.value));
    cells.push_back(share(cost.energy.value, decision.cost.energy.value));
    schedules.add(cells);
  }
  schedules.print(out);
  const std::string missed =
      decision.binding == Binding::both ? "latency and power, the worse" : name(decision.binding);
  out << "\nbitstream " << printable(table.names[decision.bitstream]) << ": latency "
      << format_latency(decision.cost.latency, kClock) << " of " << format_latency(objective.latency, kClock)
      << ", power " << format_power(watts) << " of " << format_power(objective.power) << "; " << decision.evaluations
      << " evaluations in " << format_nanoseconds(static_cast<std::uint64_t>(time.count())) << '\n'
      << (decision.satisfied
              ? "satisfied"
              : "misses " + missed + " by " + format_percent(decision.excess_ppm) + "; this is the closest found")
      << "; the layer that counts most is " << printable(net.names[decision.binding_layer]) << '\n';
  return decision.satisfied ? ExitCode::satisfied : ExitCode::unsatisfied;
}

}  // namespace gandse::cli
