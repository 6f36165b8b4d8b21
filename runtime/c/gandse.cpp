#include "gandse/gandse.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/runtime/c_tables.hpp"

using gandse::Reason;

namespace {

constexpr std::uint8_t kFree = gandse::Pins<1>::kFree;

static_assert(static_cast<int>(Reason::none) == GANDSE_OK);
static_assert(static_cast<int>(Reason::layer_out_of_range) == GANDSE_LAYER_OUT_OF_RANGE);
static_assert(static_cast<int>(Reason::objective_out_of_range) == GANDSE_OBJECTIVE_OUT_OF_RANGE);
static_assert(static_cast<int>(Reason::choice_out_of_range) == GANDSE_CHOICE_OUT_OF_RANGE);
static_assert(static_cast<int>(Reason::too_large) == GANDSE_TOO_LARGE);
static_assert(static_cast<int>(Reason::capacity_exceeded) == GANDSE_CAPACITY_EXCEEDED);
static_assert(static_cast<int>(Reason::limits_exceeded) == GANDSE_LIMITS_EXCEEDED);
static_assert(static_cast<int>(Reason::template_rule) == GANDSE_TEMPLATE_RULE);
static_assert(static_cast<int>(gandse::Binding::none) == GANDSE_BINDING_NONE);
static_assert(static_cast<int>(gandse::Binding::latency) == GANDSE_BINDING_LATENCY);
static_assert(static_cast<int>(gandse::Binding::power) == GANDSE_BINDING_POWER);
static_assert(static_cast<int>(gandse::Binding::both) == GANDSE_BINDING_BOTH);

/// Of which no rules are known.
struct NoTemplate {
  static constexpr std::array<gandse::Rule, 0> rules{};
};

gandse_reason to_c(Reason reason) { return static_cast<gandse_reason>(reason); }

std::size_t find(const gandse_generator& generator, const char* name) {
  return gandse::find_by_name(generator.parameters, generator.parameter_count, name);
}

}  // namespace

const char* gandse_version(void) { return gandse::version(); }

const char* gandse_template_name(const gandse_generator* generator) {
  return generator != nullptr ? generator->template_name : nullptr;
}

uint64_t gandse_fingerprint(const gandse_generator* generator) {
  return generator != nullptr ? generator->fingerprint : 0;
}

uint32_t gandse_clock_mhz(const gandse_generator* generator) { return generator != nullptr ? generator->clock_mhz : 0; }

size_t gandse_size(const gandse_generator* generator) { return generator != nullptr ? generator->size : 0; }

gandse_session* gandse_open(const gandse_generator* generator, void* memory, size_t size) {
  const bool aligned = reinterpret_cast<std::uintptr_t>(memory) % alignof(std::uint64_t) == 0;
  const bool given = generator != nullptr && memory != nullptr;
  return given && aligned && size >= generator->size ? generator->open(memory) : nullptr;
}

