/** @file
 * GANDSE from C99: which configuration of the accelerator meets this latency and this power, and which is best?
 *
 *     GANDSE_GENERATOR(im2col_96k);                        declares a generator that is linked in
 *
 *     static uint64_t memory[GANDSE_SESSION_BYTES / 8];    the caller owns all memory; gandse_size() says how much
 *     gandse_session* s = gandse_open(gandse_im2col_96k(), memory, sizeof memory);
 *     gandse_set_layer(s, "ic", 64); ...
 *     gandse_set_objective(s, 200000, 400000);
 *     if (gandse_explore(s) == GANDSE_OK && gandse_result_of(s)->satisfied) {
 *       gandse_value(s, "PEN", &pen); ...
 *     }
 *
 * No heap, no global state, no floating point, no library but mem* and the compiler's own integer helpers. Sessions are
 * independent of each other: one per thread needs no lock. Stack of a decision: the table of toolchains/README.md, by
 * target; 4 KiB on a Cortex-M4 at -Os, 4.5 KiB on 64-bit ones.
 *
 * NULL crashes nothing. Every function says what it does with it, and changes nothing then. If a session could not be
 * opened, the first function that returns a gandse_reason says so. Enums go into structs and functions as integers of
 * fixed width, whatever the compiler makes of enums (-fshort-enums). */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C. */
#ifndef GANDSE_GANDSE_H
#define GANDSE_GANDSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gandse/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A trained generator: weights, design space and cost model, all constant. */
typedef struct gandse_generator gandse_generator;
/** One question and its answer, in the caller's memory. */
typedef struct gandse_session gandse_session;

/** Declares gandse_NAME(), which returns the generator NAME, never NULL. Write it at file scope. */
#ifdef __cplusplus
#define GANDSE_GENERATOR(name) extern "C" const gandse_generator* gandse_##name(void)
#else
#define GANDSE_GENERATOR(name) const gandse_generator* gandse_##name(void)
#endif

/** Bytes that are enough for a session of any generator whose template has at most 32 parameters and 20 layer fields.
 */
#define GANDSE_SESSION_BYTES 256

/** Why something is refused. Values from GANDSE_TEMPLATE_RULE to GANDSE_LAST_RULE are rules of the template:
 * gandse_reason_text() explains them. */
typedef enum gandse_reason {
  GANDSE_OK = 0,                     /**< nothing is wrong */
  GANDSE_LAYER_OUT_OF_RANGE = 1,     /**< a field of the layer lies outside the template's limits */
  GANDSE_OBJECTIVE_OUT_OF_RANGE = 2, /**< latency must be 1..2^62 cycles, power 1..2^50 uW */
  GANDSE_CHOICE_OUT_OF_RANGE = 3,    /**< a parameter does not have this value among its choices */
  GANDSE_TOO_LARGE = 4,              /**< more than 2^40 MACs, or more energy than 2^64 fJ */
  GANDSE_UNKNOWN_NAME = 5,           /**< the template has no such layer field, parameter or resource */
  GANDSE_NOT_PINNED = 6,             /**< gandse_evaluate() needs a value for every parameter */
  GANDSE_CAPACITY_EXCEEDED = 7,      /**< networks: no layer or no bitstream, or more than there is room for */
  GANDSE_NO_RESULT = 8,              /**< nothing was decided, or the last question was refused */
  GANDSE_LIMITS_EXCEEDED = 9,        /**< networks: every bitstream takes more of a resource than its limit */
  GANDSE_OTHER_GENERATOR = 10,       /**< analysis: the session, or the point, belongs to another generator */
  GANDSE_NULL_ARGUMENT = 11,         /**< a pointer is NULL that must not be */
  GANDSE_UNKNOWN_GOAL = 12,          /**< networks: the number is no gandse_goal */
  GANDSE_NOT_BEGUN = 13,             /**< networks: no stream was begun, or its bitstreams were changed since */
  GANDSE_TEMPLATE_RULE = 16,         /**< first rule of the template, in the order of its table of rules */
  GANDSE_LAST_RULE = 255             /**< largest value that a rule can have */
} gandse_reason;

/** Which part of the objective the configuration misses. */
typedef enum gandse_binding {
  GANDSE_BINDING_NONE = 0,    /**< neither: the objective is met */
  GANDSE_BINDING_LATENCY = 1, /**< latency alone */
  GANDSE_BINDING_POWER = 2,   /**< power alone */
  GANDSE_BINDING_BOTH = 3     /**< latency and power */
} gandse_binding;

/** Whether something can be met at all (gandse_analysis.h, gandse_network.h): proven, or not known. */
typedef enum gandse_verdict {
  GANDSE_UNKNOWN = 0,   /**< neither is proven: a bound does not tell, or a search ran out of nodes */
  GANDSE_FEASIBLE = 1,  /**< a configuration that meets it was found */
  GANDSE_INFEASIBLE = 2 /**< proven: no configuration meets it */
} gandse_verdict;

/** The configuration's cost, and how it compares with the objective; gandse_value() gives the configuration itself. */
typedef struct gandse_result {
  uint64_t latency_cycles; /**< cycles of the accelerator's clock for the whole layer, all `repeat` groups */
  uint64_t energy_fj;      /**< femtojoule for the whole layer, leakage included */
  uint64_t power_uw;       /**< microwatt, on average over the layer, rounded up */
  uint64_t excess_ppm;  /**< by how much the objective missed most is exceeded, parts per million of it, rounded up; 0
                           if satisfied */
  uint32_t evaluations; /**< calls of the cost model that the answer took */
  uint8_t binding;      /**< a gandse_binding; of fixed width, whatever the compiler makes of enums */
  bool satisfied;       /**< latency and power are within the objective, exactly; within all limits, too, after
                           gandse_explore_within() */
  bool extrapolated;    /**< the task lies beyond what the generator was trained on: more is left to local search */
} gandse_result;

