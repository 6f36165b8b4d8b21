// Aligned text tables for people.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "colour.hpp"

namespace gandse::cli {

class Table {
 public:
  enum class Align { left, right };

  /// A column with an empty heading everywhere makes a table without a heading line.
  struct Column {
    std::string heading;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell per column; control characters are replaced. `tone` is that of the last cell.
  void add(const std::vector<std::string>& cells, Tone tone = Tone::plain);

  void print(std::ostream& out, const Palette& palette = Palette{}) const;

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  void clear() { rows_.clear(); }

 private:
  std::vector<Column> columns_;
  struct Row {
    std::vector<std::string> cells;
    Tone tone = Tone::plain;
  };

  std::vector<Row> rows_;
};

}  // namespace gandse::cli
