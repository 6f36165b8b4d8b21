// One node while a model is walked through: what is known of its inputs, what follows for its outputs, and the layers
// that it makes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/layer_sizes.hpp"
#include "onnx/model.hpp"
#include "onnx/sizes.hpp"

namespace gandse::cli::onnx {

/// What is known of a tensor.
struct Value {
  std::optional<Sizes> sizes;  ///< nothing: not even how many dimensions it has
  /// Of a small tensor from which sizes may follow; nullptr: not known. NaN stands for a single one that is not known.
  std::shared_ptr<const std::vector<double>> elements;
  bool integer = false;   ///< its elements are whole numbers
  bool constant = false;  ///< it does not depend on the model's inputs: weights
};

/// A tensor of which only the sizes are known. Throws BadInput if it has too many dimensions.
Value tensor(Sizes sizes);

/// A tensor whose elements are known, as far as they are few enough and as many as the sizes say.
Value folded(Sizes sizes, std::vector<double> elements, bool integer);

/// What is known of a tensor in the file.
Value value_of(const Tensor& stored);

/// `value` as a size or an index: whole, and so large that it fits. Throws BadInput.
std::int64_t whole(double value);

/// A function's body refers to the attributes of its call, which may stand in another function's body.
struct Frame {
  const Node* call = nullptr;
  const Function* function = nullptr;
  const Frame* outer = nullptr;
};

class Call {
 public:
  Call(const Node& node, const Frame* frame, std::vector<Value> inputs);

  ///@{
  /// Attributes; `absent` or nothing where the node has none of that name.
  [[nodiscard]] const Attribute* attribute(std::string_view name) const;
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t absent) const;
  [[nodiscard]] Sizes integers(std::string_view name) const;
  [[nodiscard]] std::string_view text(std::string_view name) const;
  ///@}

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] std::size_t inputs() const { return inputs_.size(); }
  [[nodiscard]] bool given(std::size_t input) const;  ///< an optional input may be left out
  [[nodiscard]] const Value& input(std::size_t index) const;
  [[nodiscard]] bool has_sizes(std::size_t input) const;        ///< how many dimensions it has is known
  [[nodiscard]] const Sizes& sizes(std::size_t input) const;    ///< of an input for which has_sizes() holds
  [[nodiscard]] bool has_known_sizes(std::size_t input) const;  ///< all of them are known
  /// nullptr: not known.
  [[nodiscard]] const std::vector<double>* elements(std::size_t input) const;
  /// All elements as whole numbers, if all are known. Throws BadInput where one is none.
  [[nodiscard]] std::optional<Sizes> whole_elements(std::size_t input) const;

  /// List from input `index`, or from the attribute where older versions of an operator had it; nothing where neither
  /// is there; `known` becomes false where it is there, but cannot be known.
  [[nodiscard]] Sizes list(std::size_t index, std::string_view name, bool& known) const;

  [[nodiscard]] std::size_t outputs() const { return outputs_.size(); }
  [[nodiscard]] Value& output(std::size_t index = 0) { return outputs_[index]; }

  /// The layers that it multiplies in.
  void add(const LayerSizes& sizes, std::int64_t times = 1) { layers_.push_back({sizes, times}); }
  /// It multiplies, but no layer says how, for this reason.
  void refuse(std::string reason) { obstacle_ = std::move(reason); }
  [[nodiscard]] const std::vector<RepeatedLayer>& layers() const { return layers_; }
  [[nodiscard]] const std::string& obstacle() const { return obstacle_; }

 private:
  const Node& node_;
  const Frame* frame_;
  std::vector<Value> inputs_;
  std::vector<Value> outputs_;
  std::vector<RepeatedLayer> layers_;
  std::string obstacle_;
};

}  // namespace gandse::cli::onnx
