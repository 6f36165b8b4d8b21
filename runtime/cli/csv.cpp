#include "csv.hpp"

#include <algorithm>

namespace gandse::cli {

namespace {

constexpr int kEnd = std::istream::traits_type::eof();

constexpr bool is_blank(int c) { return c == ' ' || c == '\t'; }

void complain(CsvRow& row, const std::string& error) {
  if (row.error.empty()) {
    row.error = error;
    row.error_field = row.fields.size();
  }
}

bool needs_quotes(std::string_view field, bool first) {
  return field.find_first_of(",\"\r\n") != std::string_view::npos ||
         (!field.empty() && (is_blank(field.front()) || is_blank(field.back()) || (first && field.front() == '#')));
}

void write_quoted(std::ostream& out, std::string_view field) {
  out << '"';
  for (const char c : field) {
    out << (c == '"' ? "\"" : "") << c;
  }
  out << '"';
}

}  // namespace

CsvReader::CsvReader(std::istream& in) : in_(in) {}

bool CsvReader::next(CsvRow& row) {
  if (!begun_) {
    begun_ = true;
    skip_byte_order_mark();
  }
  while (read_row(row)) {
    const bool blank = row.fields.empty() || (row.fields.size() == 1 && row.fields[0].empty());
    if (!blank || !row.error.empty()) {
      ignore_last_columns(row);
      return true;
    }
  }
  return false;
}

void CsvReader::ignore_last_columns(CsvRow& row) {
  const auto named =
      std::find_if(row.fields.rbegin(), row.fields.rend(), [](const std::string& field) { return !field.empty(); });
  const auto not_empty = static_cast<std::size_t>(row.fields.rend() - named);
  if (!headed_) {
    headed_ = true;
    columns_ = not_empty;
    columns_to_ignore_ = row.fields.size() - not_empty;
  }
  if (not_empty <= columns_ && row.fields.size() > columns_ && row.fields.size() <= columns_ + columns_to_ignore_) {
    row.fields.resize(columns_);
  }
}

int CsvReader::take() {
  ++bytes_;
  return in_.get();
}

void CsvReader::skip_byte_order_mark() {
  for (const int byte : {0xEF, 0xBB, 0xBF}) {
    if (in_.peek() != byte) {
      break;
    }
    take();
  }
}

void CsvReader::skip_blanks() {
  while (is_blank(in_.peek())) {
    take();
  }
}

void CsvReader::skip_line() {
  int c = take();
  while (c != '\n' && c != kEnd) {
    c = take();
  }
  line_ += c == '\n' ? 1U : 0U;
}

bool CsvReader::read_row(CsvRow& row) {
  row = CsvRow{};
  row.line = line_;
  row_bytes_ = 0;
  if (in_.peek() == kEnd) {
    return false;
  }
  skip_blanks();
  if (in_.peek() == '#') {
    skip_line();
    return true;
  }
  std::string field;
  bool after_quotes = false;
  for (;;) {
    const int c = take();
    if ((c == '\r' && in_.peek() == '\n') || (is_blank(c) && (field.empty() || after_quotes))) {
      continue;
    }
    if (c == ',' || c == '\n' || c == kEnd) {
      while (!after_quotes && !field.empty() && is_blank(field.back())) {
        field.pop_back();
      }
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
  for (int c = take(); c != kEnd; c = take()) {
    if (c == '"') {
      if (in_.peek() != '"') {
        return;
      }
      take();
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

void write_csv_row(std::ostream& out, const std::vector<std::string>& fields) {
  bool first = true;
  for (const std::string& field : fields) {
    out << (first ? "" : ",");
    if (needs_quotes(field, first)) {
      write_quoted(out, field);
    } else {
      out << field;
    }
    first = false;
  }
  out << '\n';
}

}  // namespace gandse::cli
