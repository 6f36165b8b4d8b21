// Operators as layers: the layers multiply exactly what the operator does.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "../scale.hpp"
#include "read.hpp"
#include "writer.hpp"

namespace gandse::test {
namespace {

using cli::onnx::Findings;
using cli::onnx::LayerSizes;
using cli::onnx::Sizes;

// How many taps of all outputs along one dimension lie in the input, which is as large as taps reach without zeros.
std::int64_t taps_inside(std::int64_t outputs, std::int64_t taps, std::int64_t stride, std::int64_t dilation,
                         std::int64_t before, std::int64_t after) {
  const std::int64_t input = (outputs - 1) * stride + (taps - 1) * dilation + 1 - before - after;
  std::int64_t inside = 0;
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t t = 0; t < taps; ++t) {
      const std::int64_t at = o * stride + t * dilation - before;
      inside += at >= 0 && at < input ? 1 : 0;
    }
  }
  return inside;
}

// Multiplications of a layer with what is no padding.
std::int64_t real_macs(const LayerSizes& l) {
  return l.ic * l.oc * l.repeat * l.batch * taps_inside(l.oh, l.kh, l.stride_h, l.dilation_h, l.pad_top, l.pad_bottom) *
         taps_inside(l.ow, l.kw, l.stride_w, l.dilation_w, l.pad_left, l.pad_right);
}

std::int64_t real_macs(const Findings& found) {
  std::int64_t macs = 0;
  for (const auto& layer : found.layers) {
    macs += real_macs(layer.layer.sizes) * layer.layer.times;
  }
  return macs;
}

struct Axis {
  std::int64_t input, taps, stride, dilation, before, after, added;
};

std::string convolution(const char* op, const std::vector<Axis>& axes, std::int64_t ic, std::int64_t oc,
                        std::int64_t groups, std::int64_t batch) {
  const bool transposed = std::string_view{op} == "ConvTranspose";
  Dimensions input{batch, ic * groups};
  std::vector<std::int64_t> kernel =
      transposed ? std::vector<std::int64_t>{ic * groups, oc} : std::vector<std::int64_t>{oc * groups, ic};
  std::vector<std::int64_t> strides;
  std::vector<std::int64_t> dilations;
  std::vector<std::int64_t> added;
  std::vector<std::int64_t> pads;
  for (const Axis& axis : axes) {
    input.emplace_back(axis.input);
    kernel.push_back(axis.taps);
    strides.push_back(axis.stride);
    dilations.push_back(axis.dilation);
    added.push_back(axis.added);
    pads.push_back(axis.before);
  }
  for (const Axis& axis : axes) {
    pads.push_back(axis.after);
  }
  std::vector<std::string> attributes{list("strides", strides), list("dilations", dilations), list("pads", pads),
                                      integer("group", groups)};
  if (transposed) {
    attributes.push_back(list("output_padding", added));
  }
  GraphWriter writer;
  writer.input("x", input).stored(weights("w", kernel));
  return writer.add(node(op, {"x", "w"}, {"y"}, attributes)).output("y").model();
}

