// What the reader finds in a model that a test wrote.
#pragma once

#include <string>

#include "onnx/inference.hpp"
#include "onnx/model.hpp"

namespace gandse::test {

inline cli::onnx::Findings read(const std::string& model, const cli::onnx::Given& given = {}) {
  return cli::onnx::infer(cli::onnx::read_model(model), given);
}

}  // namespace gandse::test
