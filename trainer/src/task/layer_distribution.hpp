// The distribution of layers that a generator is trained on.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "gandse/cost_model/workload.hpp"
#include "support/draws.hpp"
#include "task/layer_files.hpp"

namespace gandse::trainer {

/// Half convolutions, a tenth depthwise, the rest matrix products.
Layer made_up_convolution(Random& random);

/// `layer` with other sizes: each up to 2x larger or smaller, rows and columns together.
void resize(Layer& layer, Random& random);

/// Half a kernel of zeros on each side, where some input is left.
void pad_to_same(Layer& layer);

namespace detail {

// Log-uniform between the least and the typical value; 0 is drawn as if it were 1 of a scale shifted by 1.
template <class Field>
std::uint32_t made_up(const Field& field, Random& random) {
  const std::uint32_t shift = field.min == 0 ? 1 : 0;
  return static_cast<std::uint32_t>(std::lround(log_uniform(field.min + shift, field.typical + shift, random))) - shift;
}

}  // namespace detail

/// 10 %: a layer of `networks` as it is. 30 %: one of them resized. 60 %: made up. A template whose layer extends
/// gandse::Layer gets convolutions, with the fields of its own made up every other time; any other gets every field
/// drawn by itself.
template <class Template>
typename Template::Layer random_layer(const std::vector<NamedLayer<Template>>& networks, Random& random) {
  const std::uint32_t kind = random.below(10);
  const bool known = kind < 4 && !networks.empty();
  auto layer =
      known ? networks[random.below(static_cast<std::uint32_t>(networks.size()))].layer : typename Template::Layer{};
  if (known && kind == 0) {
    return layer;
  }
  if constexpr (std::is_base_of_v<Layer, typename Template::Layer>) {
    Layer& convolution = layer;
    if (known) {
      resize(convolution, random);
      if (random.below(2) == 0) {
        pad_to_same(convolution);
      }
    } else {
      convolution = made_up_convolution(random);
    }
    for (std::size_t own = kLayerFields.size(); own < Template::layer_fields.size(); ++own) {
      const auto& field = Template::layer_fields[own];
      layer.*field.member = random.below(2) == 0 ? layer.*field.member : detail::made_up(field, random);
    }
  } else {
    for (const auto& field : Template::layer_fields) {
      const double resized = layer.*field.member * log_uniform(0.5, 2.0, random);
      layer.*field.member = known ? std::clamp(static_cast<std::uint32_t>(std::lround(resized)), field.min, field.max)
                                  : detail::made_up(field, random);
    }
  }
  return layer;
}

}  // namespace gandse::trainer
