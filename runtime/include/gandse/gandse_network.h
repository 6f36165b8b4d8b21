/** @file
 * GANDSE for C99: whole networks on stored bitstreams. It chooses one bitstream for all layers, and a schedule for
 * each; for a stream of networks it says whether to keep what runs, change the schedules, or load another bitstream. As
 * gandse.h, it keeps everything in memory of yours, calls nothing but mem*, and gives the same decisions on every
 * target. Stack: 5.0 KiB on a Cortex-M4 at -Os, up to 5.6 KiB on 64-bit ones (tests/budgets/). */
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

/** GANDSE_NETWORK_GENERATOR(im2col_96k); declares gandse_im2col_96k_network(), which is never NULL. Write it at file
 * scope. The library has one for each generator, of the capacities below; GANDSE_C_NETWORK_AS
 * (gandse/runtime/c_network.hpp) makes others. */
#ifdef __cplusplus
#define GANDSE_NETWORK_GENERATOR(name) extern "C" const gandse_network_generator* gandse_##name##_network(void)
#else
#define GANDSE_NETWORK_GENERATOR(name) const gandse_network_generator* gandse_##name##_network(void)
#endif

/** A trained generator that decides for networks of a certain capacity, all constant. */
typedef struct gandse_network_generator gandse_network_generator;
/** Layers, bitstreams, the question and its answer, in the caller's memory. */
typedef struct gandse_network gandse_network;

/* Capacities of the library's networks. Who compiles the library may define others, in all sources alike. */
#ifndef GANDSE_NETWORK_LAYERS
#define GANDSE_NETWORK_LAYERS 32 /**< layers at most that one of the library's networks holds */
#endif
#ifndef GANDSE_NETWORK_BITSTREAMS
#define GANDSE_NETWORK_BITSTREAMS 8 /**< bitstreams at most that one of the library's networks holds */
#endif
#ifndef GANDSE_NETWORK_CELLS
/** How finely the layers' schedules are combined: a power of two, 2..256; 32 are enough on a small board. */
#define GANDSE_NETWORK_CELLS 64
#endif

/** Bytes that are enough for a network of these capacities, of any generator whose template has at most 16 parameters
 * and 20 layer fields. */
#define GANDSE_NETWORK_BYTES_OF(layers, bitstreams, cells) \
  ((512U + (layers) * (1380U + 2U * (cells)) + (bitstreams)*80U + (cells)*32U + 7U) / 8U * 8U)
/** Bytes that are enough for one of the library's networks. */
#define GANDSE_NETWORK_BYTES \
  GANDSE_NETWORK_BYTES_OF(GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)

/** What to do before a network of a stream runs. */
typedef enum gandse_step {
  GANDSE_KEEP = 0,   /**< nothing: bitstream and schedules stay */
  GANDSE_RETILE = 1, /**< change the schedules; the bitstream stays */
  GANDSE_LOAD = 2    /**< load another bitstream, and change the schedules */
} gandse_step;

/** What is best among the decisions that meet the objective. */
typedef enum gandse_goal {
  GANDSE_GOAL_SCORE = 0, /**< the farthest below the objective, which leaves room for what was not foreseen */
  GANDSE_GOAL_ENERGY = 1 /**< the least energy */
} gandse_goal;

/** What was decided for a network; gandse_network_value() gives the schedules. */
typedef struct gandse_network_result {
  uint64_t latency_cycles; /**< cycles of the accelerator's clock for one inference: all layers, one after the other */
  uint64_t energy_fj;      /**< femtojoule for one inference, leakage included */
  uint64_t power_uw;       /**< microwatt, on average over one inference, rounded up */
  uint64_t evaluations;    /**< calls of the cost model that the answer took */
  uint64_t
      load_cycles; /**< gandse_network_next(): cycles to load the bitstream if the step is GANDSE_LOAD, otherwise 0 */
  uint64_t load_energy_fj; /**< gandse_network_next(): femtojoule to load it if the step is GANDSE_LOAD, otherwise 0 */
  uint64_t excess_ppm;     /**< gandse_network_explore(): by how much the objective missed most is exceeded, parts per
                              million     of it, rounded up; 0 if satisfied */
  uint32_t bitstream;      /**< in the order of gandse_network_add_bitstream(), from 0 */
  uint32_t layer;    /**< gandse_network_explore(): the layer that takes most of what comes closest to its objective, or
                        misses it most */
  uint8_t binding;   /**< gandse_network_explore(): a gandse_binding */
  uint8_t step;      /**< gandse_network_next(): a gandse_step */
  bool satisfied;    /**< latency and power are within the objective, exactly */
  bool extrapolated; /**< a layer lies beyond what the generator was trained on: more is left to local search */
} gandse_network_result;

