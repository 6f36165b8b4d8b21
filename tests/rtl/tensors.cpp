#include "tensors.hpp"

#include <algorithm>
#include <cstddef>

namespace gandse::test {
namespace {

/// Byte of channel `channel` (of all groups), row and column of a feature map.
std::size_t place(std::uint32_t channel, std::uint32_t y, std::uint32_t x, std::uint32_t of_group, std::uint32_t block,
                  std::uint32_t blocks, std::uint32_t rows, std::uint32_t columns) {
  const std::size_t group = channel / of_group;
  const std::uint32_t within = channel % of_group;
  const std::size_t number = group * blocks + within / block;
  return ((number * rows + y) * columns + x) * block + within % block;
}

}  // namespace

std::int8_t scaled(std::int32_t sum, const Constants& constants, bool relu) {
  const std::int64_t product = (std::int64_t{sum} + constants.bias) * constants.multiplier;
  const std::int64_t magnitude = product < 0 ? -product : product;
  const std::int64_t rounded = constants.shift == 0 ? magnitude : ((magnitude >> (constants.shift - 1)) + 1) >> 1;
  const std::int64_t value = product < 0 ? -rounded : rounded;
  return static_cast<std::int8_t>(std::clamp<std::int64_t>(value, relu ? 0 : -128, 127));
}

Tensor convolve(const Layer& l, const Tensor& input, const Weights& weights, bool relu) {
  Tensor output(l.oc * l.repeat, l.oh, l.ow);
  for (std::uint32_t m = 0; m < output.channels; ++m) {
    const std::uint32_t group = m / l.oc;
    for (std::uint32_t y = 0; y < l.oh; ++y) {
      for (std::uint32_t x = 0; x < l.ow; ++x) {
        std::uint32_t sum = 0;  // wraps as int32 does in hardware
        for (std::uint32_t c = 0; c < l.ic; ++c) {
          for (std::uint32_t r = 0; r < l.kh; ++r) {
            const std::int64_t row = std::int64_t{y} * l.stride_h + std::int64_t{r} * l.dilation_h - l.pad_top;
            if (row < 0 || row >= input.rows) {
              continue;
            }
            for (std::uint32_t s = 0; s < l.kw; ++s) {
              const std::int64_t column = std::int64_t{x} * l.stride_w + std::int64_t{s} * l.dilation_w - l.pad_left;
              if (column < 0 || column >= input.columns) {
                continue;
              }
              const int weight = weights.values[((std::size_t{m} * l.ic + c) * l.kh + r) * l.kw + s];
              const int value =
                  input.at(group * l.ic + c, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column));
              sum += static_cast<std::uint32_t>(weight * value);
            }
          }
        }
        output.at(m, y, x) = scaled(static_cast<std::int32_t>(sum), weights.constants[m], relu);
      }
    }
  }
  return output;
}

void write_input(const Job& job, const Tensor& tensor, std::span<std::uint8_t> dram) {
  for (std::uint32_t c = 0; c < tensor.channels; ++c) {
    for (std::uint32_t y = 0; y < tensor.rows; ++y) {
      for (std::uint32_t x = 0; x < tensor.columns; ++x) {
        dram[place(c, y, x, job.grouped.ic, job.cut.input_block, job.cut.input_channels, tensor.rows, tensor.columns)] =
            static_cast<std::uint8_t>(tensor.at(c, y, x));
      }
    }
  }
}

void write_weights(const Job& job, const Weights& weights, std::span<std::uint8_t> dram) {
  const Layer& l = job.layer;
  const im2col::Cut& cut = job.cut;
  using im2col::kKh, im2col::kKw;
  const im2col::TileSizes& tile = cut.sizes;
  const bool apart = cut.diagonal || l.dilation_w != 1;  // every tap is a run
  for (std::uint32_t m = 0; m < l.oc * l.repeat; ++m) {
    for (std::uint32_t c = 0; c < l.ic; ++c) {
      const std::uint32_t group = m / l.oc * l.ic / job.grouped.ic;  // of those that lie side by side
      const std::uint32_t out = m % job.grouped.oc;                  // channel within it
      const std::uint32_t in = (m / l.oc * l.ic + c) % job.grouped.ic;
      const std::uint32_t fold = out / job.rows();
      const std::uint32_t block = in / job.rows();
      for (std::uint32_t r = 0; r < l.kh; ++r) {
        for (std::uint32_t s = 0; s < l.kw; ++s) {
          const std::size_t tile_number =
              (((std::size_t{group} * cut.output_blocks + fold / cut.row_folds) * cut.channel_steps +
                block / cut.tile_inputs) *
                   cut.kh_steps +
               r / tile[kKh]) *
                  cut.kw_steps +
              s / tile[kKw];
          const std::uint32_t kernel_row = block % cut.tile_inputs * tile[kKh] + r % tile[kKh];
          const std::uint32_t run = apart ? kernel_row * tile[kKw] + s % tile[kKw] : kernel_row;
          const std::uint32_t byte = in % job.rows() + (apart ? 0 : s % tile[kKw] * cut.input_block);
          const std::uint32_t row = cut.diagonal ? 0 : fold % cut.row_folds * cut.output_block + out % job.rows();
          dram[tile_number * job.weight_stride() + (std::size_t{row} * cut.runs + run) * job.run_pitch() + byte] =
              static_cast<std::uint8_t>(weights.values[((std::size_t{m} * l.ic + c) * l.kh + r) * l.kw + s]);
        }
      }
    }
  }
}

void write_constants(const Job& job, const Weights& weights, std::span<std::uint8_t> dram) {
  const im2col::Cut& cut = job.cut;
  for (std::uint32_t m = 0; m < job.layer.oc * job.layer.repeat; ++m) {
    const Constants& c = weights.constants[m];
    const std::uint32_t out = m % job.grouped.oc;
    const std::size_t block = std::size_t{m / job.grouped.oc} * cut.output_blocks * cut.row_folds + out / job.rows();
    std::uint8_t* to = &dram[(block * job.constant_beats() << job.array.port_bits) + 8 * (out % job.rows())];
    for (unsigned byte = 0; byte < 4; ++byte) {
      to[byte] = static_cast<std::uint8_t>(static_cast<std::uint32_t>(c.bias) >> (8 * byte));
    }
    to[4] = static_cast<std::uint8_t>(c.multiplier & 0xFFU);
    to[5] = static_cast<std::uint8_t>(c.multiplier >> 8U);
    to[6] = c.shift;
  }
}

Tensor read_output(const Job& job, std::span<const std::uint8_t> dram) {
  const Layer& l = job.layer;
  Tensor tensor(l.oc * l.repeat, l.oh, l.ow);
  for (std::uint32_t m = 0; m < tensor.channels; ++m) {
    for (std::uint32_t y = 0; y < l.oh; ++y) {
      for (std::uint32_t x = 0; x < l.ow; ++x) {
        tensor.at(m, y, x) = static_cast<std::int8_t>(
            dram[place(m, y, x, job.grouped.oc, job.cut.output_block, job.cut.output_channels, l.oh, l.ow)]);
      }
    }
  }
  return tensor;
}

}  // namespace gandse::test
