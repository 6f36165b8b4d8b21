#include "gandse_shared.h"

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/c_tables.hpp"
#include "gandse/runtime/network_total.hpp"

namespace {

struct Size {
  const char* structure;
  std::size_t bytes;
};

#define GANDSE_SIZE(structure) \
  Size { #structure, sizeof(structure) }
constexpr Size kSizes[] = {
    GANDSE_SIZE(gandse_result),           GANDSE_SIZE(gandse_explanation),      GANDSE_SIZE(gandse_point),
    GANDSE_SIZE(gandse_network_result),   GANDSE_SIZE(gandse_network_point),    GANDSE_SIZE(gandse_network_explanation),
    GANDSE_SIZE(gandse_shared_field),     GANDSE_SIZE(gandse_shared_parameter), GANDSE_SIZE(gandse_shared_resource),
    GANDSE_SIZE(gandse_shared_generator), GANDSE_SIZE(gandse_shared_options),   GANDSE_SIZE(gandse_shared),
    GANDSE_SIZE(gandse_shared_batch),
};
#undef GANDSE_SIZE

gandse_reason explore_row(const gandse_shared_generator& generator, gandse_session* session,
                          const gandse_shared_batch& batch, std::size_t row) {
  for (std::size_t i = 0; i < generator.field_count; ++i) {
    const gandse_reason reason =
        gandse_set_layer(session, generator.fields[i].name, batch.layers[row * generator.field_count + i]);
    if (reason != GANDSE_OK) {
      return reason;
    }
  }
  gandse_set_objective(session, batch.objectives[2 * row], batch.objectives[2 * row + 1]);
  gandse_unpin(session);
  const std::size_t parameters = gandse_parameter_count(generator.generator);
  for (std::size_t i = 0; batch.pins != nullptr && i < parameters; ++i) {
    const std::uint32_t value = batch.pins[row * parameters + i];
    if (value != GANDSE_SHARED_FREE) {
      const gandse_reason reason = gandse_pin(session, generator.parameters[i].name, value);
      if (reason != GANDSE_OK) {
        return reason;
      }
    }
  }
  return gandse_explore(session);
}

gandse::Total total_of(const gandse_network_result& result, const gandse::Objective& objective,
                       std::uint32_t clock_mhz) {
  return gandse::judged_total(gandse::Checked{result.latency_cycles}, gandse::Checked{result.energy_fj}, objective,
                              clock_mhz);
}

}  // namespace

size_t gandse_shared_size_of(const char* structure) {
  for (const Size& size : kSizes) {
    if (structure != nullptr && gandse::same_text(size.structure, structure)) {
      return size.bytes;
    }
  }
  return 0;
}

gandse_reason gandse_shared_explore(const gandse_shared_generator* generator, gandse_session* session,
                                    const gandse_shared_batch* batch) {
  if (generator == nullptr || session == nullptr || batch == nullptr || batch->layers == nullptr ||
      batch->objectives == nullptr || batch->results == nullptr || batch->configurations == nullptr ||
      batch->reasons == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (session->generator != generator->generator) {
    return GANDSE_OTHER_GENERATOR;
  }
  const std::size_t parameters = gandse_parameter_count(generator->generator);
  for (std::size_t row = 0; row < batch->rows; ++row) {
    const gandse_reason reason = explore_row(*generator, session, *batch, row);
    const bool answered = reason == GANDSE_OK;
    batch->reasons[row] = static_cast<std::uint8_t>(reason);
    batch->results[row] = answered ? *gandse_result_of(session) : gandse_result{};
    for (std::size_t i = 0; i < parameters; ++i) {
      std::uint32_t& value = batch->configurations[row * parameters + i];
      value = 0;
      if (answered) {
        static_cast<void>(gandse_value(session, generator->parameters[i].name, &value));
      }
    }
  }
  return GANDSE_OK;
}

bool gandse_shared_better(const gandse_network_result* a, const gandse_network_result* b, uint64_t latency_cycles,
                          uint64_t power_uw, uint32_t clock_mhz, uint32_t goal) {
  if (a == nullptr || b == nullptr) {
    return false;
  }
  const gandse::Objective objective{{latency_cycles}, {power_uw}};
  return total_of(*a, objective, clock_mhz)
      .better_than(total_of(*b, objective, clock_mhz),
                   goal == GANDSE_GOAL_ENERGY ? gandse::Goal::energy : gandse::Goal::score);
}
