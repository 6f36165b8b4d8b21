/** @file
 * GANDSE for C99: decisions within limits on resources, why an objective is missed, and which latencies and powers a
 * layer can reach. For sessions of gandse.h. It takes more time and stack than a decision does (a decision within
 * limits ten times as long, an explanation milliseconds on a host), and memory of yours. */
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

/** What can be asked of the sessions of one generator, all constant. */
typedef struct gandse_analysis gandse_analysis;

/** GANDSE_ANALYSIS(im2col_96k); declares gandse_im2col_96k_analysis(), which is never NULL. Write it at file scope. */
#ifdef __cplusplus
#define GANDSE_ANALYSIS(name) extern "C" const gandse_analysis* gandse_##name##_analysis(void)
#else
#define GANDSE_ANALYSIS(name) const gandse_analysis* gandse_##name##_analysis(void)
#endif

/** The number of resources that the template counts, such as "sram" (KiB), "pe", "dsp" and "bram". NULL: 0. */
size_t gandse_resource_count(const gandse_analysis* analysis);
/** The name of resource 0..gandse_resource_count()-1; NULL beyond. NULL: NULL. */
const char* gandse_resource_name(const gandse_analysis* analysis, size_t resource);

/** Decides as gandse_explore() does, within limits: `most[i]` is the most of resource i, in the template's unit, for
 * all gandse_resource_count() of them; UINT32_MAX is no limit, and NULL for `most` is no limits. If no configuration
 * was found that keeps all of them, the result is not satisfied, and `*exceeded` is the resource exceeded by the
 * largest factor; otherwise `*exceeded` is gandse_resource_count(). `exceeded` may be NULL, too; for the others NULL
 * gives GANDSE_NULL_ARGUMENT. This and all functions below return GANDSE_OTHER_GENERATOR if the session does not belong
 * to the analysis' generator; its result then stays. */
gandse_reason gandse_explore_within(const gandse_analysis* analysis, gandse_session* session, const uint32_t* most,
                                    size_t* exceeded);

/** Why a task is not met. The fields from `pins` to `power_alone`, but for `verdict`, are filled for an infeasible task
 * alone; each is what becomes possible if something is given up. */
typedef struct gandse_explanation {
  uint64_t nodes;        /**< bounds and evaluations that the search for `verdict` looked at */
  uint32_t pins;         /**< a bit for each pinned parameter that alone, set free, makes the task feasible */
  uint32_t limits;       /**< a bit for each resource whose limit alone, taken away, makes the task feasible */
  uint8_t verdict;       /**< a gandse_verdict: whether anything meets the objective within pins and limits */
  uint8_t limits_alone;  /**< a gandse_verdict: whether anything keeps pins and limits, whatever the objective */
  uint8_t latency_alone; /**< a gandse_verdict: the task without its limit on power */
  uint8_t power_alone;   /**< a gandse_verdict: the task without its limit on latency */
  bool complete;         /**< no search ran out of nodes */
} gandse_explanation;

/** Finds out why the session's objective is missed: searches all configurations but for those that bounds exclude, some
 * 30 million nodes a second on a host. It looks at `nodes` at most, but at least at one for each search. `most` is as
 * for gandse_explore_within(), and may be NULL; the others: GANDSE_NULL_ARGUMENT. Anything but GANDSE_OK leaves
 * `*explanation` all zeros, which is GANDSE_UNKNOWN. */
gandse_reason gandse_explain(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                             uint64_t nodes, gandse_explanation* explanation);

/* Who compiles the library may define another, in all sources alike. */
#ifndef GANDSE_FRONT_POINTS
#define GANDSE_FRONT_POINTS 32 /**< the number of points that gandse_front() writes */
#endif

/** A cost that no other point beats in both latency and power, and the configuration that has it. */
typedef struct gandse_point {
  uint64_t latency_cycles;           /**< cycles of the accelerator's clock for the whole layer */
  uint64_t energy_fj;                /**< femtojoule for the whole layer, leakage included */
  uint64_t power_uw;                 /**< microwatt, on average over the layer, rounded up */
  uint8_t choices[32];               /**< the configuration, which gandse_point_value() reads */
  const gandse_generator* generator; /**< the generator whose choices these are; NULL if this is no point */
} gandse_point;

/** Finds the latencies and powers that the session's layer can reach with its pins; its objective does not matter.
 * Writes all GANDSE_FRONT_POINTS of `points`, by ascending latency, those that are no points as zeros, and the number
 * of points to `*count`; that is 0 for anything but GANDSE_OK. `most` is as for gandse_explore_within(), and may be
 * NULL; the others: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_front(const gandse_analysis* analysis, const gandse_session* session, const uint32_t* most,
                           gandse_point* points, size_t* count);
/** Writes a parameter's value at a point (named choices: their index) to `value`. Returns GANDSE_UNKNOWN_NAME for a
 * name that the template does not have, GANDSE_NO_RESULT if it is no point, and GANDSE_OTHER_GENERATOR if
 * gandse_front() of another generator wrote it; `value` is then left alone. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_point_value(const gandse_analysis* analysis, const gandse_point* point, const char* parameter,
                                 uint32_t* value);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
