// Comma-separated values as in RFC 4180: quoted fields, LF or CRLF, an optional byte order mark; and as people and
// spreadsheets write them: blanks around a field are trimmed, but not those in its quotes; blank lines, and lines that
// begin with '#', are no rows; the header's empty last columns are ignored, with the rows' empty cells below them. What
// is longer than a limit is cut, and the row bad: no file takes more memory than that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

inline constexpr std::size_t kMostFieldBytes = std::size_t{1} << 16U;
inline constexpr std::size_t kMostRowBytes = std::size_t{1} << 18U;  ///< a separator counts as one

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

  /// Reads the next row, the header first; false at the end of the file. Throws what the stream throws.
  bool next(CsvRow& row);

  /// How much of the stream has been read.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  int take();
  void skip_byte_order_mark();
  void skip_blanks();
  void skip_line();
  bool read_row(CsvRow& row);
  void ignore_last_columns(CsvRow& row);
  void read_quoted(CsvRow& row, std::string& field);
  void append(CsvRow& row, std::string& field, int byte);
  bool has_room(CsvRow& row);

  std::istream& in_;
  std::uint64_t bytes_ = 0;
  std::size_t line_ = 1;
  std::size_t row_bytes_ = 0;
  bool begun_ = false;
  bool headed_ = false;                ///< the header was read
  std::size_t columns_ = 0;            ///< of the header, but for those that are ignored
  std::size_t columns_to_ignore_ = 0;  ///< that follow them
};

/// Writes one row, with quotes where they are needed to read the same again.
void write_csv_row(std::ostream& out, const std::vector<std::string>& fields);

}  // namespace gandse::cli
