#include "onnx/layer_sizes.hpp"

#include "onnx/sizes.hpp"

namespace gandse::cli::onnx {

std::int64_t macs(const LayerSizes& layer) {
  return count({layer.ic, layer.oc, layer.oh, layer.ow, layer.kh, layer.kw, layer.repeat, layer.batch});
}

void set_pixels(LayerSizes& layer, std::int64_t pixels) {
  constexpr std::int64_t kMostColumns = 4096;  // more would take long to try
  layer.oh = pixels;
  layer.ow = 1;
  for (std::int64_t columns = 2; columns <= kMostColumns && columns <= pixels / columns; ++columns) {
    if (pixels % columns == 0) {
      layer.oh = pixels / columns;
      layer.ow = columns;
    }
  }
}

}  // namespace gandse::cli::onnx
