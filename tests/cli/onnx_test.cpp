// Model files as questions: `layers`, and --onnx where a file of layers would do.
#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../onnx/writer.hpp"
#include "../temporary_folder.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";

std::vector<std::string> network(const std::vector<std::string>& layers) {
  std::vector<std::string> arguments{"network", "im2col",  "--bitstreams", kBitstreams, "--latency",
                                     "15ms",    "--power", "300mW",        "--json"};
  arguments.insert(arguments.end(), layers.begin(), layers.end());
  return arguments;
}

std::uint64_t macs_of(const Csv& layers) {
  std::uint64_t macs = 0;
  for (std::size_t row = 0; row < layers.rows(); ++row) {
    std::uint64_t product = 1;
    for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw", "repeat", "count"}) {
      product *= std::stoull(layers.at(row, field));
    }
    macs += product;
  }
  return macs;
}

TEST_CASE("the layers of a model are a file of layers, equal ones merged") {
  const TemporaryFile model{resnet18(224)};
  const Result result = gandse({"layers", model.path()});
  CHECK(result.exit_code == 0);
  CHECK(result.complains({"21 layers, 12 different", "1814073344 MACs"}));
  const Csv layers{result.out};
  CHECK(layers.header() ==
        "name,ic,oc,oh,ow,kh,kw,stride_h,stride_w,dilation_h,dilation_w,pad_top,pad_left,pad_bottom,pad_right,repeat,"
        "count");
  CHECK(layers.rows() == 12);
  CHECK(macs_of(layers) == 1'814'073'344);
  CHECK(layers.at(1, "name") == "layer1.0.conv1");
  CHECK(layers.at(1, "count") == "4");
}

TEST_CASE("a network from a model is answered as one from its file of layers") {
  const TemporaryFile model{resnet18(224)};
  const TemporaryFile layers{gandse({"layers", model.path()}).out};
  const Result from_model = gandse(network({"--onnx", model.path()}));
  const Result from_layers = gandse(network({layers.path()}));
  CHECK(from_model.exit_code == 0);
  auto a = from_model.json();
  auto b = from_layers.json();
  for (auto* answer : {&a, &b}) {
    (*answer)["time_ns"] = 0;
  }
  CHECK(a == b);
  CHECK(a["satisfied"] == 1);
  std::uint64_t count = 0;
  std::uint64_t latency = 0;
  for (const auto& layer : a["layers"]) {
    count += layer["count"].get<std::uint64_t>();
    latency += layer["count"].get<std::uint64_t>() * layer["latency_cycles"].get<std::uint64_t>();
  }
  CHECK(count == 21);
  CHECK(latency == a["latency_cycles"].get<std::uint64_t>());
}

TEST_CASE("one command leads from a model to a report") {
  const TemporaryFile model{resnet18(224)};
  const TemporaryFolder folder;
  const std::string page = folder / "r.html";
  CHECK(gandse(network({"--onnx", model.path(), "--report", page})).exit_code == 0);
  CHECK(read_file(page).find("layer4.0.conv2") != std::string::npos);
}

TEST_CASE("fronts and streams take models, too") {
  const TemporaryFile model{resnet18(64)};
  const Result front = gandse({"front", "im2col", "--onnx", model.path(), "--bitstreams", kBitstreams, "--json"});
  CHECK(front.exit_code == 0);
  CHECK(front.json()["points"].size() > 3);
  CHECK(front.json()["layers"].size() == 12);
  const TemporaryFolder folder;
  std::ofstream{folder / "net.onnx", std::ios::binary} << resnet18(64);
  std::ofstream{folder / "day.csv"} << "network,latency,power,inferences\nnet.onnx,5ms,500mW,10\n";
  const Result day = gandse({"reconfigure", "im2col", folder / "day.csv", "--bitstreams", kBitstreams});
  CHECK(day.exit_code == 0);
}

TEST_CASE("a template with batches gets them as such, one without as further groups") {
  GraphWriter writer;
  writer.input("x", {"n", 8, 16, 16}).convolution("x", "y", 8, 16, 3, 1).output("y");
  const TemporaryFile model{writer.model()};
  const Csv layers{gandse({"layers", model.path(), "--dim", "n=6"}).out};
  CHECK(layers.at(0, "repeat") == "6");
  const std::string hardware = "ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF";
  std::string header = "name";
  std::string row = "b";
  const auto space = gandse({"space", "dnnweaver", "--json"}).json();
  for (const auto& parameter : space["parameters"]) {
    const std::string name = parameter["name"];
    if (hardware.find(name) != std::string::npos) {
      header += "," + name;
      row += "," + parameter["choices"].back().dump();
    }
  }
  const TemporaryFile table{header + "\n" + row + "\n"};
  const Result answer = gandse({"network", "dnnweaver", "--onnx", model.path(), "--dim", "n=6", "--bitstreams",
                                table.path(), "--latency", "1s", "--power", "10W", "--json"});
  REQUIRE_MESSAGE(answer.exit_code == 0, answer.err);
  CHECK(answer.json()["layers"][0]["batch"] == 6);
  CHECK(answer.json()["layers"][0]["repeat"] == 1);
}

TEST_CASE("operators without a layer end the command, unless they are skipped") {
  GraphWriter writer;
  writer.input("x", {1, 1, 16000}).stored(weights("w", {258, 1, 256})).stored(weights("v", {8, 258, 1}));
  writer.add(node("Conv", {"x", "w"}, {"spectrum"}, {list("strides", {128})}));
  writer.add(node("Conv", {"spectrum", "v"}, {"y"})).add(node("DFT", {"y"}, {"z"}));
  const TemporaryFile model{writer.model()};
  const Result refused = gandse({"layers", model.path()});
  CHECK(refused.exit_code == 2);
  CHECK(refused.out.empty());
  CHECK(refused.complains({"kw = 256 is not within 1..64", "'spectrum'", "DFT", "2 operators", "--skip"}));
  const Result skipped = gandse({"layers", model.path(), "--skip"});
  CHECK(skipped.exit_code == 0);
  CHECK(Csv{skipped.out}.rows() == 1);
  CHECK(skipped.complains({std::to_string(258 * 256 * 124) + " beyond the limits"}));
}

TEST_CASE("sizes that are open are asked for, and what cannot be meant is refused") {
  const TemporaryFile model{resnet18(0)};
  const auto layers = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"layers", model.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return gandse(arguments);
  };
  const Result open = layers({});
  CHECK(open.exit_code == 2);
  CHECK(open.complains({"'image' is batchx3xheightxwidth", "--input NAME=1x3x224x224 or --dim NAME=N"}));
  CHECK(layers({"--input", "image=1x3x224x224"}).out == layers({"--dim", "height=224", "--dim", "width=224"}).out);
  CHECK(layers({"--dim", "height"}).complains({"--dim: 'height' is no NAME=VALUE"}));
  CHECK(layers({"--dim", "height=many"}).exit_code == 2);
  CHECK(layers({"--dim", "height=2", "--dim", "height=3"}).complains({"names 'height' twice"}));
  CHECK(layers({"--input", "image=1x3x224x"}).exit_code == 2);
  CHECK(layers({"--value", "image=1e999"}).complains({"is no number"}));
  CHECK(gandse(network({"--onnx", model.path(), model.path()})).complains({"either LAYERS.csv or --onnx", "not both"}));
  CHECK(gandse(network({})).complains({"either LAYERS.csv or --onnx"}));
  CHECK(gandse(network({model.path(), "--dim", "height=224"})).complains({"are for --onnx"}));
  CHECK(gandse({"layers", "/nowhere.onnx"}).complains({"'/nowhere.onnx' cannot be opened"}));
  CHECK(gandse({"layers", "/dev/null"}).complains({"is not a regular file"}));
  const TemporaryFile empty{""};
  CHECK(gandse({"layers", empty.path()}).complains({"is empty"}));
  const TemporaryFile text{"name,ic,oc\n"};
  CHECK(gandse({"layers", text.path()}).complains({"not an ONNX model"}));
}

