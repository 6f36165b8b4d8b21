// Options of the commands that read a model file.
#pragma once

#include <string>
#include <vector>

#include "onnx/inference.hpp"
#include "optional_text.hpp"

namespace gandse::cli {

/// What a model file leaves open, and what is to be done about operators that no layer computes.
struct OnnxOptions {
  std::vector<std::string> inputs;
  std::vector<std::string> dimensions;
  std::vector<std::string> values;
  bool skip = false;

  template <class App>
  void add_to(App& app) {
    app.add_option("--input", inputs, "of a model: sizes of an input, as image=1x3x224x224")->type_name("NAME=SIZES");
    app.add_option("--dim", dimensions, "of a model: a dimension that it names, as height=224")->type_name("NAME=N");
    app.add_option("--value", values, "of a model: what an input on which sizes or branches depend holds, as sr=16000")
        ->type_name("NAME=V");
    app.add_flag("--skip", skip, "of a model: go on without the operators that have no layer");
  }

  /// Whether any was given.
  [[nodiscard]] bool any() const { return !inputs.empty() || !dimensions.empty() || !values.empty() || skip; }

  /// Throws BadInput for what cannot be read.
  [[nodiscard]] onnx::Given parse() const;
};

/// --onnx MODEL.onnx beside a file of layers: one of them.
struct LayersSource {
  std::string table;  ///< empty: none
  OptionalText model;
  OnnxOptions onnx;

  template <class App>
  void add_to(App& app) {
    add_optional(app, "--onnx", model,
                 "instead of a file of layers, a model: the layers of its operators that multiply")
        ->type_name("MODEL.onnx");
    onnx.add_to(app);
  }

  /// Throws BadInput unless there is exactly one; `table_name` is what the other one is called.
  void require_one(const std::string& table_name) const;
};

}  // namespace gandse::cli
