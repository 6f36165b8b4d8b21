// gandse front: what a layer, or a network on stored bitstreams, can have at all.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "breakdown.hpp"
#include "configuration_text.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "gandse/runtime/explore_within.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "gandse/runtime/layer_front.hpp"
#include "gandse/runtime/network_front.hpp"
#include "layer_text.hpp"
#include "limits.hpp"
#include "network_files.hpp"
#include "options.hpp"
#include "quantities.hpp"
#include "replay.hpp"
#include "report/part_charts.hpp"
#include "table.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct FrontCommand {
  static constexpr const char* kName = "front";
  static constexpr const char* kHelp = "what a layer or a network can have at all: points that none beats";
  static constexpr const char* kExamples = "  gandse front im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3\n";

  std::string layer;     ///< either this
  LayersSource network;  ///< or these two
  std::string bitstreams;
  OptionalText pins;  ///< of a layer
  OptionalText limits;
  EffortOptions effort;
  bool json = false;
  bool breakdown = false;
  report::Options report;

  template <class App>
  void declare(App& app) {
    app.add_option("--layer", layer, kLayerHelp)->type_name("LAYER");
    add_pin_option(app, pins);
    add_limit_option(app, limits, "the configuration's, or the bitstreams', resources");
    app.add_option("--network", network.table, "instead of a layer, a file of layers, as for network")
        ->type_name("LAYERS.csv");
    network.add_to(app);
    add_bitstreams_option(app, bitstreams, "then, the file of stored hardware, as for network");
    effort.add_to<Options, NetworkOptions>(app, "for each octave of latency over power (and layer, and bitstream), ",
                                           "with --network");
    add_format_options(app, json, breakdown);
    report.add_to(app);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;

 private:
  template <class Weights>
  ExitCode of_layer(const Weights& weights, const std::string& generator, const Console& console) const;
  template <class Weights>
  ExitCode of_network(const Weights& weights, const std::string& generator, const Console& console) const;
};

inline constexpr std::size_t kFrontPoints = 64;

/// A front's points as they are printed. Power is rounded up, which may make it the same for two: the faster one stays.
template <class Template, class Front>
std::vector<typename Front::Point> printed_points(const Front& front) {
  const auto printed_power = [](const Cost& cost) { return power(cost, Template::Technology::kClockMhz).value; };
  std::vector<typename Front::Point> points;
  for (std::size_t i = 0; i < front.size(); ++i) {
    if (points.empty() || printed_power(front[i].cost) < printed_power(points.back().cost)) {
      points.push_back(front[i]);
    }
  }
  return points;
}

/// Latency, power and energy of every point, and what `more` says of its payload.
template <class Template, class Points, class More>
void print_points(const Points& points, std::vector<Table::Column> columns, const More& more, std::uint64_t evaluations,
                  std::ostream& out) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  columns.insert(columns.begin(),
                 {{"latency", Table::Align::right}, {"power", Table::Align::right}, {"energy", Table::Align::right}});
  Table table{columns};
  for (const auto& point : points) {
    std::vector<std::string> cells{format_latency(point.cost.latency, kClock), format_power(power(point.cost, kClock)),
                                   format_energy(point.cost.energy)};
    for (const std::string& cell : more(point.payload)) {
      cells.push_back(cell);
    }
    table.add(cells);
  }
  table.print(out);
  out << '\n' << points.size() << " points that no other beats; " << evaluations << " evaluations\n";
}

/// Stands for an explorer until it is interrupted; from then on refuses everything, which ends a front.
template <class Explorer>
class Interruptible {
 public:
  using Template = typename Explorer::Template;

  Interruptible(Explorer& explorer, Watch& watch) : explorer_(explorer), watch_(watch) {}

  /// Decides, as the explorer's function of the same arguments.
  template <class Task, class... Rest>
  auto explore(const Task& task, const Rest&... rest) const {
    using Decision = decltype(explorer_.explore(task, rest...));
    if (!watch_.go_on()) {
      interrupted_ = true;
      Decision refused;
      refused.reason = Reason::capacity_exceeded;
      return refused;
    }
    return explorer_.explore(task, rest...);
  }
  [[nodiscard]] const TrainingRange<Template>& trained() const { return explorer_.trained(); }
  [[nodiscard]] bool interrupted() const { return interrupted_; }
  /// Decisions that a front of one layer, or of one bitstream, takes.
  [[nodiscard]] std::uint64_t octaves() const {
    return static_cast<std::uint64_t>((trained().last_ray() - trained().first_ray()) / kOctave) + 1U;
  }

