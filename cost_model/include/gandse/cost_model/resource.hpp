// What hardware takes of a device: resources that a template counts, and limits on them.
//
// Estimates for FPGAs: one DSP48E2 multiplies two pairs of int8 (AMD/Xilinx WP486) or one pair of int16; a block RAM of
// 36 Kibit holds 4 KiB of data beside its parity bits and has ports of 64 such bits (UG473, UG573), and no two SRAMs
// share one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// One entry of a template's table `resources`. `used(configuration)` gives the amounts, in its order: they depend on
/// hardware parameters alone, and never fall when a choice rises, because searches within limits rely on it.
struct Resource {
  const char* name;         ///< for the command line: letters, digits and `_`
  const char* unit;         ///< of limits and amounts, such as "KiB"
  const char* description;  ///< what is counted, for reports
};

inline constexpr std::uint32_t kBlockRamKib = 4;  ///< data that one block RAM of an FPGA holds, without parity bits

/// The resources that a template counts; none if it has no table `resources`.
template <class Template, class = void>
struct ResourcesOf {
  static constexpr std::array<Resource, 0> resources{};  ///< no resources
  /// Nothing is used of no resources.
  static constexpr std::array<std::uint32_t, 0> used(const typename Template::Configuration& /*configuration*/) {
    return {};
  }
};
/// The resources of a template that has a table of them.
template <class Template>
struct ResourcesOf<Template, std::void_t<decltype(Template::resources)>> {
  static constexpr const auto& resources = Template::resources;  ///< the template's table of `Resource`
  /// What the hardware of `configuration` takes of each resource, in its unit.
  static constexpr auto used(const typename Template::Configuration& configuration) {
    return Template::used(configuration);
  }
};

/// The most that a configuration may take of each resource; by default, anything.
template <class Template>
struct Limits {
  using Of = ResourcesOf<Template>;                            ///< the resources that are limited
  static constexpr std::size_t kCount = Of::resources.size();  ///< number of resources
  static constexpr std::uint32_t kUnlimited = UINT32_MAX;      ///< a limit that nothing exceeds

  std::array<std::uint32_t, kCount> most = unlimited();  ///< ceiling by resource, in the resource's unit

  /// Whether a resource has a ceiling.
  [[nodiscard]] constexpr bool is_limited(std::size_t resource) const { return most[resource] != kUnlimited; }

  /// Whether a configuration exceeds no limit.
  [[nodiscard]] constexpr bool admit(const typename Template::Configuration& configuration) const {
    return exceeded(configuration) == kCount;
  }

  /// The resource that a configuration exceeds by the largest factor; kCount if it exceeds none.
  [[nodiscard]] constexpr std::size_t exceeded(const typename Template::Configuration& configuration) const {
    const auto used = Of::used(configuration);
    std::size_t worst = kCount;
    for (std::size_t i = 0; i < kCount; ++i) {
      const bool over = used[i] > most[i];
      if (over && (worst == kCount || std::uint64_t{used[i]} * most[worst] > std::uint64_t{used[worst]} * most[i])) {
        worst = i;
      }
    }
    return worst;
  }

 private:
  static constexpr std::array<std::uint32_t, kCount> unlimited() {
    std::array<std::uint32_t, kCount> result{};
    for (std::size_t i = 0; i < kCount; ++i) {
      result[i] = kUnlimited;
    }
    return result;
  }
};

}  // namespace gandse
