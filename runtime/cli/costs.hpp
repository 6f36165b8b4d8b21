// gandse costs: what exactly the configuration of each row of a file costs.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "batch.hpp"
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

  template <class App>
  void declare(App& app) {
    app.add_option("POINTS.csv", file, "columns by name, in any order: the layer's fields and every parameter")
        ->required();
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
  write(header, csv_header({{}, {}, judged_record<Template>(nullptr, "")}));
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
    write(std::move(input), csv_row({{}, {}, judged_record<Template>(legal ? &evaluation.cost : nullptr, reason)}));
  }
  return exit_code_of_rows(!rows.any_bad(), all_legal);
}

}  // namespace gandse::cli
