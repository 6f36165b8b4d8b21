#include "networks.hpp"

#include <stdexcept>

#include "csv_rows.hpp"

namespace gandse::trainer {

std::vector<NamedLayer> read_networks(const std::filesystem::path& file) {
  std::vector<NamedLayer> layers;
  for (const CsvRow& row : read_csv(file, "network,ic,oc,oh,ow,kh,kw,stride,repeat")) {
    NamedLayer named{row.cells[0], {}};
    for (std::size_t i = 0; i < kLayerFields.size(); ++i) {
      named.layer.*kLayerFields[i].member = number<std::uint32_t>(file, row, i + 1);
    }
    if (!within_limits(named.layer)) {
      fail(file, row.line, "the layer is outside the limits");
    }
    layers.push_back(named);
  }
  if (layers.empty()) {
    throw std::runtime_error(file.string() + ": holds no layers");
  }
  return layers;
}

}  // namespace gandse::trainer
