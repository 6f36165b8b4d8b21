// Files of a network's layers, and of the bitstreams that are stored.
#pragma once

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "batch.hpp"
#include "configuration_text.hpp"
#include "gandse/runtime/bitstream.hpp"
#include "number.hpp"
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
    table.bitstreams.push_back(bitstream);
    table.names.emplace_back(file.cell(kNameColumn, std::to_string(table.bitstreams.size())));
  }
  require_good(file, path, table.bitstreams.size(), kMostBitstreams);
  return table;
}

}  // namespace gandse::cli
