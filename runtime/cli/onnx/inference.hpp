// Walks through a model: sizes of all its values, and the layers of its operators that multiply.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onnx/layer_sizes.hpp"
#include "onnx/model.hpp"
#include "onnx/sizes.hpp"

namespace gandse::cli::onnx {

/// What a file leaves open, and a user says. By name.
struct Given {
  std::map<std::string, Sizes> inputs;
  std::map<std::string, std::int64_t> dimensions;
  std::map<std::string, double> values;  ///< of inputs on which sizes or branches depend
};

struct FoundLayer {
  std::string name;  ///< the node's, or its first output's; of several layers of a node, with a number
  std::string op;
  RepeatedLayer layer;
};

/// An operator that multiplies, of which no layer says how.
struct Obstacle {
  std::string name;
  std::string op;
  std::string reason;
};

struct Findings {
  std::vector<FoundLayer> layers;  ///< in the order in which they are computed
  std::vector<Obstacle> obstacles;
  std::map<std::string, std::size_t> assumed;  ///< operators of others: taken to keep their input's sizes; how many
  std::vector<std::string> open_inputs;        ///< inputs with sizes that nobody gave, as sentences
  std::map<std::string, std::optional<Sizes>> outputs;  ///< of the model
};

/// The batch is taken to be 1 where neither the file nor `given` says it. Throws BadInput where the model breaks
/// ONNX's rules, or where `given` names what it has not.
Findings infer(const Model& model, const Given& given);

}  // namespace gandse::cli::onnx
