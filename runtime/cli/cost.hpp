// gandse cost: what exactly this configuration costs.
#pragma once

#include <ostream>

#include "explore.hpp"
#include "replay.hpp"

namespace gandse::cli {

/// Verdict columns of a configuration judged without an objective; `cost` is null where there is none, for `reason`.
template <class Template>
Fields judged_record(const Cost* cost, const char* reason) {
  Fields fields{{"legal", std::uint64_t{cost != nullptr}}, {"reason", std::string{reason}}};
  add_figures<Template>(fields, cost);
  return fields;
}

template <class Template>
void print_cost(const typename Template::Layer& layer, const typename Template::Configuration& configuration,
                const Evaluation& evaluation, std::ostream& out) {
  using Technology = typename Template::Technology;
  out << "template   " << Template::kName << ", " << Technology::kName << " at " << Technology::kClockMhz << " MHz\n"
      << "layer      " << layer_text<Template>(layer) << "\n\nconfiguration\n";
  print_configuration<Template>(configuration, {}, out);
  out << '\n';
  if (!evaluation.legal()) {
    const Rule why = describe<Template>(evaluation.reason);
    out << "illegal: " << why.name << ": " << why.sentence << '\n';
    return;
  }
  Table table{{{}, {"", Table::Align::right}, {"", Table::Align::right}}};
  add_cost_rows<Template>(evaluation.cost, table);
  table.print(out);
}

/// An illegal configuration is an answer, as an illegal row of `costs` is: that it is not possible.
template <class Template>
ExitCode cost(const CostArguments& arguments, std::ostream& out) {
  const auto layer = parse_layer<Template>(arguments.layer);
  const auto configuration = parse_configuration<Template>("--config", arguments.configuration);
  const Evaluation evaluation = Template::evaluate(layer, configuration);
  if (is_bad_input(evaluation.reason)) {
    const Rule why = describe<Template>(evaluation.reason);
    throw BadInput(std::string{why.name} + ": " + why.sentence, why.name);
  }
  if (arguments.json) {
    const Record record{layer_record<Template>(layer), configuration_record<Template>(&configuration),
                        judged_record<Template>(evaluation.legal() ? &evaluation.cost : nullptr,
                                                describe<Template>(evaluation.reason).name)};
    auto json = to_json(record);
    add_answerer<Template>(arguments.generator, json);
    out << json.dump(2) << '\n';
  } else {
    print_cost<Template>(layer, configuration, evaluation, out);
  }
  return exit_code(evaluation.reason, true);
}

}  // namespace gandse::cli
