// No figure wraps: every corner of the legal layers, on extreme configurations, against 128-bit arithmetic.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "../scale.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

using Exact = unsigned __int128;

struct ExactCounts {
  Exact cycles, compute_cycles, macs, input_dram, weight_dram, output_dram, input_feed, weight_feed, partial_sums;
};

constexpr Exact divide_up(Exact a, Exact b) { return (a + b - 1) / b; }

/// The closed form once more, from the simulator's tiles, counting output tiles by what is loaded for them.
ExactCounts closed_form(const TiledLayer& t, const Hardware& machine) {
  const Exact folds_down = divide_up(t.m, machine.rows);
  const Exact folds_across = divide_up(t.n, machine.columns);
  const Exact feed = divide_up(machine.rows + machine.columns, machine.feed_bandwidth);
  const Exact job = folds_down * folds_across * (t.k * feed + machine.rows + machine.columns - 2);
  const Exact reduction = t.reduction_steps();
  const Exact pixels = t.pixel_blocks();
  const Exact tiles = Exact{t.groups} * t.output_blocks * pixels;
  const Exact steps = tiles * reduction;
  const bool weights = weights_stay(t, machine);
  const bool inputs = inputs_stay(t, machine);
  const Exact weight = divide_up(t.weight_tile, machine.dram_bandwidth);
  const Exact input = divide_up(t.input_tile, machine.dram_bandwidth);
  const Exact store = divide_up(t.output_tile, machine.dram_bandwidth);

  // An output tile is new to the weights when it begins an output block, new to the inputs in the first output block.
  const auto tiles_of = [&](bool new_weights, bool new_inputs) {
    return t.groups * (new_weights ? Exact{1} : pixels - 1) * (new_inputs ? Exact{1} : Exact{t.output_blocks} - 1);
  };
  const auto step = [&](Exact stored, bool new_weights, bool new_inputs) {
    const Exact port = stored + (new_weights || !weights ? weight : 0) + (new_inputs || !inputs ? input : 0);
    return std::max(port, job);
  };
  Exact cycles = weight + input + store;
  for (const bool new_weights : {false, true}) {
    for (const bool new_inputs : {false, true}) {
      Exact later = tiles_of(new_weights, new_inputs);  // tiles of this kind after the very first
      if (new_weights && new_inputs) {
        later -= 1;
        cycles += (reduction - 1) * step(0, true, true);
      }
      if (reduction == 1 && later > 0) {
        // The step before a tile loads for it, and stores the tile before that, if there is one.
        const bool second = tiles > 1 && (pixels > 1            ? !new_weights && new_inputs
                                          : t.output_blocks > 1 ? new_weights && !new_inputs
                                                                : new_weights && new_inputs);
        cycles += second ? step(0, new_weights, new_inputs) : 0;
        cycles += (later - (second ? 1 : 0)) * step(store, new_weights, new_inputs);
      } else {
        cycles += later * (step(store, new_weights, new_inputs) + (reduction - 1) * step(0, new_weights, new_inputs));
      }
    }
  }
  cycles += reduction == 1 && tiles > 1 ? std::max(store, job) : job;  // the last step loads nothing

  const Exact weight_loads = (weights ? Exact{t.groups} * t.output_blocks : tiles) * reduction;
  const Exact input_loads = (inputs ? t.groups * pixels : tiles) * reduction;
  return {cycles,
          steps * job,
          steps * t.m * t.n * t.k,
          input_loads * t.input_tile,
          weight_loads * t.weight_tile,
          tiles * t.output_tile,
          steps * folds_down * t.k * t.n,
          steps * folds_across * t.k * t.m,
          steps * 4 * t.output_tile};
}

Exact exact_energy(const ExactCounts& c, const Configuration& configuration) {
  using T = Asic45nm;
  const std::size_t iss = configuration[Machine::ISS];
  const std::size_t wss = configuration[Machine::WSS];
  const std::size_t oss = configuration[Machine::OSS];
  const auto value = [&](std::size_t parameter) -> Exact {
    return Machine::parameters[parameter].values[configuration[parameter]];
  };
  const Exact kib = value(Machine::ISS) + value(Machine::WSS) + value(Machine::OSS);
  return c.macs * T::kMacFj + c.input_feed * T::kSramReadFj[iss] + c.weight_feed * T::kSramReadFj[wss] +
         c.input_dram * T::kSramWriteFj[iss] + c.weight_dram * T::kSramWriteFj[wss] +
         c.partial_sums * T::kSramReadFj[oss] + c.partial_sums * T::kSramWriteFj[oss] +
         (c.input_dram + c.weight_dram + c.output_dram) * T::kDramFj +
         c.cycles * (value(Machine::PEN) * T::kPeLeakageFj + kib * T::kSramLeakageFj);
}

bool equal(const ExactCounts& e, const Counts& c) {
  return e.cycles == c.cycles && e.compute_cycles == c.compute_cycles && e.macs == c.macs &&
         e.input_dram == c.input_dram && e.weight_dram == c.weight_dram && e.output_dram == c.output_dram &&
         e.input_feed == c.input_feed && e.weight_feed == c.weight_feed && e.partial_sums == c.partial_sums;
}

/// How often each outcome occurred, and the largest amounts.
struct Met {
  unsigned legal = 0, energy_too_large = 0, layer_too_large = 0;
  Exact largest = 0, largest_cycles = 0;
};

