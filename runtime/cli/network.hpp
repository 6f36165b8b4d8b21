// gandse network: one bitstream for a whole network, a schedule for each of its layers.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "breakdown.hpp"
#include "configuration_text.hpp"
#include "console.hpp"
#include "exhaustive_network.hpp"
#include "exit_code.hpp"
#include "explanation.hpp"
#include "gandse/runtime/network.hpp"
#include "network_answer.hpp"
#include "network_files.hpp"
#include "options.hpp"
#include "quantities.hpp"
#include "replay.hpp"
#include "report/network_page.hpp"
#include "table.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct NetworkCommand {
  static constexpr const char* kName = "network";
  static constexpr const char* kHelp = "one stored bitstream for all layers, a schedule for each";
  static constexpr const char* kExamples =
      "  gandse network im2col runtime/examples/resnet18.csv --bitstreams runtime/examples/bitstreams.csv --latency "
      "12ms "
      "--power 260mW\n";

  LayersSource layers;
  std::string bitstreams;
  OptionalText limits;
  std::string latency;
  std::string power;
  EffortOptions effort;
  std::string goal = "score";
  NodesOption nodes;  ///< of exhaustive searches if the objective is missed, on each bitstream
  bool json = false;
  bool breakdown = false;
  report::Options report;

  template <class App>
  void declare(App& app) {
    app.add_option("LAYERS.csv", layers.table,
                   "columns by name, in any order: the layer's fields, and optionally name and count; a file of batch "
                   "will do");
    layers.add_to(app);
    add_bitstreams_option(app, bitstreams, kBitstreamsHelp)->required();
    add_limit_option(app, limits, "resources of the bitstreams that may be used");
    add_objective_options(app, latency, power);
    effort.add_to<NetworkOptions>(app, "per layer and bitstream ");
    app.add_option("--goal", goal,
                   "what is best where the objective is met: score (as far below it as possible) or energy")
        ->check([](const std::string& given) {
          return given == "score" || given == "energy" ? std::string{} : given + " not in {score,energy}";
        })
        ->type_name("TEXT:{score,energy}")
        ->capture_default_str();
    nodes.add_to(app, "on each bitstream");
    add_format_options(app, json, breakdown);
    report.add_to(app);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

template <class Weights>
using HostNetworkExplorer = NetworkExplorer<Weights, kMostNetworkLayers, kMostBitstreams>;

/// The best decision of those on every bitstream alone, each of which gets the whole budget: no decision on a larger
/// table is worse. Where none runs the network, all together are asked which layer is to blame.
template <class Weights>
void decide(const Weights& weights, const NetworkOptions& options, Watch& watch,
            NetworkAnswer<typename Weights::Template>& answer) {
  const auto explorer = std::make_unique<HostNetworkExplorer<Weights>>(weights);
  const auto start = std::chrono::steady_clock::now();
  const auto task = task_of(answer.network, answer.table).with(answer.objective);
  const auto ask = [&](const NetworkTask<typename Weights::Template>& asked, std::size_t first) {
    NetworkDecision now = explorer->explore(asked, options);
    now.bitstream += first;
    answer.evaluations += now.evaluations;
    const bool better =
        answer.schedules.empty() || answer.judged(now).better_than(answer.judged(answer.decision), options.goal);
    if (now.legal() && better) {
      answer.schedules.clear();
      for (std::size_t i = 0; i < task.layer_count; ++i) {
        answer.schedules.push_back({explorer->configuration(i), explorer->cost(i)});
      }
    }
    if ((now.legal() && better) || answer.schedules.empty()) {
      answer.decision = now;
    }
  };
  watch.count("bitstreams", task.bitstream_count);
  for (std::size_t b = 0; b < task.bitstream_count; ++b) {
    ask(task.on(b), b);
    watch.reached(b + 1);
  }
  if (answer.schedules.empty()) {
    ask(task, 0);
  }
  const auto time = std::chrono::steady_clock::now() - start;
  answer.nanoseconds = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

/// Where the decision misses its objective, what an exhaustive search of `nodes` says. What it finds is the answer.
template <class Weights>
std::optional<ExhaustiveFinding<typename Weights::Template>> search(std::uint64_t nodes, Watch& watch,
                                                                    NetworkAnswer<typename Weights::Template>& answer) {
  using Template = typename Weights::Template;
  if (answer.decision.satisfied || nodes == 0) {
    return std::nullopt;
  }
  const auto& table = answer.table.bitstreams;
  using Search = ExhaustiveNetwork<Template, NodeCounter>;
  const auto found =
      Search{answer.network.layers, answer.objective, nodes, {watch, Search::most_nodes(nodes, table.size())}}.on(
          table);
  if (found.feasibility.verdict == Verdict::feasible) {
    Checked latency;
    Checked energy;
    for (const auto& schedule : found.schedules) {
      latency = latency + Checked{schedule.cost.latency.value};
      energy = energy + Checked{schedule.cost.energy.value};
    }
    const Total total = judged_total(latency, energy, answer.objective, Template::Technology::kClockMhz);
    if (total.fits) {  // an energy of more than 64 bits is no answer
      answer.schedules = found.schedules;
      answer.found_by = FoundBy::search;
      answer.decision.bitstream = found.bitstream;
      HostNetworkExplorer<Weights>::conclude(answer.schedules.data(), answer.schedules.size(), answer.objective, total,
                                             answer.decision);
    }
  }
  return found;
}

/// The breakdown of all layers together.
template <class Template>
requires HasBreakdown<Template>
auto breakdown_of(const NetworkAnswer<Template>& answer) {
  decltype(Template::breakdown({}, {})) whole;
  for (const auto& [i, count] : answer.copies()) {
    accumulate(whole, Template::breakdown(answer.network.layers[i], answer.schedules[i].configuration), count);
  }
  return whole;
}

template <class Template>
nlohmann::ordered_json to_json(const NetworkAnswer<Template>& answer) {
  const NetworkDecision& decision = answer.decision;
  nlohmann::ordered_json json{{"objective_latency_cycles", answer.objective.latency.value},
                              {"objective_power_uw", answer.objective.power.value},
                              {"bitstream", answer.table.names[decision.bitstream]},
                              {"satisfied", decision.satisfied ? 1 : 0},
                              {"latency_cycles", decision.cost.latency.value},
                              {"energy_fj", decision.cost.energy.value},
                              {"power_uw", power(decision.cost, Template::Technology::kClockMhz).value},
                              {"evaluations", answer.evaluations},
                              {"extrapolated", decision.extrapolated ? 1 : 0},
                              {"time_ns", answer.nanoseconds},
                              {"binding", name(decision.binding)},
                              {"binding_layer", answer.network.names[decision.binding_layer]},
                              {"excess", to_json(Ppm{decision.excess_ppm})},
                              {"found_by", name(answer.found_by)}};
  if constexpr (HasBreakdown<Template>) {
    add_fields(breakdown_fields(answer.breakdown(), true), json["breakdown"] = nlohmann::ordered_json::object());
  }
  for (const auto& [i, count] : answer.copies()) {
    json["layers"].push_back(to_json(layer_answer(answer, i, count)));
    add_breakdown<Template>(answer.network.layers[i], answer.schedules[i].configuration, json["layers"].back());
  }
  return json;
}

/// One row for each layer, with its breakdown.
template <class Template>
void write_breakdown(const NetworkAnswer<Template>& answer, std::ostream& out) {
  bool first = true;
  for (const auto& [i, count] : answer.copies()) {
    Record row = layer_answer(answer, i, count);
    const Fields parts = breakdown_record<Template>(answer.network.layers[i], &answer.schedules[i].configuration);
    row.verdict.insert(row.verdict.end(), parts.begin(), parts.end());
    if (first) {
      write_csv_row(out, csv_header(row));
      first = false;
    }
    write_csv_row(out, csv_row(row));
  }
}

template <class Template>
void print_schedules(const NetworkAnswer<Template>& answer, std::ostream& out) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  std::vector<Table::Column> columns{{"layer"}};
  for (const std::string& parameter : parameter_names<Template>()) {
    columns.push_back({parameter, Table::Align::right});
  }
  for (const char* figure : {"latency", "power", "of latency", "of energy"}) {
    columns.push_back({figure, Table::Align::right});
  }
  if constexpr (HasBreakdown<Template>) {
    columns.push_back({"utilised", Table::Align::right});
    columns.push_back({"bound by"});
  }
  Table schedules{columns};
  const Cost& whole = answer.decision.cost;
  for (const auto& [i, count] : answer.copies()) {
    std::vector<std::string> cells{answer.network.names[i] +
                                   (count == 1 ? "" : " (" + std::to_string(count) + " times)")};
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      cells.push_back(choice_text(Template::parameters[p], answer.schedules[i].configuration[p]));
    }
    const Cost& cost = answer.schedules[i].cost;
    cells.push_back(format_latency(cost.latency, kClock));
    cells.push_back(format_power(power(cost, kClock)));
    cells.push_back(percent(cost.latency.value * count, whole.latency.value));  // no more than the whole, which fits
    cells.push_back(percent(cost.energy.value * count, whole.energy.value));
    if constexpr (HasBreakdown<Template>) {
      const auto parts = Template::breakdown(answer.network.layers[i], answer.schedules[i].configuration);
      cells.push_back(format_percent(utilisation(parts)));
      cells.emplace_back(parts.busy[parts.bound()].name);
    }
    schedules.add(cells);
  }
  schedules.print(out);
}

