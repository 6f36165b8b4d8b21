// Files of a network's layers, and of the bitstreams that are stored; and how what they hold is refused.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "batch.hpp"
#include "configuration_text.hpp"
#include "gandse/runtime/bitstream.hpp"
#include "limits.hpp"
#include "number.hpp"
#include "registry.hpp"
#include "table_file.hpp"

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

inline constexpr const char* kNetworkColumn = "network";  ///< which network a layer is of, in the trainer's files

/// A file of `batch` will do, and so will one of the trainer: the objectives of single layers are not looked at, nor
/// other templates' fields. All rows are layers of one network.
template <class Template>
Network<Template> read_network(const std::string& path) {
  std::vector<KnownColumn> columns = layer_columns<Template>();
  std::vector<std::string> others = all_layer_fields();
  others.insert(others.end(), {kNameColumn, kNetworkColumn, kLatencyColumn, kPowerColumn});
  for (const std::string& other : others) {
    if (std::none_of(columns.begin(), columns.end(), [&](const KnownColumn& known) { return known.name == other; })) {
      columns.push_back({other, false});
    }
  }
  TableFile file{path, columns};
  Network<Template> network;
  while (file.next()) {
    network.layers.push_back(read_layer<Template>(file));
    const std::string_view of = file.cell(kNetworkColumn);
    const std::string number = std::to_string(network.layers.size());
    network.names.emplace_back(file.cell(kNameColumn, of.empty() ? number : std::string{of} + ' ' + number));
  }
  require_good(file, path, network.layers.size(), kMostNetworkLayers);
  return network;
}

inline constexpr const char* kLoadTimeColumn = "load_us";
inline constexpr const char* kLoadEnergyColumn = "load_uj";
inline constexpr std::uint64_t kMostLoad = 1'000'000'000;  ///< microseconds or microjoules
inline constexpr std::uint64_t kFemtojoulePerMicrojoule = 1'000'000'000;

/// What loading takes may be left out: nothing.
template <class Template>
BitstreamTable<Template> read_bitstreams(const std::string& path) {
  std::vector<KnownColumn> columns{{kNameColumn, false}, {kLoadTimeColumn, false}, {kLoadEnergyColumn, false}};
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
    file.read(kLoadTimeColumn, [&](std::string_view text) {
      bitstream.load.latency.value = parse_whole(kLoadTimeColumn, text, 0, kMostLoad) * Template::Technology::kClockMhz;
    });
    file.read(kLoadEnergyColumn, [&](std::string_view text) {
      bitstream.load.energy.value = parse_whole(kLoadEnergyColumn, text, 0, kMostLoad) * kFemtojoulePerMicrojoule;
    });
    file.read(kNameColumn, [&](std::string_view text) {
      if (std::find(table.names.begin(), table.names.end(), text) != table.names.end()) {
        throw BadInput("there is a bitstream " + in_quotes(text) + " already; an answer names it by that");
      }
    });
    table.bitstreams.push_back(bitstream);
    table.names.emplace_back(file.cell(kNameColumn, std::to_string(table.bitstreams.size())));
  }
  require_good(file, path, table.bitstreams.size(), kMostBitstreams);
  return table;
}

/// What of a table keeps within the limits. Throws BadInput where nothing does.
template <class Template>
BitstreamTable<Template> within_limits(const BitstreamTable<Template>& table, const OptionalText& limits_text) {
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

/// Why no bitstream runs the network. `refused`: the layer, or the number of layers where it is none of them.
template <class Template>
std::string refusal(const Network<Template>& network, std::size_t refused, Reason reason) {
  const Rule why = describe<Template>(reason);
  return (refused < network.names.size() ? "layer " + printable(network.names[refused]) + ": " : "") + why.name + ": " +
         why.sentence + "; no bitstream runs all layers";
}

}  // namespace gandse::cli
