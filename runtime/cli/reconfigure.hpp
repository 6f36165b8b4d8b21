// gandse reconfigure: a stream of networks on stored bitstreams; for each, whether to keep, to retile or to load.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "network_files.hpp"
#include "table.hpp"
#include "table_file.hpp"
#include "units.hpp"

namespace gandse::cli {

inline constexpr std::size_t kMostTasks = 1'000'000;

struct StreamTask {
  std::string name;
  std::string network;  ///< as the file names it
  Objective objective{};
  Horizon horizon;
};

/// Networks are files beside the file of tasks.
template <class Template>
struct Stream {
  std::vector<StreamTask> tasks;
  std::map<std::string, Network<Template>> networks;
};

template <class Template>
Stream<Template> read_stream(const std::string& path) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  TableFile file{path,
                 {{kNameColumn, false},
                  {"network", true},
                  {"latency", true},
                  {"power", true},
                  {"inferences", true},
                  {"known", false}}};
  Stream<Template> stream;
  while (file.next()) {
    StreamTask task;
    task.name = file.cell(kNameColumn, std::to_string(stream.tasks.size() + 1));
    file.read("network", [&](std::string_view text) {
      task.network = text;
      if (text.empty()) {
        throw BadInput("the file of the network's layers is missing");
      }
    });
    file.read("latency", [&](std::string_view text) { task.objective.latency = parse_latency(text, kClock); });
    file.read("power", [&](std::string_view text) { task.objective.power = parse_power(text); });
    file.read("inferences", [&](std::string_view text) {
      task.horizon.inferences = parse_whole("inferences", text, 1, 1'000'000'000'000);
    });
    file.read("known", [&](std::string_view text) {
      task.horizon.known = !text.empty() && parse_whole("known", text, 0, 1) == 1;  // empty: 0
    });
    stream.tasks.push_back(task);
  }
  require_good(file, path, stream.tasks.size(), kMostTasks);
  for (const StreamTask& task : stream.tasks) {
    if (stream.networks.find(task.network) == stream.networks.end()) {
      const auto beside = std::filesystem::path{path}.parent_path() / task.network;
      stream.networks[task.network] = read_network<Template>(beside.string());
    }
  }
  return stream;
}

/// Index of the bitstream called `name`, the first where `name` is empty. Throws BadInput.
template <class Template>
std::size_t find_bitstream(const BitstreamTable<Template>& table, const std::string& name) {
  const auto at = std::find(table.names.begin(), table.names.end(), name);
  if (!name.empty() && at == table.names.end()) {
    throw BadInput("--loaded: there is no bitstream " + in_quotes(name) + "; there are " + joined(table.names));
  }
  return name.empty() ? 0 : static_cast<std::size_t>(at - table.names.begin());
}

template <class Weights>
ExitCode reconfigure(const Weights& weights, const ReconfigureArguments& arguments, std::ostream& out) {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const auto table = read_bitstreams<Template>(arguments.bitstreams);
  const auto stream = read_stream<Template>(arguments.tasks);
  const auto device = std::make_unique<Reconfigurator<Weights, kMostNetworkLayers, kMostBitstreams>>(weights);
  device->begin(table.bitstreams.data(), table.bitstreams.size(), find_bitstream(table, arguments.loaded),
                arguments.options);

  Table rows{{{"task"},
              {"network"},
              {"step"},
              {"bitstream"},
              {"latency", Table::Align::right},
              {"power", Table::Align::right},
              {"energy", Table::Align::right},
              {""}}};
  auto json = nlohmann::ordered_json::array();
  bool all_satisfied = true;
  std::size_t loads = 0;
  std::uint64_t loading = 0;  // cycles
  Checked energy;
  for (const StreamTask& task : stream.tasks) {
    const Network<Template>& network = stream.networks.at(task.network);
    const Reconfiguration result =
        device->next(network.layers.data(), network.layers.size(), task.objective, task.horizon);
    if (!result.legal()) {
      const Rule why = describe<Template>(result.reason);
      throw BadInput(
          "task " + printable(task.name) +
              (result.refused < network.names.size() ? ", layer " + printable(network.names[result.refused]) : "") +
              ": " + why.name + ": " + why.sentence + "; no bitstream runs all layers",
          why.name);
    }
    all_satisfied = all_satisfied && result.satisfied;
    loads += result.step == Step::load ? 1 : 0;
    loading += result.step == Step::load ? table.bitstreams[result.bitstream].load.latency.value : 0;
    const Checked run = Checked{result.cost.energy.value} * task.horizon.inferences;
    energy = energy + run + (result.step == Step::load ? table.bitstreams[result.bitstream].load.energy.value : 0);
    const Microwatt watts = power(result.cost, kClock);
    if (!arguments.json) {
      rows.add({printable(task.name), printable(task.network), name(result.step),
                printable(table.names[result.bitstream]), format_latency(result.cost.latency, kClock),
                format_power(watts), format_energy({run.overflowed() ? UINT64_MAX : run.value()}),
                result.satisfied ? "" : "misses its objective"});
      continue;
    }
    nlohmann::ordered_json row{{"name", task.name},
                               {"step", name(result.step)},
                               {"bitstream", table.names[result.bitstream]},
                               {"satisfied", result.satisfied ? 1 : 0},
                               {"latency_cycles", result.cost.latency.value},
                               {"energy_fj", result.cost.energy.value},
                               {"power_uw", watts.value},
                               {"evaluations", result.evaluations}};
    for (std::size_t i = 0; result.step != Step::keep && i < network.layers.size(); ++i) {
      const Record layer{{{"name", network.names[i]}}, configuration_record<Template>(&device->configuration(i)), {}};
      row["layers"].push_back(to_json(layer));
    }
    json.push_back(row);
  }
  if (arguments.json) {
    out << json.dump(2) << '\n';
  } else {
    rows.print(out);
    out << '\n'
        << stream.tasks.size() << " tasks, " << loads << " loads (" << format_latency({loading}, kClock) << "), "
        << format_energy({energy.overflowed() ? UINT64_MAX : energy.value()}) << " with loading; "
        << (all_satisfied ? "all satisfied" : "not all satisfied") << '\n';
  }
  return all_satisfied ? ExitCode::satisfied : ExitCode::unsatisfied;
}

}  // namespace gandse::cli