TEST_CASE("names in a model play no tricks on a terminal") {
  GraphWriter writer;
  writer.input("x", {1, 8}).stored(weights("w", {8, 8})).add(node("MatMul", {"x", "w"}, {"\x1b[31mred\n\xff"}));
  const TemporaryFile model{writer.model()};
  CHECK(Csv{gandse({"layers", model.path()}).out}.at(0, "name") == "?[31mred??");
}

// A model of one product with a file of so many bytes of weights, which are a hole in it.
void write_large(const std::string& path, std::uint64_t bytes) {
  const auto head = [](unsigned field, std::uint64_t length) {
    std::string text(1, static_cast<char>(field << 3U | 2U));
    for (; length >= 128; length >>= 7U) {
      text.push_back(static_cast<char>(length | 128U));
    }
    text.push_back(static_cast<char>(length));
    return text;
  };
  GraphWriter writer;
  writer.input("x", {1, 25600}).add(node("MatMul", {"x", "w"}, {"y"})).output("y");
  const std::string tensor =
      Message{}.varint(1, 25600).varint(1, 5120).varint(2, 1).text(8, "w").bytes() + head(9, bytes);
  const std::string graph = writer.graph() + head(5, tensor.size() + bytes) + tensor;
  std::ofstream{path, std::ios::binary} << head(7, graph.size() + bytes) << graph;
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + bytes);
}

TEST_CASE("weights are not read: gigabytes of them cost no memory") {
  const TemporaryFolder folder;
  const std::string path = folder / "large.onnx";
  for (const std::uint64_t mebibytes : {500U, 2300U}) {  // more than 2^31 bytes, too
    write_large(path, mebibytes << 20U);
    const Result result = gandse({"layers", path});
    CHECK(result.exit_code == 0);
    CHECK(result.complains({std::to_string(25600ULL * 5120) + " MACs"}));
    // What is counted includes the memory of this test, which starts the program.
    const long others = gandse({"--version"}).peak_kib;
    CHECK(result.peak_kib - others < 8 * 1024);
  }
}

}  // namespace
}  // namespace gandse::test
