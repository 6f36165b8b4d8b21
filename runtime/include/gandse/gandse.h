/* GANDSE from C99: which configuration of the accelerator meets this latency and this power, and which is best?
 *
 *   GANDSE_GENERATOR(im2col_96k);                          declares a generator that is linked in
 *
 *   static uint64_t memory[GANDSE_SESSION_BYTES / 8];      the caller owns all memory; gandse_size() says how much
 *   gandse_session* s = gandse_open(gandse_im2col_96k(), memory, sizeof memory);
 *   gandse_set_layer(s, "ic", 64); ...
 *   gandse_set_objective(s, 200000, 400000);
 *   if (gandse_explore(s) == GANDSE_OK && gandse_result_of(s)->satisfied) {
 *     gandse_value(s, "PEN", &pen); ...
 *   }
 *
 * No heap, no global state, no floating point, no library but mem* and the compiler's own integer helpers. Sessions are
 * independent of each other: one per thread needs no lock. Stack of a decision: the table of toolchains/README.md, by
 * target; 4 KiB on a Cortex-M4 at -Os, 4.5 KiB on 64-bit ones.
 *
 * NULL crashes nothing. Every function says what it does with it, and changes nothing then. A session that could not be
 * opened is told by the first function that returns a gandse_reason. Enums go into structs and functions as integers of
 * fixed width, whatever the compiler makes of enums (-fshort-enums). */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C. */
#ifndef GANDSE_GANDSE_H
#define GANDSE_GANDSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A trained generator: weights, design space and cost model, all constant. */
typedef struct gandse_generator gandse_generator;
/* One question and its answer, in the caller's memory. */
typedef struct gandse_session gandse_session;

/* Of this header; gandse_version() is that of the library that is linked. */
#define GANDSE_VERSION_MAJOR 0
#define GANDSE_VERSION_MINOR 1
#define GANDSE_VERSION_PATCH 0

/* Declares gandse_NAME(), which returns the generator NAME, never NULL. At file scope. */
#ifdef __cplusplus
#define GANDSE_GENERATOR(name) extern "C" const gandse_generator* gandse_##name(void)
#else
#define GANDSE_GENERATOR(name) const gandse_generator* gandse_##name(void)
#endif

/* Bytes that are enough for a session of any generator whose template has at most 32 parameters and 16 layer fields. */
#define GANDSE_SESSION_BYTES 256

/* Why something is refused. Values from GANDSE_TEMPLATE_RULE to GANDSE_LAST_RULE are rules of the template:
 * gandse_reason_text(). */
typedef enum gandse_reason {
  GANDSE_OK = 0,
  GANDSE_LAYER_OUT_OF_RANGE = 1,     /* a field of the layer lies outside the template's limits */
  GANDSE_OBJECTIVE_OUT_OF_RANGE = 2, /* latency must be 1..2^62 cycles, power 1..2^50 uW */
  GANDSE_CHOICE_OUT_OF_RANGE = 3,    /* a parameter does not have this value among its choices */
  GANDSE_TOO_LARGE = 4,              /* more than 2^40 MACs, or more energy than 2^64 fJ */
  GANDSE_UNKNOWN_NAME = 5,           /* the template has no such layer field or parameter */
  GANDSE_NOT_PINNED = 6,             /* gandse_evaluate() needs a value for every parameter */
  GANDSE_CAPACITY_EXCEEDED = 7,      /* of networks: no layer or no bitstream, or more than there is room for */
  GANDSE_NO_RESULT = 8,              /* nothing was decided, or the last question was refused */
  GANDSE_LIMITS_EXCEEDED = 9,        /* of networks: every bitstream takes more of a resource than its limit */
  GANDSE_OTHER_GENERATOR = 10,       /* of an analysis: the session, or the point, is another generator's */
  GANDSE_NULL_ARGUMENT = 11,         /* a pointer is NULL that must not be */
  GANDSE_UNKNOWN_GOAL = 12,          /* of networks: no gandse_goal */
  GANDSE_NOT_BEGUN = 13,             /* of networks: no stream was begun, or its bitstreams were changed since */
  GANDSE_TEMPLATE_RULE = 16,
  GANDSE_LAST_RULE = 255
} gandse_reason;

/* Which objective the configuration misses. */
typedef enum gandse_binding {
  GANDSE_BINDING_NONE = 0,
  GANDSE_BINDING_LATENCY = 1,
  GANDSE_BINDING_POWER = 2,
  GANDSE_BINDING_BOTH = 3
} gandse_binding;

/* Whether something can be met at all (gandse_analysis.h, gandse_network.h): proven, or not known. */
typedef enum gandse_verdict { GANDSE_UNKNOWN = 0, GANDSE_FEASIBLE = 1, GANDSE_INFEASIBLE = 2 } gandse_verdict;

