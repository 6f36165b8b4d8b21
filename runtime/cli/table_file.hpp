// An input file: a header, then rows whose cells are read by column name. What is wrong with a row is complained of at
// once, not thrown, so that every row gets its line of output; nothing of a row is kept when the next one is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "columns.hpp"
#include "csv.hpp"
#include "progress.hpp"

namespace gandse::cli {

class TableFile {
 public:
  /// Opens `path` and reads its header. Throws BadInput if it cannot be read, is empty, or has other columns than
  /// `known`. Complains to `err`, which must outlive it.
  TableFile(const std::string& path, const std::vector<KnownColumn>& known, std::ostream& err);

  /// Reads the next row; false at the end, or where the file cannot be read any further, which is complained of.
  bool next();

  [[nodiscard]] const std::string& path() const { return path_; }  ///< printable
  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }      ///< read so far
  [[nodiscard]] std::size_t line() const { return row_.line; }  ///< where the present row begins

  /// How much of the text below the header was read, in bytes; of a pipe the whole is not known.
  [[nodiscard]] Share share() const;

  /// The present row's text in column `name`, nothing if the row ends before it, or `absent` if the
  /// file has no such column.
  [[nodiscard]] std::string_view cell(std::string_view name, std::string_view absent = {}) const;

  /// Calls parse(text) with the cell in column `name`, if the file has that column, and complains of a BadInput
  /// that it throws.
  void read(std::string_view name, const std::function<void(std::string_view)>& parse);

  /// "none", or the reason of the first complaint about the present row; `malformed` wins over anything milder.
  [[nodiscard]] const char* row_reason() const { return row_reason_; }

  /// Whether the present row is well-formed so far.
  [[nodiscard]] bool row_good() const { return row_good_; }

  /// Complains that the present row is bad input as a whole, without naming a column.
  void note_row(const char* reason, std::string_view sentence);

  /// Whether any row was bad so far.
  [[nodiscard]] bool any_bad() const { return any_bad_; }

 private:
  void note(const std::string& place, const char* reason, std::string_view sentence);
  [[nodiscard]] std::string column_place(std::size_t index) const;

  std::string path_;
  std::uint64_t size_;  ///< of the file, in bytes; 0 where it has none
  std::ifstream stream_;
  CsvReader reader_;
  CsvRow row_;
  Columns columns_;
  std::uint64_t header_bytes_;
  std::ostream& err_;
  std::size_t rows_ = 0;
  bool any_bad_ = false;
  const char* row_reason_ = "none";
  bool row_good_ = true;
};

}  // namespace gandse::cli
