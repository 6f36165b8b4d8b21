/* GANDSE for C99: whole networks on stored bitstreams. Which one for all layers, and a schedule for each; and for a
 * stream of networks: keep what runs, change the schedules, or load another bitstream. As gandse.h, it keeps everything
 * in memory of yours, calls nothing but mem*, and gives the same decisions on every target. Stack: 4.6 KiB on a Cortex-M4
 * at -Os, up to 5.4 KiB on 64-bit ones (tests/budgets/). */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C */
#ifndef GANDSE_GANDSE_NETWORK_H
#define GANDSE_GANDSE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gandse/gandse.h"

#ifdef __cplusplus
extern "C" {
#endif

/* GANDSE_NETWORK_GENERATOR(im2col_96k); declares gandse_im2col_96k_network(), which is never NULL. At file scope. The
 * library has one for each generator, of the capacities below; GANDSE_C_NETWORK_AS (gandse/runtime/c_network.hpp) makes
 * others. */
#ifdef __cplusplus
#define GANDSE_NETWORK_GENERATOR(name) extern "C" const gandse_network_generator* gandse_##name##_network(void)
#else
#define GANDSE_NETWORK_GENERATOR(name) const gandse_network_generator* gandse_##name##_network(void)
#endif

typedef struct gandse_network_generator gandse_network_generator;
typedef struct gandse_network gandse_network;

/* What the library's networks have room for. Who compiles the library may define others, in all sources alike. Cells, a
 * power of two from 2 to 256: how finely the layers' schedules are combined; 32 do on a small board. */
#ifndef GANDSE_NETWORK_LAYERS
#define GANDSE_NETWORK_LAYERS 32
#endif
#ifndef GANDSE_NETWORK_BITSTREAMS
#define GANDSE_NETWORK_BITSTREAMS 8
#endif
#ifndef GANDSE_NETWORK_CELLS
#define GANDSE_NETWORK_CELLS 64
#endif

/* Bytes that are enough for a network of these capacities, of any generator whose template has at most 16 parameters and
 * 16 layer fields. */
#define GANDSE_NETWORK_BYTES_OF(layers, bitstreams, cells) \
  ((512U + (layers) * (1344U + 2U * (cells)) + (bitstreams)*80U + (cells)*32U + 7U) / 8U * 8U)
#define GANDSE_NETWORK_BYTES \
  GANDSE_NETWORK_BYTES_OF(GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)

typedef enum gandse_step { GANDSE_KEEP = 0, GANDSE_RETILE = 1, GANDSE_LOAD = 2 } gandse_step;

/* What is best among the decisions that meet the objective. */
typedef enum gandse_goal { GANDSE_GOAL_SCORE = 0, GANDSE_GOAL_ENERGY = 1 } gandse_goal;

typedef struct gandse_network_result {
  uint64_t latency_cycles; /* of all layers, once */
  uint64_t energy_fj;
  uint64_t power_uw; /* average, rounded up */
  uint64_t evaluations;
  uint64_t load_cycles; /* gandse_network_next(), where the step is GANDSE_LOAD: of loading */
  uint64_t load_energy_fj;
  uint64_t excess_ppm; /* gandse_network_explore(): by how much the worse objective is missed, rounded up */
  uint32_t bitstream;  /* by the order of gandse_network_add_bitstream() */
  uint32_t layer;      /* gandse_network_explore(): that takes most of what comes closest to its objective */
  uint8_t binding;     /* gandse_network_explore(): a gandse_binding */
  uint8_t step;        /* gandse_network_next(): a gandse_step */
  bool satisfied;
  bool extrapolated; /* a layer lies beyond what the generator was trained on: more is left to local search */
} gandse_network_result;

/* Bytes that a network needs, aligned as uint64_t. NULL: 0. */
size_t gandse_network_size(const gandse_network_generator* generator);

/* Begins in `memory`: no layers, no bitstreams, no limits, 192 evaluations per layer, 32 proposals per layer and
 * bitstream, seed 1, goal GANDSE_GOAL_SCORE. NULL where `size` is less than gandse_network_size(), `memory` is not aligned
 * as uint64_t, or either pointer is NULL. Nothing has to be closed; it may not be moved. */
gandse_network* gandse_network_open(const gandse_network_generator* generator, void* memory, size_t size);

/* Appends a layer with all fields unset, or a bitstream with every parameter's first choice: the gandse_network_set_...
 * functions then set the last one's. The last result is forgotten: it is of other layers or bitstreams. Bitstreams that
 * change end a stream, layers do not. GANDSE_CAPACITY_EXCEEDED where there is no room. What loading takes counts in
 * streams: its energy, and its time where gandse_network_set_waiting() says what waits. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_add_layer(gandse_network* network);
gandse_reason gandse_network_set_layer(gandse_network* network, const char* field, uint32_t value);
gandse_reason gandse_network_add_bitstream(gandse_network* network, uint64_t load_cycles, uint64_t load_energy_fj);
gandse_reason gandse_network_set_hardware(gandse_network* network, const char* parameter, uint32_t value);

/* Takes all layers away, for the next network; bitstreams stay. The last result is forgotten. NULL: does nothing. */
void gandse_network_clear_layers(gandse_network* network);

/* Bitstreams that take more than `most` of a resource ("sram" KiB, "pe", "dsp", "bram") are passed over; UINT32_MAX is
 * no limit. This, and those down to gandse_network_set_goal(), set the next question, at any time: the last result stays.
 * NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_limit(gandse_network* network, const char* resource, uint32_t most);

/* Latency of all layers one after the other, in cycles, and power on average over them. NULL: does nothing. */
void gandse_network_set_objective(gandse_network* network, uint64_t latency_cycles, uint64_t power_uw);

/* At most `budget` evaluations per layer (0..1000000; one per layer and bitstream is always made), and `candidates`
 * proposals per layer and bitstream, at least 1; what lies outside is clamped. The same seed gives the same decision on
 * every target. NULL: does nothing. */
void gandse_network_set_options(gandse_network* network, uint32_t budget, uint32_t candidates, uint64_t seed);
/* A gandse_goal; GANDSE_UNKNOWN_GOAL, and the goal stays, for any other number. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_goal(gandse_network* network, uint32_t goal);

/* The best bitstream, and schedules. A stream forgets what it knows of the running network. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_explore(gandse_network* network);

/* A stream of networks, each asked for as it comes: tell what is loaded once, after the last bitstream was added
 * (GANDSE_CAPACITY_EXCEEDED where there is no such bitstream); then, for every task, what to do. `inferences`: all that
 * will be run where that is `known`, otherwise those until the next call, and the same network again is how it goes on.
 * Minimises energy, loads included; an objective that is missed counts 16 times. Options, limits and what waits are those
 * at gandse_network_begin(); layers and objective are the present ones. GANDSE_NOT_BEGUN where no stream was begun, the last
 * begin was refused, or bitstreams were added or changed since. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_begin(gandse_network* network, uint32_t loaded);
gandse_reason gandse_network_next(gandse_network* network, uint64_t inferences, bool known);

/* Power that is spent for nothing while a bitstream loads, in uW; 0, the default, leaves the time of a load out. For the
 * next stream. NULL: does nothing. */
void gandse_network_set_waiting(gandse_network* network, uint64_t power_uw);

/* What the last gandse_network_explore() or _next() found; NULL before the first, where it was not GANDSE_OK, after layers
 * or bitstreams were added, changed or taken away or a stream was begun, and for NULL. */
const gandse_network_result* gandse_network_result_of(const gandse_network* network);
/* After a refusal: the layer to blame (which no bitstream runs); the number of layers where it is none of them, or nothing
 * was refused. NULL: 0. */
size_t gandse_network_refused_layer(const gandse_network* network);
typedef struct gandse_network_explanation {
  uint64_t nodes;        /* that were looked at */
  uint8_t verdict;       /* gandse_verdict */
  uint8_t latency_alone; /* on some bitstream, were there no limit on power */
  uint8_t power_alone;   /* on some bitstream, were there no limit on latency */
} gandse_network_explanation;
/* Why the objective is missed: of the layers, bitstreams within limits, and objective as they are, by bounds that look at
 * `nodes` schedules at most. GANDSE_INFEASIBLE is proven for every bitstream; `verdict` is never GANDSE_FEASIBLE, the others
 * may be. NULL, also for `explanation`: GANDSE_NULL_ARGUMENT. Other than GANDSE_OK: `*explanation` is zeros,
 * GANDSE_UNKNOWN. */
gandse_reason gandse_network_explain(const gandse_network* network, uint64_t nodes,
                                     gandse_network_explanation* explanation);

#define GANDSE_NETWORK_FRONT_POINTS 32

/* What the layers can have at all: a cost that no other point beats in both latency and power, and the objective for which
 * gandse_network_explore() gives its schedules where its bitstream is the only one. */
typedef struct gandse_network_point {
  uint64_t latency_cycles;
  uint64_t energy_fj;
  uint64_t power_uw; /* average, rounded up */
  uint64_t objective_latency_cycles;
  uint64_t objective_power_uw;
  uint32_t bitstream;
} gandse_network_point;
/* Writes all GANDSE_NETWORK_FRONT_POINTS of `points`, by ascending latency, those that are no points as zeros, and the
 * number of points to `*count`; other than GANDSE_OK that is 0. It takes as many decisions as bitstreams times some 20
 * rays. The last result is forgotten, and so is what a stream knows of the running network. NULL, of any of the three:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_front(gandse_network* network, gandse_network_point* points, size_t* count);

/* A parameter's value for a layer (named choices: their index). Other than GANDSE_OK, for example GANDSE_NO_RESULT or,
 * beyond the last layer, GANDSE_CAPACITY_EXCEEDED: `value` is left alone. NULL, also for `value`: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_value(const gandse_network* network, size_t layer, const char* parameter, uint32_t* value);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
