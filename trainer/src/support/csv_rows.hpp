// Comma-separated files: tables that the trainer itself wrote, and layers of networks, which people write.
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

/// `table`, a header and rows, with `comment` above it, and above that a checksum of both. Every line of it ends.
std::string sealed_csv(const std::string& comment, const std::string& table);

/// All rows but the header of a table that sealed_csv made: no quotes, `#` begins a comment above the header. Throws
/// std::runtime_error naming the file, and the line where there is one, where it cannot be read, does not end with a
/// line, its checksum is missing or another, it has another header, or a row has not as many cells.
std::vector<CsvRow> read_sealed_csv(const std::filesystem::path& file, const std::string& header);

/// All rows but the header of a file as the command line reads it (RFC 4180), with whatever header there is. Throws as
/// above, and where two columns have one name.
std::vector<CsvRow> read_csv(const std::filesystem::path& file);

/// The number in cell `column`; throws as above where it is none, or does not fit T.
template <class T>
T number(const std::filesystem::path& file, const CsvRow& row, std::size_t column);

/// The same, finite and in [least, most].
double number_within(const std::filesystem::path& file, const CsvRow& row, std::size_t column, double least,
                     double most);

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, const std::string& what);

}  // namespace gandse::trainer
