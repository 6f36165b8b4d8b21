#include "csv.hpp"

namespace gandse::cli {

namespace {

constexpr int kEnd = std::istream::traits_type::eof();

void complain(CsvRow& row, const std::string& error) {
  if (row.error.empty()) {
    row.error = error;
    row.error_field = row.fields.size();
  }
}

}  // namespace

CsvReader::CsvReader(std::istream& in) : in_(in) {}

bool CsvReader::next(CsvRow& row) {
  if (!begun_) {
    begun_ = true;
    skip_byte_order_mark();
  }
  while (read_row(row)) {
    const bool blank = row.fields.size() == 1 && row.fields[0].empty() && row.error.empty();
    if (!blank) {
      return true;
    }
  }
  return false;
}

void CsvReader::skip_byte_order_mark() {
  for (const int byte : {0xEF, 0xBB, 0xBF}) {
    if (in_.peek() != byte) {
      break;
    }
    in_.get();
  }
}

bool CsvReader::read_row(CsvRow& row) {
  row = CsvRow{};
  row.line = line_;
  row_bytes_ = 0;
  if (in_.peek() == kEnd) {
    return false;
  }
  std::string field;
  bool after_quotes = false;
  for (;;) {
    const int c = in_.get();
    if (c == '\r' && in_.peek() == '\n') {
      continue;
    }
    if (c == ',' || c == '\n' || c == kEnd) {
      if (has_room(row)) {
        row.fields.push_back(std::move(field));
      }
      field.clear();
      after_quotes = false;
      if (c != ',') {
        line_ += c == '\n' ? 1U : 0U;
        return true;
      }
    } else if (c == '"' && field.empty() && !after_quotes) {
      read_quoted(row, field);
      after_quotes = true;
    } else {
      if (after_quotes || c == '"') {
        complain(row, after_quotes ? "text follows a closing quote" : "a quote stands inside an unquoted field");
      }
      append(row, field, c);
    }
  }
}

void CsvReader::read_quoted(CsvRow& row, std::string& field) {
  for (int c = in_.get(); c != kEnd; c = in_.get()) {
    if (c == '"') {
      if (in_.peek() != '"') {
        return;
      }
      in_.get();
    }
    line_ += c == '\n' ? 1U : 0U;
    append(row, field, c);
  }
  row.error.clear();  // whatever else was wrong: it is what came of that
  complain(row, "a quoted field is never closed");
}

void CsvReader::append(CsvRow& row, std::string& field, int byte) {
  if (byte == 0) {
    complain(row, "a NUL byte is no text; save the file as UTF-8");
  }
  if (field.size() == kMostFieldBytes) {
    complain(row, "the field is longer than " + std::to_string(kMostFieldBytes) + " bytes");
  } else if (has_room(row)) {
    field.push_back(static_cast<char>(byte));
  }
}

bool CsvReader::has_room(CsvRow& row) {
  if (row_bytes_ == kMostRowBytes) {
    complain(row, "the row is longer than " + std::to_string(kMostRowBytes) + " bytes");
    return false;
  }
  ++row_bytes_;
  return true;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string{text};
  }
  std::string result = "\"";
  for (const char c : text) {
    result.append(c == '"' ? 2U : 1U, c);
  }
  return result + '"';
}

void write_csv_row(std::ostream& out, const std::vector<std::string>& fields) {
  bool first = true;
  for (const std::string& field : fields) {
    out << (first ? "" : ",") << csv_field(field);
    first = false;
  }
  out << '\n';
}

}  // namespace gandse::cli
