// gandse reconfigure: a stream of networks on stored bitstreams; for each, whether to keep, to retile or to load.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "complaint.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "network_files.hpp"
#include "options.hpp"
#include "quantities.hpp"
#include "replay.hpp"
#include "report/charts.hpp"
#include "report/page.hpp"
#include "table.hpp"
#include "table_file.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct ReconfigureCommand {
  static constexpr const char* kName = "reconfigure";
  static constexpr const char* kHelp = "a stream of networks: keep, retile, or load another bitstream";
  static constexpr const char* kExamples =
      "  gandse reconfigure im2col runtime/examples/day.csv --bitstreams runtime/examples/bitstreams.csv\n";

  std::string tasks;
  std::string bitstreams;
  OptionalText loaded;   ///< none: the first
  OptionalText waiting;  ///< none: the time of loads does not count
  OnnxOptions onnx;      ///< of tasks whose network is a model
  EffortOptions effort;
  bool json = false;
  bool breakdown = false;
  report::Options report;

  template <class App>
  void declare(App& app) {
    app.add_option("TASKS.csv", tasks,
                   "tasks in the order they come: network (a file beside this one, as for network, or a model called\n"
                   "*.onnx), latency, power,\n"
                   "inferences, and optionally name and known (1: these are all inferences; else they are those until\n"
                   "the next task, and nothing is known of it)")
        ->required();
    add_bitstreams_option(app, bitstreams, kBitstreamsHelp)->required();
    add_optional(app, "--loaded", loaded, "the bitstream that is loaded first; default: the first")->type_name("NAME");
    add_optional(app, "--waiting", waiting,
                 "power that is spent for nothing while a bitstream loads, so that the time of a load counts")
        ->type_name("POWER");
    onnx.add_to(app);
    effort.add_to<NetworkOptions>(app, "per layer ");
    add_format_options(app, json, breakdown);
    report.add_to(app);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

inline constexpr std::size_t kMostTasks = 1'000'000;

struct StreamRow {
  std::string name;
  std::string network;   ///< as the file names it
  std::size_t line = 0;  ///< of the file of tasks
  Objective objective{};
  Horizon horizon;
};

/// Networks are files beside the file of tasks.
template <class Template>
struct Stream {
  std::vector<StreamRow> tasks;  ///< but for those that cannot be read
  std::map<std::string, Network<Template>> networks;
  std::size_t unreadable = 0;  ///< tasks that have been complained of
  bool bad = false;            ///< there were some, or the file cannot be read to its end
};

/// Networks by the name that tasks give them. What cannot be read is looked at once.
template <class Template>
class NetworkFiles {
 public:
  NetworkFiles(std::filesystem::path folder, OnnxOptions onnx) : folder_(std::move(folder)), onnx_(std::move(onnx)) {}

  /// Throws BadInput, the same each time.
  void read(const std::string& name) {
    if (name.empty()) {
      throw BadInput("the file of the network's layers is missing");
    }
    const auto refused = refused_.find(name);
    if (refused != refused_.end()) {
      throw BadInput(refused->second);
    }
    if (networks_.find(name) != networks_.end()) {
      return;
    }
    try {
      const std::string path = (folder_ / name).string();
      const bool model = std::filesystem::path{name}.extension() == ".onnx";
      networks_[name] = model ? read_model_network<Template>(path, onnx_) : read_network<Template>(path);
    } catch (const BadInput& bad) {
      refused_[name] = bad.what();
      throw;
    }
  }

  std::map<std::string, Network<Template>> take() { return std::move(networks_); }

 private:
  std::filesystem::path folder_;
  OnnxOptions onnx_;  ///< for models
  std::map<std::string, Network<Template>> networks_;
  std::map<std::string, std::string> refused_;  ///< and why
};

/// A task that cannot be read is complained of and left out. Throws BadInput where none can be.
template <class Template>
Stream<Template> read_stream(const std::string& path, const OnnxOptions& onnx, std::ostream& err) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  TableFile file{path,
                 {{kNameColumn, false},
                  {"network", true},
                  {"latency", true},
                  {"power", true},
                  {"inferences", true},
                  {"known", false}},
                 err};
  NetworkFiles<Template> networks{std::filesystem::path{path}.parent_path(), onnx};
  Stream<Template> stream;
  while (file.next()) {
    StreamRow task;
    task.name = read_name(file);
    task.line = file.line();
    file.read("latency",
              [&](std::string_view text) { task.objective.latency = parse_latency("latency", text, kClock); });
    file.read("power", [&](std::string_view text) { task.objective.power = parse_power("power", text); });
    file.read("inferences", [&](std::string_view text) {
      task.horizon.inferences = parse_whole("inferences", text, 1, 1'000'000'000'000);
    });
    file.read("known", [&](std::string_view text) {
      task.horizon.known = !text.empty() && parse_whole("known", text, 0, 1) == 1;  // empty: 0
    });
    file.read("network", [&](std::string_view text) {
      require_utf8(text);
      task.network = text;
      networks.read(task.network);
    });
    if (!file.row_good()) {
      ++stream.unreadable;
    } else if (file.rows() <= kMostTasks) {
      stream.tasks.push_back(std::move(task));
    }
  }
  require_rows(file, kMostTasks);
  if (stream.tasks.empty()) {
    throw BadInput(file.path() + " has no task that can be read");
  }
  stream.bad = file.any_bad();
  stream.networks = networks.take();
  return stream;
}

