// Operators whose outputs have other sizes than their inputs, but which multiply in no array: pooling, resizing,
// reducing, choosing; and activations, which keep them.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "bad_input.hpp"
#include "onnx/rules.hpp"
#include "onnx/window.hpp"

namespace gandse::cli::onnx {

namespace {

void pool(Call& call) {
  const Sizes taps = call.integers("kernel_shape");
  if (!call.has_sizes(0) || taps.empty()) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  if (sizes.size() != taps.size() + 2) {
    throw BadInput(std::string{call.node().op} + " of " + onnx::text(sizes) + " by a kernel of " + onnx::text(taps));
  }
  Sizes to{sizes[0], sizes[1]};
  for (const Window& window : windows(call, sizes, taps)) {
    to.push_back(window.outputs(call.integer("ceil_mode", 0) != 0));
  }
  for (std::size_t i = 0; i < call.outputs(); ++i) {
    call.output(i) = tensor(to);
  }
}

void pool_all(Call& call) {
  if (call.has_sizes(0) && call.sizes(0).size() >= 2) {
    Sizes to = call.sizes(0);
    std::fill(to.begin() + 2, to.end(), 1);
    call.output() = tensor(std::move(to));
  }
}

// Drops the dimensions `axes`, all if there are none, or keeps them as 1.
void reduce_over(Call& call, const Sizes& axes, bool none_is_all) {
  const Sizes& sizes = call.sizes(0);
  std::vector<bool> reduced(sizes.size(), axes.empty() && none_is_all);
  for (const std::int64_t axis : axes) {
    reduced[dimension(axis, sizes.size())] = true;
  }
  const bool keep = call.integer("keepdims", 1) != 0;
  Sizes to;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (!reduced[i] || keep) {
      to.push_back(reduced[i] ? 1 : sizes[i]);
    }
  }
  const std::vector<double>* elements = call.elements(0);
  const bool whole_tensor = std::all_of(reduced.begin(), reduced.end(), [](bool one) { return one; });
  call.output() = tensor(to);
  if (elements == nullptr || elements->empty() || !whole_tensor) {
    return;
  }
  const std::string_view op = call.node().op;
  double result = NAN;  // of unknown elements, too: each of these passes NaN on
  if (op == "ReduceProd") {
    result = std::accumulate(elements->begin(), elements->end(), 1.0, std::multiplies<>{});
  } else if (op == "ReduceSum") {
    result = std::accumulate(elements->begin(), elements->end(), 0.0);
  } else if ((op == "ReduceMin" || op == "ReduceMax") &&
             std::none_of(elements->begin(), elements->end(), [](double one) { return std::isnan(one); })) {
    const auto [least, most] = std::minmax_element(elements->begin(), elements->end());
    result = op == "ReduceMin" ? *least : *most;
  }
  call.output() = folded(std::move(to), {std::isfinite(result) ? result : NAN}, call.input(0).integer);
}

void reduce(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  bool known_axes = true;
  const Sizes axes = call.list(1, "axes", known_axes);
  if (known_axes) {
    reduce_over(call, axes, call.integer("noop_with_empty_axes", 0) == 0);
  } else if (call.integer("keepdims", 1) != 0) {
    call.output() = tensor(Sizes(call.sizes(0).size(), kUnknown));
  }
}

void find_extreme(Call& call) {
  if (call.has_sizes(0)) {
    reduce_over(call, {call.integer("axis", 0)}, false);
    call.output().elements = nullptr;
  }
}

void top(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  Sizes to = call.sizes(0);
  bool known_count = true;
  Sizes wanted = call.list(1, "", known_count);
  if (const Attribute* attribute = call.attribute("k"); attribute != nullptr && !call.given(1)) {
    wanted = {attribute->integer};
  }
  to[dimension(call.integer("axis", -1), to.size())] = wanted.size() == 1 ? std::max(wanted[0], kUnknown) : kUnknown;
  for (std::size_t i = 0; i < call.outputs(); ++i) {
    call.output(i) = tensor(to);
  }
}

void pad(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  Sizes to = call.sizes(0);
  bool known_pads = true;
  const Sizes pads = call.list(1, "pads", known_pads);
  Sizes axes = call.list(3, "axes", known_pads);
  if (axes.empty()) {
    axes.resize(to.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  if (!known_pads) {
    call.output() = tensor(Sizes(to.size(), kUnknown));
    return;
  }
  if (pads.size() != 2 * axes.size()) {
    throw BadInput("Pad of " + std::to_string(axes.size()) + " dimensions by " + std::to_string(pads.size()) +
                   " numbers");
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    std::int64_t& size = to[dimension(axes[i], to.size())];
    if (size != kUnknown) {
      size = sum(size, sum(pads[i], pads[axes.size() + i]));
      if (size < 0) {
        throw BadInput("Pad cuts off more than there is");
      }
    }
  }
  call.output() = tensor(std::move(to));
}

void resize(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  Sizes to = call.sizes(0);
  const bool old = call.inputs() == 2 && call.node().op == "Resize";  // version 10, like Upsample: input and scales
  std::vector<double> scales;
  if (const Attribute* attribute = call.attribute("scales")) {
    scales.assign(attribute->reals.begin(), attribute->reals.end());
  } else if (const auto* given = call.elements(old || call.node().op == "Upsample" ? 1 : 2)) {
    scales = *given;
  }
  Sizes axes = call.integers("axes");
  if (axes.empty()) {
    axes.resize(to.size());
    std::iota(axes.begin(), axes.end(), 0);
  }
  const bool plain =
      call.text("keep_aspect_ratio_policy").empty() || call.text("keep_aspect_ratio_policy") == "stretch";
  const std::optional<Sizes> wanted = call.whole_elements(3);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    std::int64_t& size = to[dimension(axes[i], to.size())];
    if (wanted && wanted->size() == axes.size() && plain) {
      size = (*wanted)[i];
    } else if (scales.size() == axes.size() && size != kUnknown && !std::isnan(scales[i])) {
      size = whole(std::floor(static_cast<double>(size) * scales[i]));
    } else if (axes.size() != to.size() || i >= 2) {  // image and channels are not resized
      size = kUnknown;
    }
  }
  call.output() = tensor(std::move(to));
}

void one_hot(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  Sizes to = call.sizes(0);
  const std::size_t axis = dimension(call.integer("axis", -1), to.size() + 1);
  const auto depth = call.whole_elements(1);
  to.insert(to.begin() + static_cast<std::ptrdiff_t>(axis),
            depth && depth->size() == 1 ? std::max(depth->front(), kUnknown) : kUnknown);
  call.output() = tensor(std::move(to));
}

void list_non_zero(Call& call) {
  call.output() = tensor({call.has_sizes(0) ? static_cast<std::int64_t>(call.sizes(0).size()) : kUnknown, kUnknown});
}

void suppress(Call& call) { call.output() = tensor({kUnknown, 3}); }

void sample_grid(Call& call) {
  if (call.has_sizes(0) && call.has_sizes(1) && call.sizes(0).size() == 4 && call.sizes(1).size() == 4) {
    call.output() = tensor({call.sizes(0)[0], call.sizes(0)[1], call.sizes(1)[1], call.sizes(1)[2]});
  }
}

void quantize_by_range(Call& call) {
  keep_sizes(call);
  for (std::size_t i = 1; i < call.outputs(); ++i) {  // scale and zero point
    call.output(i) = tensor({});
  }
}

void drop_out(Call& call) {
  keep_sizes(call);
  if (call.outputs() > 1 && call.has_sizes(0)) {
    call.output(1) = tensor(call.sizes(0));
  }
}

}  // namespace

const Rules& window_rules() {
  static const Rules rules = [] {
    Rules all{{"MaxPool", pool},
              {"AveragePool", pool},
              {"LpPool", pool},
              {"QLinearAveragePool", pool},
              {"GlobalAveragePool", pool_all},
              {"GlobalMaxPool", pool_all},
              {"GlobalLpPool", pool_all},
              {"QLinearGlobalAveragePool", pool_all},
              {"ArgMax", find_extreme},
              {"ArgMin", find_extreme},
              {"TopK", top},
              {"Pad", pad},
              {"Resize", resize},
              {"Upsample", resize},
              {"OneHot", one_hot},
              {"NonZero", list_non_zero},
              {"NonMaxSuppression", suppress},
              {"GridSample", sample_grid},
              {"DynamicQuantizeLinear", quantize_by_range},
              {"Dropout", drop_out}};
    for (const char* op : {"ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean",
                           "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"}) {
      all.emplace(op, reduce);
    }
    for (const char* op : {"Acos",
                           "Acosh",
                           "Asin",
                           "Asinh",
                           "Atan",
                           "Atanh",
                           "BatchNormalization",
                           "BitwiseNot",
                           "Celu",
                           "Clip",
                           "Cos",
                           "Cosh",
                           "CumSum",
                           "DequantizeLinear",
                           "Elu",
                           "Erf",
                           "Exp",
                           "Gelu",
                           "GroupNormalization",
                           "HardSigmoid",
                           "HardSwish",
                           "Hardmax",
                           "InstanceNormalization",
                           "IsInf",
                           "IsNaN",
                           "LayerNormalization",
                           "LeakyRelu",
                           "Log",
                           "LogSoftmax",
                           "LpNormalization",
                           "LRN",
                           "MeanVarianceNormalization",
                           "Mish",
                           "QuantizeLinear",
                           "RMSNormalization",
                           "Reciprocal",
                           "Relu",
                           "ReverseSequence",
                           "RotaryEmbedding",
                           "Selu",
                           "Shrink",
                           "Sigmoid",
                           "Sign",
                           "Sin",
                           "Sinh",
                           "Softmax",
                           "Softplus",
                           "Softsign",
                           "Swish",
                           "Tan",
                           "Tanh",
                           "ThresholdedRelu",
                           "Trilu"}) {
      all.emplace(op, keep_sizes);
    }
    return all;
  }();
  return rules;
}

}  // namespace gandse::cli::onnx
