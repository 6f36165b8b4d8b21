/* GANDSE for C99: decisions within limits on resources, why an objective is missed, and what a layer can have at all. For
 * sessions of gandse.h. It takes more time and stack than a decision does (a decision within limits ten times as long, an
 * explanation milliseconds on a host), and memory of yours. */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C. */
#ifndef GANDSE_GANDSE_ANALYSIS_H
#define GANDSE_GANDSE_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gandse/gandse.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What can be asked of sessions of one generator. GANDSE_ANALYSIS(im2col_96k); declares gandse_im2col_96k_analysis(), which
 * is never NULL. At file scope. */
typedef struct gandse_analysis gandse_analysis;
#ifdef __cplusplus
#define GANDSE_ANALYSIS(name) extern "C" const gandse_analysis* gandse_##name##_analysis(void)
#else
#define GANDSE_ANALYSIS(name) const gandse_analysis* gandse_##name##_analysis(void)
#endif

/* Resources that the template counts, 0..count-1 ("sram" KiB, "pe", "dsp", "bram"); NULL beyond. NULL: 0, NULL. */
size_t gandse_resource_count(const gandse_analysis* analysis);
const char* gandse_resource_name(const gandse_analysis* analysis, size_t resource);

/* As gandse_explore(), within limits: `most[i]` of resource i, UINT32_MAX being no limit; gandse_resource_count() of them,
 * or NULL, which is no limits. Where no configuration was found that keeps all of them, the result is not satisfied, and
 * `*exceeded` is the resource that is exceeded by the largest factor; otherwise it is gandse_resource_count(). `exceeded`
 * may be NULL, too; the others: GANDSE_NULL_ARGUMENT. This and all that follow: GANDSE_OTHER_GENERATOR where the session is
 * not one of the analysis' generator; its result then stays. */
gandse_reason gandse_explore_within(const gandse_analysis* analysis, gandse_session* session, const uint32_t* most,
                                    size_t* exceeded);

/* Of a task that is not met. */
typedef struct gandse_explanation {
  uint64_t nodes; /* that the first search looked at */
  uint32_t pins;  /* from here on, of an infeasible task: a bit for each pinned parameter which, set free alone, makes it
                     feasible */
  uint32_t limits;       /* and for each resource whose limit, taken away alone, does */
  uint8_t verdict;       /* gandse_verdict: whether anything meets the objective within pins and limits */
  uint8_t limits_alone;  /* pins and limits, whatever the objective */
  uint8_t latency_alone; /* were there no limit on power */
  uint8_t power_alone;   /* were there no limit on latency */
  bool complete;         /* no search ran out of nodes */
} gandse_explanation;

/* Why the session's objective is missed: searches all configurations but for those that bounds exclude, and looks at
 * `nodes` at most (or one for each search), some 30 million a second on a host. `most`: as above, and may be NULL; the
 * others: GANDSE_NULL_ARGUMENT. Other than GANDSE_OK: `*explanation` is zeros, GANDSE_UNKNOWN. */
gandse_reason gandse_explain(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                             uint64_t nodes, gandse_explanation* explanation);

#define GANDSE_FRONT_POINTS 32

/* A cost that no other point beats in both latency and power, and what has it. */
typedef struct gandse_point {
  uint64_t latency_cycles;
  uint64_t energy_fj;
  uint64_t power_uw;   /* average, rounded up */
  uint8_t choices[32]; /* gandse_point_value() */
  const gandse_generator* generator; /* whose choices these are; NULL: this is no point */
} gandse_point;

/* What the session's layer can have with its pins, by ascending latency; its objective is not asked. `most`: as above, and
 * may be NULL; the others: GANDSE_NULL_ARGUMENT. Writes all GANDSE_FRONT_POINTS of `points`, those that are no points as
 * zeros, and the number of points to `*count`; other than GANDSE_OK that is 0. */
gandse_reason gandse_front(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                           gandse_point* points, size_t* count);
/* A parameter's value there (named choices: their index). GANDSE_NO_RESULT where it is no point, GANDSE_OTHER_GENERATOR
 * where gandse_front() of this generator did not write it; NULL: GANDSE_NULL_ARGUMENT. Other than GANDSE_OK: `value` is
 * left alone. */
gandse_reason gandse_point_value(const gandse_analysis* analysis, const gandse_point* point, const char* parameter,
                                 uint32_t* value);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