template <class Template>
void print_answer(const NetworkAnswer<Template>& answer, const Palette& palette, std::ostream& out) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  print_schedules(answer, out);
  if constexpr (HasBreakdown<Template>) {
    print_parts(answer.breakdown(), out);
  }
  const NetworkDecision& decision = answer.decision;
  const std::string missed =
      decision.binding == Binding::both ? "latency and power, the worse" : name(decision.binding);
  const bool searched = answer.found_by == FoundBy::search;
  out << "\nbitstream " << printable(answer.table.names[decision.bitstream]) << ": latency "
      << format_latency(decision.cost.latency, kClock) << " of " << format_latency(answer.objective.latency, kClock)
      << ", power " << format_power(power(decision.cost, kClock)) << " of " << format_power(answer.objective.power);
  if (!searched) {
    out << "; " << answer.evaluations << " evaluations in " << format_nanoseconds(answer.nanoseconds);
  }
  out << '\n'
      << (!decision.satisfied
              ? palette.paint(Tone::bad, "misses " + missed + " by " + format_percent(decision.excess_ppm)) +
                    "; this is the closest found"
              : palette.paint(Tone::good, searched ? "satisfied, by the exhaustive search" : "satisfied"))
      << "; the layer that counts most is " << printable(answer.network.names[decision.binding_layer]) << '\n'
      << palette.paint(Tone::doubtful, decision.extrapolated && !searched ? kExtrapolated : "");
}

