#include "table_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ios>

#include "bad_input.hpp"
#include "complaint.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

std::ifstream open(const std::string& path) {
  if (path.find('\0') != std::string::npos) {
    throw BadInput("cannot open " + in_quotes(path, kLongestPath) + ": the name of a file holds no NUL");
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw BadInput(in_quotes(path, kLongestPath) + " is a directory; a CSV file is wanted");
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw BadInput("cannot open " + in_quotes(path, kLongestPath) + ": " +
                   (errno != 0 ? std::strerror(errno) : "unknown error"));
  }
  stream.exceptions(std::ios::badbit);  // which carry the cause
  return stream;
}

std::uint64_t size_of(const std::string& path) {
  std::error_code unknown;  // not that of a pipe
  const auto size = std::filesystem::file_size(path, unknown);
  return unknown ? 0 : size;
}

Columns read_header(const std::string& path, CsvReader& reader, const std::vector<KnownColumn>& known) {
  CsvRow header;
  bool any = false;
  try {
    any = reader.next(header);
  } catch (const std::ios::failure& failure) {
    throw BadInput("cannot read " + in_quotes(path, kLongestPath) + ": " + failure.code().message());
  }
  if (!any) {
    std::vector<std::string> required;
    for (const KnownColumn& column : known) {
      if (column.required) {
        required.push_back(column.name);
      }
    }
    throw BadInput(printable(path) + " is empty; its first line must name the columns " + joined(required, ","));
  }
  const std::string place = printable(path) + ", line " + std::to_string(header.line);
  if (!header.error.empty()) {
    throw BadInput(place + ": " + header.error);
  }
  return {place, std::move(header.fields), known};
}

}  // namespace

TableFile::TableFile(const std::string& path, const std::vector<KnownColumn>& known, std::ostream& err)
    : path_(printable(path)),
      size_(size_of(path)),
      stream_(open(path)),
      reader_(stream_),
      columns_(read_header(path, reader_, known)),
      header_bytes_(reader_.bytes()),
      err_(err) {}

Share TableFile::share() const {
  return size_ <= header_bytes_ ? Share{} : Share{reader_.bytes() - header_bytes_, size_ - header_bytes_};
}

bool TableFile::next() {
  row_reason_ = "none";
  row_good_ = true;
  try {
    if (!reader_.next(row_)) {
      return false;
    }
  } catch (const std::ios::failure& failure) {
    note("", BadInput::kMalformed, "the file cannot be read any further: " + failure.code().message());
    return false;
  }
  ++rows_;
  if (!row_.error.empty()) {
    note(column_place(row_.error_field), BadInput::kMalformed, row_.error);
  } else if (row_.fields.size() != columns_.size()) {
    note("", BadInput::kMalformed,
         "the row has " + std::to_string(row_.fields.size()) + " columns, the header " +
             std::to_string(columns_.size()));
  }
  return true;
}

std::string_view TableFile::cell(std::string_view name, std::string_view absent) const {
  const auto index = columns_.find(name);
  if (!index) {
    return absent;
  }
  return *index < row_.fields.size() ? std::string_view{row_.fields[*index]} : std::string_view{};
}

void TableFile::read(std::string_view name, const std::function<void(std::string_view)>& parse) {
  const auto index = columns_.find(name);
  if (!index || *index >= row_.fields.size()) {
    return;  // an optional column, or a row that `next` has already noted as too short
  }
  try {
    parse(row_.fields[*index]);
  } catch (const BadInput& bad) {
    note(column_place(*index), bad.reason(), bad.what());
  }
}

void TableFile::note_row(const char* reason, std::string_view sentence) { note("", reason, sentence); }

void TableFile::note(const std::string& place, const char* reason, std::string_view sentence) {
  if (row_good_ || std::string_view{reason} == BadInput::kMalformed) {
    row_reason_ = reason;
  }
  row_good_ = false;
  any_bad_ = true;
  complain(err_, path_ + ", line " + std::to_string(row_.line) + place + ": " + std::string{sentence});
}

std::string TableFile::column_place(std::size_t index) const {
  const std::string name = index < columns_.size() ? " (" + printable(columns_.header()[index]) + ")" : "";
  return ", column " + std::to_string(index + 1) + name;
}

}  // namespace gandse::cli
