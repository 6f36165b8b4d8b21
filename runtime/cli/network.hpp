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
#include "explore.hpp"
#include "gandse/runtime/network.hpp"
#include "network_files.hpp"
#include "table.hpp"
#include "units.hpp"

namespace gandse::cli {

/// What of a table keeps within the limits. Throws BadInput where nothing does.
template <class Template>
BitstreamTable<Template> within_limits(const BitstreamTable<Template>& table, const std::string& limits_text) {
  const auto limits = parse_limits<Template>(limits_text);
  BitstreamTable<Template> kept;
  std::vector<std::string> dropped;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const auto& hardware = table.bitstreams[i].hardware;
    const std::size_t exceeded = limits.exceeded(hardware);
    if (exceeded == Limits<Template>::kCount) {
      kept.names.push_back(table.names[i]);
      kept.bitstreams.push_back(table.bitstreams[i]);
    } else {
      dropped.push_back(printable(table.names[i]) + " takes " + exceeded_text(hardware, limits, exceeded));
    }
  }
  if (kept.names.empty()) {
    throw BadInput("--limit: no bitstream keeps within it: " + joined(dropped));
  }
  return kept;
}

template <class Weights>
ExitCode network(const Weights& weights, const NetworkArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const auto net = read_network<Template>(arguments.layers);
  const auto table = within_limits(read_bitstreams<Template>(arguments.bitstreams), arguments.limits);
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
  std::optional<NetworkFeasibility> explanation;
  if (!decision.satisfied && arguments.nodes != 0) {
    explanation = NetworkBounds<Template>{objective, arguments.nodes}.of(
        net.layers.data(), net.layers.size(), table.bitstreams.data(), table.bitstreams.size());
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
                                {"extrapolated", decision.extrapolated ? 1 : 0},
                                {"time_ns", time.count()},
                                {"binding", name(decision.binding)},
                                {"binding_layer", net.names[decision.binding_layer]},
                                {"excess", static_cast<double>(decision.excess_ppm) * 1e-6}};
    for (std::size_t i = 0; i < net.layers.size(); ++i) {
      Record row{{{"name", net.names[i]}}, configuration_record<Template>(&explorer->configuration(i)), {}};
      add_figures<Template>(row.verdict, &explorer->cost(i));
      json["layers"].push_back(to_json(row));
    }
    if (explanation) {
      json["explanation"] = to_json(*explanation);
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
      << "; the layer that counts most is " << printable(net.names[decision.binding_layer]) << '\n'
      << (decision.extrapolated ? kExtrapolated : "") << (explanation ? text(*explanation) : "");
  return decision.satisfied ? ExitCode::satisfied : ExitCode::unsatisfied;
}

}  // namespace gandse::cli
