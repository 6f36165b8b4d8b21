// One dimension of what slides over an input: convolutions and pooling.
#pragma once

#include <cstdint>
#include <vector>

#include "onnx/call.hpp"

namespace gandse::cli::onnx {

/// Taps at `dilation` from each other, moved by `stride`, over an input with zeros before and after it.
struct Window {
  std::int64_t input = kUnknown;
  std::int64_t taps = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  std::int64_t before = 0;  ///< zeros; negative: elements that are cut off
  std::int64_t after = 0;

  [[nodiscard]] std::int64_t reach() const;  ///< from the first to the last tap
  /// Outputs; with `ceiling`, a last one that only begins inside counts too. kUnknown if the input is. Throws BadInput
  /// if there is none.
  [[nodiscard]] std::int64_t outputs(bool ceiling = false) const;
};

/// The windows of a call whose first input has 2 + taps.size() dimensions, by its attributes strides, dilations, pads
/// and auto_pad. Throws BadInput where they break ONNX's rules.
std::vector<Window> windows(const Call& call, const Sizes& input, const Sizes& taps);

}  // namespace gandse::cli::onnx
