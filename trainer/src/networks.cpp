#include "networks.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace gandse::trainer {

namespace {

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, const std::string& what) {
  throw std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + what);
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream{line};
  for (std::string cell; std::getline(stream, cell, ',');) {
    cells.push_back(cell);
  }
  return cells;
}

}  // namespace

std::vector<NamedLayer> read_networks(const std::filesystem::path& file) {
  std::ifstream stream{file};
  std::string line;
  if (!std::getline(stream, line)) {
    throw std::runtime_error(file.string() + ": cannot be read, or is empty");
  }
  if (line != "network,ic,oc,oh,ow,kh,kw,stride,repeat") {
    fail(file, 1, "the header must be network,ic,oc,oh,ow,kh,kw,stride,repeat");
  }
  std::vector<NamedLayer> layers;
  for (std::size_t number = 2; std::getline(stream, line); ++number) {
    const auto cells = split(line);
    if (cells.size() != kLayerFields.size() + 1) {
      fail(file, number, "expected " + std::to_string(kLayerFields.size() + 1) + " cells");
    }
    NamedLayer named{cells[0], {}};
    for (std::size_t i = 0; i < kLayerFields.size(); ++i) {
      const std::string& cell = cells[i + 1];
      std::uint32_t value = 0;
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      if (error != std::errc{} || end != cell.data() + cell.size()) {
        fail(file, number, std::string{kLayerFields[i].name} + " is no number: '" + cell + "'");
      }
      named.layer.*kLayerFields[i].member = value;
    }
    if (!within_limits(named.layer)) {
      fail(file, number, "the layer is outside the limits");
    }
    layers.push_back(named);
  }
  if (layers.empty()) {
    throw std::runtime_error(file.string() + ": holds no layers");
  }
  return layers;
}

}  // namespace gandse::trainer
