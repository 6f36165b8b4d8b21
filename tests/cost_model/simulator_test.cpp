// The closed form against the tile-by-tile simulation, on random legal points: equal in every figure.
#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <string>

#include "../scale.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

constexpr std::uint64_t kMostSteps = 1000;

std::string difference(const Counts& simulated, const Counts& closed) {
  std::string out;
  const auto show = [&](const char* name, std::uint64_t Counts::*figure) {
    if (simulated.*figure != closed.*figure) {
      out += std::string(name) + ": simulated " + std::to_string(simulated.*figure) + ", closed form " +
             std::to_string(closed.*figure) + "; ";
    }
  };
  show("cycles", &Counts::cycles);
  show("compute_cycles", &Counts::compute_cycles);
  show("macs", &Counts::macs);
  show("input_dram", &Counts::input_dram);
  show("input_fill", &Counts::input_fill);
  show("weight_dram", &Counts::weight_dram);
  show("constant_dram", &Counts::constant_dram);
  show("output_dram", &Counts::output_dram);
  show("input_feed", &Counts::input_feed);
  show("weight_feed", &Counts::weight_feed);
  show("partial_sums", &Counts::partial_sums);
  return out;
}

/// Cases that the random points must have met, each with how often.
using Met = std::map<std::string, unsigned>;

void note(Met& met, const Layer& layer, const Configuration& configuration, const TiledLayer& tiled,
          const Simulation& simulation) {
  const std::string residency = std::string(simulation.weights_stayed ? "weights stay" : "weights stream") +
                                (simulation.inputs_stayed ? ", inputs stay" : ", inputs stream");
  ++met[residency + (tiled.reduction_steps() == 1 ? ", one reduction step" : ", several reduction steps")];
  const auto count = [&](const char* what, bool holds) { met[what] += holds ? 1 : 0; };
  const bool one_reduction = tiled.reduction_steps() == 1;
  count("one step", tiled.steps() == 1);
  count("one output tile, several steps", tiled.output_tiles() == 1 && tiled.steps() > 1);
  count("two output tiles, one reduction step", tiled.output_tiles() == 2 && one_reduction);
  count("second tile is a new group",
        one_reduction && tiled.output_blocks * tiled.pixel_blocks() == 1 && layer.repeat > 1);
  count("second tile is a new output block", one_reduction && tiled.pixel_blocks() == 1 && tiled.output_blocks > 1);
  count("second tile is a new pixel block", one_reduction && tiled.pixel_blocks() > 1);
  count("several groups, output blocks and pixel blocks",
        tiled.groups > 1 && tiled.output_blocks > 1 && tiled.pixel_blocks() > 1);
  count("edge tiles", tiled.padded);
  count("stride", layer.stride_h > 1);
  count("two strides", layer.stride_h != layer.stride_w);
  count("dilation", layer.dilation_h > 1 && layer.kh > 1);
  count("padding", simulation.counts.input_dram < simulation.counts.input_fill);
  count("repeat", layer.repeat > 1);
  count("depthwise", tiled.diagonal);
  count("groups side by side", tiled.groups < layer.repeat && !tiled.diagonal);
  count("kernel above 7", layer.kh > 7 || layer.kw > 7);
  count("raw, not canonical", Machine::canonicalise(layer, configuration) != configuration);
  count("array never waits", simulation.counts.cycles < simulation.counts.compute_cycles * 11 / 10);
  count("array mostly waits", simulation.counts.cycles > simulation.counts.compute_cycles * 4);
}

}  // namespace

TEST_CASE("the closed form equals the simulation of every tile, buffer and transfer") {
  RandomPoints random(1);
  const unsigned points = scaled(300'000);
  Met met;
  for (unsigned point = 0; point < points;) {
    const Layer layer = random.small_layer();
    const auto configuration = random.legal(layer);
    if (!configuration) {
      continue;
    }
    const TiledLayer tiled = cut(layer, *configuration);
    if (tiled.steps() > kMostSteps) {
      continue;
    }
    ++point;
    const Hardware machine = hardware(*configuration);
    const Simulation simulation = simulate(tiled, machine);
    const Machine::Activity closed = Machine::activity(layer, *configuration);
    if (closed.reason != Reason::none || simulation.faults != 0 || simulation.counts != counts(closed) ||
        simulation.weights_stayed != weights_stay(tiled, machine) ||
        simulation.inputs_stayed != inputs_stay(tiled, machine)) {
      FAIL(text(layer, *configuration) << difference(simulation.counts, counts(closed)) << simulation.faults
                                       << " faults");
    }
    note(met, layer, *configuration, tiled, simulation);
  }
  // One reduction step means one weight tile per block, which always stays.
  CHECK(met.size() == 6 + 19);
  for (const auto& met_case : met) {
    CHECK_MESSAGE(met_case.second >= points / 200, met_case.first);
  }
}

TEST_CASE("rows and columns that exist, summed up over all tiles, equal those that are counted one by one") {
  RandomPoints random(3);
  for (unsigned point = 0; point < scaled(200'000); ++point) {
    im2col::Axis axis{};
    axis.outputs = random.log_uniform(56);
    axis.taps = random.log_uniform(7);
    axis.output_tiles = random.log_uniform(20);
    axis.tap_tiles = random.log_uniform(10);
    axis.stride = random.log_uniform(16);
    axis.dilation = random.log_uniform(20);
    axis.before = random.between(0, axis.taps * axis.tap_tiles * axis.dilation);
    axis.size = random.log_uniform(2000);
    for (const bool between : {false, true}) {
      std::uint64_t counted = 0;
      for (std::uint32_t tile = 0; tile < axis.output_tiles; ++tile) {
        for (std::uint32_t taps = 0; taps < axis.tap_tiles; ++taps) {
          const auto row = [&](std::uint32_t output, std::uint32_t tap) {
            return std::int64_t{tile * axis.outputs + output} * axis.stride +
                   std::int64_t{taps * axis.taps + tap} * axis.dilation - axis.before;
          };
          const auto exists = [&](std::int64_t y) { return y >= 0 && y < axis.size ? 1U : 0U; };
          if (!between && (axis.outputs == 1 || axis.taps == 1)) {
            for (std::uint32_t i = 0; i < axis.outputs * axis.taps; ++i) {
              counted += exists(axis.taps == 1 ? row(i, 0) : row(0, i));
            }
          } else {
            for (std::int64_t y = row(0, 0); y <= row(axis.outputs - 1, axis.taps - 1); ++y) {
              counted += exists(y);
            }
          }
        }
      }
      REQUIRE(axis.loaded(between) == counted);
    }
  }
}

TEST_CASE("the cost model refuses exactly the tiles that do not fit, and names the same SRAM") {
  RandomPoints random(2);
  std::map<Reason, unsigned> met;
  const unsigned points = scaled(1'000'000);
  for (unsigned point = 0; point < points; ++point) {
    const Layer layer = point % 2 == 0 ? random.small_layer() : random.layer();
    const Configuration configuration = random.configuration();
    const Reason expected = fit(cut(layer, configuration), hardware(configuration));
    if (Machine::activity(layer, configuration).reason != expected) {
      FAIL(text(layer, configuration));
    }
    ++met[expected];
  }
  CHECK(met.size() == 1 + Machine::rules.size());
  for (const auto& refusal : met) {
    CHECK_MESSAGE(refusal.second >= points / 100, describe<Machine>(refusal.first).name);
  }
}

}  // namespace gandse::test