 private:
  Explorer& explorer_;
  Watch& watch_;
  mutable bool interrupted_ = false;
};

inline constexpr const char* kIncomplete = "interrupted: others may beat them, and there may be more\n";

template <class Weights>
ExitCode FrontCommand::of_layer(const Weights& weights, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  using Configuration = typename Template::Configuration;
  std::ostream& out = console.out;
  report.require_writable();
  const auto options = effort.parse<Options>();
  const auto asked = parse_layer<Template>(layer);
  const auto pinned = pins ? parse_pins<Template>("--pin", *pins) : typename Template::Pins{};
  const auto within = parse_limits<Template>(limits);
  const Explorer explorer{weights};
  const Interruptible interruptible{explorer, console.watch};
  console.watch.begin("decisions", interruptible.octaves());
  const Task<Template> task{asked, {kAnyLatency, kAnyPower}, pinned};
  const auto front = limits ? explore_front<kFrontPoints>(interruptible, task, WithinLimits<Template>{within}, options)
                            : explore_front<kFrontPoints>(interruptible, task, options);
  const bool complete = !interruptible.interrupted();
  const Reason reason = complete ? front.reason : Reason::none;
  const std::uint64_t evaluations = front.evaluations;
  const Rule why = describe<Template>(reason);
  if (is_bad_input(reason)) {
    throw BadInput(std::string{why.name} + ": " + why.sentence, why.name);
  }
  const auto points = printed_points<Template>(front.points);
  const ExitCode result = exit_code(reason, !points.empty());
  if (report.any()) {
    report::Grid grid{"Points", {}};
    std::vector<report::Mark> marks;
    for (const auto& point : points) {
      Fields& row = grid.rows.emplace_back(configuration_record<Template>(&point.payload));
      add_figures<Template>(row, &point.cost);
      const Fields parts = breakdown_record<Template>(asked, &point.payload);
      row.insert(row.end(), parts.begin(), parts.end());
      marks.push_back(
          report::mark_of(point.cost, Template::Technology::kClockMhz, "point " + std::to_string(grid.rows.size())));
    }
    report.write(
        {"What a layer can have on " + std::string{Template::kName},
         console.command,
         {"Layer: " + layer_text<Template>(asked) + "."},
         {report::front_figure("Each point has less latency or less power than every other.", {"none beats them"},
                               std::move(marks), std::nullopt, Template::Technology::kClockMhz)},
         {std::move(grid)}});
  }
  if (json) {
    auto array = nlohmann::ordered_json::array();
    for (const auto& point : points) {
      Record record{{}, configuration_record<Template>(&point.payload), {}};
      add_figures<Template>(record.verdict, &point.cost);
      array.push_back(to_json(record));
      add_breakdown<Template>(asked, point.payload, array.back());
    }
    nlohmann::ordered_json answer{
        {"points", std::move(array)}, {"evaluations", evaluations}, {"complete", complete ? 1 : 0}};
    add_verdict<Template>(reason, answer);
    add_answerer<Template>(generator, answer);
    add_fields(layer_record<Template>(asked), answer);
    add_pins<Template>(pinned, answer);
    add_limits(within, answer);
    add_options(options, answer);
    out << answer.dump(2) << '\n';
    return result;
  }
  if (reason != Reason::none) {
    out << console.palette.paint(Tone::bad, "not possible") << ": " << why.name << ": " << why.sentence << '\n';
    return result;
  }
  if (points.empty() && complete) {
    out << "found no configuration that keeps within " << limits_text(within) << "; " << evaluations
        << " evaluations\n";
    return result;
  }
  if (breakdown) {
    for (const auto& point : points) {
      Record row{{}, configuration_record<Template>(&point.payload), {}};
      add_figures<Template>(row.verdict, &point.cost);
      const Fields parts = breakdown_record<Template>(asked, &point.payload);
      row.verdict.insert(row.verdict.end(), parts.begin(), parts.end());
      if (&point == &points.front()) {
        write_csv_row(out, csv_header(row));
      }
      write_csv_row(out, csv_row(row));
    }
    return result;
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
  print_points<Template>(points, columns, cells, evaluations, out);
  out << (complete ? "" : kIncomplete);
  return result;
}

template <class Weights>
ExitCode FrontCommand::of_network(const Weights& weights, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  std::ostream& out = console.out;
  report.require_writable();
  const auto options = effort.parse<NetworkOptions>();
  const auto net = read_network<Template>(network, "--network");
  const auto stored = read_bitstreams<Template>(bitstreams);
  const auto within = parse_limits<Template>(limits);
  const auto table = within_limits(stored, within);
  const auto explorer = std::make_unique<NetworkExplorer<Weights, kMostNetworkLayers, kMostBitstreams>>(weights);
  Interruptible interruptible{*explorer, console.watch};
  NetworkFront<kFrontPoints> front;
  std::string why;
  if (table.names.empty()) {
    front.reason = Reason::limits_exceeded;
    why = exceeding(stored, within);
  } else {
    console.watch.begin("decisions", interruptible.octaves() * table.names.size());
    front = explore_front<kFrontPoints>(interruptible, task_of(net, table), options);
    why = refusal(net, front.refused, front.reason);
  }
  const bool complete = !interruptible.interrupted();
  const Reason reason = complete ? front.reason : Reason::none;
  const std::uint64_t evaluations = front.evaluations;
  if (is_bad_input(reason)) {
    throw BadInput(why, describe<Template>(reason).name);
  }
  const auto points = printed_points<Template>(front.points);
  const ExitCode result = exit_code(reason, !points.empty());
  if (report.any()) {
    report::Grid grid{"Points", {}};
    std::vector<report::Mark> marks;
    for (const auto& point : points) {
      const std::string& name = table.names[point.payload.bitstream];
      Fields& row = grid.rows.emplace_back(Fields{{"bitstream", name}});
      add_figures<Template>(row, &point.cost);
      marks.push_back(report::mark_of(point.cost, kClock, name, static_cast<int>(point.payload.bitstream)));
    }
    report.write(
        {"What a network can have on " + std::string{Template::kName},
         console.command,
         {},
         {report::front_figure("Each point has less latency or less power than every other, on whatever bitstream.",
                               table.names, std::move(marks), std::nullopt, kClock)},
         {std::move(grid)}});
  }
  if (json) {
    auto array = nlohmann::ordered_json::array();
    for (const auto& point : points) {
      array.push_back({{"bitstream", table.names[point.payload.bitstream]},
                       {"objective_latency_cycles", point.payload.objective.latency.value},
                       {"objective_power_uw", point.payload.objective.power.value},
                       {"latency_cycles", point.cost.latency.value},
                       {"energy_fj", point.cost.energy.value},
                       {"power_uw", power(point.cost, kClock).value}});
    }
    nlohmann::ordered_json answer{
        {"points", std::move(array)}, {"evaluations", evaluations}, {"complete", complete ? 1 : 0}};
    add_verdict<Template>(reason, answer);
    add_answerer<Template>(generator, answer);
    answer["layers"] = layers_json(net);
    answer["bitstreams"] = bitstreams_json(stored);
    add_limits(within, answer);
    add_options(options, answer);
    out << answer.dump(2) << '\n';
    return result;
  }
  if (reason != Reason::none) {
    out << console.palette.paint(Tone::bad, "not possible") << ": " << why << '\n';
    return result;
  }
  // The objective exactly, as `network` takes it.
  const auto cells = [&](const NetworkOrigin& origin) {
    return std::vector<std::string>{printable(table.names[origin.bitstream]),
                                    std::to_string(origin.objective.latency.value) + "cycles",
                                    std::to_string(origin.objective.power.value) + "uW"};
  };
  print_points<Template>(points, {{"bitstream"}, {"--latency", Table::Align::right}, {"--power", Table::Align::right}},
                         cells, evaluations, out);
  out << "a point's schedules: gandse network, with its --latency and --power, its bitstream alone in the file, and "
         "the same "
         "options\n"
      << (complete ? "" : kIncomplete);
  return result;
}

template <class Weights>
ExitCode FrontCommand::run(const Weights& weights, const std::string& generator, const Console& console) const {
  const bool of_one = network.table.empty() && !network.model;
  if (layer.empty() == of_one) {
    throw BadInput("front wants either --layer, or --network (or --onnx) and --bitstreams");
  }
  if (of_one != bitstreams.empty()) {
    throw BadInput("--network (or --onnx) and --bitstreams go together");
  }
  if (!of_one && breakdown) {
    throw BadInput("--breakdown is for --layer; the schedules of a network's point are those of gandse network");
  }
  if (!of_one && pins) {
    throw BadInput("--pin is for --layer; a network's hardware is that of --bitstreams");
  }
  return layer.empty() ? of_network(weights, generator, console) : of_layer(weights, generator, console);
}

}  // namespace gandse::cli
