// What the generator sees of a task, as int8. The trainer calls this very function: there is no second encoder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/training_range.hpp"

namespace gandse {

/// Encodes a task for the generator: the template's layer features, the ray, value and flag of every pin, noise.
///
/// The ray (training_range.hpp) is spread over soft bins two octaves apart, each linear with 64 steps per octave and
/// clamped, so that int8 keeps 1 % resolution over 36 octaves.
template <class Template>
class Encoder {
 public:
  static constexpr std::size_t kRayBins = 17;  ///< soft bins, centred at -32, -30 ... 0 octaves
  static constexpr std::size_t kNoise = 4;     ///< random features, by which proposals of one task differ
  static constexpr std::size_t kRayOffset = Template::kLayerFeatures;  ///< index of the first bin
  /// Index of the first pin: for each parameter its choice, scaled to 0..127, and 127 if it is pinned.
  static constexpr std::size_t kPinOffset = kRayOffset + kRayBins;
  /// Index of the first random feature, -64..63.
  static constexpr std::size_t kNoiseOffset = kPinOffset + 2 * Template::kParameters;
  static constexpr std::size_t kSize = kNoiseOffset + kNoise;  ///< number of features
  using Features = std::array<std::int8_t, kSize>;             ///< what the generator sees of a task

  /// Encodes a layer that the template accepts with an objective within limits. Takes kNoise numbers of `noise`.
  static constexpr Features encode(const typename Template::Layer& layer, const Objective& objective,
                                   const typename Template::Pins& pins, Random& noise) {
    return encode(layer, ray_of<Template>(layer, objective), pins, noise);
  }
  /// The same for a ray, Q16.
  static constexpr Features encode(const typename Template::Layer& layer, std::int32_t ray,
                                   const typename Template::Pins& pins, Random& noise) {
    Features features{};
    Template::encode(layer, features.data());
    encode_ray(ray, features);
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (pins.is_pinned(i)) {
        const int last = Template::parameters[i].count - 1;
        features[kPinOffset + 2 * i] = static_cast<std::int8_t>(last == 0 ? 0 : pins.choice[i] * 127 / last);
        features[kPinOffset + 2 * i + 1] = 127;
      }
    }
    for (std::size_t i = 0; i < kNoise; ++i) {
      features[kNoiseOffset + i] = static_cast<std::int8_t>(static_cast<int>(noise.next() >> 25U) - 64);
    }
    return features;
  }

 private:
  static constexpr std::int32_t kLowestBin = -32;  ///< octaves

  static constexpr void encode_ray(std::int32_t ray_q16, Features& features) {
    for (std::size_t bin = 0; bin < kRayBins; ++bin) {
      const std::int32_t centre = (kLowestBin + 2 * static_cast<std::int32_t>(bin)) * 65536;
      const std::int32_t steps = (ray_q16 - centre) / 1024;
      features[kRayOffset + bin] = static_cast<std::int8_t>(steps < -127 ? -127 : steps > 127 ? 127 : steps);
    }
  }
};

}  // namespace gandse