typedef struct gandse_result {
  uint64_t latency_cycles;
  uint64_t energy_fj;
  uint64_t power_uw;   /* average, rounded up */
  uint64_t excess_ppm; /* by how much the worse objective is missed, parts per million, rounded up */
  uint32_t evaluations;
  uint8_t binding; /* a gandse_binding; of fixed width, whatever the compiler makes of enums */
  bool satisfied;
  bool extrapolated; /* the task lies beyond what the generator was trained on: more is left to local search */
} gandse_result;

/* "0.1.0", never NULL. */
const char* gandse_version(void);

/* What a generator is for: its template ("im2col"), the fingerprint of what its weights were trained for (design space,
 * draw order, layer fields, encoding, technology and model version; `gandse space` prints it), and the clock of its
 * cycles, in MHz. NULL: NULL, 0, 0. */
const char* gandse_template_name(const gandse_generator* generator);
uint64_t gandse_fingerprint(const gandse_generator* generator);
uint32_t gandse_clock_mhz(const gandse_generator* generator);

/* Bytes that a session of this generator needs, aligned as uint64_t. NULL: 0. */
size_t gandse_size(const gandse_generator* generator);

/* Begins a session in `memory`: layer empty (0) but for optional fields, nothing pinned, default options (128
 * evaluations, seed 1). NULL where `size` is less than gandse_size(), `memory` is not aligned as uint64_t, or either
 * pointer is NULL. Nothing has to be closed. */
gandse_session* gandse_open(const gandse_generator* generator, void* memory, size_t size);

/* The layer, field by field: ic, oc, oh, ow, kh, kw, stride (default 1), repeat (default 1), and the template's own.
 * Fields stay as they are until they are set again; gandse_clear_layer() makes all as they were at first. These, and those
 * down to gandse_unpin(), set the next question, at any time: the last result stays. NULL: GANDSE_NULL_ARGUMENT;
 * gandse_clear_layer() does nothing. */
gandse_reason gandse_set_layer(gandse_session* session, const char* field, uint32_t value);
void gandse_clear_layer(gandse_session* session);

/* What must not be exceeded: cycles of the accelerator's clock, and microwatt on average. NULL: does nothing. */
void gandse_set_objective(gandse_session* session, uint64_t latency_cycles, uint64_t power_uw);

/* At most `budget` evaluations (1..1000000), of which at most the first `candidates` (1..budget) are the generator's
 * proposals; what lies outside is clamped. The same seed gives the same decision on every target. NULL: does nothing. */
void gandse_set_options(gandse_session* session, uint32_t budget, uint32_t candidates, uint64_t seed);

/* Less than a million instructions on a Cortex-M4 (im2col_96k, dnnweaver_80k), for some quality: im2col_96k meets 97.8 %
 * of the objectives 5 % above the optimum (by default 99.8 %), and 87.7 % of those 1 % above it (97.7 %). The seed becomes
 * 1. NULL: does nothing. */
void gandse_use_board_options(gandse_session* session);

/* Fixes a parameter to one of its choices' values (named choices: their index); gandse_unpin frees all. NULL:
 * GANDSE_NULL_ARGUMENT; gandse_unpin() does nothing. */
gandse_reason gandse_pin(gandse_session* session, const char* parameter, uint32_t value);
void gandse_unpin(gandse_session* session);

/* Decides. Other than GANDSE_OK: there is no configuration, and this is why. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_explore(gandse_session* session);

/* The cost of exactly the configuration that the pins give, all parameters being pinned. An objective must be set. NULL:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_evaluate(gandse_session* session);

/* What the last gandse_explore() or gandse_evaluate() found; NULL before the first, where it was not GANDSE_OK, and for
 * NULL. */
const gandse_result* gandse_result_of(const gandse_session* session);
/* A parameter's value in that configuration (named choices: their index). Other than GANDSE_OK, for example
 * GANDSE_NO_RESULT: `value` is left alone. NULL, also for `value`: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_value(const gandse_session* session, const char* parameter, uint32_t* value);

/* The design space: parameters 0..count-1; NULL or 0 beyond, and for NULL. */
size_t gandse_parameter_count(const gandse_generator* generator);
const char* gandse_parameter_name(const gandse_generator* generator, size_t parameter);
size_t gandse_choice_count(const gandse_generator* generator, size_t parameter);
uint32_t gandse_choice_value(const gandse_generator* generator, size_t parameter, size_t choice);

/* A sentence for a gandse_reason, never NULL; "unknown reason" for other numbers. Rules of the template are told by its
 * generator: for NULL they are unknown, too. */
const char* gandse_reason_text(const gandse_generator* generator, uint32_t reason);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
