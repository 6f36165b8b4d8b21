#include "gandse/gandse_analysis.h"

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/c_tables.hpp"

using gandse::Verdict;

namespace {

static_assert(static_cast<int>(Verdict::unknown) == GANDSE_UNKNOWN);
static_assert(static_cast<int>(Verdict::feasible) == GANDSE_FEASIBLE);
static_assert(static_cast<int>(Verdict::infeasible) == GANDSE_INFEASIBLE);

// Whether a session can be asked for, and why not.
gandse_reason admitted(const gandse_analysis* analysis, const gandse_session* session) {
  if (analysis == nullptr || session == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  return session->generator == analysis->generator ? GANDSE_OK : GANDSE_OTHER_GENERATOR;
}

}  // namespace

size_t gandse_resource_count(const gandse_analysis* analysis) {
  return analysis != nullptr ? analysis->resource_count : 0;
}

const char* gandse_resource_name(const gandse_analysis* analysis, size_t resource) {
  return resource < gandse_resource_count(analysis) ? analysis->resources[resource].name : nullptr;
}

gandse_reason gandse_explore_within(const gandse_analysis* analysis, gandse_session* session, const uint32_t* most,
                                    size_t* exceeded) {
  gandse_reason reason = admitted(analysis, session);
  std::size_t worst = gandse_resource_count(analysis);
  if (reason == GANDSE_OK) {
    reason = static_cast<gandse_reason>(analysis->explore_within(*session, most, worst));
  }
  if (exceeded != nullptr) {
    *exceeded = worst;
  }
  return reason;
}

gandse_reason gandse_explain(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                             uint64_t nodes, gandse_explanation* explanation) {
  if (explanation == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  *explanation = {};
  const gandse_reason reason = admitted(analysis, session);
  return reason == GANDSE_OK ? static_cast<gandse_reason>(analysis->explain(*session, most, nodes, *explanation))
                             : reason;
}

gandse_reason gandse_front(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                           gandse_point* points, size_t* count) {
  if (count != nullptr) {
    *count = 0;
  }
  for (std::size_t i = 0; points != nullptr && i < GANDSE_FRONT_POINTS; ++i) {
    points[i] = {};
  }
  if (points == nullptr || count == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_reason reason = admitted(analysis, session);
  return reason == GANDSE_OK ? static_cast<gandse_reason>(analysis->front(*session, most, points, *count)) : reason;
}

gandse_reason gandse_point_value(const gandse_analysis* analysis, const gandse_point* point, const char* parameter,
                                 uint32_t* value) {
  if (analysis == nullptr || point == nullptr || parameter == nullptr || value == nullptr) {
    return GANDSE_NULL_ARGUMENT;
  }
  const gandse_generator& generator = *analysis->generator;
  const std::size_t index = gandse::find_by_name(generator.parameters, generator.parameter_count, parameter);
  if (index == generator.parameter_count) {
    return GANDSE_UNKNOWN_NAME;
  }
  if (point->generator != analysis->generator) {
    return point->generator == nullptr ? GANDSE_NO_RESULT : GANDSE_OTHER_GENERATOR;
  }
  if (point->choices[index] >= generator.parameters[index].count) {
    return GANDSE_CHOICE_OUT_OF_RANGE;
  }
  *value = gandse::value_of(generator.parameters[index], point->choices[index]);
  return GANDSE_OK;
}
