// gandse costs: what exactly the configuration of each row of a file costs.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "batch.hpp"
#include "cost.hpp"
#include "output.hpp"
#include "watch.hpp"

namespace gandse::cli {

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

template <class Template>
ExitCode costs(const std::string& path, std::ostream& out, std::ostream& err, Watch& watch) {
  TableFile file{path, point_columns<Template>(), err};
  const std::vector<std::string>& header = file.columns().header();
  const auto write = [&](std::vector<std::string> input, const std::vector<std::string>& verdict) {
    input.insert(input.end(), verdict.begin(), verdict.end());
    write_row(out, input);
  };
  write(header, csv_header({{}, {}, judged_record<Template>(nullptr, "")}));
  bool all_legal = true;
  watch.begin("rows");
  while (watch.next([&] { return file.next(); })) {
    const auto layer = read_layer<Template>(file);
    const auto configuration = read_configuration<Template>(file);
    Evaluation evaluation;
    if (file.row_good()) {
      evaluation = Template::evaluate(layer, configuration);
      if (is_bad_input(evaluation.reason)) {
        const Rule why = describe<Template>(evaluation.reason);
        file.note_row(why.name, why.sentence);
      }
    }
    const bool legal = file.row_good() && evaluation.legal();
    all_legal = all_legal && legal;
    const char* reason = file.row_good() ? describe<Template>(evaluation.reason).name : file.row_reason();
    std::vector<std::string> input;
    for (const std::string& column : header) {
      input.emplace_back(file.cell(column));
    }
    write(std::move(input), csv_row({{}, {}, judged_record<Template>(legal ? &evaluation.cost : nullptr, reason)}));
  }
  return exit_code_of_rows(!file.any_bad(), all_legal);
}

}  // namespace gandse::cli
