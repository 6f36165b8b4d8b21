// Columns of an input file, found by name in any order.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

struct KnownColumn {
  std::string name;
  bool required;
};

class Columns {
 public:
  /// Throws BadInput, naming `place`, where the header stands, for a repeated, an unknown or a missing column.
  Columns(const std::string& place, std::vector<std::string> header, const std::vector<KnownColumn>& known);

  /// Where `name` stands, counted from 0.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

  [[nodiscard]] std::size_t size() const { return header_.size(); }
  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }

 private:
  std::vector<std::string> header_;
};

}  // namespace gandse::cli
