// Comma-separated values as in RFC 4180: quoted fields, LF or CRLF, an optional byte order mark; blank lines are no
// rows.
#pragma once

#include <cstddef>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

/// One row. `error` is empty, or says what breaks the format in field `error_field` (counted from 0).
struct CsvRow {
  std::size_t line = 0;  ///< the line it begins on, counted from 1
  std::vector<std::string> fields;
  std::string error;
  std::size_t error_field = 0;
};

class CsvReader {
 public:
  explicit CsvReader(std::istream& in);

  /// Reads the next row; false at the end of the file.
  bool next(CsvRow& row);

 private:
  bool read_row(CsvRow& row);
  void read_quoted(CsvRow& row, std::string& field);

  std::istream& in_;
  std::size_t line_ = 1;
};

/// A field as it stands in a file: quoted where it has to be.
std::string csv_field(std::string_view text);

/// Writes one row.
void write_csv_row(std::ostream& out, const std::vector<std::string>& fields);

}  // namespace gandse::cli
