// Layers of real networks, from CSV files (trainer/networks/ holds those of the templates here). Whole networks are
// held out: training.csv is all that training ever sees, validation.csv is logged while training, held_out.csv is
// judged once at the end.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/csv_rows.hpp"

namespace gandse::trainer {

template <class Template>
struct NamedLayer {
  std::string network;
  typename Template::Layer layer{};
};

namespace detail {

// What files of the command line hold beside the layer: of no use here.
inline constexpr std::array<const char*, 3> kPassedOver{"name", "latency_cycles", "power_uw"};

// Letters to add, drop or change to make one of the other (Levenshtein).
inline std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Where each field stands, names->size() for one without a column. A column of another template is passed over, and an
// optional field may have none; where the names of both are two letters apart or less, one was mistyped or damaged, and
// the file is refused.
template <class Template>
std::vector<std::size_t> field_columns(const std::filesystem::path& file, const std::vector<std::string>& names) {
  std::vector<std::size_t> columns;
  std::vector<std::string_view> missing;
  for (const auto& field : Template::layer_fields) {
    const auto own = std::find(names.begin(), names.end(), field.name);
    const auto found =
        own != names.end() || *field.group == '\0' ? own : std::find(names.begin(), names.end(), field.group);
    columns.push_back(static_cast<std::size_t>(found - names.begin()));
    if (columns.back() == names.size()) {
      if (!field.optional) {
        throw std::runtime_error(file.string() + ": has no column " + field.name);
      }
      missing.insert(missing.end(), {field.name, *field.group == '\0' ? field.name : field.group});
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool known = names[i] == "network" || std::count(columns.begin(), columns.end(), i) != 0 ||
                       std::count(kPassedOver.begin(), kPassedOver.end(), names[i]) != 0;
    for (const std::string_view name : missing) {
      if (!known && letters_apart(names[i], name) <= 2) {
        throw std::runtime_error(file.string() + ": has a column '" + names[i] + "' that " + Template::kName +
                                 " does not know, and none for " + std::string{name} + ": is it this one?");
      }
    }
  }
  return columns;
}

}  // namespace detail

/// Reads a column for each layer field of the template, or for its group, in any order, and `network`; without one, all
/// layers are of one network, called as the file is. An optional field without a column keeps its default. Other
/// columns are for other templates, and for the command line, which reads the same files. Throws std::runtime_error
/// naming the file, and the line of what is wrong.
template <class Template>
std::vector<NamedLayer<Template>> read_networks(const std::filesystem::path& file) {
  std::vector<NamedLayer<Template>> layers;
  std::vector<std::size_t> columns;
  std::size_t network = 0;
  for (const CsvRow& row : read_csv(file)) {
    if (columns.empty()) {
      columns = detail::field_columns<Template>(file, *row.names);
      network =
          static_cast<std::size_t>(std::find(row.names->begin(), row.names->end(), "network") - row.names->begin());
    }
    NamedLayer<Template> named;
    named.network = network < row.cells.size() ? row.cells[network] : file.stem().string();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto& field = Template::layer_fields[i];
      const std::size_t at = columns[i];
      if (at < row.cells.size()) {
        named.layer.*field.member = number<std::uint32_t>(file, row, at);
      }
      if (named.layer.*field.member < field.min || named.layer.*field.member > field.max) {
        fail(file, row.line,
             std::string{field.name} + " must lie in " + std::to_string(field.min) + ".." + std::to_string(field.max));
      }
    }
    layers.push_back(named);
  }
  if (layers.empty()) {
    throw std::runtime_error(file.string() + ": holds no layers");
  }
  return layers;
}

}  // namespace gandse::trainer
