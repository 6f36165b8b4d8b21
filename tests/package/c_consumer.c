/* A C99 program beside an installed gandse: asks once, and is told. */
#include <gandse/gandse.h>
#include <stdio.h>

GANDSE_GENERATOR(im2col_8k);
GANDSE_GENERATOR(im2col_96k);
GANDSE_GENERATOR(dnnweaver_80k);

static int ask(const gandse_generator* generator) {
  static const char* const kFields[] = {"ic", "oc", "oh", "ow", "kh", "kw"};
  static const uint32_t kLayer[] = {64, 64, 56, 56, 3, 3};
  uint64_t memory[GANDSE_SESSION_BYTES / sizeof(uint64_t)];
  gandse_session* session = gandse_open(generator, memory, sizeof memory);
  if (session == NULL) {
    printf("a session needs %zu bytes\n", gandse_size(generator));
    return 1;
  }
  for (size_t i = 0; i < sizeof kFields / sizeof kFields[0]; ++i) {
    if (gandse_set_layer(session, kFields[i], kLayer[i]) != GANDSE_OK) {
      return 1;
    }
  }
  gandse_set_objective(session, 2000000, 400000);
  const gandse_reason reason = gandse_explore(session);
  const gandse_result* result = gandse_result_of(session);
  if (result == NULL) {
    printf("%s\n", gandse_reason_text(generator, reason));
    return 1;
  }
  printf("%llu cycles\n", (unsigned long long)result->latency_cycles);
  return result->satisfied ? 0 : 1;
}

int main(void) { return ask(gandse_im2col_8k()) + ask(gandse_im2col_96k()) + ask(gandse_dnnweaver_80k()); }
