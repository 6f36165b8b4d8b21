// Weights that were trained for layers with other fields.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

struct Renamed : gandse::Im2col<> {
#if FAULT
  static constexpr std::array<gandse::LayerField<Layer>, 15> layer_fields = [] {
    auto fields = gandse::kLayerFields;
    fields[14].name = "groups";
    return fields;
  }();
#endif
};

using Weights = gandse::GeneratorWeights<Renamed, gandse::fingerprint<gandse::Im2col<>>(), 8, 2, 4>;
static_assert(sizeof(Weights) > 0);
