#include "columns.hpp"

#include <algorithm>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

std::string names(const std::vector<KnownColumn>& known, bool required) {
  std::vector<std::string> result;
  for (const KnownColumn& column : known) {
    if (column.required == required) {
      result.push_back(column.name);
    }
  }
  return joined(result, ",");
}

}  // namespace

Columns::Columns(const std::string& place, std::vector<std::string> header, const std::vector<KnownColumn>& known)
    : header_(std::move(header)) {
  const auto refuse = [&](const std::string& what) {
    const std::string optional = names(known, false);
    return BadInput(place + ": " + what + "; columns are " + names(known, true) +
                    (optional.empty() ? "" : " and optionally " + optional));
  };
  for (std::size_t i = 0; i < header_.size(); ++i) {
    const std::string column = "column " + std::to_string(i + 1) + " (" + in_quotes(header_[i]) + ")";
    if (std::none_of(known.begin(), known.end(), [&](const KnownColumn& k) { return k.name == header_[i]; })) {
      throw refuse(column + " is unknown");
    }
    if (*find(header_[i]) != i) {
      throw refuse(column + " is there twice");
    }
  }
  std::vector<std::string> missing;
  for (const KnownColumn& column : known) {
    if (column.required && !find(column.name)) {
      missing.push_back(column.name);
    }
  }
  if (!missing.empty()) {
    throw refuse("missing " + joined(missing));
  }
}

std::optional<std::size_t> Columns::find(std::string_view name) const {
  const auto position = std::find(header_.begin(), header_.end(), name);
  return position == header_.end() ? std::nullopt : std::optional{static_cast<std::size_t>(position - header_.begin())};
}

}  // namespace gandse::cli
