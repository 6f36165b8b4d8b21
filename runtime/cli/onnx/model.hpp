// What an ONNX file says, as far as layers depend on it. Field numbers are those of onnx.proto
// (github.com/onnx/onnx), in model.cpp. Weights are not read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "onnx/sizes.hpp"

namespace gandse::cli::onnx {

// All texts refer to the bytes of the file.

struct Tensor {
  std::string_view name;
  Sizes sizes;
  bool integer = false;          ///< whether its elements are whole numbers
  std::vector<double> elements;  ///< empty if there are more than kMostFoldedElements, or if they are not in the file
};

struct Graph;

struct Attribute {
  std::string_view name;
  std::string_view taken_from;  ///< of a function's node: the attribute of the call whose value this one has
  std::int64_t integer = 0;
  float real = 0;
  std::string_view text;
  std::vector<std::int64_t> integers;
  std::vector<float> reals;
  std::shared_ptr<const Tensor> tensor;
  std::vector<Graph> graphs;
};

struct Node {
  std::string_view name;
  std::string_view domain;  ///< empty for ONNX's own operators
  std::string_view op;
  std::vector<std::string_view> inputs;  ///< an empty one is left out
  std::vector<std::string_view> outputs;
  std::vector<Attribute> attributes;

  [[nodiscard]] const Attribute* attribute(std::string_view wanted) const;  ///< nullptr if there is none
};

/// An input or output of a graph.
struct Port {
  std::string_view name;
  std::optional<Sizes> sizes;                ///< nothing: not even how many dimensions it has
  std::vector<std::string_view> dimensions;  ///< their names, empty where they have none
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<Tensor> initialisers;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
};

struct Function {
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::vector<Attribute> defaults;  ///< of its attributes
  std::vector<Node> nodes;
};

struct Model {
  Graph graph;
  std::map<std::pair<std::string_view, std::string_view>, Function> functions;  ///< by domain and name
};

inline constexpr std::size_t kMostNesting = 16;  ///< of graphs in each other

/// Reads a model, of which texts in the result are part. Throws BadInput where it is none, or too large for any network
/// that people build.
Model read_model(std::string_view bytes);

}  // namespace gandse::cli::onnx
