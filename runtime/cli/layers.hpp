// gandse layers: the layers of a model file, as a file of layers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "console.hpp"
#include "csv.hpp"
#include "exit_code.hpp"
#include "gandse/cost_model/workload.hpp"
#include "model_layers.hpp"
#include "network_files.hpp"
#include "onnx_options.hpp"
#include "output.hpp"

namespace gandse::cli {

struct LayersCommand {
  static constexpr const char* kName = "layers";
  static constexpr const char* kHelp = "the layers of a model file (ONNX), as a file of layers on standard output";
  static constexpr const char* kExamples = "  gandse layers resnet18.onnx > layers.csv\n";

  std::string model;
  OnnxOptions onnx;

  template <class App>
  void declare(App& app) {
    app.add_option("MODEL.onnx", model, "a model; its weights are not read")->required();
    onnx.add_to(app);
  }
  [[nodiscard]] ExitCode run(const Console& console) const;
};

inline ExitCode LayersCommand::run(const Console& console) const {
  const ModelLayers read = read_model_layers(model, onnx.parse(), size_limits(kLayerFields));
  report(model, read, onnx.skip, console.err);
  std::vector<std::string> header{kNameColumn};
  for (const auto& field : kLayerFields) {
    header.emplace_back(field.name);
  }
  header.emplace_back(kCountColumn);
  write_row(console.out, header);
  for (const ModelLayer& one : read.layers) {
    const Layer layer = layer_of(one.sizes, kLayerFields);
    std::vector<std::string> row{one.name};
    for (const auto& field : kLayerFields) {
      row.push_back(std::to_string(layer.*field.member));
    }
    row.push_back(std::to_string(one.count));
    write_row(console.out, row);
  }
  return ExitCode::satisfied;
}

}  // namespace gandse::cli