TEST_CASE("convolutions and transposed convolutions of any attributes multiply what they should") {
  std::mt19937 random{1};
  const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(n)); };
  unsigned convolutions = 0;
  unsigned transposed = 0;
  for (unsigned i = 0; i < scaled(8000); ++i) {
    const bool transpose = below(2) == 1;
    const std::size_t dimensions = transpose ? 1 + below(2) : 1 + below(3);
    std::vector<Axis> axes;
    std::int64_t expected = 1;  // pairs of an input and an output that a tap connects
    Sizes output;
    bool legal = true;
    for (std::size_t k = 0; k < dimensions; ++k) {
      Axis axis{1 + below(9), 1 + below(5), 1 + below(4), 1 + below(3), below(4), below(4), 0};
      axis.added = transpose ? below(axis.stride) : 0;
      const std::int64_t reach = (axis.taps - 1) * axis.dilation + 1;
      const std::int64_t room = axis.input + axis.before + axis.after - reach;
      const std::int64_t outputs = transpose
                                       ? (axis.input - 1) * axis.stride + axis.added + reach - axis.before - axis.after
                                   : room < 0 ? 0
                                              : room / axis.stride + 1;
      legal = legal && outputs > 0;
      std::int64_t pairs = 0;
      for (std::int64_t o = 0; o < outputs; ++o) {
        for (std::int64_t t = 0; t < axis.taps; ++t) {
          const std::int64_t at =
              transpose ? o + axis.before - t * axis.dilation : o * axis.stride - axis.before + t * axis.dilation;
          pairs += transpose ? at >= 0 && at % axis.stride == 0 && at / axis.stride < axis.input
                             : at >= 0 && at < axis.input;
        }
      }
      expected *= pairs;
      output.push_back(outputs);
      axes.push_back(axis);
    }
    if (!legal) {
      continue;
    }
    const std::int64_t ic = 1 + below(3);
    const std::int64_t oc = 1 + below(3);
    const std::int64_t groups = 1 + below(3);
    const std::int64_t batch = 1 + below(2);
    const Findings found = read(convolution(transpose ? "ConvTranspose" : "Conv", axes, ic, oc, groups, batch));
    REQUIRE(found.obstacles.empty());
    output.insert(output.begin(), {batch, oc * groups});
    REQUIRE(found.outputs.at("y") == output);
    REQUIRE(real_macs(found) == expected * ic * oc * groups * batch);
    for (const auto& layer : found.layers) {  // what templates ask of padding
      const LayerSizes& l = layer.layer.sizes;
      REQUIRE(std::max(l.pad_top, l.pad_bottom) <= (l.kh - 1) * l.dilation_h);
      REQUIRE(std::max(l.pad_left, l.pad_right) <= (l.kw - 1) * l.dilation_w);
    }
    ++(transpose ? transposed : convolutions);
  }
  CHECK(convolutions > scaled(1000));
  CHECK(transposed > scaled(1000));
}

TEST_CASE("padding by name is that of the numbers") {
  const auto padded = [](const char* how, std::int64_t input, std::int64_t stride) {
    GraphWriter writer;
    writer.input("x", {1, 1, 1, input}).stored(weights("w", {1, 1, 1, 4}));
    const Findings found = read(
        writer.add(node("Conv", {"x", "w"}, {"y"}, {word("auto_pad", how), list("strides", {1, stride})})).model());
    return found.layers.at(0).layer.sizes;
  };
  CHECK(padded("SAME_UPPER", 8, 1).ow == 8);
  CHECK(padded("SAME_UPPER", 8, 1).pad_left == 1);
  CHECK(padded("SAME_UPPER", 8, 1).pad_right == 2);
  CHECK(padded("SAME_LOWER", 8, 1).pad_left == 2);
  CHECK(padded("SAME_UPPER", 9, 2).ow == 5);
  CHECK(padded("VALID", 8, 2).ow == 3);
}

TEST_CASE("kernels larger than templates have them become channels where they share nothing") {
  GraphWriter writer;
  writer.input("x", {1, 3, 256, 256}).input("t", {1, 1, 16000});
  writer.stored(weights("w", {32, 3, 128, 128})).stored(weights("v", {258, 1, 256}));
  writer.add(node("Conv", {"x", "w"}, {"y"}, {list("strides", {128, 128})}));
  writer.add(node("Conv", {"t", "v"}, {"z"}, {list("strides", {128})}));  // shares half of what it reads: stays
  const Findings found = read(writer.model());
  REQUIRE(found.layers.size() == 2);
  CHECK(found.layers[0].layer.sizes == LayerSizes{3 * 128 * 128, 32, 2, 2});
  CHECK(found.layers[1].layer.sizes.kw == 256);
}

LayerSizes product_of(const Dimensions& a, const Dimensions& b, bool stored_a, bool stored_b) {
  const auto numbers = [](const Dimensions& dimensions) {
    std::vector<std::int64_t> sizes;
    for (const auto& one : dimensions) {
      sizes.push_back(std::get<std::int64_t>(one));
    }
    return sizes;
  };
  GraphWriter writer;
  stored_a ? writer.stored(weights("a", numbers(a))) : writer.input("a", a);
  stored_b ? writer.stored(weights("b", numbers(b))) : writer.input("b", b);
  const Findings found = read(writer.add(node("MatMul", {"a", "b"}, {"y"})).model());
  REQUIRE(found.layers.size() == 1);
  return found.layers[0].layer.sizes;
}

