// What real files contain, and hostile ones: each case is one that somebody met.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bad_input.hpp"
#include "read.hpp"
#include "writer.hpp"

namespace gandse::test {
namespace {

using cli::BadInput;
using cli::onnx::Findings;
using cli::onnx::LayerSizes;
using cli::onnx::Sizes;

std::string refusal(const std::string& model) {
  try {
    read(model);
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "";
}

std::int64_t macs_of(const Findings& found) {
  std::int64_t macs = 0;
  for (const auto& layer : found.layers) {
    macs += cli::onnx::macs(layer.layer.sizes) * layer.layer.times;
  }
  return macs;
}

bool mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("ResNet-18 has its published multiplications") {
  const Findings found = read(resnet18(224));
  CHECK(found.layers.size() == 21);
  CHECK(macs_of(found) == 1'814'073'344);  // torchvision says 1.814 G
  CHECK(found.obstacles.empty());
  CHECK(found.outputs.at("fc") == Sizes{1, 1000});
  CHECK(found.layers[0].name == "conv1");
  CHECK(found.layers[0].layer.sizes ==
        LayerSizes{3, 64, 112, 112, 7, 7, 2, 2, 1, 1, 3, 3, 2, 2, 1, 1});  // the last row of zeros is not read
}

TEST_CASE("dimensions that a file leaves open are asked for by their names") {
  const Findings open = read(resnet18(0));
  CHECK(open.layers.size() == 1);  // what follows the average over the whole image
  CHECK(open.obstacles.size() == 20);
  REQUIRE(open.open_inputs.size() == 1);
  CHECK(mentions(open.open_inputs[0], "batchx3xheightxwidth"));
  CHECK(macs_of(read(resnet18(0), {{}, {{"height", 224}, {"width", 224}}, {}})) == 1'814'073'344);
  CHECK(macs_of(read(resnet18(0), {{}, {{"batch", 2}, {"height", 224}, {"width", 224}}, {}})) ==
        2 * std::int64_t{1'814'073'344});
  CHECK(macs_of(read(resnet18(0), {{{"image", {1, 3, 224, 224}}}, {}, {}})) == 1'814'073'344);
  CHECK(macs_of(read(resnet18(32), {{{"image", {1, 3, 224, 224}}}, {}, {}})) == 1'814'073'344);
  CHECK_THROWS_WITH_AS(read(resnet18(0), {{}, {{"hieght", 224}}, {}}),
                       "--dim: the model has no 'hieght'; it has batch, height, width", BadInput);
  CHECK_THROWS_WITH_AS(read(resnet18(0), {{{"picture", {1}}}, {}, {}}),
                       "--input: the model has no 'picture'; it has image", BadInput);
  CHECK_THROWS_AS(read(resnet18(0), {{{"image", {3, 224, 224}}}, {}, {}}), BadInput);
}

TEST_CASE("weights are initialisers that are inputs too, constants as nodes, or filled") {
  const std::vector<std::int64_t> sizes{8, 4, 1, 1};
  GraphWriter old;
  old.input("x", {1, 4, 5, 5}).input("w", {8, 4, 1, 1}).stored(weights("w", sizes));
  old.add(node("Conv", {"x", "w"}, {"y"}));
  GraphWriter constant;
  constant.input("x", {1, 4, 5, 5}).add(node("Constant", {}, {"w"}, {tensor("value", weights("", sizes))}));
  constant.add(node("Conv", {"x", "w"}, {"y"}));
  GraphWriter filled;
  filled.input("x", {1, 4, 5, 5}).stored(integers("s", {4}, sizes)).add(node("ConstantOfShape", {"s"}, {"w"}));
  filled.add(node("Conv", {"x", "w"}, {"y"}));
  for (const GraphWriter& writer : {old, constant, filled}) {
    CHECK(macs_of(read(writer.model())) == 8 * 4 * 25);
  }
  CHECK_THROWS_AS(read(old.model(), {{{"w", sizes}}, {}, {}}), BadInput);  // stored: no input of the model
}

TEST_CASE("nodes may stand in any order, but not in a circle") {
  GraphWriter unsorted;
  unsorted.input("x", {2, 8}).stored(weights("a", {8, 16})).stored(weights("b", {16, 4}));
  unsorted.add(node("MatMul", {"h", "b"}, {"y"})).add(node("MatMul", {"x", "a"}, {"h"}));
  CHECK(macs_of(read(unsorted.model())) == 2 * 8 * 16 + 2 * 16 * 4);
  GraphWriter circle;
  circle.add(node("Relu", {"b"}, {"a"})).add(node("Relu", {"a"}, {"b"}));
  CHECK(mentions(refusal(circle.model()), "circle"));
  GraphWriter twice;
  twice.input("x", {1}).add(node("Relu", {"x"}, {"y"})).add(node("Relu", {"x"}, {"y"}));
  CHECK(mentions(refusal(twice.model()), "two nodes write 'y'"));
}

TEST_CASE("sizes that a file computes are computed") {
  // Flatten as exporters write it: Shape, Gather, Unsqueeze, Concat, Reshape.
  GraphWriter writer;
  writer.input("x", {"n", 6, 7, 7}).stored(integers("zero", {}, {0})).stored(integers("rest", {1}, {-1}));
  writer.stored(integers("axes", {1}, {0})).stored(weights("w", {6 * 49, 10}));
  writer.add(node("Shape", {"x"}, {"s"})).add(node("Gather", {"s", "zero"}, {"n"}, {integer("axis", 0)}));
  writer.add(node("Unsqueeze", {"n", "axes"}, {"n1"}));
  writer.add(node("Concat", {"n1", "rest"}, {"to"}, {integer("axis", 0)}));
  writer.add(node("Reshape", {"x", "to"}, {"flat"})).add(node("MatMul", {"flat", "w"}, {"y"}));
  CHECK(read(writer.output("y").model(), {{}, {{"n", 3}}, {}}).outputs.at("y") == Sizes{3, 10});

  // Halves of the channels, by sizes divided as integers; an image padded to a multiple of 7.
  GraphWriter halves;
  halves.input("x", {1, 5, 30, 30}).stored(integers("one", {1}, {1})).stored(integers("two", {1}, {2}));
  halves.stored(integers("zero", {1}, {0})).stored(integers("four", {1}, {4})).stored(integers("seven", {1}, {7}));
  halves.add(node("Shape", {"x"}, {"s"})).add(node("Slice", {"s", "one", "two", "zero"}, {"c"}));
  halves.add(node("Div", {"c", "two"}, {"half"})).add(node("Slice", {"x", "zero", "half", "one"}, {"left"}));
  halves.add(node("Slice", {"s", "two", "four", "zero"}, {"image"})).add(node("Neg", {"image"}, {"minus"}));
  halves.add(node("Mod", {"minus", "seven"}, {"more"})).add(node("Add", {"image", "more"}, {"padded"}));
  halves.add(node("Concat", {"one", "half", "padded"}, {"to"}, {integer("axis", 0)}));
  halves.add(node("ConstantOfShape", {"to"}, {"y"})).output("y").output("left");
  const Findings found = read(halves.model());
  CHECK(found.outputs.at("y") == Sizes{1, 2, 35, 35});
  CHECK(found.outputs.at("left") == Sizes{1, 2, 30, 30});
}

TEST_CASE("a second input that decides sizes, and is not known, leaves them open") {
  GraphWriter writer;
  writer.input("x", {4, 1, 8}).input("axes", {1}).add(node("Squeeze", {"x", "axes"}, {"y"})).output("y");
  CHECK_FALSE(read(writer.model()).outputs.at("y").has_value());
  CHECK(read(writer.model(), {{}, {}, {{"axes", 1}}}).outputs.at("y") == Sizes{4, 8});
}

std::string product_graph(std::int64_t columns) {
  GraphWriter body;
  body.stored(weights("w" + std::to_string(columns), {8, columns}));
  body.add(node("MatMul", {"x", "w" + std::to_string(columns)}, {"p" + std::to_string(columns)}));
  return body.output("p" + std::to_string(columns)).graph();
}

TEST_CASE("a branch is the one that its condition takes, or is asked for") {
  GraphWriter writer;
  writer.input("x", {2, 8}).input("c", {1}).stored(integers("limit", {1}, {16000}));
  writer.add(node("Equal", {"c", "limit"}, {"high"}));
  writer.add(
      node("If", {"high"}, {"y"}, {graph("then_branch", product_graph(16)), graph("else_branch", product_graph(32))}));
  writer.output("y");
  const Findings high = read(writer.model(), {{}, {}, {{"c", 16000}}});
  CHECK(macs_of(high) == 2 * 8 * 16);
  CHECK(high.outputs.at("y") == Sizes{2, 16});
  CHECK(macs_of(read(writer.model(), {{}, {}, {{"c", 8000}}})) == 2 * 8 * 32);
  const Findings open = read(writer.model());
  REQUIRE(open.obstacles.size() == 1);
  CHECK(open.obstacles[0].op == "If");
  CHECK(macs_of(open) == 2 * 8 * 16);  // what --skip counts
  CHECK(open.outputs.at("y") == Sizes{2, cli::onnx::kUnknown});
}

TEST_CASE("a loop's body counts as often as it runs") {
  GraphWriter body;
  body.input("i", {}).input("go", {}).input("h", {2, 8}).stored(weights("w", {8, 8}));
  body.add(node("MatMul", {"h", "w"}, {"h2"})).add(node("Identity", {"go"}, {"go2"}));
  body.add(node("Identity", {"h2"}, {"step"}));
  body.output("go2").output("h2").output("step");
  GraphWriter writer;
  writer.input("x", {2, 8})
      .input("n", {})
      .add(node("Loop", {"n", "", "x"}, {"y", "all"}, {graph("body", body.graph())}));
  writer.output("y").output("all");
  const Findings known = read(writer.model(), {{}, {}, {{"n", 5}}});
  CHECK(macs_of(known) == 5 * 2 * 8 * 8);
  CHECK(known.outputs.at("y") == Sizes{2, 8});
  CHECK(known.outputs.at("all") == Sizes{5, 2, 8});
  CHECK(known.obstacles.empty());
  CHECK(read(writer.model()).obstacles.size() == 1);

  GraphWriter scan;
  scan.input("x", {7, 2, 8})
      .input("h0", {2, 8})
      .add(node("Scan", {"h0", "x"}, {"h", "all"},
                {integer("num_scan_inputs", 1), graph("body", GraphWriter{}
                                                                  .input("s", {2, 8})
                                                                  .input("e", {2, 8})
                                                                  .stored(weights("w", {8, 8}))
                                                                  .add(node("MatMul", {"e", "w"}, {"p"}))
                                                                  .add(node("Add", {"s", "p"}, {"s2"}))
                                                                  .output("s2")
                                                                  .output("p")
                                                                  .graph())}));
  scan.output("h").output("all");
  CHECK(macs_of(read(scan.model())) == 7 * 2 * 8 * 8);
  CHECK(read(scan.model()).outputs.at("all") == Sizes{7, 2, 8});
}

TEST_CASE("functions are run with the attributes of their call") {
  GraphWriter writer;
  writer.function("own", "Strided", {"a", "w"}, {"b"},
                  {node("Conv", {"a", "w"}, {"c"}, {taken_from("strides", "step")}), node("Relu", {"c"}, {"b"})});
  writer.function("own", "Twice", {"a", "w"}, {"b"},
                  {node("Strided", {"a", "w"}, {"m"}, {taken_from("step", "by")}, "own"),
                   node("Strided", {"m", "w"}, {"b"}, {}, "own")});
  writer.input("x", {1, 4, 8, 8}).stored(weights("w", {4, 4, 1, 1}));
  writer.add(node("Twice", {"x", "w"}, {"y"}, {list("by", {2, 2})}, "own")).output("y");
  const Findings found = read(writer.model());
  CHECK(found.layers.size() == 2);
  CHECK(found.layers[0].layer.sizes.stride_h == 2);
  CHECK(found.layers[0].name == "y/m/c");
  CHECK(found.layers[1].layer.sizes.oh == 4);
  CHECK(found.outputs.at("y") == Sizes{1, 4, 4, 4});
}

TEST_CASE("operators of others keep the sizes of their input, and are told of; ONNX's own do not without a rule") {
  GraphWriter writer;
  writer.input("x", {2, 8}).stored(weights("w", {8, 4}));
  writer.add(node("Quant", {"x"}, {"q"}, {}, "onnx.brevitas")).add(node("MatMul", {"q", "w"}, {"y"}));
  writer.add(node("Unique", {"x"}, {"u"})).output("y").output("u");
  const Findings found = read(writer.model());
  CHECK(found.assumed.at("onnx.brevitas.Quant") == 1);
  CHECK(macs_of(found) == 2 * 8 * 4);
  CHECK_FALSE(found.outputs.at("u").has_value());
}

TEST_CASE("quantised forms have their operands elsewhere") {
  GraphWriter writer;
  writer.input("x", {1, 3, 8, 8}).input("a", {5, 16}).stored(weights("w", {4, 3, 3, 3})).stored(weights("b", {16, 2}));
  writer.add(node("QLinearConv", {"x", "s", "z", "w", "s", "z", "s", "z"}, {"y"}));
  writer.add(node("QLinearMatMul", {"a", "s", "z", "b", "s", "z", "s", "z"}, {"m"}));
  writer.add(node("MatMulNBits", {"a", "packed", "s"}, {"n"}, {integer("K", 16), integer("N", 7)}, "com.microsoft"));
  CHECK(macs_of(read(writer.output("y").model())) == 4 * 36 * 27 + 5 * 16 * 2 + 5 * 16 * 7);
}

TEST_CASE("what is no model, or breaks ONNX's rules, is refused with a sentence") {
  CHECK(mentions(refusal("no model at all"), "not an ONNX model"));
  CHECK(mentions(refusal(std::string(3, '\x08')), "not an ONNX model"));
  const std::string whole = resnet18(224);
  CHECK(mentions(refusal(whole.substr(0, whole.size() / 2)), "cut short"));
  const auto convolution = [](const std::string& attribute) {
    GraphWriter writer;
    writer.input("x", {1, 3, 8, 8}).stored(weights("w", {4, 3, 3, 3}));
    return writer.add(node("Conv", {"x", "w"}, {"y"}, {attribute})).model();
  };
  CHECK(mentions(refusal(convolution(list("strides", {0, 0}))), "stride 0"));
  CHECK(mentions(refusal(convolution(list("strides", {1}))), "strides of 1 numbers"));
  CHECK(mentions(refusal(convolution(integer("group", 3))), "4 channels in 3 groups"));
  CHECK(mentions(refusal(convolution(list("pads", {-8, 0, 0, 0}))), "a kernel that reaches over 3"));
  CHECK(mentions(refusal(convolution(list("dilations", {INT64_MAX, 1}))), "64 bits"));
  GraphWriter pool;
  pool.input("x", {1, 3, 8, 8});
  pool.add(node("MaxPool", {"x"}, {"y"}, {list("kernel_shape", {2, 2}), list("strides", {0, 0})}));
  CHECK(mentions(refusal(pool.model()), "at least 1"));
  GraphWriter huge;
  huge.input("x", {std::int64_t{1} << 62, std::int64_t{1} << 62}).stored(weights("w", {std::int64_t{1} << 62, 2}));
  CHECK(mentions(refusal(huge.add(node("MatMul", {"x", "w"}, {"y"})).model()), "64 bits"));
}

TEST_CASE("functions that call themselves, or multiply without end, and deep graphs are refused") {
  GraphWriter circle;
  circle.function("own", "F", {"a"}, {"b"}, {node("G", {"a"}, {"b"}, {}, "own")});
  circle.function("own", "G", {"a"}, {"b"}, {node("F", {"a"}, {"b"}, {}, "own")});
  CHECK(mentions(refusal(circle.input("x", {1}).add(node("F", {"x"}, {"y"}, {}, "own")).model()), "call themselves"));
  GraphWriter doubling;  // 2^14 calls of the first: few; 40 of them would be deeper than any model nests
  for (int i = 0; i < 40; ++i) {
    const std::string next = "F" + std::to_string(i + 1);
    doubling.function("own", "F" + std::to_string(i), {"a"}, {"b"},
                      {node(next, {"a"}, {"m"}, {}, "own"), node(next, {"m"}, {"b"}, {}, "own")});
  }
  CHECK(!refusal(doubling.input("x", {1}).add(node("F0", {"x"}, {"y"}, {}, "own")).model()).empty());
  std::string inner = GraphWriter{}.add(node("Relu", {"x"}, {"y"})).graph();
  for (int i = 0; i < 40; ++i) {
    inner = GraphWriter{}.add(node("If", {"c"}, {"y"}, {graph("then_branch", inner)})).graph();
  }
  CHECK(mentions(refusal(Message{}.text(7, inner).bytes()), "nest deeper"));
}

TEST_CASE("a small file does not fill the memory") {
  GraphWriter folding;  // 10 000 tensors of 4096 elements each would be 330 MB
  folding.stored(integers("s", {1}, {4096}));
  for (int i = 0; i < 10'000; ++i) {
    folding.add(node("ConstantOfShape", {"s"}, {"c" + std::to_string(i)}));
  }
  folding.add(node("Shape", {"c9999"}, {"last"})).output("c9999");
  CHECK(read(folding.model()).outputs.at("c9999") == Sizes{4096});
  GraphWriter phases;  // 400 x 4096 layers
  phases.input("x", {1, 1, 64, 64}).stored(weights("w", {1, 1, 64, 64}));
  for (int i = 0; i < 400; ++i) {
    phases.add(node("ConvTranspose", {"x", "w"}, {"y" + std::to_string(i)}, {list("strides", {64, 64})}));
  }
  CHECK(mentions(refusal(phases.model()), "layers"));
}

TEST_CASE("a file whose tensors say more than they hold is read without them") {
  const std::string short_one = Message{}.varint(1, 1000).varint(2, 7).text(8, "s").text(9, "12345678").bytes();
  GraphWriter writer;
  writer.input("x", {4}).stored(short_one).add(node("Reshape", {"x", "s"}, {"y"})).output("y");
  CHECK_FALSE(read(writer.model()).outputs.at("y").has_value());
}

}  // namespace
}  // namespace gandse::test
