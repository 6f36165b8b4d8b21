/* The same from C99. */
#include <gandse/gandse.h>

GANDSE_GENERATOR(gemm_engine_6k);

int main(void) {
  static uint64_t memory[GANDSE_SESSION_BYTES / sizeof(uint64_t)];
  gandse_session* session = gandse_open(gandse_gemm_engine_6k(), memory, sizeof memory);
  uint32_t slice = 0;
  gandse_set_layer(session, "m", 512);
  gandse_set_layer(session, "n", 512);
  gandse_set_layer(session, "k", 512);
  gandse_set_objective(session, 2000000, 200000); /* cycles, uW */
  gandse_pin(session, "BUS", 4);
  if (gandse_explore(session) != GANDSE_OK || gandse_value(session, "SLICE", &slice) != GANDSE_OK) {
    return 2;
  }
  return gandse_result_of(session)->satisfied && slice >= 16 ? 0 : 1;
}
