// Nodes in an order in which every value is there before it is used. Files should have them so; not all do.
#pragma once

#include <vector>

#include "onnx/model.hpp"

namespace gandse::cli::onnx {

/// As in the file where that will do. Throws BadInput where there is none: a circle, or a value that is written twice.
std::vector<const Node*> ordered(const std::vector<Node>& nodes);

}  // namespace gandse::cli::onnx
