// Layers: the convolution that templates share or extend, and the table that describes a layer's fields.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// One convolution, int8, batch 1. `repeat` counts groups: a depthwise layer of 64 channels is repeat = 64, ic = oc
/// = 1. A fully connected layer is oh = ow = kh = kw = 1. The input is as large as the taps reach, without the zeros of
/// its padding: (oh - 1) stride_h + (kh - 1) dilation_h + 1 - pad_top - pad_bottom rows, and columns likewise.
struct Layer {
  std::uint32_t ic = 1;                   ///< input channels of one group
  std::uint32_t oc = 1;                   ///< output channels of one group
  std::uint32_t oh = 1;                   ///< output rows
  std::uint32_t ow = 1;                   ///< output columns
  std::uint32_t kh = 1;                   ///< kernel rows
  std::uint32_t kw = 1;                   ///< kernel columns
  std::uint32_t stride_h = 1;             ///< rows from one output to the next
  std::uint32_t repeat = 1;               ///< groups
  std::uint32_t stride_w = stride_h;      ///< columns from one output to the next
  std::uint32_t dilation_h = 1;           ///< rows from one tap to the next
  std::uint32_t dilation_w = dilation_h;  ///< columns from one tap to the next
  std::uint32_t pad_top = 0;              ///< rows of zeros that taps read above the input
  std::uint32_t pad_left = pad_top;       ///< columns of zeros to the left of it
  std::uint32_t pad_bottom = pad_top;     ///< rows of zeros below it
  std::uint32_t pad_right = pad_left;     ///< columns of zeros to the right of it

  /// Whether all fields are equal.
  friend constexpr bool operator==(const Layer& a, const Layer& b) {
    return a.ic == b.ic && a.oc == b.oc && a.oh == b.oh && a.ow == b.ow && a.kh == b.kh && a.kw == b.kw &&
           a.stride_h == b.stride_h && a.stride_w == b.stride_w && a.dilation_h == b.dilation_h &&
           a.dilation_w == b.dilation_w && a.pad_top == b.pad_top && a.pad_left == b.pad_left &&
           a.pad_bottom == b.pad_bottom && a.pad_right == b.pad_right && a.repeat == b.repeat;
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
  const char* group = "";            ///< sets this field and others of the same group alike
};

/// The fields of a layer that has those of `Layer`: name, member, limits, optional or not, largest value of made-up
/// layers, group.
template <class LayerType>
inline constexpr std::array<LayerField<LayerType>, 15> kConvolutionFields{{
    {"ic", &LayerType::ic, 1, 1U << 20U, false, 2048},
    {"oc", &LayerType::oc, 1, 1U << 20U, false, 2048},
    {"oh", &LayerType::oh, 1, 65535, false, 256},
    {"ow", &LayerType::ow, 1, 65535, false, 256},
    {"kh", &LayerType::kh, 1, 64, false, 7},
    {"kw", &LayerType::kw, 1, 64, false, 7},
    {"stride_h", &LayerType::stride_h, 1, 16, true, 2, "stride"},
    {"stride_w", &LayerType::stride_w, 1, 16, true, 2, "stride"},
    {"dilation_h", &LayerType::dilation_h, 1, 64, true, 1, "dilation"},
    {"dilation_w", &LayerType::dilation_w, 1, 64, true, 1, "dilation"},
    {"pad_top", &LayerType::pad_top, 0, 4032, true, 0, "pad"},
    {"pad_left", &LayerType::pad_left, 0, 4032, true, 0, "pad"},
    {"pad_bottom", &LayerType::pad_bottom, 0, 4032, true, 0, "pad"},
    {"pad_right", &LayerType::pad_right, 0, 4032, true, 0, "pad"},
    {"repeat", &LayerType::repeat, 1, 65535, true, 64},
}};

/// The fields of `Layer`.
inline constexpr const auto& kLayerFields = kConvolutionFields<Layer>;

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

/// Rows that the input of a layer has, without the zeros of its padding. Less than 1 if there are only zeros.
constexpr std::uint32_t input_rows(const Layer& layer) {
  return (layer.oh - 1U) * layer.stride_h + (layer.kh - 1U) * layer.dilation_h + 1U - layer.pad_top - layer.pad_bottom;
}
/// Columns that the input of a layer has, without the zeros of its padding.
constexpr std::uint32_t input_columns(const Layer& layer) {
  return (layer.ow - 1U) * layer.stride_w + (layer.kw - 1U) * layer.dilation_w + 1U - layer.pad_left - layer.pad_right;
}

/// Whether every side has no more zeros than one kernel reaches past the input, and some input is left.
constexpr bool padding_within_reach(const Layer& layer) {
  const std::uint32_t rows = (layer.kh - 1U) * layer.dilation_h;
  const std::uint32_t columns = (layer.kw - 1U) * layer.dilation_w;
  return layer.pad_top <= rows && layer.pad_bottom <= rows && layer.pad_left <= columns && layer.pad_right <= columns &&
         layer.pad_top + layer.pad_bottom <= (layer.oh - 1U) * layer.stride_h + rows &&
         layer.pad_left + layer.pad_right <= (layer.ow - 1U) * layer.stride_w + columns;
}

}  // namespace gandse
