// Weights whose heads draw in another order.
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"

struct Swapped : gandse::Im2col<> {
#if FAULT
  static constexpr std::array<std::uint8_t, kParameters> draw_order{PEN, SDB, DSB, TOC, TOW, TOH,
                                                                    TIC, TKH, TKW, ISS, WSS, OSS};
#endif
};

using Weights = gandse::GeneratorWeights<Swapped, gandse::fingerprint<gandse::Im2col<>>(), 8, 2, 4>;
static_assert(sizeof(Weights) > 0);
