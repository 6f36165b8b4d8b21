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
  Exact cycles, compute_cycles, macs, input_dram, input_fill, weight_dram, constant_dram, output_dram;
  Exact input_feed, weight_feed, partial_sums;
};

constexpr Exact divide_up(Exact a, Exact b) { return (a + b - 1) / b; }

/// The closed form once more, from the simulator's tiles, counting output tiles by what is loaded for them.
ExactCounts closed_form(const TiledLayer& t, const Hardware& machine) {
  const Exact folds_down = t.tile_oc;
  const Exact folds_across = divide_up(t.pixels(), machine.columns);
  const Exact word = machine.rows / machine.feed;
  const Exact words = t.runs * divide_up(t.run, word);
  const Exact job = folds_down * folds_across * (words * machine.rows + machine.rows + machine.columns - 2);
  const Exact reduction = t.reduction_steps();
  const Exact pixels = t.pixel_blocks();
  const Exact tiles = Exact{t.groups} * t.output_blocks * pixels;
  const Exact steps = tiles * reduction;
  const bool weights = weights_stay(t, machine);
  const bool inputs = inputs_stay(t, machine);
  const im2col::Axis rows{static_cast<std::uint32_t>(t.row_blocks),
                          static_cast<std::uint32_t>(t.kh_blocks),
                          static_cast<std::uint32_t>(t.toh),
                          static_cast<std::uint32_t>(t.tkh),
                          t.layer.stride_h,
                          t.layer.dilation_h,
                          t.layer.pad_top,
                          input_rows(t.layer)};
  const im2col::Axis columns{static_cast<std::uint32_t>(t.column_blocks),
                             static_cast<std::uint32_t>(t.kw_blocks),
                             static_cast<std::uint32_t>(t.tow),
                             static_cast<std::uint32_t>(t.tkw),
                             t.layer.stride_w,
                             t.layer.dilation_w,
                             t.layer.pad_left,
                             input_columns(t.layer)};
  const Exact row_bytes = ((t.tow - 1) * t.layer.stride_w + (t.tkw - 1) * t.layer.dilation_w + 1) * t.input_pixel;
  const Exact constants = 8 * t.output_pixel;
  const std::uint64_t lanes = std::min(machine.dram_bandwidth, machine.rows);
  const Exact weight = divide_up(t.weight_tile, machine.dram_bandwidth);
  const Exact input = t.input_tile / row_bytes * divide_up(row_bytes, machine.dram_bandwidth);
  const Exact store =
      t.tile_oc * (divide_up(constants, machine.dram_bandwidth) + t.pixels() * divide_up(t.output_pixel, lanes));
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
  const Exact channels = t.tile_oc * t.output_pixel;
  return {cycles,
          steps * job,
          steps * t.pixels() * channels * (t.diagonal ? Exact{t.runs} : words * word),
          Exact{t.groups} * t.ic_channels * t.input_pixel * rows.loaded(false) * columns.loaded(true) *
              (inputs ? 1 : t.output_blocks),
          input_loads * t.input_tile,
          weight_loads * t.weight_tile,
          tiles * t.tile_oc * constants,
          Exact{t.groups} * t.oc_channels * t.output_pixel * t.layer.oh * t.layer.ow,
          steps * folds_down * t.pixels() * words * word,
          steps * folds_across * channels * (t.diagonal ? t.runs * word : words * word),
          steps * 4 * t.pixels() * channels};
}

Exact exact_energy(const ExactCounts& c, const Configuration& configuration) {
  using T = Asic45nm;
  const std::size_t iss = configuration[Machine::ISS];
  const std::size_t wss = configuration[Machine::WSS];
  const std::size_t oss = configuration[Machine::OSS];
  return c.macs * T::kMacFj + c.input_feed * T::kSramReadFj[iss] + c.weight_feed * T::kSramReadFj[wss] +
         c.input_fill * T::kSramWriteFj[iss] + c.weight_dram * T::kSramWriteFj[wss] +
         c.partial_sums * T::kSramReadFj[oss] + c.partial_sums * T::kSramWriteFj[oss] +
         (c.input_dram + c.weight_dram + c.constant_dram + c.output_dram) * T::kDramFj +
         c.cycles * Machine::leakage(configuration);
}

