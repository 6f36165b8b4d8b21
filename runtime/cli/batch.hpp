// gandse batch: one decision per row of a file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "batch_table.hpp"
#include "breakdown.hpp"
#include "configuration_text.hpp"
#include "console.hpp"
#include "decimal.hpp"
#include "exit_code.hpp"
#include "layer_text.hpp"
#include "options.hpp"
#include "output.hpp"
#include "quantities.hpp"
#include "table_file.hpp"
#include "watch.hpp"

namespace gandse::cli {

struct BatchCommand {
  static constexpr const char* kName = "batch";
  static constexpr const char* kHelp = "one decision for every row of a file; CSV on standard output";
  static constexpr const char* kExamples =
      "  gandse batch im2col tasks.csv > decisions.csv\n"
      "  gandse batch im2col tasks.csv --table\n";

  std::string file;
  EffortOptions effort;
  bool table = false;  ///< for people, instead of CSV
  bool breakdown = false;

  template <class App>
  void declare(App& app) {
    app.add_option("TASKS.csv", file,
                   "columns by name, in any order: the layer's fields, latency_cycles, power_uw, and optionally\n"
                   "pin_<PARAMETER> (empty = free) and name")
        ->required();
    effort.add_to<Options>(app);
    auto* for_people = app.add_flag("--table", table, "a table for people instead of CSV");
    app.add_flag("--breakdown", breakdown, "more columns: where time and energy go")->excludes(for_people);
  }
  template <class Weights>
  [[nodiscard]] ExitCode run(const Weights& weights, const std::string& generator, const Console& console) const;
};

inline constexpr const char* kLatencyColumn = "latency_cycles";
inline constexpr const char* kPowerColumn = "power_uw";
inline constexpr const char* kNameColumn = "name";  ///< what people call the layer

inline std::string pin_column(const Parameter& parameter) { return std::string{"pin_"} + parameter.name; }

template <class Template>
std::vector<KnownColumn> layer_columns() {
  std::vector<KnownColumn> columns;
  for (const auto& field : Template::layer_fields) {
    columns.push_back({field.name, !field.optional});
  }
  for (const std::string& word : layer_words<Template>()) {
    if (std::none_of(columns.begin(), columns.end(), [&](const KnownColumn& known) { return known.name == word; })) {
      columns.push_back({word, false});  // a group
    }
  }
  return columns;
}

template <class Template>
std::vector<KnownColumn> task_columns() {
  std::vector<KnownColumn> columns = layer_columns<Template>();
  columns.push_back({kLatencyColumn, true});
  columns.push_back({kPowerColumn, true});
  columns.push_back({kNameColumn, false});
  for (const Parameter& parameter : Template::parameters) {
    columns.push_back({pin_column(parameter), false});
  }
  return columns;
}

/// The column of a field: its own, or else its group's.
template <class Field>
const char* layer_column(const TableFile& file, const Field& field) {
  return file.columns().find(field.name).has_value() || *field.group == '\0' ? field.name : field.group;
}

template <class Template>
typename Template::Layer read_layer(TableFile& file) {
  typename Template::Layer layer{};
  for (const auto& field : Template::layer_fields) {
    file.read(layer_column(file, field),
              [&](std::string_view text) { layer.*field.member = parse_field<Template>(field, text); });
  }
  return layer;
}

template <class Template>
Task<Template> read_task(TableFile& file) {
  constexpr const char* kReason = describe<Template>(Reason::objective_out_of_range).name;
  Task<Template> task;
  task.layer = read_layer<Template>(file);
  file.read(kLatencyColumn, [&](std::string_view text) {
    task.objective.latency.value = parse_decimal(kLatencyColumn, text, 1, kMostCycles, 1, Rounding::down, kReason);
  });
  file.read(kPowerColumn, [&](std::string_view text) {
    task.objective.power.value = parse_decimal(kPowerColumn, text, 1, kMostMicrowatt, 1, Rounding::down, kReason);
  });
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const Parameter& parameter = Template::parameters[i];
    file.read(pin_column(parameter), [&](std::string_view text) {
      if (!text.empty()) {  // empty = free
        task.pins.choice[i] = parse_choice<Template>(parameter, text);
      }
    });
  }
  return task;
}

