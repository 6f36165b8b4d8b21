// A layer as a model file has it, before any template's limits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace gandse::cli::onnx {

/// The fields of gandse::Layer, and how many images are computed one after the other.
struct LayerSizes {
  std::int64_t ic = 1;
  std::int64_t oc = 1;
  std::int64_t oh = 1;
  std::int64_t ow = 1;
  std::int64_t kh = 1;
  std::int64_t kw = 1;
  std::int64_t stride_h = 1;
  std::int64_t stride_w = 1;
  std::int64_t dilation_h = 1;
  std::int64_t dilation_w = 1;
  std::int64_t pad_top = 0;
  std::int64_t pad_left = 0;
  std::int64_t pad_bottom = 0;
  std::int64_t pad_right = 0;
  std::int64_t repeat = 1;
  std::int64_t batch = 1;

  friend bool operator==(const LayerSizes&, const LayerSizes&) = default;
};

struct NamedSize {
  const char* name;
  std::int64_t LayerSizes::*member;
};

/// All of them by the names that templates use.
inline constexpr std::array<NamedSize, 16> kLayerSizes{{{"ic", &LayerSizes::ic},
                                                        {"oc", &LayerSizes::oc},
                                                        {"oh", &LayerSizes::oh},
                                                        {"ow", &LayerSizes::ow},
                                                        {"kh", &LayerSizes::kh},
                                                        {"kw", &LayerSizes::kw},
                                                        {"stride_h", &LayerSizes::stride_h},
                                                        {"stride_w", &LayerSizes::stride_w},
                                                        {"dilation_h", &LayerSizes::dilation_h},
                                                        {"dilation_w", &LayerSizes::dilation_w},
                                                        {"pad_top", &LayerSizes::pad_top},
                                                        {"pad_left", &LayerSizes::pad_left},
                                                        {"pad_bottom", &LayerSizes::pad_bottom},
                                                        {"pad_right", &LayerSizes::pad_right},
                                                        {"repeat", &LayerSizes::repeat},
                                                        {"batch", &LayerSizes::batch}}};

/// Multiplications, those with zeros of the padding too. Throws BadInput where 64 bits do not hold them.
std::int64_t macs(const LayerSizes& layer);

/// Spreads `pixels` that no kernel connects over rows and columns, as square as their divisors allow.
void set_pixels(LayerSizes& layer, std::int64_t pixels);

/// A layer that runs `times` times, for example once for each step of a sequence.
struct RepeatedLayer {
  LayerSizes sizes;
  std::int64_t times = 1;
};

}  // namespace gandse::cli::onnx
