// Convolutions and transposed convolutions as layers.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "bad_input.hpp"
#include "onnx/products.hpp"
#include "onnx/window.hpp"

namespace gandse::cli::onnx {

namespace {

// What a layer computes along one dimension. Zeros are those that its taps read.
struct Line {
  std::int64_t outputs = 0;
  std::int64_t taps = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

// The line whose first output has its first tap at `first` (negative: in the zeros before an input of `input`).
// Outputs that read zeros alone need no multiplication, and are left out.
Line line(std::int64_t first, std::int64_t outputs, std::int64_t input, const Window& window) {
  const std::int64_t reach = window.reach();
  if (const std::int64_t last_tap = sum(first, reach); last_tap < 0) {
    const std::int64_t skipped = std::min(outputs, (-last_tap - 1) / window.stride + 1);
    first += skipped * window.stride;
    outputs -= skipped;
  }
  if (outputs > 0 && input > first) {
    outputs = std::min(outputs, (input - 1 - first) / window.stride + 1);
  } else {
    outputs = 0;
  }
  if (outputs == 0) {
    return {};
  }
  const std::int64_t end = sum(sum(first, product(outputs - 1, window.stride)), reach + 1);
  return {outputs,
          window.taps,
          outputs == 1 ? 1 : window.stride,
          window.taps == 1 ? 1 : window.dilation,
          std::max<std::int64_t>(-first, 0),
          std::max<std::int64_t>(end - input, 0)};
}

void set_rows(LayerSizes& layer, const Line& rows) {
  layer.oh = rows.outputs;
  layer.kh = rows.taps;
  layer.stride_h = rows.stride;
  layer.dilation_h = rows.dilation;
  layer.pad_top = rows.before;
  layer.pad_bottom = rows.after;
}

void set_columns(LayerSizes& layer, const Line& columns) {
  layer.ow = columns.outputs;
  layer.kw = columns.taps;
  layer.stride_w = columns.stride;
  layer.dilation_w = columns.dilation;
  layer.pad_left = columns.before;
  layer.pad_right = columns.after;
}

// The last two dimensions; one alone is a row.
void set_image(LayerSizes& layer, const std::vector<Line>& lines) {
  set_columns(layer, lines.back());
  if (lines.size() >= 2) {
    set_rows(layer, lines[lines.size() - 2]);
  }
}

// Taps that reach no further than the stride share nothing: patches are channels as well. Kernels larger than templates
// have them become layers of 1 x 1 so.
void flatten_patches(LayerSizes& layer) {
  constexpr std::int64_t kLargeKernel = 64;
  constexpr std::int64_t kLargeStride = 16;
  const bool large =
      std::max(layer.kh, layer.kw) > kLargeKernel || std::max(layer.stride_h, layer.stride_w) > kLargeStride;
  const bool apart = (layer.oh == 1 || layer.kh <= layer.stride_h) && (layer.ow == 1 || layer.kw <= layer.stride_w);
  const bool plain = layer.dilation_h == 1 && layer.dilation_w == 1 && layer.pad_top == 0 && layer.pad_bottom == 0 &&
                     layer.pad_left == 0 && layer.pad_right == 0;
  if (large && apart && plain) {
    layer.ic = product(layer.ic, product(layer.kh, layer.kw));
    layer.kh = layer.kw = layer.stride_h = layer.stride_w = 1;
  }
}

// What both kinds of convolution begin with: false, and why in the call, where sizes are not known.
bool begin(Call& call, std::size_t weights) {
  if (!call.has_known_sizes(weights)) {
    call.refuse("the sizes of its weights are not known");
    return false;
  }
  if (call.sizes(weights).size() < 3) {
    throw BadInput("a convolution with weights of " + text(call.sizes(weights)));
  }
  if (!call.has_sizes(0)) {
    call.refuse("the sizes of its input are not known");
    return false;
  }
  if (call.sizes(0).size() != call.sizes(weights).size()) {
    throw BadInput("a convolution of " + text(call.sizes(0)) + " with weights of " + text(call.sizes(weights)));
  }
  return true;
}

std::int64_t groups(const Call& call, std::int64_t channels) {
  const std::int64_t groups = call.integer("group", 1);
  if (groups < 1 || channels % groups != 0) {
    throw BadInput("a convolution of " + std::to_string(channels) + " channels in " + std::to_string(groups) +
                   " groups");
  }
  return groups;
}

}  // namespace

void convolve(Call& call) {
  const std::size_t at = call.node().op == "QLinearConv" ? 3 : 1;
  if (!begin(call, at)) {
    return;
  }
  const Sizes& input = call.sizes(0);
  const Sizes& weights = call.sizes(at);
  LayerSizes layer;
  layer.repeat = groups(call, weights[0]);
  layer.ic = weights[1];
  layer.oc = weights[0] / layer.repeat;
  layer.batch = input[0];
  if (input[1] != kUnknown && input[1] != product(weights[1], layer.repeat)) {
    throw BadInput("a convolution of " + text(input) + " with weights of " + text(weights) + " in " +
                   std::to_string(layer.repeat) + " groups");
  }
  const std::vector<Window> along = windows(call, input, {weights.begin() + 2, weights.end()});
  Sizes output{input[0], weights[0]};
  for (const Window& window : along) {
    output.push_back(window.outputs());
  }
  call.output() = tensor(output);
  if (!known(output)) {
    call.refuse("the sizes of its output are not known");
    return;
  }
  if (along.size() > 3) {
    call.refuse("a convolution of " + std::to_string(along.size()) + " dimensions");
    return;
  }
  std::vector<Line> lines;
  for (std::size_t i = 0; i < along.size(); ++i) {
    lines.push_back(line(-along[i].before, output[2 + i], along[i].input, along[i]));
    if (lines.back().outputs == 0) {
      return;  // nothing but zeros
    }
  }
  set_image(layer, lines);
  if (along.size() < 3) {
    flatten_patches(layer);
    call.add(layer);
    return;
  }
  // Slice by slice: the slices that the taps reach are further input channels of an image.
  constexpr std::int64_t kMostSlices = 4096;
  const Window& depth = along.front();
  if (output[2] > kMostSlices) {
    call.refuse("a convolution over " + std::to_string(output[2]) + " slices");
    return;
  }
  std::map<std::int64_t, std::int64_t> slices;  // by taps inside the input
  for (std::int64_t slice = 0; slice < output[2]; ++slice) {
    const Line inside = line(slice * depth.stride - depth.before, 1, depth.input, depth);
    const std::int64_t missed =
        (inside.before + depth.dilation - 1) / depth.dilation + (inside.after + depth.dilation - 1) / depth.dilation;
    if (inside.outputs == 1 && missed < depth.taps) {
      ++slices[depth.taps - missed];
    }
  }
  for (const auto& [taps, times] : slices) {
    LayerSizes slice = layer;
    slice.ic = product(layer.ic, taps);
    call.add(slice, times);
  }
}

// One convolution for each phase of the output, that is for each place in a stride: it has the taps that meet the input
// there (Shi et al. 2016, arXiv 1609.07009).
void convolve_transposed(Call& call) {
  if (!begin(call, 1)) {
    return;
  }
  const Sizes& input = call.sizes(0);
  const Sizes& weights = call.sizes(1);
  const std::size_t dimensions = weights.size() - 2;
  LayerSizes layer;
  layer.repeat = groups(call, weights[0]);
  layer.ic = weights[0] / layer.repeat;
  layer.oc = weights[1];
  layer.batch = input[0];
  std::vector<Window> along = windows(call, input, {weights.begin() + 2, weights.end()});
  Sizes added = call.integers("output_padding");
  added.resize(dimensions, 0);
  Sizes wanted = call.integers("output_shape");
  if (wanted.size() > dimensions) {
    wanted.erase(wanted.begin(), wanted.end() - static_cast<std::ptrdiff_t>(dimensions));
  }
  const std::string_view automatic = call.text("auto_pad");
  const bool same = automatic.substr(0, 5) == "SAME_";
  Sizes output{input[0], product(weights[1], layer.repeat)};
  for (std::size_t i = 0; i < dimensions; ++i) {
    Window& window = along[i];
    if (window.input == kUnknown) {
      output.push_back(kUnknown);
      continue;
    }
    if (window.input < 1) {
      throw BadInput("a transposed convolution of " + text(input));
    }
    const std::int64_t all =
        sum(sum(product(window.input - 1, window.stride), added[i]), sum(window.reach(), 1));  // without padding
    if (wanted.size() == dimensions || same) {
      const std::int64_t size = wanted.size() == dimensions ? wanted[i] : product(window.input, window.stride);
      const std::int64_t cut = std::max<std::int64_t>(sum(all, -size), 0);
      window.before = automatic == "SAME_UPPER" ? cut / 2 : cut - cut / 2;
      output.push_back(size);
    } else {
      output.push_back(sum(all, -sum(window.before, window.after)));
    }
    if (output.back() < 1) {
      throw BadInput("a transposed convolution of " + text(input) + " that cuts off all it computes");
    }
  }
  call.output() = tensor(output);
  if (!known(output)) {
    call.refuse("the sizes of its output are not known");
    return;
  }
  constexpr std::int64_t kMostPhases = 64;
  if (dimensions > 2 ||
      std::any_of(along.begin(), along.end(), [](const Window& window) { return window.stride > kMostPhases; })) {
    call.refuse(dimensions > 2 ? "a transposed convolution of " + std::to_string(dimensions) + " dimensions"
                               : "a transposed convolution with a stride above " + std::to_string(kMostPhases));
    return;
  }
  std::vector<std::vector<Line>> phases(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    const Window& window = along[i];
    const std::int64_t common = std::gcd(window.stride, window.dilation);
    for (std::int64_t phase = 0; phase < window.stride; ++phase) {
      // Output o gets tap t of input (o + before - t dilation) / stride, where that is whole.
      std::int64_t tap = 0;
      while (tap < window.taps && tap < window.stride && (tap * window.dilation) % window.stride != phase) {
        ++tap;
      }
      const std::int64_t start = ((phase - window.before) % window.stride + window.stride) % window.stride;
      if (tap >= std::min(window.taps, window.stride) || start >= output[2 + i]) {
        continue;
      }
      Window met{
          window.input, (window.taps - 1 - tap) / (window.stride / common) + 1, 1, window.dilation / common, 0, 0};
      const std::int64_t newest = (sum(start, window.before) - tap * window.dilation) / window.stride;
      const Line of = line(sum(newest, -met.reach()), (output[2 + i] - 1 - start) / window.stride + 1, met.input, met);
      if (of.outputs > 0) {
        phases[i].push_back(of);
      }
    }
  }
  const std::vector<Line> alone(1);  // of one dimension: a single row
  for (const Line& rows : dimensions == 2 ? phases.front() : alone) {
    for (const Line& columns : phases.back()) {
      LayerSizes part = layer;
      if (dimensions == 2) {
        set_rows(part, rows);
      }
      set_columns(part, columns);
      call.add(part);
    }
  }
}

}  // namespace gandse::cli::onnx