/** Bytes that a network needs, aligned as uint64_t. NULL: 0. */
size_t gandse_network_size(const gandse_network_generator* generator);

/** Begins in `memory`: no layers, no bitstreams, no limits, 192 evaluations per layer, 32 proposals per layer and
 * bitstream, seed 1, goal GANDSE_GOAL_SCORE. Returns NULL if `size` is less than gandse_network_size(), if `memory` is
 * not aligned as uint64_t, or if either pointer is NULL. Nothing has to be closed; it may not be moved. */
gandse_network* gandse_network_open(const gandse_network_generator* generator, void* memory, size_t size);

/** Appends a layer, whose fields gandse_network_set_layer() then sets: optional ones have their defaults, the others
 * are 0. The last result is forgotten: it belongs to other layers. A stream goes on. Returns GANDSE_CAPACITY_EXCEEDED
 * if there is no room. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_add_layer(gandse_network* network);
/** Sets a field of the layer that was added last, and forgets the last result. Returns GANDSE_UNKNOWN_NAME for a name
 * that the template does not have, or if there is no layer. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_layer(gandse_network* network, const char* field, uint32_t value);
/** Appends a bitstream, whose hardware gandse_network_set_hardware() then sets: every parameter has its first choice.
 * The last result is forgotten, and a stream ends. What loading takes counts in streams: its energy in femtojoule, and
 * its time in cycles if gandse_network_set_waiting() says what waits. Returns GANDSE_CAPACITY_EXCEEDED if there is no
 * room. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_add_bitstream(gandse_network* network, uint64_t load_cycles, uint64_t load_energy_fj);
/** Sets a hardware parameter of the bitstream that was added last to one of its choices' values (named choices: their
 * index). The last result is forgotten, and a stream ends. Returns GANDSE_UNKNOWN_NAME for a name that is no hardware
 * parameter, or if there is no bitstream, and GANDSE_CHOICE_OUT_OF_RANGE for a value that is none of the parameter's.
 * NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_hardware(gandse_network* network, const char* parameter, uint32_t value);

/** Takes all layers away, for the next network; bitstreams stay. The last result is forgotten. NULL: does nothing. */
void gandse_network_clear_layers(gandse_network* network);

/** Passes over bitstreams that take more than `most` of a resource ("sram" KiB, "pe", "dsp", "bram"); UINT32_MAX is no
 * limit. This function, and those down to gandse_network_set_goal(), set the next question, at any time: the last
 * result stays. Returns GANDSE_UNKNOWN_NAME for a resource that the template does not count. NULL:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_limit(gandse_network* network, const char* resource, uint32_t most);

/** Sets what must not be exceeded: cycles of all layers one after the other (1..2^62), and microwatt on average over
 * them (1..2^50). Both are checked when the question is asked. NULL: does nothing. */
void gandse_network_set_objective(gandse_network* network, uint64_t latency_cycles, uint64_t power_uw);

/** Allows at most `budget` evaluations per layer (0..1000000; one per layer and bitstream is always made), and
 * `candidates` proposals per layer and bitstream, at least 1; values outside are clamped. The same seed gives the same
 * decision on every target. NULL: does nothing. */
void gandse_network_set_options(gandse_network* network, uint32_t budget, uint32_t candidates, uint64_t seed);
/** Sets a gandse_goal. Any other number gives GANDSE_UNKNOWN_GOAL, and the goal stays. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_set_goal(gandse_network* network, uint32_t goal);

/** Decides: finds the best bitstream for all layers, and a schedule for each. GANDSE_OK says that there is a decision,
 * not that it meets the objective: look at `satisfied`. A stream forgets what it knows of the running network. NULL:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_explore(gandse_network* network);

/** Begins a stream of networks, each asked for as it comes: `loaded` is the bitstream that is loaded now, in the order
 * of gandse_network_add_bitstream(). Call it after the last bitstream was added; it returns GANDSE_CAPACITY_EXCEEDED if
 * there is no such bitstream. The stream keeps the options, limits and waiting power of this moment. The last result is
 * forgotten. NULL: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_begin(gandse_network* network, uint32_t loaded);
/** Decides what to do for the next network of a stream: its layers and objective are the present ones. `inferences` are
 * all that will be run if that is `known`, otherwise those until the next call; the same network again is how it goes
 * on. Minimises energy, loads included; the energy of a missed objective counts 16 times. Returns GANDSE_NOT_BEGUN if
 * no stream was begun, the last begin was refused, or bitstreams were added or changed since. NULL:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_next(gandse_network* network, uint64_t inferences, bool known);

/** Sets the power that is spent for nothing while a bitstream loads, in microwatt; 0, the default, leaves the time of a
 * load out. It counts from the next gandse_network_begin() on. NULL: does nothing. */
