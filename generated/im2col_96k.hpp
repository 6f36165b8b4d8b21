// BOOTSTRAP: all-zero weights until the first training.
#pragma once
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/generator.hpp"
namespace gandse::generated {
using Im2col96k = GeneratorWeights<Im2col<Asic45nm>, Im2col<Asic45nm>::fingerprint(), 96, 3, 40>;
inline constexpr Im2col96k make_bootstrap() { Im2col96k w{}; for (auto& s : w.trunk_scale) s = {1u<<30,40}; for (auto& s : w.head_scale) s = {1u<<30,40}; for (auto& s : w.logit_scale) s = {1u<<30,40}; return w; }
inline constexpr Im2col96k im2col_96k = make_bootstrap();
}

