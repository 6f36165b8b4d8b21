#include "support/csv_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "../../runtime/cli/csv.hpp"
#include "support/checksum.hpp"
#include "support/file_bytes.hpp"
#include "support/hex.hpp"

namespace gandse::trainer {

namespace {

constexpr std::string_view kSeal = "# checksum of all below: ";

std::string read_text(const std::filesystem::path& file) {
  const auto bytes = read_bytes(file);
  if (bytes.empty()) {
    throw std::runtime_error(file.string() + ": cannot be read, or is empty");
  }
  if (bytes.back() != '\n') {
    throw std::runtime_error(file.string() + ": its last line has no end: the file may be cut short");
  }
  return {bytes.begin(), bytes.end()};
}

std::uint64_t checksum_of(std::string_view text) {
  return Checksum{}.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).value();
}

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  for (;;) {
    const std::size_t comma = line.find(',');
    cells.emplace_back(line.substr(0, comma));
    if (comma == std::string_view::npos) {
      return cells;
    }
    line.remove_prefix(comma + 1);
  }
}

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }

void require_printable(const std::filesystem::path& file, std::size_t line, std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control)) {
    fail(file, line, "holds control characters");
  }
}

void require_cells(const std::filesystem::path& file, const CsvRow& row) {
  if (row.cells.size() != row.names->size()) {
    fail(file, row.line, "expected " + std::to_string(row.names->size()) + " cells");
  }
}

}  // namespace

void fail(const std::filesystem::path& file, std::size_t line, const std::string& what) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + what);
}

std::string sealed_csv(const std::string& comment, const std::string& table) {
  std::string below;
  std::istringstream lines{comment};
  for (std::string line; std::getline(lines, line);) {
    std::replace_if(line.begin(), line.end(), is_control, '?');
    below += "# " + line + '\n';
  }
  below += table;
  return std::string{kSeal} + hex(checksum_of(below)) + '\n' + below;
}

std::vector<CsvRow> read_sealed_csv(const std::filesystem::path& file, const std::string& header) {
  const std::string text = read_text(file);
  std::vector<CsvRow> rows;
  std::shared_ptr<const std::vector<std::string>> names;
  std::size_t line_number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    ++line_number;
    if (line_number == 1) {
      if (!line.starts_with(kSeal)) {
        fail(file, line_number, "must be '" + std::string{kSeal} + "...': make the file again");
      }
      if (line.substr(kSeal.size()) != hex(checksum_of(rest))) {
        fail(file, line_number, "the lines below have another checksum: they were damaged, or changed by hand");
      }
    }
    require_printable(file, line_number, line);
    if (!names && line.starts_with('#')) {
      continue;
    }
    if (!names) {
      if (line != header) {
        fail(file, line_number, "the header must be " + header);
      }
      names = std::make_shared<const std::vector<std::string>>(split(line));
      continue;
    }
    rows.push_back({line_number, split(line), names});
    require_cells(file, rows.back());
  }
  if (!names) {
    throw std::runtime_error(file.string() + ": has no header; it must be " + header);
  }
  return rows;
}

std::vector<CsvRow> read_csv(const std::filesystem::path& file) {
  std::istringstream stream{read_text(file)};
  cli::CsvReader reader{stream};
  std::vector<CsvRow> rows;
  std::shared_ptr<const std::vector<std::string>> names;
  for (cli::CsvRow row; reader.next(row);) {
    if (!row.error.empty()) {
      fail(file, row.line, row.error);
    }
    for (const std::string& cell : row.fields) {
      require_printable(file, row.line, cell);
    }
    if (names) {
      rows.push_back({row.line, std::move(row.fields), names});
      require_cells(file, rows.back());
      continue;
    }
    std::set<std::string> seen;
    for (const std::string& name : row.fields) {
      if (!seen.insert(name).second) {
        fail(file, row.line, "two columns are called '" + name + "'");
      }
    }
    names = std::make_shared<const std::vector<std::string>>(std::move(row.fields));
  }
  return rows;
}

template <class T>
T number(const std::filesystem::path& file, const CsvRow& row, std::size_t column) {
  const std::string& cell = row.cells.at(column);
  T value{};
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) {
    fail(file, row.line, row.names->at(column) + " is no number: '" + cell + "'");
  }
  return value;
}

template std::uint8_t number(const std::filesystem::path&, const CsvRow&, std::size_t);
template std::uint32_t number(const std::filesystem::path&, const CsvRow&, std::size_t);
template std::uint64_t number(const std::filesystem::path&, const CsvRow&, std::size_t);
template double number(const std::filesystem::path&, const CsvRow&, std::size_t);

double number_within(const std::filesystem::path& file, const CsvRow& row, std::size_t column, double least,
                     double most) {
  const auto value = number<double>(file, row, column);
  if (!(value >= least && value <= most)) {
    std::ostringstream range;
    range << row.names->at(column) << " must lie in " << least << ".." << most;
    fail(file, row.line, range.str());
  }
  return value;
}

}  // namespace gandse::trainer
