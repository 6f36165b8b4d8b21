// gandse explore: one layer, one objective, one decision.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "answer.hpp"
#include "breakdown.hpp"
#include "configuration_text.hpp"
#include "console.hpp"
#include "csv.hpp"
#include "exit_code.hpp"
#include "explanation.hpp"
#include "gandse/runtime/layer_front.hpp"
#include "layer_text.hpp"
#include "limits.hpp"
#include "options.hpp"
#include "quantities.hpp"
#include "replay.hpp"
#include "report/layer_page.hpp"
#include "table.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct ExploreCommand {
  static constexpr const char* kName = "explore";
  static constexpr const char* kHelp = "the best configuration for one layer and one objective";
  static constexpr const char* kExamples =
      "  gandse explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW\n"
      "  gandse explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW --pin "
      "PEN=256,WSS=64 "
      "--json\n";

  std::string layer;
  std::string latency;
  std::string power;
  OptionalText pins;
  OptionalText limits;
  EffortOptions effort;
  NodesOption nodes;  ///< of exhaustive searches if the objective is missed, in all
  bool json = false;
  bool breakdown = false;
  report::Options report;

  template <class App>
  void declare(App& app) {
    app.add_option("--layer", layer, kLayerHelp)->type_name("LAYER")->required();
    add_objective_options(app, latency, power);
    add_pin_option(app, pins);
    add_limit_option(app, limits, "the configuration's resources");
    effort.add_to<Options>(app);
    nodes.add_to(app, "in all");
    add_format_options(app, json, breakdown);
    report.add_to(app);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

template <class Template>
void print_configuration(const typename Template::Configuration& configuration, const typename Template::Pins& pins,
                         std::ostream& out) {
  Table table{{{}, {"", Table::Align::right}, {}, {}}};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const Parameter& p = Template::parameters[i];
    table.add({std::string{"  "} + p.name, choice_text(p, configuration[i]), p.unit,
               std::string{p.description} + (pins.is_pinned(i) ? " (pinned)" : "")});
  }
  table.print(out);
}

/// Latency, energy and power with their units.
template <class Template>
void add_cost_rows(const Cost& cost, Table& table) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const Microwatt watts = power(cost, kClock);
  table.add({"latency", format_latency(cost.latency, kClock), std::to_string(cost.latency.value) + " cycles"});
  table.add({"energy", format_energy(cost.energy), std::to_string(cost.energy.value) + " fJ"});
  table.add({"power", format_power(watts), std::to_string(watts.value) + " uW"});
}

/// What the generator found, or that there is nothing.
template <class Template>
void print_answer(const Task<Template>& task, const Answer<Template>& answer, const Palette& palette,
                  std::ostream& out) {
  using Technology = typename Template::Technology;
  const Decision<Template>& decision = answer.decision;
  out << "template   " << Template::kName << ", " << Technology::kName << " at " << Technology::kClockMhz << " MHz\n"
      << "layer      " << layer_text<Template>(task.layer) << '\n'
      << "objective  latency " << format_latency(task.objective.latency, Technology::kClockMhz) << " ("
      << task.objective.latency.value << " cycles), power " << format_power(task.objective.power) << "\n\n";
  if (!decision.legal()) {
    out << palette.paint(Tone::bad, "no configuration: " + outcome(decision)) << ": "
        << describe<Template>(decision.reason).sentence << '\n';
    return;
  }
  out << "configuration\n";
  print_configuration<Template>(decision.configuration, task.pins, out);
  out << '\n';
  Table table{{{}, {"", Table::Align::right}, {"", Table::Align::right}}};
  add_cost_rows<Template>(decision.cost, table);
  table.add(
      {"decided in", format_nanoseconds(answer.nanoseconds), std::to_string(decision.evaluations) + " evaluations"});
  table.print(out);
  print_breakdown<Template>(task.layer, decision.configuration, out);
  out << '\n'
      << palette.paint(tone_of(decision), outcome(decision))
      << (decision.satisfied ? "" : "; this is the closest found") << '\n';
  if (decision.extrapolated) {
    out << palette.paint(Tone::doubtful, kExtrapolated);
  }
}

/// What the exhaustive search found instead.
template <class Template>
void print_found(const Task<Template>& task, const Decision<Template>& decision, std::uint64_t nodes,
                 const Palette& palette, std::ostream& out) {
  out << "\nyet it can be met: an exhaustive search found (" << nodes << " nodes)\n\nconfiguration\n";
  print_configuration<Template>(decision.configuration, task.pins, out);
  out << '\n';
  Table table{{{}, {"", Table::Align::right}, {"", Table::Align::right}}};
  add_cost_rows<Template>(decision.cost, table);
  table.print(out);
  print_breakdown<Template>(task.layer, decision.configuration, out);
  out << '\n' << palette.paint(Tone::good, "satisfied, by the exhaustive search") << '\n';
}