void gandse_network_set_waiting(gandse_network* network, uint64_t power_uw);

/** What the last gandse_network_explore() or gandse_network_next() found. NULL before the first, after one that did not
 * return GANDSE_OK, after layers or bitstreams were added, changed or taken away, after gandse_network_begin() or
 * gandse_network_front(), and for NULL. */
const gandse_network_result* gandse_network_result_of(const gandse_network* network);
/** The layer to blame for a refusal, which no bitstream runs; the number of layers if it is none of them, or if nothing
 * was refused. NULL: 0. */
size_t gandse_network_refused_layer(const gandse_network* network);

/** Whether a network's objective can be met. */
typedef struct gandse_network_explanation {
  uint64_t nodes;        /**< bounds and evaluations that were looked at */
  uint8_t verdict;       /**< a gandse_verdict: infeasible if proven for every bitstream; never GANDSE_FEASIBLE */
  uint8_t latency_alone; /**< a gandse_verdict: on some bitstream, without the limit on power */
  uint8_t power_alone;   /**< a gandse_verdict: on some bitstream, without the limit on latency */
} gandse_network_explanation;
/** Finds out whether the objective can be met at all, by bounds that look at `nodes` schedules at most. It asks for the
 * present layers and objective, and the bitstreams within limits. NULL, also for `explanation`: GANDSE_NULL_ARGUMENT,
 * and
 * `*explanation` is zeros, which is GANDSE_UNKNOWN. */
gandse_reason gandse_network_explain(const gandse_network* network, uint64_t nodes,
                                     gandse_network_explanation* explanation);

/* Who compiles the library may define another, in all sources alike. */
#ifndef GANDSE_NETWORK_FRONT_POINTS
#define GANDSE_NETWORK_FRONT_POINTS 32 /**< the number of points that gandse_network_front() writes */
#endif

/** A cost that no other point beats in both latency and power, and how to have it: with its bitstream as the only one,
 * gandse_network_explore() gives its schedules for the objective that stands here. */
typedef struct gandse_network_point {
  uint64_t latency_cycles;           /**< cycles of the accelerator's clock for one inference; 0 if this is no point */
  uint64_t energy_fj;                /**< femtojoule for one inference, leakage included */
  uint64_t power_uw;                 /**< microwatt, on average over one inference, rounded up */
  uint64_t objective_latency_cycles; /**< cycles, for gandse_network_set_objective() */
  uint64_t objective_power_uw;       /**< microwatt, for gandse_network_set_objective() */
  uint32_t bitstream;                /**< in the order of gandse_network_add_bitstream(), from 0 */
} gandse_network_point;
/** Finds the latencies and powers that the network can reach on its bitstreams; its objective does not matter. Writes
 * all GANDSE_NETWORK_FRONT_POINTS of `points`, by ascending latency, those that are no points as zeros, and the number
 * of points to `*count`; that is 0 for anything but GANDSE_OK. It takes as many decisions as bitstreams times some 20
 * rays. The last result is forgotten, and so is what a stream knows of the running network. NULL, of any of the three:
 * GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_front(gandse_network* network, gandse_network_point* points, size_t* count);

/** Writes a parameter's value for a layer (named choices: their index) to `value`. Returns GANDSE_UNKNOWN_NAME for a
 * name that the template does not have, GANDSE_NO_RESULT if nothing was decided, and GANDSE_CAPACITY_EXCEEDED beyond
 * the last layer; `value` is then left alone. NULL, also for `value`: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_network_value(const gandse_network* network, size_t layer, const char* parameter, uint32_t* value);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
