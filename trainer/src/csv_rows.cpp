#include "csv_rows.hpp"

#include <charconv>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace gandse::trainer {

namespace {

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream{line};
  for (std::string cell; std::getline(stream, cell, ',');) {
    cells.push_back(cell);
  }
  return cells;
}

// Any header where `wanted` is null.
std::vector<CsvRow> read_rows(const std::filesystem::path& file, const std::string* wanted) {
  std::ifstream stream{file};
  std::vector<CsvRow> rows;
  std::string line;
  std::size_t number = 0;
  std::shared_ptr<const std::vector<std::string>> names;
  while (std::getline(stream, line)) {
    ++number;
    if (line.starts_with('#')) {
      continue;
    }
    if (!names) {
      if (wanted != nullptr && line != *wanted) {
        fail(file, number, "the header must be " + *wanted);
      }
      names = std::make_shared<const std::vector<std::string>>(split(line));
      continue;
    }
    rows.push_back({number, split(line), names});
    if (rows.back().cells.size() != names->size()) {
      fail(file, number, "expected " + std::to_string(names->size()) + " cells");
    }
  }
  if (!names) {
    throw std::runtime_error(file.string() + ": cannot be read, or is empty");
  }
  return rows;
}

}  // namespace

void fail(const std::filesystem::path& file, std::size_t line, const std::string& what) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + what);
}

std::vector<CsvRow> read_csv(const std::filesystem::path& file, const std::string& header) {
  return read_rows(file, &header);
}

std::vector<CsvRow> read_csv(const std::filesystem::path& file) { return read_rows(file, nullptr); }
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

}  // namespace gandse::trainer
