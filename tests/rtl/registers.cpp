#include "registers.hpp"

#include "gandse/cost_model/double_buffer.hpp"

namespace gandse::test {
Job::Job(const Layer& l, const Machine::Configuration& c)
    : layer(l),
      configuration(c),
      array(Machine::array_of(c)),
      grouped(l, Machine::array_of(c).row_bits),
      cut(Machine::cut(l, c)) {}

std::uint32_t Job::constant_beats() const {
  return (im2col::kConstantBytes * cut.output_block + (1U << array.port_bits) - 1) >> array.port_bits;
}

std::uint64_t Job::input_bytes() const {
  return std::uint64_t{cut.groups} * cut.input_channels * cut.input_block * input_rows(layer) * input_columns(layer);
}
std::uint64_t Job::weight_bytes() const {
  return std::uint64_t{cut.groups} * cut.output_blocks * cut.reduction_steps() * weight_stride();
}
std::uint64_t Job::constant_bytes() const {
  return std::uint64_t{cut.groups} * cut.output_blocks * cut.row_folds * constant_beats() << array.port_bits;
}
std::uint64_t Job::output_bytes() const {
  return std::uint64_t{cut.groups} * cut.output_channels * cut.output_block * layer.oh * layer.ow;
}

std::vector<std::uint32_t> Job::registers(const Addresses& at, bool relu) const {
  const auto negative = [](std::uint32_t x) { return 0U - x; };
  const std::uint32_t in_row = at.map_columns * cut.input_block;
  const std::uint32_t plane = in_row * at.map_rows;
  const std::uint32_t out_row = layer.ow * cut.output_block;
  const std::uint32_t out_plane = out_row * layer.oh;
  using im2col::kKh, im2col::kKw, im2col::kOh, im2col::kOw;
  const im2col::TileSizes& tile = cut.sizes;
  // rows of the input tile in the SRAM from one output row, and from one tap, to the next
  const std::uint32_t row_step = tile[kKh] == 1 ? 1 : layer.stride_h;
  const std::uint32_t tap_step = tile[kKh] == 1 || tile[kOh] == 1 ? 1 : layer.dilation_h;
  const std::uint32_t sram_row = cut.columns * cut.input_block;
  const std::uint32_t pixel_step = layer.stride_w * cut.input_block;
  const bool together = layer.dilation_w == 1 && !cut.diagonal;
  const std::uint32_t word = 1U << array.word_bits();
  const std::uint32_t row_words = (cut.run + word - 1) / word;
  const std::uint32_t lanes = 1U << array.lane_bits();
  const std::uint32_t parts = (cut.output_block + lanes - 1) / lanes;
  return {cut.groups, cut.output_blocks, cut.row_blocks, cut.column_blocks, cut.channel_steps, cut.kh_steps,
          cut.kw_steps, cut.weight_block_bytes(array.row_bits) <= half_bytes(configuration[Machine::WSS]) ? 1U : 0U,
          cut.input_block_bytes() <= half_bytes(configuration[Machine::ISS]) ? 1U : 0U, cut.diagonal ? 1U : 0U,
          relu ? 1U : 0U,
          //
          cut.weight_beats(array), cut.input_beats(array), cut.store_beats(array), weight_tile(), cut.input_bytes(),
          //
          cut.row_folds, cut.n, row_words, row_words << (array.row_bits - array.column_bits), cut.runs, run_pitch(),
          cut.runs * run_pitch(), together ? 1U : tile[kKw], tile[kKh], pixel_step,
          row_step * sram_row - (tile[kOw] - 1) * pixel_step, layer.dilation_w * cut.input_block, tap_step * sram_row,
          cut.rows.count * sram_row, tile[kOw], tile[kOh],
          //
          cut.tile_inputs, cut.rows.count, sram_row, (sram_row + (1U << array.port_bits) - 1) >> array.port_bits,
          cut.rows.pitch, cut.rows.pitch * in_row, plane, input_rows(layer), input_columns(layer) * cut.input_block,
          cut.input_channels, negative(layer.pad_left * cut.input_block), negative(layer.pad_top),
          tile[kOw] * pixel_step, tile[kKw] * layer.dilation_w * cut.input_block, tile[kOh] * layer.stride_h,
          tile[kKh] * layer.dilation_h, at.input - layer.pad_top * in_row - layer.pad_left * cut.input_block,
          tile[kOh] * layer.stride_h * in_row, tile[kKh] * layer.dilation_h * in_row, cut.tile_inputs * plane,
          cut.input_channels * plane,
          //
          at.weights, weight_stride(), at.constants, constant_beats(), at.output, out_plane, out_row, cut.output_block,
          layer.oh, layer.ow, cut.output_channels, parts, cut.n * parts, tile[kOh] * out_row,
          tile[kOw] * cut.output_block, cut.row_folds * out_plane, cut.output_channels * out_plane};
}

}  // namespace gandse::test
