// The tables of functions by which the C interface reaches generators, and what of a session and a network is the same
// for all of them. CGenerator, CAnalysis and CNetwork fill them; runtime/c/ calls them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/gandse.h"
#include "gandse/gandse_analysis.h"
#include "gandse/gandse_network.h"
#include "gandse/runtime/decision.hpp"
#include "gandse/runtime/network_decision.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "gandse/runtime/stream_task.hpp"

/// @cond internal
/// What C sees of a generator: its design space, and what depends on the type of its weights.
struct gandse_generator {
  std::size_t size;  ///< bytes of a session
  const char* template_name;
  std::uint64_t fingerprint;
  std::uint32_t clock_mhz;
  const gandse::Parameter* parameters;
  std::size_t parameter_count;
  gandse_session* (*open)(void* memory);
  void (*clear_layer)(gandse_session&);
  bool (*set_layer)(gandse_session&, const char* name, std::uint32_t value);  ///< false where there is no such name
  std::uint8_t* (*pins)(gandse_session&);
  const std::uint8_t* (*choices)(const gandse_session&);
  gandse::Reason (*explore)(gandse_session&);
  gandse::Reason (*evaluate)(gandse_session&);
  const char* (*sentence)(gandse::Reason);
};

struct gandse_session {
  const gandse_generator* generator;
  gandse::Objective objective{};
  gandse::Options options{};
  gandse_result result{};
  bool has_result = false;
};

/// What depends on the type of the weights. Null limits are none; `points` are GANDSE_FRONT_POINTS empty ones.
struct gandse_analysis {
  const gandse_generator* generator;
  const gandse::Resource* resources;
  std::size_t resource_count;
  gandse::Reason (*explore_within)(gandse_session&, const std::uint32_t* most, std::size_t& exceeded);
  gandse::Reason (*explain)(const gandse_session&, const std::uint32_t* most, std::uint64_t nodes,
                            gandse_explanation& explanation);
  gandse::Reason (*front)(const gandse_session&, const std::uint32_t* most, gandse_point* points, std::size_t& count);
};

/// What C sees of it: the design space, and what depends on the type of the weights.
struct gandse_network_generator {
  std::size_t size;
  const gandse::Parameter* parameters;
  std::size_t parameter_count;
  gandse_network* (*open)(void* memory);
  bool (*add_layer)(gandse_network&);
  bool (*set_layer)(gandse_network&, const char* name, std::uint32_t value);
  bool (*add_bitstream)(gandse_network&, const gandse::Cost& load);
  std::uint8_t* (*hardware)(gandse_network&);
  bool (*is_hardware)(std::size_t parameter);
  bool (*set_limit)(gandse_network&, const char* resource, std::uint32_t most);
  gandse::Reason (*explore)(gandse_network&);
  bool (*begin)(gandse_network&, std::size_t loaded);
  gandse::Reason (*next)(gandse_network&, const gandse::Horizon& horizon);
  gandse::NetworkFeasibility (*explain)(const gandse_network&, std::uint64_t nodes);
  gandse::Reason (*front)(gandse_network&, gandse_network_point* points, std::size_t& count);
  const std::uint8_t* (*schedule)(const gandse_network&, std::size_t layer);  ///< null beyond the last layer
};

struct gandse_network {
  static constexpr std::size_t kNoLayer = SIZE_MAX;

  const gandse_network_generator* generator;
  gandse::Objective objective{};
  gandse::NetworkOptions options{};
  gandse::Microwatt waiting{};
  gandse_network_result result{};
  std::size_t layer_count = 0;
  std::size_t refused = kNoLayer;  ///< which layer; kNoLayer, or not less than layer_count, is none
  bool has_result = false;
  bool begun = false;  ///< a stream, on bitstreams as they are
};

namespace gandse {

/// Equality of C strings; freestanding code has no strcmp.
constexpr bool same_text(const char* a, const char* b) {
  for (; *a == *b; ++a, ++b) {
    if (*a == '\0') {
      return true;
    }
  }
  return false;
}

/// Sets the field of a layer that is called `name`, or all fields of that group. False where there is none.
template <class Template>
constexpr bool set_layer_field(typename Template::Layer& layer, const char* name, std::uint32_t value) {
  bool found = false;
  for (const auto& field : Template::layer_fields) {
    if (same_text(field.name, name) || (*field.group != '\0' && same_text(field.group, name))) {
      layer.*field.member = value;
      found = true;
    }
  }
  return found;
}

/// Index of the one called `name`, or `count`. `Named`: Parameter or Resource.
template <class Named>
constexpr std::size_t find_by_name(const Named* all, std::size_t count, const char* name) {
  std::size_t index = 0;
  while (index < count && !same_text(all[index].name, name)) {
    ++index;
  }
  return index;
}

/// What a choice means in C: its value, or its index where it has a name.
constexpr std::uint32_t value_of(const Parameter& parameter, std::size_t choice) {
  return parameter.is_named() ? static_cast<std::uint16_t>(choice) : parameter.values[choice];
}

/// The choice of that value, or `count` of them where there is none.
constexpr std::uint8_t choice_of(const Parameter& parameter, std::uint32_t value) {
  std::uint8_t choice = 0;
  while (choice < parameter.count && value_of(parameter, choice) != value) {
    ++choice;
  }
  return choice;
}

}  // namespace gandse
/// @endcond
