// What trained weights depend on, in one number, computed from what it is made of. A type that derives from a template
// or from a technology therefore has a fingerprint of its own as soon as it overrides anything that counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/technology.hpp"
#include "gandse/cost_model/workload.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/random.hpp"

namespace gandse {

namespace detail {

/// Names, choices and their values, and which parameter is drawn when.
template <class Template>
constexpr void add_space(Fingerprint& hash) {
  for (const Parameter& parameter : Template::parameters) {
    hash.add(parameter);
  }
  for (const std::uint8_t parameter : Template::draw_order) {
    hash.add(parameter).add(Template::is_derived(parameter) ? 1U : 0U);
  }
}

/// Without typical values: they shape a training set, and weights say how far theirs went.
template <class Template>
constexpr void add_layer_fields(Fingerprint& hash) {
  for (const auto& field : Template::layer_fields) {
    hash.add(field.name).add(field.group).add(field.min).add(field.max);
  }
}

/// By its values, whatever its name.
template <class Technology>
constexpr void add_technology(Fingerprint& hash) {
  hash.add(Technology::kClockMhz);
  for (const TechnologyConstant& constant : constants_of<Technology>()) {
    hash.add(constant.name);
    for (std::size_t i = 0; i < constant.count; ++i) {
      hash.add(constant.values[i]);
    }
  }
}

/// Order and scaling of the features, by what the encoder makes of random tasks. They are few, because every source
/// that includes weights computes this.
template <class Template>
constexpr void add_encoding(Fingerprint& hash) {
  constexpr std::uint32_t kTasks = 4;
  constexpr std::uint32_t kMostOfField = 64;
  constexpr std::uint32_t kMostOfOptional = 2;  // zeros of the padding: more would reach past small kernels
  constexpr std::uint32_t kOctaves = 36;
  Random random{1};
  for (std::uint32_t task = 0; task < kTasks; ++task) {
    typename Template::Layer layer{};
    for (std::size_t i = 0; i < Template::layer_fields.size(); ++i) {
      const auto& field = Template::layer_fields[i];
      const std::uint32_t room = field.max - field.min;
      const std::uint32_t most = field.min == 0 ? kMostOfOptional : kMostOfField;
      const std::uint32_t above = random.below(room < most ? room + 1 : most);
      layer.*field.member = field.min + above;
    }
    typename Template::Pins pins{};
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (random.below(2) == 0) {
        pins.choice[i] = static_cast<std::uint8_t>(random.below(Template::parameters[i].count));
      }
    }
    const std::int32_t octaves = -static_cast<std::int32_t>(random.below(kOctaves));
    const Reason reason = Template::check(layer);
    hash.add(static_cast<std::uint8_t>(reason));
    if (reason == Reason::none) {
      const auto features = Encoder<Template>::encode(layer, octaves * kOctave, pins, random);
      hash.add(features.data(), features.size());
    }
  }
}

}  // namespace detail

/// Hashes what weights for `Template` depend on, by FNV-1a: its name and `kModelVersion`, its design space and draw
/// order, its layer fields, its technology, and the encoding of tasks. The same on every target.
template <class Template>
constexpr std::uint64_t fingerprint() {
  Fingerprint hash;
  hash.add(Template::kName).add(Template::kModelVersion);
  detail::add_space<Template>(hash);
  detail::add_layer_fields<Template>(hash);
  detail::add_technology<typename Template::Technology>(hash);
  detail::add_encoding<Template>(hash);
  return hash.value();
}

}  // namespace gandse
