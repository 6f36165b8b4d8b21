// Canonical configurations for optimisers that know nothing of canonical form: one gene per parameter.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "task/task.hpp"

namespace gandse::trainer {

/// The choice of `mask` nearest to `wanted`; of two as near the lower one. `mask` is not empty.
inline std::uint8_t nearest_choice(ChoiceMask mask, unsigned wanted) {
  for (unsigned distance = 0; distance < kMaxChoices; ++distance) {
    if (wanted >= distance && contains(mask, wanted - distance)) {
      return static_cast<std::uint8_t>(wanted - distance);
    }
    if (wanted + distance < kMaxChoices && contains(mask, wanted + distance)) {
      return static_cast<std::uint8_t>(wanted + distance);
    }
  }
  return static_cast<std::uint8_t>(lowest_choice(mask));
}

/// The canonical configuration nearest to what is `wanted`, parameter by parameter in draw order. A canonical one comes
/// back as it is.
template <class Template>
typename Template::Configuration nearest_canonical(const Task<Template>& task,
                                                   const typename Template::Configuration& wanted) {
  auto configuration = least_configuration<Template>(task.pins);
  for (const std::uint8_t parameter : Template::draw_order) {
    const ChoiceMask mask = Template::allowed(task.layer, configuration, task.pins, parameter);
    configuration[parameter] = nearest_choice(mask, wanted[parameter]);
  }
  return configuration;
}

/// Real genes, for continuous optimisers: gene i lies in [0, number of choices of parameter i] and is floored.
template <class Template>
typename Template::Configuration express(const Task<Template>& task, const std::vector<double>& genes) {
  typename Template::Configuration wanted{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const double top = Template::parameters[i].count - 1.0;
    wanted[i] = static_cast<std::uint8_t>(std::clamp(std::floor(genes[i]), 0.0, top));
  }
  return nearest_canonical(task, wanted);
}

/// The middle of the genes that express `configuration`.
template <class Template>
std::vector<double> genes_of(const typename Template::Configuration& configuration) {
  std::vector<double> genes;
  for (const std::uint8_t choice : configuration) {
    genes.push_back(choice + 0.5);
  }
  return genes;
}

/// Upper bounds of the genes; the lower ones are 0.
template <class Template>
std::vector<double> gene_bounds() {
  std::vector<double> bounds;
  for (const auto& parameter : Template::parameters) {
    bounds.push_back(parameter.count);
  }
  return bounds;
}

}  // namespace gandse::trainer