/// Whether the task is one that an exhaustive search can look into.
template <class Template>
bool is_searchable(const Task<Template>& task) {
  return within_limits(task.objective) && Template::check_pins(task.layer, task.pins) == Reason::none;
}

/// Where the decision misses its objective, what an exhaustive search of `nodes` says. What it finds is the answer.
template <class Template>
std::optional<Explanation<Template>> search(const Task<Template>& task, const Limits<Template>& limits,
                                            std::uint64_t nodes, Watch& watch, Answer<Template>& answer) {
  if (answer.decision.satisfied || nodes == 0 || !is_searchable(task)) {
    return std::nullopt;
  }
  const auto explanation = explain(task, limits, nodes, NodeCounter{watch, nodes});
  if (explanation.feasibility.verdict == Verdict::feasible) {
    Decision<Template>& decision = answer.decision;
    decision.reason = Reason::none;
    decision.configuration = explanation.feasibility.configuration;
    decision.cost = explanation.feasibility.cost;
    decision.satisfied = true;
    decision.binding = Binding::none;
    decision.excess_ppm = 0;
    answer.found_by = FoundBy::search;
  }
  return explanation;
}

inline constexpr std::size_t kReportedFrontPoints = 64;

template <class Weights>
ExitCode ExploreCommand::run(const Weights& weights, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  std::ostream& out = console.out;
  report.require_writable();
  const auto options = effort.parse<Options>();
  const std::uint64_t most_nodes = nodes.parse();
  Task<Template> task;
  task.layer = parse_layer<Template>(layer);
  task.objective = {parse_latency("--latency", latency, Template::Technology::kClockMhz),
                    parse_power("--power", power)};
  if (pins) {
    task.pins = parse_pins<Template>("--pin", *pins);
  }
  const auto within = parse_limits<Template>(limits);
  auto result = limits ? answer_within(weights, within, task, options) : answer(weights, task, options);
  if (is_bad_input(result.decision.reason)) {
    const Rule why = describe<Template>(result.decision.reason);
    throw BadInput(std::string{why.name} + ": " + why.sentence, why.name);
  }
  const auto exceeded = [&] {
    return result.decision.legal() ? within.exceeded(result.decision.configuration) : Limits<Template>::kCount;
  };
  if (!json && !breakdown) {
    print_answer(task, result, console.palette, out);
    if (exceeded() != Limits<Template>::kCount) {
      out << console.palette.paint(Tone::bad,
                                   "exceeds " + exceeded_text(result.decision.configuration, within, exceeded()))
          << '\n';
    }
    out.flush();  // the search may take longer than all before
  }
  const auto explanation = search(task, within, most_nodes, console.watch, result);
  if (report.any()) {
    std::vector<Cost> others;
    const auto front = explore_front<kReportedFrontPoints>(Explorer{weights},
                                                           {task.layer, {kAnyLatency, kAnyPower}, task.pins}, options);
    for (std::size_t i = 0; i < front.points.size(); ++i) {
      others.push_back(front.points[i].cost);
    }
    report.write(report::layer_page(task, result, others, console.command));
  }
  if (breakdown) {
    const bool legal = result.decision.legal();
    Record row = record(task, result);
    const Fields parts = breakdown_record<Template>(task.layer, legal ? &result.decision.configuration : nullptr);
    row.verdict.insert(row.verdict.end(), parts.begin(), parts.end());
    write_csv_row(out, csv_header(row));
    write_csv_row(out, csv_row(row));
  } else if (json) {
    auto written = to_json(record(task, result));
    written["extrapolated"] = result.decision.extrapolated ? 1 : 0;
    written["found_by"] = result.decision.legal() ? nlohmann::ordered_json(name(result.found_by)) : nullptr;
    if (result.decision.legal()) {
      add_breakdown<Template>(task.layer, result.decision.configuration, written);
    }
    if (exceeded() != Limits<Template>::kCount) {
      written["exceeded"] = ResourcesOf<Template>::resources[exceeded()].name;
    }
    if (explanation) {
      written["explanation"] = to_json(*explanation);
    }
    add_answerer<Template>(generator, written);
    add_pins<Template>(task.pins, written);
    add_limits(within, written);
    add_options(options, written);
    written["options"]["nodes"] = most_nodes;
    out << written.dump(2) << '\n';
  } else if (result.found_by == FoundBy::search) {
    print_found(task, result.decision, explanation->feasibility.nodes, console.palette, out);
  } else if (explanation) {
    out << text(task, within, *explanation);
  }
  return exit_code(result.decision);
}

}  // namespace gandse::cli