gandse_reason gandse_set_layer(gandse_session* session, const char* field, uint32_t value) {
  if (session == nullptr || field == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  return session->generator->set_layer(*session, field, value) ? GANDSE_OK : GANDSE_UNKNOWN_NAME;
}

void gandse_clear_layer(gandse_session* session) {
  if (session != nullptr) {
    session->generator->clear_layer(*session);
  }
}

void gandse_set_objective(gandse_session* session, uint64_t latency_cycles, uint64_t power_uw) {
  if (session != nullptr) {
    session->objective = {{latency_cycles}, {power_uw}};
  }
}

void gandse_set_options(gandse_session* session, uint32_t budget, uint32_t candidates, uint64_t seed) {
  if (session != nullptr) {
    session->options = {budget, candidates, seed};
  }
}

void gandse_use_board_options(gandse_session* session) {
  if (session != nullptr) {
    session->options = gandse::kBoardOptions;
  }
}

gandse_reason gandse_pin(gandse_session* session, const char* parameter, uint32_t value) {
  if (session == nullptr || parameter == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_generator& generator = *session->generator;
  const std::size_t index = find(generator, parameter);
  if (index == generator.parameter_count) {
    return GANDSE_UNKNOWN_NAME;
  }
  const std::uint8_t choice = gandse::choice_of(generator.parameters[index], value);
  if (choice == generator.parameters[index].count) {
    return GANDSE_CHOICE_OUT_OF_RANGE;
  }
  generator.pins(*session)[index] = choice;
  return GANDSE_OK;
}

void gandse_unpin(gandse_session* session) {
  if (session == nullptr) {
    return;
  }
  std::uint8_t* const pins = session->generator->pins(*session);
  for (std::size_t i = 0; i < session->generator->parameter_count; ++i) {
    pins[i] = kFree;
  }
}

gandse_reason gandse_explore(gandse_session* session) {
  return session != nullptr ? to_c(session->generator->explore(*session)) : GANDSE_NULL_ARGUMENT;
}

gandse_reason gandse_evaluate(gandse_session* session) {
  if (session == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const std::uint8_t* const pins = session->generator->pins(*session);
  for (std::size_t i = 0; i < session->generator->parameter_count; ++i) {
    if (pins[i] == kFree) {
      session->has_result = false;
      return GANDSE_NOT_PINNED;
    }
  }
  return to_c(session->generator->evaluate(*session));
}

const gandse_result* gandse_result_of(const gandse_session* session) {
  return session != nullptr && session->has_result ? &session->result : nullptr;
}

gandse_reason gandse_value(const gandse_session* session, const char* parameter, uint32_t* value) {
  if (session == nullptr || parameter == nullptr || value == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_generator& generator = *session->generator;
  const std::size_t index = find(generator, parameter);
  if (index == generator.parameter_count) {
    return GANDSE_UNKNOWN_NAME;
  }
  if (!session->has_result) {
    return GANDSE_NO_RESULT;
  }
  *value = gandse::value_of(generator.parameters[index], generator.choices(*session)[index]);
  return GANDSE_OK;
}

size_t gandse_parameter_count(const gandse_generator* generator) {
  return generator != nullptr ? generator->parameter_count : 0;
}

const char* gandse_parameter_name(const gandse_generator* generator, size_t parameter) {
  return parameter < gandse_parameter_count(generator) ? generator->parameters[parameter].name : nullptr;
}

size_t gandse_choice_count(const gandse_generator* generator, size_t parameter) {
  return parameter < gandse_parameter_count(generator) ? generator->parameters[parameter].count : 0;
}

uint32_t gandse_choice_value(const gandse_generator* generator, size_t parameter, size_t choice) {
  return choice < gandse_choice_count(generator, parameter) ? gandse::value_of(generator->parameters[parameter], choice)
                                                            : 0;
}

const char* gandse_reason_text(const gandse_generator* generator, uint32_t reason) {
  switch (reason) {
    case GANDSE_UNKNOWN_NAME:
      return "the template has no layer field or parameter of that name";
    case GANDSE_NOT_PINNED:
      return "every parameter needs a value: pin them all";
    case GANDSE_NO_RESULT:
      return "nothing was decided, or the last question was refused";
    case GANDSE_OTHER_GENERATOR:
      return "the session, or the point, is not one of this generator";
    case GANDSE_NULL_ARGUMENT:
      return "a pointer is NULL that must not be";
    case GANDSE_UNKNOWN_GOAL:
      return "the goal is none of gandse_goal";
    case GANDSE_NOT_BEGUN:
      return "no stream was begun, or its bitstreams were changed since: begin again";
    default:
      break;
  }
  // Numbers above those of any rule are not to wrap around to one.
  const auto known = static_cast<Reason>(reason <= GANDSE_LAST_RULE ? reason : std::uint32_t{GANDSE_LAST_RULE});
  return generator != nullptr ? generator->sentence(known) : gandse::describe<NoTemplate>(known).sentence;
}
