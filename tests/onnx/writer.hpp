// Writes ONNX models: as much of them as the tests need, valid or not. Field numbers are those of onnx.proto.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gandse::test {

/// A message of the wire format.
class Message {
 public:
  Message& varint(unsigned field, std::int64_t value);
  Message& text(unsigned field, std::string_view value);
  Message& real(unsigned field, float value);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void raw(std::uint64_t value);

  std::string bytes_;
};

using Dimensions = std::vector<std::variant<std::int64_t, std::string>>;  ///< a size, or a name

/// A tensor of 64-bit integers.
std::string integers(std::string_view name, const std::vector<std::int64_t>& dimensions,
                     const std::vector<std::int64_t>& elements);
/// A tensor of floats without elements, as a model has it whose weights have been taken out.
std::string weights(std::string_view name, const std::vector<std::int64_t>& dimensions);

///@{
/// Attributes of a node.
std::string integer(std::string_view name, std::int64_t value);
std::string list(std::string_view name, const std::vector<std::int64_t>& values);
std::string word(std::string_view name, std::string_view value);
std::string graph(std::string_view name, std::string_view graph);
std::string tensor(std::string_view name, std::string_view tensor);
std::string taken_from(std::string_view name, std::string_view source);  ///< of a function's node
///@}

std::string node(std::string_view op, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                 const std::vector<std::string>& attributes = {}, std::string_view domain = {});

std::string port(std::string_view name, const Dimensions& dimensions);

/// A graph, or a model of it.
class GraphWriter {
 public:
  GraphWriter& add(const std::string& node);
  GraphWriter& stored(const std::string& tensor);
  GraphWriter& input(std::string_view name, const Dimensions& dimensions);
  GraphWriter& output(std::string_view name, const Dimensions& dimensions = {});
  GraphWriter& function(std::string_view domain, std::string_view name, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs, const std::vector<std::string>& nodes);

  /// A convolution of `from` to `to` with weights that are stored, square, of `inputs` to `outputs` channels.
  GraphWriter& convolution(const std::string& from, const std::string& to, std::int64_t inputs, std::int64_t outputs,
                           std::int64_t kernel, std::int64_t stride, std::int64_t groups = 1);

  [[nodiscard]] const std::string& graph() const { return graph_.bytes(); }
  [[nodiscard]] std::string model() const;

 private:
  Message graph_;
  std::string functions_;
};

/// ResNet-18 (He et al. 2015, arXiv 1512.03385) for images of `size` x `size`, as exporters write it. Without a size:
/// its dimensions are named batch, height and width.
std::string resnet18(std::int64_t size);

}  // namespace gandse::test
