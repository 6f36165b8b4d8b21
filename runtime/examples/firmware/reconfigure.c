/* Firmware in C: for each layer of a small network, which configuration meets its share of the latency and of the power?
 * Reports by print(), which the board provides, and returns 0 if every layer got an answer. */
#include "gandse/gandse.h"
#include "program.h"

GANDSE_GENERATOR(im2col_96k);

typedef struct layer {
  const char* name;
  uint32_t ic, oc, oh, ow, kh, kw;
  uint64_t latency_cycles, power_uw;
} layer;

static const layer kNetwork[] = {
    {"conv1", 3, 32, 32, 32, 3, 3, 60000, 60000},
    {"conv2", 32, 64, 16, 16, 3, 3, 60000, 120000},
    {"conv3", 64, 128, 8, 8, 3, 3, 60000, 120000},
    {"fc", 2048, 10, 1, 1, 1, 1, 2000, 1000}, /* more than its DRAM can do: an answer, too */
};

static void print_number(uint64_t number) {
  char text[21];
  char* at = text + sizeof text - 1;
  *at = '\0';
  do {
    *--at = (char)('0' + number % 10);
    number /= 10;
  } while (number != 0);
  print(at);
}

static int report(const gandse_generator* generator, const gandse_session* session, const layer* l) {
  const gandse_result* result = gandse_result_of(session);
  print(l->name);
  print(result->satisfied ? ": " : ": best effort, ");
  print_number(result->latency_cycles);
  print(" cycles, ");
  print_number(result->power_uw);
  print(" uW");
  for (size_t i = 0; i < gandse_parameter_count(generator); ++i) {
    uint32_t value = 0;
    if (gandse_value(session, gandse_parameter_name(generator, i), &value) != GANDSE_OK) {
      return 1;
    }
    print(" ");
    print(gandse_parameter_name(generator, i));
    print("=");
    print_number(value);
  }
  print("\n");
  return 0;
}

int run(void) {
  static uint64_t memory[GANDSE_SESSION_BYTES / sizeof(uint64_t)];
  const gandse_generator* generator = gandse_im2col_96k();
  for (size_t i = 0; i < sizeof kNetwork / sizeof kNetwork[0]; ++i) {
    const layer* l = &kNetwork[i];
    gandse_session* session = gandse_open(generator, memory, sizeof memory);
    if (session == NULL) {
      print("the session's memory is too small\n");
      return 1;
    }
    (void)gandse_set_layer(session, "ic", l->ic);
    (void)gandse_set_layer(session, "oc", l->oc);
    (void)gandse_set_layer(session, "oh", l->oh);
    (void)gandse_set_layer(session, "ow", l->ow);
    (void)gandse_set_layer(session, "kh", l->kh);
    (void)gandse_set_layer(session, "kw", l->kw);
    gandse_set_objective(session, l->latency_cycles, l->power_uw);
    gandse_use_board_options(session);
    const gandse_reason reason = gandse_explore(session);
    if (reason != GANDSE_OK) {
      print(gandse_reason_text(generator, reason));
      print("\n");
      return 1;
    }
    if (report(generator, session, l) != 0) {
      return 1;
    }
  }
  return 0;
}
