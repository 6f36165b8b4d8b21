// Comma-separated files that the trainer itself wrote: no quotes, `#` begins a comment line.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace gandse::trainer {

struct CsvRow {
  std::size_t line = 0;  ///< in the file, from 1
  std::vector<std::string> cells;
  std::shared_ptr<const std::vector<std::string>> names;  ///< of the columns
};

/// All rows but the header. Throws std::runtime_error naming file and line where it cannot be read, the header is
/// another, or a row has not as many cells.
std::vector<CsvRow> read_csv(const std::filesystem::path& file, const std::string& header);

/// The same with whatever header there is.
std::vector<CsvRow> read_csv(const std::filesystem::path& file);

/// The number in cell `column`; throws as above where it is none, or does not fit T.
template <class T>
T number(const std::filesystem::path& file, const CsvRow& row, std::size_t column);

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, const std::string& what);

}  // namespace gandse::trainer
