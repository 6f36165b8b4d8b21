#include "gandse/gandse_network.h"

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/c_tables.hpp"

using gandse::Reason;

namespace {

static_assert(static_cast<int>(gandse::Step::keep) == GANDSE_KEEP);
static_assert(static_cast<int>(gandse::Step::retile) == GANDSE_RETILE);
static_assert(static_cast<int>(gandse::Step::load) == GANDSE_LOAD);
static_assert(static_cast<int>(gandse::Goal::score) == GANDSE_GOAL_SCORE);
static_assert(static_cast<int>(gandse::Goal::energy) == GANDSE_GOAL_ENERGY);

// What was found, and whom to blame for what was not, is of another question than the next.
void forget(gandse_network& network) {
  network.has_result = false;
  network.refused = gandse_network::kNoLayer;
}

gandse_reason answered(gandse_network& network, Reason reason) {
  network.has_result = reason == Reason::none;
  return static_cast<gandse_reason>(reason);
}

// Bitstreams were changed: what was found on them, and the stream, are over.
void end_stream(gandse_network& network) {
  forget(network);
  network.begun = false;
}

std::size_t find(const gandse_network_generator& generator, const char* name) {
  return gandse::find_by_name(generator.parameters, generator.parameter_count, name);
}

}  // namespace

size_t gandse_network_size(const gandse_network_generator* generator) {
  return generator != nullptr ? generator->size : 0;
}

gandse_network* gandse_network_open(const gandse_network_generator* generator, void* memory, size_t size) {
  const bool aligned = reinterpret_cast<std::uintptr_t>(memory) % alignof(std::uint64_t) == 0;
  const bool given = generator != nullptr && memory != nullptr;
  return given && aligned && size >= generator->size ? generator->open(memory) : nullptr;
}

gandse_reason gandse_network_add_layer(gandse_network* network) {
  if (network == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (!network->generator->add_layer(*network)) {
    return GANDSE_CAPACITY_EXCEEDED;
  }
  forget(*network);
  return GANDSE_OK;
}

gandse_reason gandse_network_set_layer(gandse_network* network, const char* field, uint32_t value) {
  if (network == nullptr || field == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (!network->generator->set_layer(*network, field, value)) {
    return GANDSE_UNKNOWN_NAME;
  }
  forget(*network);
  return GANDSE_OK;
}

void gandse_network_clear_layers(gandse_network* network) {
  if (network != nullptr) {
    forget(*network);
    network->layer_count = 0;
  }
}

gandse_reason gandse_network_add_bitstream(gandse_network* network, uint64_t load_cycles, uint64_t load_energy_fj) {
  if (network == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (!network->generator->add_bitstream(*network, {{load_cycles}, {load_energy_fj}})) {
    return GANDSE_CAPACITY_EXCEEDED;
  }
  end_stream(*network);
  return GANDSE_OK;
}

gandse_reason gandse_network_set_hardware(gandse_network* network, const char* parameter, uint32_t value) {
  if (network == nullptr || parameter == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_network_generator& generator = *network->generator;
  const std::size_t index = find(generator, parameter);
  std::uint8_t* const hardware = generator.hardware(*network);
  if (index == generator.parameter_count || !generator.is_hardware(index) || hardware == nullptr) {
    return GANDSE_UNKNOWN_NAME;
  }
  const std::uint8_t choice = gandse::choice_of(generator.parameters[index], value);
  if (choice == generator.parameters[index].count) {
    return GANDSE_CHOICE_OUT_OF_RANGE;
  }
  hardware[index] = choice;
  end_stream(*network);
  return GANDSE_OK;
}

gandse_reason gandse_network_set_limit(gandse_network* network, const char* resource, uint32_t most) {
  if (network == nullptr || resource == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  return network->generator->set_limit(*network, resource, most) ? GANDSE_OK : GANDSE_UNKNOWN_NAME;
}

void gandse_network_set_objective(gandse_network* network, uint64_t latency_cycles, uint64_t power_uw) {
  if (network != nullptr) {
    network->objective = {{latency_cycles}, {power_uw}};
  }
}

void gandse_network_set_options(gandse_network* network, uint32_t budget, uint32_t candidates, uint64_t seed) {
  if (network != nullptr) {
    network->options = {budget, candidates, seed, network->options.goal};
  }
}

gandse_reason gandse_network_set_goal(gandse_network* network, uint32_t goal) {
  if (network == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (goal != GANDSE_GOAL_SCORE && goal != GANDSE_GOAL_ENERGY) {
    return GANDSE_UNKNOWN_GOAL;
  }
  network->options.goal = static_cast<gandse::Goal>(goal);
  return GANDSE_OK;
}

void gandse_network_set_waiting(gandse_network* network, uint64_t power_uw) {
  if (network != nullptr) {
    network->waiting = {power_uw};
  }
}

gandse_reason gandse_network_explore(gandse_network* network) {
  return network != nullptr ? answered(*network, network->generator->explore(*network)) : GANDSE_NULL_ARGUMENT;
}

gandse_reason gandse_network_begin(gandse_network* network, uint32_t loaded) {
  if (network == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  forget(*network);
  network->begun = network->generator->begin(*network, loaded);
  return network->begun ? GANDSE_OK : GANDSE_CAPACITY_EXCEEDED;
}

gandse_reason gandse_network_next(gandse_network* network, uint64_t inferences, bool known) {
  if (network == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  if (!network->begun) {
    forget(*network);
    return GANDSE_NOT_BEGUN;
  }
  return answered(*network, network->generator->next(*network, {inferences, known}));
}

const gandse_network_result* gandse_network_result_of(const gandse_network* network) {
  return network != nullptr && network->has_result ? &network->result : nullptr;
}

gandse_reason gandse_network_explain(const gandse_network* network, uint64_t nodes,
                                     gandse_network_explanation* explanation) {
  if (explanation != nullptr) {
    *explanation = {};
  }
  if (network == nullptr || explanation == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse::NetworkFeasibility found = network->generator->explain(*network, nodes);
  *explanation = {found.nodes, static_cast<std::uint8_t>(found.verdict), static_cast<std::uint8_t>(found.latency_alone),
                  static_cast<std::uint8_t>(found.power_alone)};
  return GANDSE_OK;
}

gandse_reason gandse_network_front(gandse_network* network, gandse_network_point* points, size_t* count) {
  if (count != nullptr) {
    *count = 0;
  }
  for (std::size_t i = 0; points != nullptr && i < GANDSE_NETWORK_FRONT_POINTS; ++i) {
    points[i] = {};
  }
  if (network == nullptr || points == nullptr || count == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  forget(*network);
  return static_cast<gandse_reason>(network->generator->front(*network, points, *count));
}

size_t gandse_network_refused_layer(const gandse_network* network) {
  if (network == nullptr) {
    return 0;
  }
  return network->refused < network->layer_count ? network->refused : network->layer_count;
}

gandse_reason gandse_network_value(const gandse_network* network, size_t layer, const char* parameter,
                                   uint32_t* value) {
  if (network == nullptr || parameter == nullptr || value == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_network_generator& generator = *network->generator;
  const std::size_t index = find(generator, parameter);
  if (index == generator.parameter_count) {
    return GANDSE_UNKNOWN_NAME;
  }
  if (!network->has_result) {
    return GANDSE_NO_RESULT;
  }
  const std::uint8_t* const choices = generator.schedule(*network, layer);
  if (choices == nullptr) {
    return GANDSE_CAPACITY_EXCEEDED;
  }
  *value = gandse::value_of(generator.parameters[index], choices[index]);
  return GANDSE_OK;
}
