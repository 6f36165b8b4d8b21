// What a generator was trained on. Beyond it the generator guesses, and local search should do more of the work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// The ray of a task: log2(latency objective / power objective / MACs), Q16. The configuration of the best score
/// depends on the two objectives only through their ratio (scaling both by c divides every score by c), so their common
/// scale is not shown to the generator: it could learn nothing from it but noise.
template <class Template>
constexpr std::int32_t ray_of(const typename Template::Layer& layer, const Objective& objective) {
  return log2_q16(objective.latency.value) - log2_q16(objective.power.value) - log2_q16(Template::macs(layer));
}

inline constexpr std::int32_t kOctave = 1 << 16;  ///< a factor of 2, in units of a ray

/// An objective on a ray for a layer of `macs` MACs. Its scale is arbitrary, and changes no decision.
constexpr Objective objective_on(std::int32_t ray_q16, std::uint64_t macs) {
  constexpr unsigned kPowerBits = 22;
  const std::int32_t octaves = (ray_q16 >> 16U) + static_cast<std::int32_t>(kPowerBits);
  const unsigned wanted = octaves < 0 ? 0U : static_cast<unsigned>(octaves);
  const unsigned room = 62U - bit_width(macs);
  const std::uint64_t latency = macs << (wanted < room ? wanted : room);
  // Where the latency cannot be as short as that, the power is higher.
  const unsigned missing = octaves < 0 ? static_cast<unsigned>(-octaves) : 0U;
  return {{latency}, {std::uint64_t{1} << (kPowerBits + (missing < 28U ? missing : 28U))}};
}

/// How far a training set went, as weights carry it; by default, everywhere.
template <class Template>
struct TrainingRange {
  std::array<std::uint32_t, Template::layer_fields.size()> most = everything();  ///< largest value of each layer field
  std::int32_t least_ray = INT32_MIN;  ///< Q16; 999 in 1000 tasks lie between both
  std::int32_t most_ray = INT32_MAX;   ///< Q16

  /// Whether a task lies within: every field of its layer, and its ray.
  [[nodiscard]] constexpr bool contains(const typename Template::Layer& layer, std::int32_t ray) const {
    bool inside = ray >= least_ray && ray <= most_ray;
    for (std::size_t i = 0; i < most.size(); ++i) {
      inside = inside && layer.*Template::layer_fields[i].member <= most[i];
    }
    return inside;
  }

  /// The lowest ray to ask for; -40 octaves if there is no training set.
  [[nodiscard]] constexpr std::int32_t first_ray() const { return least_ray < -kWidest ? -kWidest : least_ray; }
  /// The highest ray to ask for; 0 at most.
  [[nodiscard]] constexpr std::int32_t last_ray() const { return most_ray > 0 ? 0 : most_ray; }

 private:
  static constexpr std::int32_t kWidest = 40 << 16;

  static constexpr std::array<std::uint32_t, Template::layer_fields.size()> everything() {
    std::array<std::uint32_t, Template::layer_fields.size()> result{};
    for (std::uint32_t& one : result) {
      one = UINT32_MAX;
    }
    return result;
  }
};

}  // namespace gandse
