// The layers of a model file, equal ones merged, as far as a template has fields for them.
#pragma once

#include <array>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gandse/cost_model/workload.hpp"
#include "onnx/inference.hpp"
#include "onnx/layer_sizes.hpp"

namespace gandse::cli {

/// A layer that occurs `count` times in a model.
struct ModelLayer {
  std::string name;  ///< of the first
  onnx::LayerSizes sizes;
  std::int64_t count = 1;
};

/// What a layer may be, by a template's table of fields.
struct SizeLimit {
  std::string_view name;
  std::int64_t min;
  std::int64_t max;
};

/// What was read of a model file, and what was not. UTF-8 throughout.
struct ModelLayers {
  std::vector<ModelLayer> layers;  ///< in the order in which the first of each is computed
  std::vector<onnx::Obstacle> obstacles;
  std::vector<std::string> assumed;      ///< operators of others, and how many
  std::vector<std::string> open_inputs;  ///< inputs of which sizes are open
  std::int64_t macs = 0;                 ///< of the layers
  std::int64_t macs_beyond = 0;          ///< of layers beyond the limits, which are among the obstacles

  /// Number of layers, equal ones counted as often as they occur.
  [[nodiscard]] std::int64_t all() const;
};

/// Reads the model at `path`. Layers beyond `limits` are obstacles; images of a batch are further groups unless the
/// limits name `batch`. Throws BadInput if it is no model, or one that breaks ONNX's rules.
ModelLayers read_model_layers(const std::string& path, const onnx::Given& given, const std::vector<SizeLimit>& limits);

/// Says what was read: layers, multiplications, and each operator without a layer. Throws BadInput if there is one,
/// unless `skip`, and if there are no layers.
void report(const std::string& path, const ModelLayers& model, bool skip, std::ostream& err);

/// The limits of a template's layers.
template <class LayerType, std::size_t N>
std::vector<SizeLimit> size_limits(const std::array<LayerField<LayerType>, N>& fields) {
  std::vector<SizeLimit> limits;
  for (const auto& field : fields) {
    limits.push_back({field.name, field.min, field.max});
  }
  return limits;
}

/// The layer with these sizes, which lie within the limits of `fields`; other fields keep their defaults.
template <class LayerType, std::size_t N>
LayerType layer_of(const onnx::LayerSizes& sizes, const std::array<LayerField<LayerType>, N>& fields) {
  LayerType layer{};
  for (const auto& field : fields) {
    for (const onnx::NamedSize& size : onnx::kLayerSizes) {
      if (std::string_view{size.name} == field.name) {
        layer.*field.member = static_cast<std::uint32_t>(sizes.*size.member);
      }
    }
  }
  return layer;
}

}  // namespace gandse::cli
