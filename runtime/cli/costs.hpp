// gandse costs: what exactly the configuration of each row of a file costs.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "batch.hpp"
#include "breakdown.hpp"
#include "console.hpp"
#include "cost.hpp"
#include "exit_code.hpp"
#include "options.hpp"
#include "output.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct CostsCommand {
  static constexpr const char* kName = "costs";
  static constexpr const char* kHelp = "what exactly the configuration of every row costs; CSV on standard output";
  static constexpr const char* kExamples = "";

  std::string file;
  bool breakdown = false;

  template <class App>
  void declare(App& app) {
    app.add_option("POINTS.csv", file, "columns by name, in any order: the layer's fields and every parameter")
        ->required();
    app.add_flag("--breakdown", breakdown, "more columns: where time and energy go, and what broken rules would need");
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

template <class Template>
std::vector<KnownColumn> point_columns() {
  std::vector<KnownColumn> columns = layer_columns<Template>();
  columns.push_back({kNameColumn, false});
  for (const Parameter& parameter : Template::parameters) {
    columns.push_back({parameter.name, true});
  }
  return columns;
}

template <class Template>
typename Template::Configuration read_configuration(TableFile& file) {
  typename Template::Configuration configuration{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const Parameter& parameter = Template::parameters[i];
    file.read(parameter.name,
              [&](std::string_view text) { configuration[i] = parse_choice<Template>(parameter, text); });
  }
  return configuration;
}

template <class Weights>
ExitCode CostsCommand::run(const Weights& /*weights*/, const std::string& /*generator*/, const Console& console) const {
  using Template = typename Weights::Template;
  TableFile rows{file, point_columns<Template>(), console.err};
  const std::vector<std::string>& header = rows.columns().header();
  const auto write = [&](std::vector<std::string> input, const std::vector<std::string>& verdict) {
    input.insert(input.end(), verdict.begin(), verdict.end());
    write_row(console.out, input);
  };
  const auto verdict = [&](const typename Template::Layer& layer, const typename Template::Configuration* configuration,
                           const Cost* cost, const char* reason, const std::string& rules) {
    Fields fields = judged_record<Template>(cost, reason);
    if (breakdown) {
      const Fields parts = breakdown_record<Template>(layer, configuration);
      fields.insert(fields.end(), parts.begin(), parts.end());
      fields.push_back({"rules", rules});
    }
    return Record{{}, {}, std::move(fields)};
  };
  write(header, csv_header(verdict({}, nullptr, nullptr, "", "")));
  bool all_legal = true;
  console.watch.begin("rows");
  while (next_row(rows, console.watch)) {
    const auto layer = read_layer<Template>(rows);
    const auto configuration = read_configuration<Template>(rows);
    Evaluation evaluation;
    if (rows.row_good()) {
      evaluation = Template::evaluate(layer, configuration);
      if (is_bad_input(evaluation.reason)) {
        const Rule why = describe<Template>(evaluation.reason);
        rows.note_row(why.name, why.sentence);
      }
    }
    const bool legal = rows.row_good() && evaluation.legal();
    all_legal = all_legal && legal;
    const char* reason = rows.row_good() ? describe<Template>(evaluation.reason).name : rows.row_reason();
    std::vector<std::string> input;
    for (const std::string& column : header) {
      input.emplace_back(rows.cell(column));
    }
    std::vector<std::string> broken;
    if (rows.row_good() && evaluation.reason >= Reason::template_rule) {
      for (const BrokenRule& one : broken_rules<Template>(layer, configuration)) {
        broken.push_back(text(one));
      }
    }
    write(std::move(input), csv_row(verdict(layer, legal ? &configuration : nullptr, legal ? &evaluation.cost : nullptr,
                                            reason, joined(broken, "; "))));
  }
  return exit_code_of_rows(!rows.any_bad(), all_legal);
}

}  // namespace gandse::cli
