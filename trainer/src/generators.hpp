// The generators that the trainer knows: one line each.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "checkpoint.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/runtime/generator.hpp"
#include "quantiser.hpp"

namespace gandse::trainer {

/// A generator to be trained: its shape as runtime's type, the header it becomes, and the C++ spelling of the template.
template <class Template, std::size_t TrunkWidth, std::size_t TrunkLayers, std::size_t HeadWidth>
struct Recipe {
  using Weights = GeneratorWeights<Template, Template::fingerprint(), TrunkWidth, TrunkLayers, HeadWidth>;
  const char* name;           ///< header and object name
  const char* type_name;      ///< C++ name of the weights' type
  const char* template_name;  ///< C++ spelling
  const char* template_header;
};

/// The perceptrons that a generator of this template is compared with: heads that do not see each other's choices. The
/// first has as many weights as the default generator, the second 21 times as many.
template <class Template>
using EqualMlp = GeneratorWeights<Template, Template::fingerprint(), 128, 3, 32>;
template <class Template>
using LargeMlp = GeneratorWeights<Template, Template::fingerprint(), 640, 3, 160>;

/// Calls visit(recipe) for the generator of template `name`. Throws std::runtime_error that lists the known ones.
template <class Visit>
void with_recipe(std::string_view name, const Visit& visit) {
  std::string known;
  bool found = false;
  const auto offer = [&](std::string_view template_name, const auto& recipe) {
    known += (known.empty() ? "" : ", ") + std::string{template_name};
    if (!found && template_name == name) {
      found = true;
      visit(recipe);
    }
  };
  offer("im2col", Recipe<Im2col<Asic45nm>, 96, 3, 40>{"im2col_96k", "Im2col96k", "Im2col<Asic45nm>",
                                                      "gandse/cost_model/im2col.hpp"});
  if (!found) {
    throw std::runtime_error("no template '" + std::string{name} + "'; there is: " + known);
  }
}

/// The float generator of a checkpoint. Throws std::runtime_error where it was trained for another design space,
/// technology, model version or shape.
template <class Weights>
GeneratorNet restore(const Checkpoint& checkpoint) {
  if (checkpoint.fingerprint != Weights::Template::fingerprint()) {
    throw std::runtime_error("the checkpoint was trained for another design space, technology or model version of " +
                             std::string{Weights::Template::kName} + ": train again");
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

}  // namespace gandse::trainer
