#include "gandse/gandse_analysis.h"

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/c_analysis.hpp"

using gandse::Verdict;

namespace {

static_assert(static_cast<int>(Verdict::unknown) == GANDSE_UNKNOWN);
static_assert(static_cast<int>(Verdict::feasible) == GANDSE_FEASIBLE);
static_assert(static_cast<int>(Verdict::infeasible) == GANDSE_INFEASIBLE);

bool belong_together(const gandse_analysis* analysis, const gandse_session* session) {
  return session->generator == analysis->generator;
}

}  // namespace

size_t gandse_resource_count(const gandse_analysis* analysis) { return analysis->resource_count; }

const char* gandse_resource_name(const gandse_analysis* analysis, size_t resource) {
  return resource < analysis->resource_count ? analysis->resources[resource].name : nullptr;
}

gandse_reason gandse_explore_within(const gandse_analysis* analysis, gandse_session* session, const uint32_t* most,
                                    size_t* exceeded) {
  if (!belong_together(analysis, session)) {
    return GANDSE_OTHER_GENERATOR;
  }
  std::size_t worst = 0;
  const gandse::Reason reason = analysis->explore_within(*session, most, worst);
  if (exceeded != nullptr) {
    *exceeded = worst;
  }
  return static_cast<gandse_reason>(reason);
}

gandse_reason gandse_explain(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                             uint64_t nodes, gandse_explanation* explanation) {
  return belong_together(analysis, session)
             ? static_cast<gandse_reason>(analysis->explain(*session, most, nodes, *explanation))
             : GANDSE_OTHER_GENERATOR;
}

gandse_reason gandse_front(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                           gandse_point* points, size_t* count) {
  *count = 0;
  return belong_together(analysis, session)
             ? static_cast<gandse_reason>(analysis->front(*session, most, points, *count))
             : GANDSE_OTHER_GENERATOR;
}

gandse_reason gandse_point_value(const gandse_analysis* analysis, const gandse_point* point, const char* parameter,
                                 uint32_t* value) {
  const gandse_generator& generator = *analysis->generator;
  const std::size_t index = gandse::find_by_name(generator.parameters, generator.parameter_count, parameter);
  if (index == generator.parameter_count) {
    return GANDSE_UNKNOWN_NAME;
  }
  *value = gandse::value_of(generator.parameters[index], point->choices[index]);
  return GANDSE_OK;
}
