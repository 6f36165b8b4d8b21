/** @file
 * libgandse.so: the whole C interface with all generators, for hosts, and what other languages need of it: its contents
 * as tables, structs whose size can be asked for, and many tasks in one call. Firmware links the static library, which
 * has none of this.
 *
 *     const gandse_shared* library = gandse_shared_contents();
 *     const gandse_shared_generator* g = library->generators[0];
 *     gandse_session* s = gandse_open(g->generator, memory, gandse_size(g->generator)); ...
 *
 * Functions of gandse.h, gandse_analysis.h and gandse_network.h are there as those headers say. Capacities are those of
 * gandse_shared, not the headers' macros: ask gandse_network_size(). Threads may share everything but sessions and
 * networks. */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming): this is C. */
#ifndef GANDSE_GANDSE_SHARED_H
#define GANDSE_GANDSE_SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gandse/gandse.h"
#include "gandse/gandse_analysis.h"
#include "gandse/gandse_network.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A field of a template's layer. */
typedef struct gandse_shared_field {
  const char* name;  /**< for gandse_set_layer() */
  const char* group; /**< sets this field and others of the same group alike; "" if it has none */
  uint32_t min;      /**< smallest legal value */
  uint32_t max;      /**< largest legal value */
  uint32_t preset;   /**< value if it is left out; 0, which is refused, if it must be given */
  bool optional;     /**< it may be left out */
} gandse_shared_field;

/** A parameter of a design space. */
typedef struct gandse_shared_parameter {
  const char* name;         /**< for gandse_pin() */
  const char* unit;         /**< of the values, such as "KiB" */
  const char* description;  /**< what it sizes, for people */
  const char* const* names; /**< of choices that are no numbers, gandse_choice_count() of them; NULL for numbers */
  bool hardware;            /**< a bitstream fixes it; false: the schedule of a layer does */
} gandse_shared_parameter;

/** A resource that a template counts. */
typedef struct gandse_shared_resource {
  const char* name;        /**< for gandse_network_set_limit() */
  const char* unit;        /**< of limits, such as "KiB" */
  const char* description; /**< what is counted, for people */
} gandse_shared_resource;

/** A generator, and what of it can be asked. */
typedef struct gandse_shared_generator {
  const char* name;                          /**< such as "im2col_96k" */
  const char* technology;                    /**< name of the constants that energies come from */
  const gandse_generator* generator;         /**< for gandse.h */
  const gandse_analysis* analysis;           /**< for gandse_analysis.h */
  const gandse_network_generator* network;   /**< for gandse_network.h; its capacities are those of gandse_shared */
  const gandse_shared_field* fields;         /**< of a layer */
  const gandse_shared_parameter* parameters; /**< gandse_parameter_count() of them, in that order */
  const gandse_shared_resource* resources;   /**< gandse_resource_count() of them, in that order */
  size_t field_count;                        /**< number of `fields` */
} gandse_shared_generator;

/** How much work a decision may do. */
typedef struct gandse_shared_options {
  uint32_t budget;     /**< as for gandse_set_options() or gandse_network_set_options() */
  uint32_t candidates; /**< likewise */
  uint64_t seed;       /**< likewise */
} gandse_shared_options;

/** What the library holds. */
typedef struct gandse_shared {
  const gandse_shared_generator* const* generators; /**< the first of a template is the one for hosts */
  size_t generator_count;                           /**< number of `generators` */
  gandse_shared_options options;                    /**< that a new session has */
  gandse_shared_options network_options;            /**< that a new network has */
  uint32_t network_layers;                          /**< layers at most that a network holds */
  uint32_t network_bitstreams;                      /**< bitstreams at most that a network holds */
  uint32_t front_points;                            /**< points that gandse_front() writes */
  uint32_t network_front_points;                    /**< points that gandse_network_front() writes */
} gandse_shared;

/** What the library holds, all constant; never NULL. */
const gandse_shared* gandse_shared_contents(void);

/** Bytes of the struct of that name, such as "gandse_result", as the library was compiled: who declares it in another
 * language compares before use. 0 for other names, and for NULL. */
size_t gandse_shared_size_of(const char* structure);

/** A pin of gandse_shared_batch that leaves the parameter free. */
#define GANDSE_SHARED_FREE UINT32_MAX

/** Tasks of one generator and room for their answers, in the caller's memory; tables are row by row. */
typedef struct gandse_shared_batch {
  size_t rows;                /**< number of tasks */
  const uint32_t* layers;     /**< rows x field_count, in the order of `fields` */
  const uint64_t* objectives; /**< rows x 2: latency in cycles, power in microwatt */
  const uint32_t* pins;       /**< rows x parameters: a value, as for gandse_pin(), or GANDSE_SHARED_FREE; NULL: none */
  gandse_result* results;     /**< rows; zeros for a task that is refused */
  uint32_t* configurations;   /**< rows x parameters, as gandse_value() gives them; zeros for a task that is refused */
  uint8_t* reasons;           /**< rows: a gandse_reason each */
} gandse_shared_batch;

/** Decides every task as gandse_explore() does, with the session's options. The session's layer, objective and pins
 * are those of the last row then. GANDSE_OK says that all rows have an answer or a reason; GANDSE_OTHER_GENERATOR that
 * the session is not of `generator`. NULL, of any argument or of a table but `pins`: GANDSE_NULL_ARGUMENT. */
gandse_reason gandse_shared_explore(const gandse_shared_generator* generator, gandse_session* session,
                                    const gandse_shared_batch* batch);

/** Whether decision `a` for a network is better than `b`, as gandse_network_explore() ranks bitstreams: satisfied
 * before not, then by `goal` (a gandse_goal), or by how far below the objective if neither is satisfied. `clock_mhz` is
 * gandse_clock_mhz(). NULL: false. */
bool gandse_shared_better(const gandse_network_result* a, const gandse_network_result* b, uint64_t latency_cycles,
                          uint64_t power_uw, uint32_t clock_mhz, uint32_t goal);

#ifdef __cplusplus
}
#endif

#endif
/* NOLINTEND(modernize-*,readability-identifier-naming) */
