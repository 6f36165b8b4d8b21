// gandse cost: what exactly this configuration costs.
#pragma once

#include <ostream>
#include <string>

#include "breakdown.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "explore.hpp"
#include "options.hpp"
#include "replay.hpp"

namespace gandse::cli {

struct CostCommand {
  static constexpr const char* kName = "cost";
  static constexpr const char* kHelp = "what exactly this configuration costs";
  static constexpr const char* kExamples = "";

  std::string layer;
  std::string configuration;
  bool json = false;
  bool breakdown = false;

  template <class App>
  void declare(App& app) {
    app.add_option("--layer", layer, kLayerHelp)->type_name("LAYER")->required();
    app.add_option("--config", configuration, "the value of every parameter, as PEN=256,SDB=64,...")
        ->type_name("CONFIGURATION")
        ->required();
    add_format_options(app, json, breakdown);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

/// Verdict columns of a configuration judged without an objective; `cost` is null where there is none, for `reason`.
template <class Template>
Fields judged_record(const Cost* cost, const char* reason) {
  Fields fields{{"legal", std::uint64_t{cost != nullptr}}, {"reason", std::string{reason}}};
  add_figures<Template>(fields, cost);
  return fields;
}

template <class Template>
void print_cost(const typename Template::Layer& layer, const typename Template::Configuration& configuration,
                const Evaluation& evaluation, const Palette& palette, std::ostream& out) {
  using Technology = typename Template::Technology;
  out << "template   " << Template::kName << ", " << Technology::kName << " at " << Technology::kClockMhz << " MHz\n"
      << "layer      " << layer_text<Template>(layer) << "\n\nconfiguration\n";
  print_configuration<Template>(configuration, {}, out);
  out << '\n';
  if (!evaluation.legal()) {
    const Rule why = describe<Template>(evaluation.reason);
    out << palette.paint(Tone::bad, std::string{"illegal: "} + why.name) << ": " << why.sentence << '\n';
    for (const BrokenRule& broken : broken_rules<Template>(layer, configuration)) {
      out << "  " << text(broken) << '\n';
    }
    return;
  }
  Table table{{{}, {"", Table::Align::right}, {"", Table::Align::right}}};
  add_cost_rows<Template>(evaluation.cost, table);
  table.print(out);
  print_breakdown<Template>(layer, configuration, out);
}

/// An illegal configuration is an answer, as an illegal row of `costs` is: that it is not possible.
template <class Weights>
ExitCode CostCommand::run(const Weights& /*weights*/, const std::string& generator, const Console& console) const {
  using Template = typename Weights::Template;
  const auto judged_layer = parse_layer<Template>(layer);
  const auto judged = parse_configuration<Template>("--config", configuration);
  const Evaluation evaluation = Template::evaluate(judged_layer, judged);
  if (is_bad_input(evaluation.reason)) {
    const Rule why = describe<Template>(evaluation.reason);
    throw BadInput(std::string{why.name} + ": " + why.sentence, why.name);
  }
  if (json || breakdown) {
    Record record{layer_record<Template>(judged_layer), configuration_record<Template>(&judged),
                  judged_record<Template>(evaluation.legal() ? &evaluation.cost : nullptr,
                                          describe<Template>(evaluation.reason).name)};
    if (breakdown) {
      const Fields parts = breakdown_record<Template>(judged_layer, &judged);
      record.verdict.insert(record.verdict.end(), parts.begin(), parts.end());
      write_csv_row(console.out, csv_header(record));
      write_csv_row(console.out, csv_row(record));
      return exit_code(evaluation.reason, true);
    }
    auto written = to_json(record);
    if (evaluation.legal()) {
      add_breakdown<Template>(judged_layer, judged, written);
    } else if (evaluation.reason >= Reason::template_rule) {
      written["rules"] = to_json(broken_rules<Template>(judged_layer, judged));
    }
    add_answerer<Template>(generator, written);
    console.out << written.dump(2) << '\n';
  } else {
    print_cost<Template>(judged_layer, judged, evaluation, console.palette, console.out);
  }
  return exit_code(evaluation.reason, true);
}

}  // namespace gandse::cli