/// Index of the bitstream called `name`, the first where none is named. Throws BadInput.
template <class Template>
std::size_t find_bitstream(const BitstreamTable<Template>& table, const OptionalText& name) {
  if (!name) {
    return 0;
  }
  const auto at = std::find(table.names.begin(), table.names.end(), *name);
  if (at == table.names.end()) {
    throw BadInput("--loaded: there is no bitstream " + in_quotes(*name) + "; there are " +
                   printable(joined(table.names)));
  }
  return static_cast<std::size_t>(at - table.names.begin());
}

/// What a stream came to.
struct StreamTotals {
  std::size_t refused = 0;
  std::size_t missed = 0;
  std::size_t extrapolated = 0;
  std::size_t loads = 0;
  Cycles loading{};
  Wide energy{};  ///< femtojoule; a million tasks of 10^12 inferences fit

  void add(const Reconfiguration& result, const Wide& run) {
    missed += result.satisfied ? 0 : 1;
    extrapolated += result.extrapolated ? 1 : 0;
    energy = energy + run;
    if (result.step == Step::load) {
      ++loads;
      loading.value += result.load.latency.value;
      energy = energy + Wide{0, result.load.energy.value};
    }
  }
};

inline std::string note(const Reconfiguration& result) {
  std::vector<std::string> notes;
  if (!result.satisfied) {
    notes.emplace_back("misses its objective");
  }
  if (result.extrapolated) {
    notes.emplace_back("beyond the training");
  }
  return joined(notes);
}

/// Adds what was asked of a task.
inline void add_question(const StreamRow& task, nlohmann::ordered_json& json) {
  json["network"] = task.network;
  json["objective_latency_cycles"] = task.objective.latency.value;
  json["objective_power_uw"] = task.objective.power.value;
  json["inferences"] = task.horizon.inferences;
  json["known"] = task.horizon.known ? 1 : 0;
}

/// What came of a task: also what CSV says.
template <class Template>
Fields task_fields(const StreamRow& task, const std::string& bitstream, const Reconfiguration& result) {
  return {{"name", task.name},
          {"step", std::string{name(result.step)}},
          {"bitstream", bitstream},
          {"satisfied", std::uint64_t{result.satisfied}},
          {"latency_cycles", result.cost.latency.value},
          {"energy_fj", result.cost.energy.value},
          {"power_uw", power(result.cost, Template::Technology::kClockMhz).value},
          {"load_cycles", result.load.latency.value},
          {"load_energy_fj", result.load.energy.value},
          {"evaluations", std::uint64_t{result.evaluations}},
          {"extrapolated", std::uint64_t{result.extrapolated}}};
}