/// What follows the record that `explore` prints: new columns come last.
inline Record with_last_columns(Record record, std::string_view name, Value extrapolated) {
  record.verdict.push_back({kNameColumn, std::string{name}});
  record.verdict.push_back({"extrapolated", std::move(extrapolated)});
  return record;
}

/// The output row of an input row that cannot be used: what it says of the layer and the objectives, as it says it.
template <class Template>
Record unusable_record(const TableFile& file) {
  Record record{{}, configuration_record<Template>(nullptr), verdict_record<Template>(nullptr, file.row_reason())};
  const typename Template::Layer absent{};
  for (const auto& field : Template::layer_fields) {
    const std::string otherwise = std::to_string(absent.*field.member);
    record.question.push_back({field.name, std::string{file.cell(layer_column(file, field), otherwise)}});
  }
  record.question.push_back({"objective_latency_cycles", std::string{file.cell(kLatencyColumn)}});
  record.question.push_back({"objective_power_uw", std::string{file.cell(kPowerColumn)}});
  return record;
}

/// Reads the next row, of which the watch knows; false at the end, or at an interruption.
inline bool next_row(TableFile& rows, Watch& watch) {
  watch.measure(rows.share());
  return watch.next([&] { return rows.next(); });
}

/// Rows are read, decided and written one at a time: a file may be larger than the memory, and what was answered is out
/// whatever happens next.
template <class Weights>
ExitCode BatchCommand::run(const Weights& weights, const std::string& /*generator*/, const Console& console) const {
  using Template = typename Weights::Template;
  std::ostream& out = console.out;
  const auto options = effort.parse<Options>();
  TableFile rows{file, task_columns<Template>(), console.err};
  BatchTable<Template> printed{rows.columns().find(kNameColumn).has_value(), console};
  const auto with_parts = [&](Record row, const typename Template::Layer& layer, const Decision<Template>* decision) {
    if (breakdown) {
      const Fields parts = breakdown_record<Template>(layer, decision == nullptr ? nullptr : &decision->configuration);
      row.verdict.insert(row.verdict.end(), parts.begin(), parts.end());
    }
    return row;
  };
  if (!table) {
    write_row(out, csv_header(with_parts(with_last_columns(record(Task<Template>{}, Answer<Template>{}), {}, {}), {},
                                         nullptr)));
  }
  bool all_satisfied = true;
  std::uint64_t extrapolated = 0;
  console.watch.begin("rows");
  while (out && next_row(rows, console.watch)) {
    const auto task = read_task<Template>(rows);
    Answer<Template> result;
    if (rows.row_good()) {
      result = answer(weights, task, options);
      if (is_bad_input(result.decision.reason)) {
        const Rule why = describe<Template>(result.decision.reason);
        rows.note_row(why.name, why.sentence);
      }
    }
    extrapolated += result.decision.extrapolated ? 1U : 0U;
    all_satisfied = all_satisfied && rows.row_good() && result.decision.satisfied;
    const std::string title{rows.cell(kNameColumn)};
    if (table) {
      rows.row_good() ? printed.add(title, task, result) : printed.add_unusable(title, rows.row_reason());
    } else {
      const Record row =
          rows.row_good() ? with_last_columns(record(task, result), title, std::uint64_t{result.decision.extrapolated})
                          : with_last_columns(unusable_record<Template>(rows), title, {});
      const bool legal = rows.row_good() && result.decision.legal();
      write_row(out, csv_row(with_parts(row, task.layer, legal ? &result.decision : nullptr)));
    }
  }
  if (table) {
    printed.finish();
  }
  if (extrapolated != 0) {
    console.err << "rows beyond what the generator was trained on: " << extrapolated << '\n';
  }
  return exit_code_of_rows(!rows.any_bad(), all_satisfied);
}

}  // namespace gandse::cli