void check(const Layer& layer, const Configuration& configuration, Met& met) {
  const TiledLayer t = cut(layer, configuration);
  if (fit(t, hardware(configuration)) != Reason::none) {
    return;
  }
  const ExactCounts expected = closed_form(t, hardware(configuration));
  const Machine::Activity activity = Machine::activity(layer, configuration);
  const Evaluation evaluation = Machine::evaluate(layer, configuration);
  const Exact energy = exact_energy(expected, configuration);
  const bool fits = energy <= UINT64_MAX;
  if (activity.reason != Reason::none || !equal(expected, counts(activity)) ||
      evaluation.reason != (fits ? Reason::none : Reason::too_large) ||
      (fits && (evaluation.cost.energy.value != energy || evaluation.cost.latency.value != expected.cycles))) {
    FAIL(text(layer, configuration));
  }
  ++(fits ? met.legal : met.energy_too_large);
  met.largest = std::max({met.largest, expected.cycles, expected.input_dram, expected.weight_dram, expected.output_dram,
                          expected.input_feed, expected.weight_feed, expected.partial_sums, expected.macs});
  met.largest_cycles = std::max(met.largest_cycles, expected.cycles);
}

/// Hardware and SRAMs at an end of their tables, tiles at an end or, half the time, anywhere.
Configuration extreme(RandomPoints& random) {
  Configuration c = random.configuration();
  for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
    const bool tile = parameter >= Machine::TIC;
    if (!tile || random.chance(50)) {
      c[parameter] =
          random.chance(50) ? std::uint8_t{0} : static_cast<std::uint8_t>(Machine::parameters[parameter].count - 1);
    }
  }
  return c;
}

Exact exact_macs(const Layer& l) { return Exact{l.ic} * l.oc * l.oh * l.ow * l.kh * l.kw * l.repeat; }

}  // namespace

TEST_CASE("no count of a legal layer wraps, and energy is refused exactly where it does not fit 64 bits") {
  RandomPoints random(70);
  Met met;
  // Per field both ends, and the sizes whose edge tiles are padded most.
  const std::array<std::array<std::uint32_t, 4>, 8> values{{{1, 513, 32769, 65535},
                                                            {1, 513, 32769, 65535},
                                                            {1, 57, 1025, 4096},
                                                            {1, 57, 1025, 4096},
                                                            {1, 5, 8, 16},
                                                            {1, 5, 8, 16},
                                                            {1, 2, 15, 16},
                                                            {1, 2, 1025, 4096}}};
  const unsigned configurations = kSlowdown == 1 ? 80 : 4;
  for (unsigned corner = 0; corner < 65536; ++corner) {
    Layer layer;
    for (std::size_t field = 0; field < values.size(); ++field) {
      layer.*kLayerFields[field].member = values[field][(corner >> (2 * field)) & 3U];
    }
    const bool fits = exact_macs(layer) <= Exact{1} << 40U;
    REQUIRE(Machine::check(layer) == (fits ? Reason::none : Reason::too_large));
    if (!fits) {
      ++met.layer_too_large;
      REQUIRE(Machine::activity(layer, {}).reason == Reason::too_large);
      REQUIRE(Machine::evaluate(layer, extreme(random)).reason == Reason::too_large);
      continue;
    }
    REQUIRE(Machine::macs(layer) == exact_macs(layer));
    for (unsigned i = 0; i < configurations; ++i) {
      check(layer, extreme(random), met);
    }
  }
  CHECK(met.legal > 1000);
  CHECK(met.layer_too_large > 1000);
  CHECK(met.largest_cycles < Exact{1} << 60U);  // the bound of cost_model/im2col_proofs.md
  MESSAGE("legal " << met.legal << ", energy too large " << met.energy_too_large << ", layer too large "
                   << met.layer_too_large << ", widest count " << bit_width(static_cast<std::uint64_t>(met.largest))
                   << " bits");
}

TEST_CASE("energies around 2^64 fJ") {
  // Strided 1 x 1 kernels reload a large halo for every output channel: the most bytes that a MAC can need.
  RandomPoints random(71);
  Met met;
  for (unsigned i = 0; i < scaled(400'000); ++i) {
    Layer layer;
    layer.stride = random.between(12, 16);
    layer.oh = random.between(500, 4096);
    layer.ow = random.between(500, 4096);
    layer.oc = random.between(1000, 65535);
    layer.repeat = random.between(1, 4);
    if (Machine::check(layer) != Reason::none) {
      continue;
    }
    Configuration c = extreme(random);
    c[Machine::ISS] = 9;
    c[Machine::DSB] = static_cast<std::uint8_t>(random.between(0, 3));
    c[Machine::TOC] = 0;
    check(layer, c, met);
  }
  CHECK(met.legal > 1000 / kSlowdown);
  CHECK(met.energy_too_large > 100 / kSlowdown);
  MESSAGE("legal " << met.legal << ", energy too large " << met.energy_too_large);
}

TEST_CASE("random legal layers of any size") {
  RandomPoints random(72);
  Met met;
  for (unsigned i = 0; i < scaled(500'000); ++i) {
    const Layer layer = random.layer();
    const auto configuration = random.legal(layer);
    if (configuration) {
      check(layer, *configuration, met);
    }
  }
  CHECK(met.legal > scaled(200'000));
}

}  // namespace gandse::test
