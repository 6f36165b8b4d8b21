#include "dnnweaver_rtl.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace gandse::test {

namespace {

using Machine = Dnnweaver<>;

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream{line};
  for (std::string cell; std::getline(stream, cell, ',');) {
    cells.push_back(cell);
  }
  return cells;
}

// The choice with this value; for a tile that is the whole layer, the least choice that covers it.
std::uint8_t choice(std::size_t parameter, std::uint64_t value, bool whole) {
  const Parameter& p = Machine::parameters[parameter];
  for (std::uint8_t c = 0; c < p.count; ++c) {
    if (p.values[c] == value || (whole && p.values[c] > value)) {
      return c;
    }
  }
  throw std::runtime_error(std::string{p.name} + " has no choice " + std::to_string(value));
}

RtlRow parse(const std::map<std::string, std::string>& cell) {
  const auto number = [&](const char* name) { return static_cast<std::uint32_t>(std::stoul(cell.at(name))); };
  RtlRow row;
  row.layer.kh = row.layer.kw = number("kernel");
  row.layer.oh = row.layer.ow = number("input_size");  // padded at the edges, stride 1
  row.layer.ic = number("ic");
  row.layer.oc = number("oc");
  row.layer.pool = number("pool");
  auto& c = row.configuration;
  c[Machine::ARN] = choice(Machine::ARN, number("array_n"), false);
  c[Machine::ARM] = choice(Machine::ARM, number("array_m"), false);
  c[Machine::AXI] = choice(Machine::AXI, number("axi_bits"), false);
  for (std::size_t sram = Machine::IBUF; sram <= Machine::BBUF; ++sram) {
    c[sram] = static_cast<std::uint8_t>(Machine::parameters[sram].count - 1);
  }
  const auto tile = [&](std::size_t parameter, const char* size, const char* tiles) {
    c[parameter] = choice(parameter, number(size), number(tiles) == 1);
  };
  tile(Machine::TB, "tile_b", "tiles_b");
  tile(Machine::TOH, "tile_oh", "tiles_oh");
  tile(Machine::TOW, "tile_ow", "tiles_ow");
  tile(Machine::TIC, "tile_ic", "tiles_ic");
  tile(Machine::TOC, "tile_oc", "tiles_oc");
  const std::string order = cell.at("loop_order_inner_to_outer").substr(0, 2);
  c[Machine::ORD] = order == "IC" ? 0 : order == "OC" ? 2 : 1;
  row.measured = number("rtl_cycles_independent_ports");
  row.shared_bus = number("rtl_cycles_shared_bus");
  row.published_model = number("published_analytic_cycles");
  const Evaluation evaluation = Machine::evaluate(row.layer, c);
  if (!evaluation.legal()) {
    throw std::runtime_error(std::string{"a measured layer is refused: "} + describe<Machine>(evaluation.reason).name);
  }
  row.predicted = evaluation.cost.latency.value;
  return row;
}

std::vector<double> ranks(const std::vector<RtlRow>& rows, std::uint64_t RtlRow::*figure) {
  std::vector<double> result;
  for (const RtlRow& row : rows) {
    double below = 0;
    double equal = 0;
    for (const RtlRow& other : rows) {
      below += other.*figure < row.*figure ? 1 : 0;
      equal += other.*figure == row.*figure ? 1 : 0;
    }
    result.push_back(below + (equal + 1) / 2);
  }
  return result;
}

}  // namespace

std::vector<RtlRow> read_rtl_rows(const std::string& file) {
  std::ifstream stream{file};
  std::vector<std::string> names;
  std::vector<RtlRow> rows;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    const auto cells = split(line);
    if (names.empty()) {
      names = cells;
      continue;
    }
    if (cells.size() != names.size()) {
      throw std::runtime_error(file + ": a row has " + std::to_string(cells.size()) + " cells");
    }
    std::map<std::string, std::string> cell;
    for (std::size_t i = 0; i < names.size(); ++i) {
      cell[names[i]] = cells[i];
    }
    rows.push_back(parse(cell));
  }
  if (rows.empty()) {
    throw std::runtime_error(file + ": cannot be read, or is empty");
  }
  return rows;
}

RtlError rtl_error(const std::vector<RtlRow>& rows, std::uint64_t RtlRow::*model, std::uint64_t RtlRow::*measured) {
  RtlError error;
  const auto n = static_cast<double>(rows.size());
  for (const RtlRow& row : rows) {
    const double off = std::fabs(static_cast<double>(row.*model) / static_cast<double>(row.*measured) - 1);
    error.mean += off / n;
    error.worst = std::max(error.worst, off);
  }
  const auto a = ranks(rows, model);
  const auto b = ranks(rows, measured);
  const double mean = (n + 1) / 2;
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
  }
  error.rank_correlation = ab / std::sqrt(aa * bb);
  return error;
}

}  // namespace gandse::test
