#include "table.hpp"

#include <algorithm>

#include "text.hpp"

namespace gandse::cli {

void Table::add(const std::vector<std::string>& cells, Tone tone) {
  std::vector<std::string> row;
  for (const std::string& cell : cells) {
    row.push_back(printable(cell));
  }
  row.resize(columns_.size());
  rows_.push_back({std::move(row), tone});
}

void Table::print(std::ostream& out, const Palette& palette) const {
  std::vector<std::size_t> widths;
  std::vector<std::string> headings;
  bool headed = false;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t width = display_width(columns_[c].heading);
    for (const auto& row : rows_) {
      width = std::max(width, display_width(row.cells[c]));
    }
    widths.push_back(width);
    headings.push_back(columns_[c].heading);
    headed = headed || !columns_[c].heading.empty();
  }
  const auto print_row = [&](const std::vector<std::string>& cells, Tone tone) {
    std::string line;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string padding(widths[c] - display_width(cells[c]), ' ');
      line += c == 0 ? "" : "  ";
      const std::string cell = palette.paint(c + 1 == cells.size() ? tone : Tone::plain, cells[c]);
      line += columns_[c].align == Align::left ? cell + padding : padding + cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  if (headed) {
    print_row(headings, Tone::plain);
  }
  for (const auto& row : rows_) {
    print_row(row.cells, row.tone);
  }
}

}  // namespace gandse::cli
