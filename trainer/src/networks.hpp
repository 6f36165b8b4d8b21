// Layers of real networks, from CSV files (trainer/networks/ holds those of the templates here). Whole networks are
// held out: training.csv is all that training ever sees, validation.csv is logged while training, held_out.csv is
// judged once at the end.
#pragma once

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "csv_rows.hpp"

namespace gandse::trainer {

template <class Template>
struct NamedLayer {
  std::string network;
  typename Template::Layer layer{};
};

/// Reads a column `network` and one for each layer field of the template, in any order; an optional field without a
/// column keeps its default. Other columns are for other templates. Throws std::runtime_error naming the file, and the
/// line of what is wrong.
template <class Template>
std::vector<NamedLayer<Template>> read_networks(const std::filesystem::path& file) {
  std::vector<NamedLayer<Template>> layers;
  for (const CsvRow& row : read_csv(file)) {
    const auto column = [&](const char* name, bool optional) {
      const auto at =
          static_cast<std::size_t>(std::find(row.names->begin(), row.names->end(), name) - row.names->begin());
      if (at == row.names->size() && !optional) {
        throw std::runtime_error(file.string() + ": has no column " + name);
      }
      return at;
    };
    NamedLayer<Template> named;
    named.network = row.cells[column("network", false)];
    for (const auto& field : Template::layer_fields) {
      const std::size_t at = column(field.name, field.optional);
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