/** The linked library's version, as "0.2.0"; never NULL. GANDSE_VERSION (gandse/version.h) is that of the headers. */
const char* gandse_version(void);

/** The name of the generator's template, such as "im2col". NULL: NULL. */
const char* gandse_template_name(const gandse_generator* generator);
/** The fingerprint of what the weights were trained for: design space, draw order, layer fields, encoding, technology
 * and model version. `gandse space` prints it. NULL: 0. */
uint64_t gandse_fingerprint(const gandse_generator* generator);
/** The clock, in MHz, whose cycles latencies are counted in. NULL: 0. */
uint32_t gandse_clock_mhz(const gandse_generator* generator);

/** Bytes that a session of this generator needs, aligned as uint64_t. NULL: 0. */
size_t gandse_size(const gandse_generator* generator);

/** Begins a session in `memory`. Optional fields of the layer have their defaults, the others are 0; nothing is pinned;
 * no objective is set; options are the defaults (128 evaluations, 120 proposals, seed 1). Returns NULL if `size` is
 * less than gandse_size(), if `memory` is not aligned as uint64_t, or if either pointer is NULL. Nothing has to be
 * closed. */
gandse_session* gandse_open(const gandse_generator* generator, void* memory, size_t size);

/** Sets one field of the layer: ic, oc, oh, ow, kh, kw; stride_h, stride_w, dilation_h, dilation_w, repeat (default 1);
 * pad_top, pad_left, pad_bottom, pad_right (zeros that taps read, default 0); or one of the template's own. `stride`,
 * `dilation` and `pad` set all of theirs. It stays until it is set again, or gandse_clear_layer() is called. The value is checked when the
 * question is asked. This function, and those down to gandse_unpin(), set the next question, at any time: the last
 * result stays. Refuses a name that the template does not have by GANDSE_UNKNOWN_NAME. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_set_layer(gandse_session* session, const char* field, uint32_t value);
/** Makes all fields of the layer as they were after gandse_open(). NULL: does nothing. */
void gandse_clear_layer(gandse_session* session);

/** Sets what must not be exceeded: cycles of the accelerator's clock (1..2^62), and microwatt on average (1..2^50).
 * Both are checked when the question is asked. NULL: does nothing. */
void gandse_set_objective(gandse_session* session, uint64_t latency_cycles, uint64_t power_uw);

/** Allows at most `budget` evaluations (1..1000000), of which at most the first `candidates` (1..budget) are the
 * generator's proposals; values outside are clamped. The same seed gives the same decision on every target. NULL: does
 * nothing. */
void gandse_set_options(gandse_session* session, uint32_t budget, uint32_t candidates, uint64_t seed);

/** Sets options that take less than a million instructions on a Cortex-M4 (im2col_96k, dnnweaver_80k), for some
 * quality: im2col_96k meets 97.8 % of the objectives 5 % above the optimum (by default 99.8 %), and 87.7 % of those 1 %
 * above it (97.7 %). The seed becomes 1. NULL: does nothing. */
void gandse_use_board_options(gandse_session* session);

/** Fixes a parameter to one of its choices' values (named choices: their index). Refuses a name that the template does
 * not have by GANDSE_UNKNOWN_NAME, and a value that is none of the parameter's by GANDSE_CHOICE_OUT_OF_RANGE. NULL:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_pin(gandse_session* session, const char* parameter, uint32_t value);
/** Frees all parameters. NULL: does nothing. */
void gandse_unpin(gandse_session* session);

/** Decides: finds the best configuration for the layer within budget and pins. GANDSE_OK says that there is one, not
 * that it meets the objective: look at `satisfied`. Any other value says why there is none. NULL: GANDSE_NULL_ARGUMENT.
 */
gandse_reason gandse_explore(gandse_session* session);

/** Computes the cost of exactly the configuration that the pins give. Every parameter must be pinned, or the answer is
 * GANDSE_NOT_PINNED; an objective must be set. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_evaluate(gandse_session* session);

/** What the last gandse_explore(), gandse_evaluate() or gandse_explore_within() found, until the next one. NULL before
 * the first, after one that did not return GANDSE_OK, and for NULL. */
const gandse_result* gandse_result_of(const gandse_session* session);
/** Writes a parameter's value in that configuration (named choices: their index) to `value`. Returns GANDSE_NO_RESULT
 * if there is none, GANDSE_UNKNOWN_NAME for a name that the template does not have; `value` is then left alone. NULL,
 * also for `value`: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_value(const gandse_session* session, const char* parameter, uint32_t* value);

/** The number of parameters of the design space. NULL: 0. */
size_t gandse_parameter_count(const gandse_generator* generator);
/** The name of parameter 0..gandse_parameter_count()-1; NULL beyond. NULL: NULL. */
const char* gandse_parameter_name(const gandse_generator* generator, size_t parameter);
/** The number of choices that a parameter has, 1..16; 0 beyond the last parameter. NULL: 0. */
size_t gandse_choice_count(const gandse_generator* generator, size_t parameter);
/** The value of choice 0..gandse_choice_count()-1, ascending (named choices: their index); 0 beyond. NULL: 0. */
uint32_t gandse_choice_value(const gandse_generator* generator, size_t parameter, size_t choice);

/** A sentence for a gandse_reason, never NULL; "unknown reason" for other numbers. The template's rules are known by
 * its generator alone: with NULL they are "unknown reason", too. */
const char* gandse_reason_text(const gandse_generator* generator, uint32_t reason);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
