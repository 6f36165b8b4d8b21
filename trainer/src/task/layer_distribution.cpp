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
    layer.stride = random.below(4) == 0 ? 2 + random.below(3) : 1;
    layer.repeat = random.below(6) == 0 ? size(2, 64) : 1;
  } else if (shape < 6) {  // depthwise
    constexpr std::array<std::uint32_t, 4> kKernels{3, 3, 5, 7};
    layer.repeat = channels(2048);
    layer.oh = layer.ow = size(4, 256);
    layer.kh = layer.kw = kKernels[random.below(kKernels.size())];
    layer.stride = 1 + random.below(2);
  } else {  // matrix product: fully connected, attention
    layer.ic = channels(random.below(2) == 0 ? 1024 : 8192);
    layer.oc = channels(random.below(2) == 0 ? 1024 : 8192);
    layer.oh = random.below(2) == 0 ? 1 : size(1, 1024);
    layer.repeat = random.below(4) == 0 ? size(2, 32) : 1;
  }
  return layer;
}

}  // namespace gandse::trainer
