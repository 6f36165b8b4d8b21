/* A C99 program with the single header: fills networks to their capacities and decides. Its argument: how many layers the
 * library's network is to have room for. */
#include <stdio.h>
#include <stdlib.h>

#include "gandse.h"

GANDSE_GENERATOR(im2col_8k);
GANDSE_NETWORK_GENERATOR(im2col_8k);
GANDSE_NETWORK_GENERATOR(small);

static uint64_t memory[GANDSE_NETWORK_BYTES / sizeof(uint64_t)];
static uint64_t memory_of_small[GANDSE_NETWORK_BYTES_OF(3, 2, 8) / sizeof(uint64_t)];

/* The layers that there was room for; 0 where anything else went wrong. */
static int fill(gandse_network* network) {
  static const char* const kFields[] = {"ic", "oc", "oh", "ow", "kh", "kw"};
  int layers = 0;
  if (gandse_network_set_goal(network, GANDSE_GOAL_ENERGY) != GANDSE_OK ||
      gandse_network_set_goal(network, (gandse_goal)7) != GANDSE_UNKNOWN_GOAL) {
    return 0;
  }
  while (gandse_network_add_layer(network) == GANDSE_OK) {
    ++layers;
    for (size_t i = 0; i < sizeof kFields / sizeof kFields[0]; ++i) {
      if (gandse_network_set_layer(network, kFields[i], 4) != GANDSE_OK) {
        return 0;
      }
    }
  }
  gandse_network_set_objective(network, 1000000, 1000000);
  gandse_network_set_options(network, 10, 2, 1);
  const gandse_reason early = gandse_network_explore(network);
  if (early != GANDSE_CAPACITY_EXCEEDED || gandse_network_add_bitstream(network, 0, 0) != GANDSE_OK) {
    return 0;
  }
  const gandse_reason reason = gandse_network_explore(network);
  if (reason != GANDSE_OK) {
    printf("%s\n", gandse_reason_text(gandse_im2col_8k(), reason));
    return 0;
  }
  return layers;
}

int main(int count, char** arguments) {
  const int wanted = count == 2 ? atoi(arguments[1]) : 0;
  const int layers = fill(gandse_network_open(gandse_im2col_8k_network(), memory, sizeof memory));
  const int of_small = fill(gandse_network_open(gandse_small_network(), memory_of_small, sizeof memory_of_small));
  printf("gandse %s for %s at %u MHz: %d and %d layers\n", gandse_version(), gandse_template_name(gandse_im2col_8k()),
         (unsigned)gandse_clock_mhz(gandse_im2col_8k()), layers, of_small);
  return layers == wanted && layers == GANDSE_NETWORK_LAYERS && of_small == 3 ? EXIT_SUCCESS : EXIT_FAILURE;
}
