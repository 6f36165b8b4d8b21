// The generators that the trainer knows: those that are declared to CMake.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "net/checkpoint.hpp"
#include "net/quantiser.hpp"
#include "registered_recipes.hpp"  // made by CMake from the declared generators
#include "support/hex.hpp"

namespace gandse::trainer {

/// The perceptrons that a generator of this template is compared with: heads that do not see each other's choices. The
/// first has about as many weights as the default generator, the second over 20 times as many.
template <class Template>
using EqualMlp = GeneratorWeights<Template, fingerprint<Template>(), 128, 3, 32>;
template <class Template>
using LargeMlp = GeneratorWeights<Template, fingerprint<Template>(), 640, 3, 160>;

/// Calls visit(recipe) for the generator `name`, or the first one of the template `name`. Throws std::runtime_error
/// that lists the known ones.
template <class Visit>
void with_recipe(std::string_view name, const Visit& visit) {
  std::string known;
  bool found = false;
  const auto offer = [&](const auto& recipe) {
    const std::string_view of = std::decay_t<decltype(recipe)>::Weights::Template::kName;
    known += (known.empty() ? "" : ", ") + std::string{of} + " (" + recipe.name + ")";
    if (!found && (of == name || recipe.name == name)) {
      found = true;
      visit(recipe);
    }
  };
  std::apply([&](const auto&... recipe) { (offer(recipe), ...); }, registered_recipes());
  if (!found) {
    throw std::runtime_error("no template '" + std::string{name} + "'; there is: " + known);
  }
}

/// Calls visit(recipe) for every generator of `Template`.
template <class Template, class Visit>
void for_each_recipe(const Visit& visit) {
  const auto offer = [&](const auto& recipe) {
    if constexpr (std::is_same_v<typename std::decay_t<decltype(recipe)>::Weights::Template, Template>) {
      visit(recipe);
    }
  };
  std::apply([&](const auto&... recipe) { (offer(recipe), ...); }, registered_recipes());
}

/// The float generator of a checkpoint. Throws std::runtime_error where it was trained for another design space,
/// technology, model version, encoding or shape.
template <class Weights>
GeneratorNet restore(const Checkpoint& checkpoint) {
  if (checkpoint.fingerprint != fingerprint<typename Weights::Template>()) {
    throw std::runtime_error("the checkpoint (fingerprint " + hex(checkpoint.fingerprint) +
                             ") was trained for another design space, technology, model version, other layer fields "
                             "or another encoding than those of " +
                             Weights::Template::kName + " (" + hex(fingerprint<typename Weights::Template>()) +
                             "): train again. Only who knows that it was trained for these may adopt it "
                             "(gandse-export --adopt)");
  }
  if (checkpoint.trunk_width != Weights::kTrunkWidth || checkpoint.trunk_layers != Weights::kTrunkLayers ||
      checkpoint.head_width != Weights::kHeadWidth || checkpoint.range.trunk.size() != Weights::kTrunkLayers ||
      checkpoint.range.head.size() != Weights::Heads::kCount) {
    throw std::runtime_error("the checkpoint holds a generator of another shape: train again");
  }
  GeneratorNet net{
      shape_of<typename Weights::Template>(Weights::kTrunkWidth, Weights::kTrunkLayers, Weights::kHeadWidth), 0};
  net.set_parameters(checkpoint.parameters);
  return net;
}

/// Weights of the committed checkpoint of a generator, on the heap: they may be larger than a stack. Throws
/// std::runtime_error as load_checkpoint and restore do.
template <class Weights>
std::unique_ptr<Weights> committed_weights(std::string_view generator) {
  const Checkpoint checkpoint =
      load_checkpoint(std::filesystem::path{"trainer/checkpoints"} / (std::string{generator} + ".cbor"));
  return quantise<Weights>(restore<Weights>(checkpoint), checkpoint.range);
}

}  // namespace gandse::trainer
