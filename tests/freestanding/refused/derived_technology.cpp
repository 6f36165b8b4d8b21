// Weights that were trained for the clock and DRAM of another technology, which this one derives from.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

struct Board : gandse::Asic45nm {
#if FAULT
  static constexpr std::uint32_t kClockMhz = 250;
  static constexpr std::uint32_t kDramFj = 32000;
#endif
};

using Weights = gandse::GeneratorWeights<gandse::Im2col<Board>, gandse::fingerprint<gandse::Im2col<>>(), 8, 2, 4>;
static_assert(sizeof(Weights) > 0);