TEST_CASE("a product's weights are its channels, its rows are pixels, its heads are groups") {
  const LayerSizes dense = product_of({2, 64, 32}, {32, 48}, false, true);
  CHECK(dense == LayerSizes{32, 48, 16, 8});  // 128 pixels
  CHECK(product_of({48, 32}, {2, 32, 64}, true, false) == dense);
  CHECK(product_of({7, 32}, {32, 48}, false, true) == LayerSizes{32, 48, 7, 1});
  CHECK(product_of({32}, {32, 48}, false, true) == LayerSizes{32, 48, 1, 1});
  LayerSizes heads{64, 100, 10, 10};  // scores of 100 queries and 100 keys
  heads.repeat = 12;
  CHECK(product_of({1, 12, 100, 64}, {1, 12, 64, 100}, false, false) == heads);
}

TEST_CASE("Einsum is the product that its letters name") {
  const auto einsum = [](const char* equation, const Dimensions& a, const Dimensions& b) {
    GraphWriter writer;
    writer.input("a", a).input("b", b);
    return read(writer.add(node("Einsum", {"a", "b"}, {"y"}, {word("equation", equation)})).output("y").model());
  };
  LayerSizes heads{8, 6, 5, 1};
  heads.repeat = 2 * 3;
  const Findings scores = einsum("bhqd, bhkd -> bhqk", {2, 3, 5, 8}, {2, 3, 6, 8});
  CHECK(scores.layers.at(0).layer.sizes == heads);
  CHECK(scores.outputs.at("y") == Sizes{2, 3, 5, 6});
  CHECK(einsum("ij,jk->ik", {4, 8}, {8, 3}).layers.at(0).layer.sizes == LayerSizes{8, 3, 2, 2});
  CHECK(einsum("ij,jk->i", {4, 8}, {8, 3}).obstacles.size() == 1);
  CHECK(einsum("...ij,jk->...ik", {4, 8}, {8, 3}).obstacles.size() == 1);
}

TEST_CASE("a recurrent layer meets its inputs at once, and itself step by step") {
  GraphWriter writer;
  writer.input("x", {50, 1, 40}).stored(weights("w", {2, 4 * 64, 40})).stored(weights("r", {2, 4 * 64, 64}));
  writer.add(
      node("LSTM", {"x", "w", "r"}, {"y", "h"}, {integer("hidden_size", 64), word("direction", "bidirectional")}));
  const Findings found = read(writer.output("y").output("h").model());
  REQUIRE(found.layers.size() == 2);
  CHECK(found.layers[0].layer.sizes == LayerSizes{40, 512, 10, 5});
  CHECK(found.layers[0].layer.times == 1);
  CHECK(found.layers[1].layer.sizes == LayerSizes{64, 256, 1, 1});
  CHECK(found.layers[1].layer.times == 100);
  CHECK(found.outputs.at("y") == Sizes{50, 2, 1, 64});
  CHECK(found.outputs.at("h") == Sizes{2, 1, 64});
}

TEST_CASE("attention is scores, and values weighted by them") {
  GraphWriter writer;
  writer.input("q", {1, 100, 768}).input("k", {1, 50, 768}).input("v", {1, 50, 768});
  writer.add(node("Attention", {"q", "k", "v"}, {"y"}, {integer("q_num_heads", 12), integer("kv_num_heads", 12)}));
  const Findings found = read(writer.output("y").model());
  REQUIRE(found.layers.size() == 2);
  LayerSizes scores{64, 50, 10, 10};
  scores.repeat = 12;
  CHECK(found.layers[0].layer.sizes == scores);
  CHECK(found.layers[1].layer.sizes.ic == 50);
  CHECK(found.layers[1].layer.sizes.oc == 64);
  CHECK(found.outputs.at("y") == Sizes{1, 100, 768});
  GraphWriter packed;
  packed.input("x", {1, 100, 768}).stored(weights("w", {768, 2304})).stored(weights("b", {2304}));
  packed.add(node("Attention", {"x", "w", "b"}, {"y"}, {integer("num_heads", 12)}, "com.microsoft"));
  CHECK(read(packed.model()).obstacles.size() == 1);
}

}  // namespace
}  // namespace gandse::test