bool equal(const ExactCounts& e, const Counts& c) {
  return e.cycles == c.cycles && e.compute_cycles == c.compute_cycles && e.macs == c.macs &&
         e.input_dram == c.input_dram && e.input_fill == c.input_fill && e.constant_dram == c.constant_dram &&
         e.weight_dram == c.weight_dram && e.output_dram == c.output_dram && e.input_feed == c.input_feed &&
         e.weight_feed == c.weight_feed && e.partial_sums == c.partial_sums;
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
  met.largest =
      std::max({met.largest, expected.cycles, expected.input_dram, expected.input_fill, expected.weight_dram,
                expected.output_dram, expected.input_feed, expected.weight_feed, expected.partial_sums, expected.macs});
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

/// The fields whose ends make the corners.
constexpr std::array<std::uint32_t Layer::*, 8> kMembers{&Layer::ic, &Layer::oc, &Layer::oh,       &Layer::ow,
                                                         &Layer::kh, &Layer::kw, &Layer::stride_h, &Layer::repeat};

Exact exact_macs(const Layer& l) { return Exact{l.ic} * l.oc * l.oh * l.ow * l.kh * l.kw * l.repeat; }

}  // namespace

TEST_CASE("no count of a legal layer wraps, and energy is refused exactly where it does not fit 64 bits") {
  RandomPoints random(70);
  Met met;
  // Per field both ends, and the sizes whose edge tiles are padded most.
  const std::array<std::array<std::uint32_t, 4>, 8> values{{{1, 513, 32769, 1U << 20U},
                                                            {1, 513, 32769, 1U << 20U},
                                                            {1, 57, 1025, 65535},
                                                            {1, 57, 1025, 65535},
                                                            {1, 5, 8, 64},
                                                            {1, 5, 8, 64},
                                                            {1, 2, 15, 16},
                                                            {1, 2, 1025, 65535}}};
  const unsigned configurations = kSlowdown == 1 ? 80 : 4;
  for (unsigned corner = 0; corner < 65536; ++corner) {
    Layer layer;
    for (std::size_t field = 0; field < values.size(); ++field) {
      layer.*kMembers[field] = values[field][(corner >> (2 * field)) & 3U];
    }
    layer.stride_w = random.chance(50) ? layer.stride_h : 1;
    layer.dilation_h = random.chance(70) ? 1 : 64;
    layer.dilation_w = random.chance(70) ? 1 : 64;
    if (random.chance(50)) {
      Layer padded = layer;
      padded.pad_top = padded.pad_bottom = (layer.kh - 1) * layer.dilation_h;
      padded.pad_left = padded.pad_right = (layer.kw - 1) * layer.dilation_w;
      layer = padding_within_reach(padded) ? padded : layer;
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
  // Dilated kernels of two taps load 64 rows and columns for each that is read, for a single output channel: the most
  // bytes that a MAC can need.
  RandomPoints random(71);
  Met met;
  for (unsigned i = 0; i < scaled(400'000); ++i) {
    Layer layer;
    layer.kh = layer.kw = 2;
    layer.dilation_h = layer.dilation_w = 64;
    layer.ic = 1U << random.between(14, 20);
    layer.oh = layer.ow = 1U << random.between(7, 12);
    if (Machine::check(layer) != Reason::none) {
      continue;
    }
    Configuration c = extreme(random);
    c[Machine::ISS] = 9;
    c[Machine::DSB] = static_cast<std::uint8_t>(random.between(0, 3));
    c[Machine::TOH] = c[Machine::TOW] = c[Machine::TKH] = c[Machine::TKW] = 1;
    c[Machine::TIC] = static_cast<std::uint8_t>(random.between(0, 5));
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
