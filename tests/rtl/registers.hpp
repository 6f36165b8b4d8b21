// A layer and configuration as the machine is told: register values, in the order of layer_t in
// cost_model/rtl/gandse_pkg.sv, and where things lie in DRAM.
#pragma once

#include <cstdint>
#include <vector>

#include "gandse/cost_model/im2col.hpp"

namespace gandse::test {

using Machine = Im2col<>;

/// Byte addresses of what one layer reads and writes, and the size of the map that its input lies in: a strided layer
/// may not read its last rows and columns.
struct Addresses {
  std::uint32_t input = 0, weights = 0, constants = 0, output = 0;
  std::uint32_t map_rows = 0, map_columns = 0;
};

/// One layer on one configuration, all products worked out.
struct Job {
  Job(const Layer& layer, const Machine::Configuration& configuration);

  [[nodiscard]] std::vector<std::uint32_t> registers(const Addresses& addresses, bool relu) const;

  [[nodiscard]] std::uint32_t rows() const { return array.rows(); }
  [[nodiscard]] std::uint32_t weight_tile() const { return cut.weight_bytes(array.row_bits); }
  [[nodiscard]] std::uint32_t weight_stride() const { return cut.weight_beats(array) << array.port_bits; }
  [[nodiscard]] std::uint32_t constant_beats() const;
  [[nodiscard]] std::uint32_t run_pitch() const { return (cut.run + rows() - 1) / rows() * rows(); }
  ///@{
  /// Bytes in DRAM.
  [[nodiscard]] std::uint64_t input_bytes() const;
  [[nodiscard]] std::uint64_t weight_bytes() const;
  [[nodiscard]] std::uint64_t constant_bytes() const;
  [[nodiscard]] std::uint64_t output_bytes() const;
  ///@}

  Layer layer;
  Machine::Configuration configuration;
  im2col::Array array;
  im2col::Grouped grouped;
  im2col::Cut cut;
};

}  // namespace gandse::test
