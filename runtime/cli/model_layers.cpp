#include "model_layers.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "bad_input.hpp"
#include "onnx/mapped_file.hpp"
#include "onnx/model.hpp"
#include "onnx/sizes.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

using SizeValues = std::array<std::int64_t, onnx::kLayerSizes.size()>;

SizeValues values_of(const onnx::LayerSizes& layer) {
  SizeValues values{};
  std::transform(onnx::kLayerSizes.begin(), onnx::kLayerSizes.end(), values.begin(),
                 [&](const onnx::NamedSize& size) { return layer.*size.member; });
  return values;
}

// Why a layer has no place in a template; empty if it has.
std::string misfit(const onnx::LayerSizes& layer, const std::vector<SizeLimit>& limits) {
  std::vector<std::string> reasons;
  for (const onnx::NamedSize& size : onnx::kLayerSizes) {
    const std::int64_t value = layer.*size.member;
    const auto limit =
        std::find_if(limits.begin(), limits.end(), [&](const SizeLimit& one) { return one.name == size.name; });
    const std::int64_t least = limit == limits.end() ? onnx::LayerSizes{}.*size.member : limit->min;
    const std::int64_t most = limit == limits.end() ? onnx::LayerSizes{}.*size.member : limit->max;
    if (value < least || value > most) {
      reasons.push_back(std::string{size.name} + " = " + std::to_string(value) + " is not within " +
                        std::to_string(least) + ".." + std::to_string(most));
    }
  }
  return joined(reasons);
}

}  // namespace

std::int64_t ModelLayers::all() const {
  return std::accumulate(layers.begin(), layers.end(), std::int64_t{0},
                         [](std::int64_t sum, const ModelLayer& layer) { return onnx::sum(sum, layer.count); });
}

ModelLayers read_model_layers(const std::string& path, const onnx::Given& given, const std::vector<SizeLimit>& limits) {
  const MappedFile file{path};
  ModelLayers result;
  try {
    const onnx::Model model = onnx::read_model(file.bytes());
    onnx::Findings found = onnx::infer(model, given);
    const bool batched =
        std::any_of(limits.begin(), limits.end(), [](const SizeLimit& limit) { return limit.name == "batch"; });
    std::map<SizeValues, std::size_t> places;
    for (const onnx::FoundLayer& one : found.layers) {
      onnx::LayerSizes sizes = one.layer.sizes;
      if (!batched) {
        sizes.repeat = onnx::product(sizes.repeat, sizes.batch);
        sizes.batch = 1;
      }
      const std::int64_t macs = onnx::product(onnx::macs(sizes), one.layer.times);
      if (const std::string why = misfit(sizes, limits); !why.empty()) {
        found.obstacles.push_back({one.name, one.op, why});
        result.macs_beyond = onnx::sum(result.macs_beyond, macs);
        continue;
      }
      result.macs = onnx::sum(result.macs, macs);
      const auto [place, first] = places.emplace(values_of(sizes), result.layers.size());
      if (first) {
        result.layers.push_back({printable(one.name), sizes, 0});
      }
      std::int64_t& count = result.layers[place->second].count;
      count = onnx::sum(count, one.layer.times);
    }
    result.obstacles = std::move(found.obstacles);
    result.open_inputs = std::move(found.open_inputs);
    for (const auto& [op, times] : found.assumed) {
      result.assumed.push_back(printable(op) + " (" + std::to_string(times) + ')');
    }
  } catch (const BadInput& bad) {
    throw BadInput(in_quotes(path, kLongestPath) + ": " + bad.what());
  }
  return result;
}

void report(const std::string& path, const ModelLayers& model, bool skip, std::ostream& err) {
  err << printable(path) << ": " << model.all() << " layers, " << model.layers.size() << " different; " << model.macs
      << " MACs";
  if (model.macs_beyond > 0) {
    err << ", and " << model.macs_beyond << " beyond the limits";
  }
  err << '\n';
  if (!model.assumed.empty()) {
    err << "  taken to keep the sizes of their first input: " << joined(model.assumed) << '\n';
  }
  constexpr std::size_t kMostListed = 20;
  for (std::size_t i = 0; i < std::min(model.obstacles.size(), kMostListed); ++i) {
    const onnx::Obstacle& one = model.obstacles[i];
    err << "  no layer: " << printable(one.op) << ' ' << in_quotes(one.name) << ": " << printable(one.reason) << '\n';
  }
  if (model.obstacles.size() > kMostListed) {
    err << "  ... and " << model.obstacles.size() - kMostListed << " more\n";
  }
  if (!model.obstacles.empty() && !model.open_inputs.empty()) {
    err << "  sizes that are open: " << joined(model.open_inputs, "; ")
        << "; say them by --input NAME=1x3x224x224 or --dim NAME=N\n";
  }
  if (!model.obstacles.empty() && !skip) {
    throw BadInput(in_quotes(path, kLongestPath) + ": " + std::to_string(model.obstacles.size()) +
                   " operators have no layer; --skip goes on without them");
  }
  if (model.layers.empty()) {
    throw BadInput(in_quotes(path, kLongestPath) + " has no operator that is a layer");
  }
}

}  // namespace gandse::cli
