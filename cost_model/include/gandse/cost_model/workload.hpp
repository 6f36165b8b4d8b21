// Layers: the convolution that templates share or extend, and the table that describes a layer's fields.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// One convolution, int8, batch 1. `repeat` counts groups: a depthwise layer of 64 channels is repeat = 64, ic = oc
/// = 1. A fully connected layer is oh = ow = kh = kw = 1.
struct Layer {
  std::uint32_t ic = 1;      ///< input channels of one group
  std::uint32_t oc = 1;      ///< output channels of one group
  std::uint32_t oh = 1;      ///< output rows
  std::uint32_t ow = 1;      ///< output columns
  std::uint32_t kh = 1;      ///< kernel rows
  std::uint32_t kw = 1;      ///< kernel columns
  std::uint32_t stride = 1;  ///< same in both directions
  std::uint32_t repeat = 1;  ///< groups

  /// Whether all fields are equal.
  friend constexpr bool operator==(const Layer& a, const Layer& b) {
    return a.ic == b.ic && a.oc == b.oc && a.oh == b.oh && a.ow == b.ow && a.kh == b.kh && a.kw == b.kw &&
           a.stride == b.stride && a.repeat == b.repeat;
  }
};

/// One field of a template's layer, by which files, the command line and training handle it.
template <class LayerType>
struct LayerField {
  const char* name;                  ///< in files and on the command line
  std::uint32_t LayerType::*member;  ///< where the layer holds it
  std::uint32_t min;                 ///< smallest legal value
  std::uint32_t max;                 ///< largest legal value
  bool optional;                     ///< may be left out: it then keeps the layer's own default
  std::uint32_t typical;             ///< made-up layers of a training set have at most this much
};

/// The fields of `Layer`: name, member, limits, optional or not, largest value of made-up layers.
inline constexpr std::array<LayerField<Layer>, 8> kLayerFields{{
    {"ic", &Layer::ic, 1, 65535, false, 2048},
    {"oc", &Layer::oc, 1, 65535, false, 2048},
    {"oh", &Layer::oh, 1, 4096, false, 256},
    {"ow", &Layer::ow, 1, 4096, false, 256},
    {"kh", &Layer::kh, 1, 16, false, 7},
    {"kw", &Layer::kw, 1, 16, false, 7},
    {"stride", &Layer::stride, 1, 16, true, 2},
    {"repeat", &Layer::repeat, 1, 4096, true, 64},
}};

/// Whether every field of a layer lies within the limits of its table.
template <class LayerType, std::size_t N>
constexpr bool within_limits(const LayerType& layer, const std::array<LayerField<LayerType>, N>& fields) {
  for (const LayerField<LayerType>& field : fields) {
    const std::uint32_t value = layer.*field.member;
    if (value < field.min || value > field.max) {
      return false;
    }
  }
  return true;
}

}  // namespace gandse