template <class Weights>
ExitCode NetworkCommand::run(const Weights& weights, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  std::ostream& out = console.out;
  auto options = effort.parse<NetworkOptions>();
  options.goal = goal == "energy" ? Goal::energy : Goal::score;
  const std::uint64_t most_nodes = nodes.parse();
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  report.require_writable();
  const auto net = read_network<Template>(layers, "LAYERS.csv");
  const auto stored = read_bitstreams<Template>(bitstreams);
  const Objective objective{parse_latency("--latency", latency, kClock), parse_power("--power", power)};
  const auto within = parse_limits<Template>(limits);
  const auto add_question = [&](nlohmann::ordered_json& answer) {
    add_answerer<Template>(generator, answer);
    answer["bitstreams"] = bitstreams_json(stored);
    add_limits(within, answer);
    add_options(options, answer);
    answer["options"]["goal"] = goal;
    answer["options"]["nodes"] = most_nodes;
  };
  const auto not_possible = [&](Reason reason, const std::string& why) {
    if (json) {
      nlohmann::ordered_json refused{{"objective_latency_cycles", objective.latency.value},
                                     {"objective_power_uw", objective.power.value},
                                     {"satisfied", 0},
                                     {"layers", layers_json(net)}};
      add_verdict<Template>(reason, refused);
      add_question(refused);
      out << refused.dump(2) << '\n';
    } else {
      out << console.palette.paint(Tone::bad, "not possible") << ": " << why << '\n';
    }
    return exit_code(reason, false);
  };
  const auto table = within_limits(stored, within);
  if (table.names.empty()) {
    return not_possible(Reason::limits_exceeded, exceeding(stored, within));
  }
  NetworkAnswer<Template> answer{net, table, objective};
  decide(weights, options, console.watch, answer);
  if (is_bad_input(answer.decision.reason)) {
    throw BadInput(refusal(net, answer.decision.refused, answer.decision.reason),
                   describe<Template>(answer.decision.reason).name);
  }
  if (!answer.decision.legal()) {
    return not_possible(answer.decision.reason, refusal(net, answer.decision.refused, answer.decision.reason));
  }
  if (!json && !breakdown) {
    print_answer(answer, console.palette, out);
    out.flush();  // the search may take longer than all before
  }
  const auto explanation = search<Weights>(most_nodes, console.watch, answer);
  if (report.any()) {
    report.write(report::network_page(answer, console.command));
  }
  if (breakdown) {
    write_breakdown(answer, out);
  } else if (json) {
    auto written = to_json(answer);
    if (explanation) {
      written["explanation"] = to_json(explanation->feasibility);
    }
    add_verdict<Template>(answer.decision.reason, written);
    add_question(written);
    out << written.dump(2) << '\n';
  } else if (answer.found_by == FoundBy::search) {
    out << "\nyet it can be met: an exhaustive search found (" << explanation->feasibility.nodes << " nodes)\n\n";
    print_answer(answer, console.palette, out);
  } else if (explanation) {
    out << text(explanation->feasibility, explanation->exhausted);
  }
  return exit_code(answer.decision.reason, answer.decision.satisfied);
}

}  // namespace gandse::cli
