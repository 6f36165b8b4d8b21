// Files of a network's layers, and of the bitstreams that are stored; and how what they hold is refused.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "batch.hpp"
#include "breakdown.hpp"
#include "configuration_text.hpp"
#include "decimal.hpp"
#include "gandse/runtime/network_task.hpp"
#include "gandse/runtime/task.hpp"
#include "limits.hpp"
#include "model_layers.hpp"
#include "onnx_options.hpp"
#include "record.hpp"
#include "registry.hpp"
#include "table_file.hpp"
#include "text.hpp"
#include "utf8.hpp"

namespace gandse::cli {

inline constexpr std::size_t kMostNetworkLayers = 4096;  ///< equal ones counted as often as they occur
inline constexpr std::size_t kMostBitstreams = 64;

/// Layers in the order in which they run. One that occurs several times stands there as often, under one name.
template <class Template>
struct Network {
  std::vector<std::string> names;
  std::vector<typename Template::Layer> layers;

  /// Throws BadInput where there would be more than kMostNetworkLayers.
  void add(const std::string& name, const typename Template::Layer& layer, std::uint64_t count) {
    if (count > kMostNetworkLayers - layers.size()) {
      throw BadInput("a network of more than " + std::to_string(kMostNetworkLayers) + " layers");
    }
    names.insert(names.end(), count, name);
    layers.insert(layers.end(), count, layer);
  }
};

template <class Template>
struct BitstreamTable {
  std::vector<std::string> names;
  std::vector<Bitstream<Template>> bitstreams;
  std::vector<Fields> loads;  ///< what the file says of loading, by column
};

/// Throws BadInput where a file that has been read has not 1 to `most` rows.
inline void require_rows(const TableFile& file, std::size_t most) {
  if (file.rows() == 0 || file.rows() > most) {
    throw BadInput(file.path() + " has " + std::to_string(file.rows()) + " rows; there must be 1 to " +
                   std::to_string(most));
  }
}

/// The same, and where a row was bad.
inline void require_good(const TableFile& file, std::size_t most) {
  if (file.any_bad()) {
    throw BadInput(file.path() + " has bad rows");
  }
  require_rows(file, most);
}

/// A text that answers repeat, which are UTF-8 in JSON. Throws BadInput.
inline void require_utf8(std::string_view text) {
  if (!is_utf8(text)) {
    throw BadInput(in_quotes(text) + " is not UTF-8, in which answers name it; save the file as UTF-8");
  }
}

/// What answers call the present row: its name, or its number where the file has no names.
inline std::string read_name(TableFile& file) {
  file.read(kNameColumn, require_utf8);
  return std::string{file.cell(kNameColumn, std::to_string(file.rows()))};
}

inline constexpr const char* kNetworkColumn = "network";  ///< which network a layer is of, in the trainer's files
inline constexpr const char* kCountColumn = "count";      ///< how often a layer occurs in the network

/// A file of `batch` will do, and so will one of the trainer: the objectives of single layers are not looked at, nor
/// other templates' fields. All rows are layers of one network.
template <class Template>
Network<Template> read_network(const std::string& path) {
  std::vector<KnownColumn> columns = layer_columns<Template>();
  std::vector<std::string> others = all_layer_fields();
  others.insert(others.end(), {kNameColumn, kNetworkColumn, kCountColumn, kLatencyColumn, kPowerColumn});
  for (const std::string& other : others) {
    if (std::none_of(columns.begin(), columns.end(), [&](const KnownColumn& known) { return known.name == other; })) {
      columns.push_back({other, false});
    }
  }
  TableFile file{path, columns, std::cerr};
  Network<Template> network;
  while (file.next()) {
    const auto layer = read_layer<Template>(file);
    file.read(kNetworkColumn, require_utf8);
    const std::string of{file.cell(kNetworkColumn)};
    std::string name = read_name(file);
    if (!of.empty() && file.cell(kNameColumn).empty()) {
      name.insert(0, of + ' ');
    }
    std::uint64_t count = 1;
    file.read(kCountColumn, [&](std::string_view text) {
      count = text.empty() ? 1 : parse_whole(kCountColumn, text, 1, kMostNetworkLayers);
    });
    if (file.row_good()) {
      network.add(name, layer, count);
    }
  }
  require_good(file, kMostNetworkLayers);
  return network;
}

/// The layers of a model, which `announce` tells of on standard error. Throws BadInput.
template <class Template>
Network<Template> read_model_network(const std::string& path, const OnnxOptions& options) {
  const ModelLayers model = read_model_layers(path, options.parse(), size_limits(Template::layer_fields));
  announce(path, model, options.skip, std::cerr);
  Network<Template> network;
  for (const ModelLayer& one : model.layers) {
    network.add(one.name, layer_of(one.sizes, Template::layer_fields), static_cast<std::uint64_t>(one.count));
  }
  return network;
}

/// Throws BadInput, also unless there is exactly one source; `table_name` is what that of a table is called.
template <class Template>
Network<Template> read_network(const LayersSource& source, const std::string& table_name) {
  source.require_one(table_name);
  return source.model ? read_model_network<Template>(*source.model, source.onnx) : read_network<Template>(source.table);
}

/// Copies of a layer that run alike.
struct Copies {
  std::size_t first;  ///< index of the first one
  std::size_t count;
};

/// All layers of a network; alike(a, b) says whether two copies of a layer run alike.
template <class Template, class Alike>
std::vector<Copies> copies_of(const Network<Template>& network, const Alike& alike) {
  std::vector<Copies> copies;
  std::size_t block = 0;  // where the copies of the present layer begin
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    if (i > 0 &&
        (network.names[i] != network.names[i - 1] || !same_layer<Template>(network.layers[i], network.layers[i - 1]))) {
      block = copies.size();
    }
    const auto same = std::find_if(copies.begin() + static_cast<std::ptrdiff_t>(block), copies.end(),
                                   [&](const Copies& one) { return alike(one.first, i); });
    if (same == copies.end()) {
      copies.push_back({i, 1});
    } else {
      ++same->count;
    }
  }
  return copies;
}

