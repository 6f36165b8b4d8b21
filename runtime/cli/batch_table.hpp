// The answers of a batch as one table for people, with what the whole network comes to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "answer.hpp"
#include "configuration_text.hpp"
#include "console.hpp"
#include "layer_text.hpp"
#include "quantities.hpp"
#include "table.hpp"

namespace gandse::cli {

template <class Template>
class BatchTable {
 public:
  /// Rows are called by their name, or by their layer's fields where the file has no names. Many rows become several
  /// tables, one below the other, so that no file is too long for the memory.
  BatchTable(bool named, const Console& console)
      : named_(named), out_(console.out), palette_(console.palette), table_(columns()) {}

  void add(const std::string& name, const Task<Template>& task, const Answer<Template>& answer) {
    const Decision<Template>& decision = answer.decision;
    std::vector<std::string> cells{named_ ? name : layer_text<Template>(task.layer)};
    cells.push_back(format_latency(task.objective.latency, kClock));
    cells.push_back(format_power(task.objective.power));
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      cells.push_back(decision.legal() ? choice_text(Template::parameters[i], decision.configuration[i]) : "-");
    }
    cells.push_back(decision.legal() ? format_latency(decision.cost.latency, kClock) : "-");
    cells.push_back(decision.legal() ? format_power(power(decision.cost, kClock)) : "-");
    cells.push_back(std::to_string(decision.evaluations));
    cells.push_back(format_nanoseconds(answer.nanoseconds));
    cells.push_back(outcome(decision));
    add_row(cells, tone_of(decision));
    satisfied_ += decision.satisfied ? 1U : 0U;
    cycles_ += decision.legal() ? static_cast<double>(decision.cost.latency.value) : 0.0;
    evaluations_ += decision.evaluations;
    times_.push_back(answer.nanoseconds);
  }

  /// A row that could not be used, and why.
  void add_unusable(const std::string& name, const std::string& reason) {
    std::vector<std::string> cells(columns().size(), "-");
    cells.front() = named_ ? name : "-";
    cells.back() = reason;
    add_row(cells, Tone::bad);
  }

  /// The rows that are left, and the sum of all.
  void finish() {
    table_.print(out_, palette_);
    std::uint64_t median = 0;
    if (!times_.empty()) {
      const auto middle = times_.begin() + static_cast<std::ptrdiff_t>(times_.size() / 2);
      std::nth_element(times_.begin(), middle, times_.end());
      median = *middle;
    }
    out_ << '\n'
         << satisfied_ << " of " << rows_ << " satisfied; total latency "
         << format_milliseconds(cycles_ / kClock * 1e-3) << "; " << evaluations_
         << " evaluations; median time per decision " << format_nanoseconds(median) << '\n';
  }

 private:
  static constexpr std::size_t kRowsPerTable = 10'000;
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;

  static std::vector<Table::Column> columns() {
    std::vector<Table::Column> result;
    result.push_back({"layer"});
    result.push_back({"max latency", Table::Align::right});
    result.push_back({"max power", Table::Align::right});
    for (const std::string& parameter : parameter_names<Template>()) {
      result.push_back({parameter, Table::Align::right});
    }
    result.push_back({"latency", Table::Align::right});
    result.push_back({"power", Table::Align::right});
    result.push_back({"evaluations", Table::Align::right});
    result.push_back({"time", Table::Align::right});
    result.push_back({"outcome"});
    return result;
  }

  void add_row(const std::vector<std::string>& cells, Tone tone) {
    if (table_.rows() == kRowsPerTable) {
      table_.print(out_, palette_);
      table_.clear();
      out_ << '\n';
    }
    table_.add(cells, tone);
    ++rows_;
  }

  bool named_;
  std::ostream& out_;
  const Palette palette_;
  Table table_;
  std::size_t rows_ = 0;
  std::size_t satisfied_ = 0;
  double cycles_ = 0;
  std::uint64_t evaluations_ = 0;
  std::vector<std::uint64_t> times_;
};

}  // namespace gandse::cli
