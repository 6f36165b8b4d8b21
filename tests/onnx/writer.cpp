#include "writer.hpp"

#include <cstring>

namespace gandse::test {

void Message::raw(std::uint64_t value) {
  for (; value >= 128; value >>= 7U) {
    bytes_.push_back(static_cast<char>(value | 128U));
  }
  bytes_.push_back(static_cast<char>(value));
}

Message& Message::varint(unsigned field, std::int64_t value) {
  raw(std::uint64_t{field} << 3U);
  raw(static_cast<std::uint64_t>(value));
  return *this;
}

Message& Message::text(unsigned field, std::string_view value) {
  raw(std::uint64_t{field} << 3U | 2U);
  raw(value.size());
  bytes_.append(value);
  return *this;
}

Message& Message::real(unsigned field, float value) {
  raw(std::uint64_t{field} << 3U | 5U);
  std::string four(sizeof value, '\0');
  std::memcpy(four.data(), &value, sizeof value);
  bytes_.append(four);
  return *this;
}

namespace {

Message tensor_of(std::string_view name, const std::vector<std::int64_t>& dimensions, std::int64_t type) {
  Message tensor;
  for (const std::int64_t size : dimensions) {
    tensor.varint(1, size);
  }
  return tensor.varint(2, type).text(8, name);
}

Message attribute(std::string_view name) { return Message{}.text(1, name); }

}  // namespace

std::string integers(std::string_view name, const std::vector<std::int64_t>& dimensions,
                     const std::vector<std::int64_t>& elements) {
  std::string raw(elements.size() * sizeof(std::int64_t), '\0');
  std::memcpy(raw.data(), elements.data(), raw.size());
  return tensor_of(name, dimensions, 7).text(9, raw).bytes();
}

std::string weights(std::string_view name, const std::vector<std::int64_t>& dimensions) {
  return tensor_of(name, dimensions, 1).bytes();
}

std::string integer(std::string_view name, std::int64_t value) { return attribute(name).varint(3, value).bytes(); }

std::string list(std::string_view name, const std::vector<std::int64_t>& values) {
  Message message = attribute(name);
  for (const std::int64_t value : values) {
    message.varint(8, value);
  }
  return message.bytes();
}

std::string word(std::string_view name, std::string_view value) { return attribute(name).text(4, value).bytes(); }

std::string graph(std::string_view name, std::string_view graph) { return attribute(name).text(6, graph).bytes(); }

std::string tensor(std::string_view name, std::string_view tensor) { return attribute(name).text(5, tensor).bytes(); }

std::string taken_from(std::string_view name, std::string_view source) {
  return attribute(name).text(21, source).bytes();
}

std::string node(std::string_view op, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                 const std::vector<std::string>& attributes, std::string_view domain) {
  Message message;
  for (const std::string& input : inputs) {
    message.text(1, input);
  }
  for (const std::string& output : outputs) {
    message.text(2, output);
  }
  message.text(4, op);
  for (const std::string& one : attributes) {
    message.text(5, one);
  }
  return message.text(7, domain).bytes();
}

std::string port(std::string_view name, const Dimensions& dimensions) {
  Message shape;
  for (const auto& dimension : dimensions) {
    if (const auto* size = std::get_if<std::int64_t>(&dimension)) {
      shape.text(1, Message{}.varint(1, *size).bytes());
    } else {
      shape.text(1, Message{}.text(2, std::get<std::string>(dimension)).bytes());
    }
  }
  const Message type = Message{}.varint(1, 1).text(2, shape.bytes());
  return Message{}.text(1, name).text(2, Message{}.text(1, type.bytes()).bytes()).bytes();
}

GraphWriter& GraphWriter::add(const std::string& node) {
  graph_.text(1, node);
  return *this;
}

GraphWriter& GraphWriter::stored(const std::string& tensor) {
  graph_.text(5, tensor);
  return *this;
}

GraphWriter& GraphWriter::input(std::string_view name, const Dimensions& dimensions) {
  graph_.text(11, port(name, dimensions));
  return *this;
}

GraphWriter& GraphWriter::output(std::string_view name, const Dimensions& dimensions) {
  graph_.text(12, port(name, dimensions));
  return *this;
}

GraphWriter& GraphWriter::function(std::string_view domain, std::string_view name,
                                   const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                                   const std::vector<std::string>& nodes) {
  Message message;
  message.text(1, name);
  for (const std::string& input : inputs) {
    message.text(4, input);
  }
  for (const std::string& output : outputs) {
    message.text(5, output);
  }
  for (const std::string& one : nodes) {
    message.text(7, one);
  }
  message.text(10, domain);
  functions_ += Message{}.text(25, message.bytes()).bytes();
  return *this;
}

GraphWriter& GraphWriter::convolution(const std::string& from, const std::string& to, std::int64_t inputs,
                                      std::int64_t outputs, std::int64_t kernel, std::int64_t stride,
                                      std::int64_t groups) {
  const std::int64_t pad = kernel / 2;
  stored(weights(to + ".weight", {outputs, inputs / groups, kernel, kernel}));
  return add(node("Conv", {from, to + ".weight"}, {to},
                  {list("kernel_shape", {kernel, kernel}), list("strides", {stride, stride}),
                   list("pads", {pad, pad, pad, pad}), integer("group", groups)}));
}

std::string GraphWriter::model() const {
  const std::string opset = Message{}.text(1, "").varint(2, 17).bytes();
  return Message{}.varint(1, 8).text(2, "a test").text(7, graph()).text(8, opset).bytes() + functions_;
}

std::string resnet18(std::int64_t size) {
  GraphWriter writer;
  writer.input("image", size == 0 ? Dimensions{"batch", 3, "height", "width"} : Dimensions{1, 3, size, size});
  writer.convolution("image", "conv1", 3, 64, 7, 2).add(node("Relu", {"conv1"}, {"relu1"}));
  writer.add(node("MaxPool", {"relu1"}, {"pool"},
                  {list("kernel_shape", {3, 3}), list("strides", {2, 2}), list("pads", {1, 1, 1, 1})}));
  std::string from = "pool";
  std::int64_t channels = 64;
  for (std::int64_t stage = 1; stage <= 4; ++stage) {
    const std::int64_t width = std::int64_t{32} << stage;
    for (std::int64_t block = 0; block < 2; ++block) {
      const std::string name = "layer" + std::to_string(stage) + "." + std::to_string(block);
      const std::int64_t stride = stage > 1 && block == 0 ? 2 : 1;
      writer.convolution(from, name + ".conv1", channels, width, 3, stride);
      writer.add(node("Relu", {name + ".conv1"}, {name + ".relu"}));
      writer.convolution(name + ".relu", name + ".conv2", width, width, 3, 1);
      std::string shortcut = from;
      if (channels != width) {
        shortcut = name + ".downsample";
        writer.convolution(from, shortcut, channels, width, 1, stride);
      }
      writer.add(node("Add", {name + ".conv2", shortcut}, {name + ".sum"}));
      writer.add(node("Relu", {name + ".sum"}, {name}));
      from = name;
      channels = width;
    }
  }
  writer.add(node("GlobalAveragePool", {from}, {"average"}));
  writer.add(node("Flatten", {"average"}, {"flat"}, {integer("axis", 1)}));
  writer.stored(weights("fc.weight", {1000, 512}));
  writer.add(node("Gemm", {"flat", "fc.weight"}, {"fc"}, {integer("transB", 1)}));
  return writer.output("fc", {"batch", 1000}).model();
}

}  // namespace gandse::test