template <class Device, class Template>
nlohmann::ordered_json to_json(const StreamRow& task, const Network<Template>& network, const std::string& bitstream,
                               const Device& device, const Reconfiguration& result, const Fields& parts) {
  auto json = nlohmann::ordered_json::object();
  add_fields(task_fields<Template>(task, bitstream, result), json);
  if (!parts.empty()) {
    add_fields(parts, json["breakdown"] = nlohmann::ordered_json::object());
  }
  for (std::size_t i = 0; result.step != Step::keep && i < network.layers.size(); ++i) {
    const Record layer{{{"name", network.names[i]}}, configuration_record<Template>(&device.configuration(i)), {}};
    json["layers"].push_back(to_json(layer));
  }
  add_question(task, json);
  return json;
}

/// A task that no bitstream runs, and the layer to blame, where there is one.
template <class Template>
nlohmann::ordered_json refused_json(const StreamRow& task, const Network<Template>& network,
                                    const Reconfiguration& result) {
  nlohmann::ordered_json json{{"name", task.name}};
  if (result.refused < network.names.size()) {
    json["layer"] = network.names[result.refused];
  }
  add_verdict<Template>(result.reason, json);
  add_question(task, json);
  return json;
}

/// A task that is refused changes nothing: it is named in `err`, and the stream goes on.
template <class Weights>
ExitCode ReconfigureCommand::run(const Weights& weights, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  std::ostream& out = console.out;
  report.require_writable();
  const auto options = effort.parse<NetworkOptions>();
  const auto table = read_bitstreams<Template>(bitstreams);
  const auto stream = read_stream<Template>(tasks, onnx, console.err);
  const auto device = std::make_unique<Reconfigurator<Weights, kMostNetworkLayers, kMostBitstreams>>(weights);
  const std::size_t first = find_bitstream(table, loaded);
  const Microwatt waiting_power = waiting ? parse_power("--waiting", *waiting) : Microwatt{};
  if (!device->begin(table.bitstreams.data(), table.bitstreams.size(), first, {options, waiting_power, {}})) {
    throw std::logic_error("a table that was read has no bitstreams");
  }

  Table rows{{{"task"},
              {"network"},
              {"step"},
              {"bitstream"},
              {"latency", Table::Align::right},
              {"power", Table::Align::right},
              {"energy", Table::Align::right},
              {""}}};
  auto answered = nlohmann::ordered_json::array();
  auto refused = nlohmann::ordered_json::array();
  StreamTotals totals;
  Fields parts;  // of the schedules that run: they stay until something else than `keep` is decided
  bool first_row = true;
  report::Timeline timeline{"Bitstreams over time",
                            "Which bitstream runs, when another is loaded, and which tasks miss.",
                            {},
                            table.names,
                            {}};
  report::Grid reported{"Tasks", {}};
  totals.refused = stream.unreadable;
  bool good = !stream.bad;
  bool complete = true;
  console.watch.begin("tasks", stream.tasks.size());
  for (const StreamRow& task : stream.tasks) {
    complete = console.watch.go_on();
    if (!complete) {
      break;
    }
    const Network<Template>& network = stream.networks.at(task.network);
    const Reconfiguration result =
        device->next({network.layers.data(), network.layers.size(), task.objective, task.horizon});
    if (!result.legal()) {
      ++totals.refused;
      good = good && !is_bad_input(result.reason);
      if (json) {
        refused.push_back(refused_json(task, network, result));
      }
      complain(console.err, tasks + ", line " + std::to_string(task.line) + ": task " + task.name + ", " +
                                refusal(network, result.refused, result.reason));
      continue;
    }
    const std::string& bitstream = table.names[result.bitstream];
    const Wide run = multiply(result.cost.energy.value, task.horizon.inferences);
    totals.add(result, run);
    if (report.any()) {
      timeline.runs.push_back(
          {task.name + ", " + task.network, result.bitstream,
           static_cast<double>(result.cost.latency.value) * static_cast<double>(task.horizon.inferences),
           static_cast<double>(result.load.latency.value), !result.satisfied});
    }
    if constexpr (HasBreakdown<Template>) {
      if (result.step != Step::keep) {
        parts = breakdown_fields(breakdown_of(network, [&](std::size_t i) { return device->configuration(i); }), true);
      }
    }
    if (report.any()) {
      Fields& row = reported.rows.emplace_back(task_fields<Template>(task, bitstream, result));
      row.push_back({"network", task.network});
      row.push_back({"inferences", task.horizon.inferences});
      row.insert(row.end(), parts.begin(), parts.end());
    }
    if (json) {
      answered.push_back(to_json(task, network, bitstream, *device, result, parts));
    } else if (breakdown) {
      Record row{task_fields<Template>(task, bitstream, result), {}, parts};
      if (first_row) {
        write_csv_row(out, csv_header(row));
        first_row = false;
      }
      write_row(out, csv_row(row));
    } else {
      rows.add({printable(task.name), printable(task.network), name(result.step), printable(bitstream),
                format_latency(result.cost.latency, kClock), format_power(power(result.cost, kClock)),
                format_energy(run), note(result)},
               !result.satisfied ? Tone::bad : Tone::doubtful);
    }
  }
  if (report.any()) {
    double end = 0;
    for (const report::Run& run : timeline.runs) {
      end += run.loading + run.duration;
    }
    timeline.time = report::time_unit(end, kClock);
    report.write({"A stream of networks on " + std::string{Template::kName},
                  console.command,
                  {std::to_string(timeline.runs.size()) + " tasks, " + std::to_string(totals.loads) + " loads, " +
                   std::to_string(totals.missed) + " missed, " + std::to_string(totals.refused) + " refused; " +
                   format_energy(totals.energy) + " with loading."},
                  {{"timeline", draw(timeline)}},
                  {std::move(reported)}});
  }
  const bool all_satisfied = good && totals.refused == 0 && totals.missed == 0;
  if (json) {
    nlohmann::ordered_json answer{
        {"tasks", std::move(answered)}, {"refused", std::move(refused)}, {"complete", complete ? 1 : 0}};
    add_answerer<Template>(generator, answer);
    auto& networks = answer["networks"] = nlohmann::ordered_json::object();
    for (const auto& [name, network] : stream.networks) {
      networks[name] = layers_json(network);
    }
    answer["bitstreams"] = bitstreams_json(table);
    answer["loaded"] = table.names[first];
    if (waiting) {
      answer["waiting_uw"] = waiting_power.value;
    }
    add_options(options, answer);
    out << answer.dump(2) << '\n';
  } else if (!breakdown) {
    rows.print(out, console.palette);
    out << '\n'
        << (complete ? "" : std::to_string(console.watch.done()) + " of ") << stream.tasks.size() + stream.unreadable
        << " tasks, ";
    if (totals.refused != 0) {
      out << totals.refused << " refused, ";
    }
    out << totals.loads << " loads (" << format_latency(totals.loading, kClock) << "), " << format_energy(totals.energy)
        << " with loading; "
        << console.palette.paint(all_satisfied ? Tone::good : Tone::bad,
                                 all_satisfied ? "all satisfied" : "not all satisfied")
        << '\n';
    if (totals.extrapolated != 0) {
      out << totals.extrapolated << " of them " << console.palette.paint(Tone::doubtful, kExtrapolated);
    }
  }
  return exit_code_of_rows(good, all_satisfied);
}

}  // namespace gandse::cli
