#include "task/layer_distribution.hpp"

#include <array>

namespace gandse::trainer {

void resize(Layer& layer, Random& random) {
  const auto scale = [](std::uint32_t& x, double factor, std::uint32_t limit) {
    if (x > 1) {
      const auto scaled = static_cast<std::uint32_t>(std::lround(x * factor));
      x = scaled < 1 ? 1 : scaled > limit ? limit : scaled;
    }
  };
  const auto factor = [&] { return log_uniform(0.5, 2.0, random); };
  scale(layer.ic, factor(), 4096);
  scale(layer.oc, factor(), 4096);
  scale(layer.repeat, factor(), 4096);
  const double image = factor();
  scale(layer.oh, image, 512);
  scale(layer.ow, image, 512);
  if (!padding_within_reach(layer)) {  // a small input, all of it gone
    layer.pad_top = layer.pad_bottom = layer.pad_left = layer.pad_right = 0;
  }
}

void pad_to_same(Layer& layer) {
  Layer padded = layer;
  padded.pad_top = padded.pad_bottom = (layer.kh - 1) * layer.dilation_h / 2;
  padded.pad_left = padded.pad_right = (layer.kw - 1) * layer.dilation_w / 2;
  layer = padding_within_reach(padded) ? padded : layer;
}

Layer made_up_convolution(Random& random) {
  const auto size = [&](double low, double high) {
    return static_cast<std::uint32_t>(std::lround(log_uniform(low, high, random)));
  };
  const auto channels = [&](double high) {
    const std::uint32_t c = size(1, high);
    return c > 24 && random.below(4) != 0 ? (c + 7U) / 8U * 8U : c;
  };
  Layer layer;
  const std::uint32_t shape = random.below(10);
  if (shape < 5) {  // convolution
    constexpr std::array<std::uint32_t, 12> kKernels{1, 1, 1, 3, 3, 3, 3, 5, 5, 7, 2, 11};
    layer.ic = channels(2048);
    layer.oc = channels(2048);
    layer.oh = size(1, 256);
    layer.ow = random.below(4) == 0 ? size(1, 256) : layer.oh;
    layer.kh = kKernels[random.below(kKernels.size())];
    layer.kw = random.below(8) == 0 ? kKernels[random.below(kKernels.size())] : layer.kh;
    layer.stride_h = random.below(4) == 0 ? 2 + random.below(3) : 1;
    layer.stride_w = random.below(16) == 0 ? 1 + random.below(4) : layer.stride_h;
    layer.dilation_h = layer.dilation_w = random.below(12) == 0 ? 2 + random.below(3) : 1;
    layer.repeat = random.below(6) == 0 ? size(2, 64) : 1;
  } else if (shape < 6) {  // depthwise
    constexpr std::array<std::uint32_t, 4> kKernels{3, 3, 5, 7};
    layer.repeat = channels(2048);
    layer.oh = layer.ow = size(4, 256);
    layer.kh = layer.kw = kKernels[random.below(kKernels.size())];
    layer.stride_h = layer.stride_w = 1 + random.below(2);
  } else {  // matrix product: fully connected, attention
    layer.ic = channels(random.below(2) == 0 ? 1024 : 8192);
    layer.oc = channels(random.below(2) == 0 ? 1024 : 8192);
    layer.oh = random.below(2) == 0 ? 1 : size(1, 1024);
    layer.repeat = random.below(4) == 0 ? size(2, 32) : 1;
  }
  if (random.below(4) != 0) {
    pad_to_same(layer);
  }
  return layer;
}

}  // namespace gandse::trainer