/// The breakdown of all layers together; schedule(i) is the configuration of the layer at `i`.
template <class Template, class ScheduleOf>
requires HasBreakdown<Template>
auto breakdown_of(const Network<Template>& network, const ScheduleOf& schedule) {
  decltype(Template::breakdown({}, {})) whole;
  for (const auto& [i, count] :
       copies_of(network, [&](std::size_t a, std::size_t b) { return schedule(a) == schedule(b); })) {
    accumulate(whole, Template::breakdown(network.layers[i], schedule(i)), count);
  }
  return whole;
}

inline constexpr const char* kLoadTimeColumn = "load_us";
inline constexpr const char* kLoadEnergyColumn = "load_uj";
inline constexpr std::uint64_t kMostLoad = 1'000'000'000;  ///< microseconds or microjoules
inline constexpr std::uint64_t kFemtojoulePerMicrojoule = 1'000'000'000;

/// What loading takes may be left out: nothing. It is rounded up, to cycles and to femtojoule.
template <class Template>
BitstreamTable<Template> read_bitstreams(const std::string& path) {
  std::vector<KnownColumn> columns{{kNameColumn, false}, {kLoadTimeColumn, false}, {kLoadEnergyColumn, false}};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    if (Template::is_hardware(i)) {
      columns.push_back({Template::parameters[i].name, true});
    }
  }
  TableFile file{path, columns, std::cerr};
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
      bitstream.load.latency.value =
          parse_decimal(kLoadTimeColumn, text, 0, kMostLoad, Template::Technology::kClockMhz, Rounding::up);
    });
    file.read(kLoadEnergyColumn, [&](std::string_view text) {
      bitstream.load.energy.value =
          parse_decimal(kLoadEnergyColumn, text, 0, kMostLoad, kFemtojoulePerMicrojoule, Rounding::up);
    });
    file.read(kNameColumn, [&](std::string_view text) {
      if (std::find(table.names.begin(), table.names.end(), text) != table.names.end()) {
        throw BadInput("there is a bitstream " + in_quotes(text) + " already; an answer names it by that");
      }
    });
    std::string name = read_name(file);
    if (file.rows() <= kMostBitstreams) {
      table.bitstreams.push_back(bitstream);
      table.names.push_back(std::move(name));
      Fields& load = table.loads.emplace_back();
      for (const char* column : {kLoadTimeColumn, kLoadEnergyColumn}) {
        if (!file.cell(column).empty()) {
          load.push_back({column, std::string{file.cell(column)}});
        }
      }
    }
  }
  require_good(file, kMostBitstreams);
  return table;
}

/// What of a table keeps within the limits, maybe nothing.
template <class Template>
BitstreamTable<Template> within_limits(const BitstreamTable<Template>& table, const Limits<Template>& limits) {
  BitstreamTable<Template> kept;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    if (limits.admit(table.bitstreams[i].hardware)) {
      kept.names.push_back(table.names[i]);
      kept.bitstreams.push_back(table.bitstreams[i]);
      kept.loads.push_back(table.loads[i]);
    }
  }
  return kept;
}

/// The layers and bitstreams as a question without an objective. Refers to both.
template <class Template>
NetworkTask<Template> task_of(const Network<Template>& network, const BitstreamTable<Template>& table) {
  return {network.layers.data(),
          network.layers.size(),
          {kAnyLatency, kAnyPower},
          table.bitstreams.data(),
          table.bitstreams.size()};
}

/// Why nothing of a table keeps within the limits.
template <class Template>
std::string exceeding(const BitstreamTable<Template>& table, const Limits<Template>& limits) {
  std::vector<std::string> dropped;
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const auto& hardware = table.bitstreams[i].hardware;
    dropped.push_back(printable(table.names[i]) + " takes " +
                      exceeded_text(hardware, limits, limits.exceeded(hardware)));
  }
  return "--limit: no bitstream keeps within it: " + joined(dropped);
}

/// Why no bitstream runs the network. `refused`: the layer, or the number of layers where it is none of them.
template <class Template>
std::string refusal(const Network<Template>& network, std::size_t refused, Reason reason) {
  const Rule why = describe<Template>(reason);
  return (refused < network.names.size() ? "layer " + printable(network.names[refused]) + ": " : "") + why.name + ": " +
         why.sentence + "; no bitstream runs all layers";
}

}  // namespace gandse::cli
