// What a user expects without reading the equations: a faster link never makes it slower, a larger memory is never a
// cheaper way of doing the same, and one that buys reuse never moves more.
#include <doctest/doctest.h>

#include <cstdint>

#include "../scale.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

struct Judged {
  Machine::Activity activity;
  Checked energy;
};

Judged judge(const Layer& layer, const Configuration& configuration) {
  const Machine::Activity activity = Machine::activity(layer, configuration);
  REQUIRE(activity.reason == Reason::none);
  return {activity, Machine::energy(activity, configuration)};
}

/// `less` is no more energy than `more`.
bool no_dearer(const Checked& less, const Checked& more) {
  return more.overflowed() || (!less.overflowed() && less.value() <= more.value());
}

std::uint64_t dram_bytes(const Machine::Activity& a) {
  return a.input_dram + a.weight_dram + a.constant_dram + a.output_dram;
}

}  // namespace

TEST_CASE("one step up in one hardware parameter") {
  RandomPoints random(60);
  unsigned same_class = 0;
  unsigned gained_residency = 0;
  for (unsigned point = 0; point < scaled(300'000); ++point) {
    const Layer layer = random.chance(50) ? random.small_layer() : random.layer();
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    INFO(text(layer, *raw));
    const Judged base = judge(layer, *raw);
    const TiledLayer tiled = cut(layer, *raw);
    for (const std::size_t parameter : {Machine::SDB, Machine::DSB, Machine::ISS, Machine::WSS, Machine::OSS}) {
      Configuration larger = *raw;
      if (++larger[parameter] == Machine::parameters[parameter].count) {
        continue;
      }
      const Judged up = judge(layer, larger);
      REQUIRE(up.activity.cycles <= base.activity.cycles);
      REQUIRE(dram_bytes(up.activity) <= dram_bytes(base.activity));
      if (parameter == Machine::SDB || parameter == Machine::DSB) {
        REQUIRE(dram_bytes(up.activity) == dram_bytes(base.activity));
        REQUIRE(Machine::leakage(larger) >= Machine::leakage(*raw));  // wider links are not free
      } else if (weights_stay(tiled, hardware(larger)) == weights_stay(tiled, hardware(*raw)) &&
                 inputs_stay(tiled, hardware(larger)) == inputs_stay(tiled, hardware(*raw))) {
        ++same_class;
        REQUIRE(counts(up.activity) == counts(base.activity));
        REQUIRE(
            (no_dearer(base.energy, up.energy) && (up.energy.overflowed() || up.energy.value() > base.energy.value())));
      } else {
        ++gained_residency;
      }
    }
  }
  CHECK(same_class > scaled(100'000));
  CHECK(gained_residency > scaled(10'000));
}

TEST_CASE("no resource and no leakage falls when a hardware choice rises; bandwidth costs some") {
  RandomPoints random(63);
  for (unsigned point = 0; point < scaled(200'000); ++point) {
    const Configuration c = random.configuration();
    for (std::size_t parameter = 0; parameter < Machine::TIC; ++parameter) {
      Configuration larger = c;
      if (++larger[parameter] == Machine::parameters[parameter].count) {
        continue;
      }
      INFO(text(Layer{}, c));
      const auto before = Machine::used(c);
      const auto after = Machine::used(larger);
      for (std::size_t i = 0; i < before.size(); ++i) {
        REQUIRE(after[i] >= before[i]);
      }
      REQUIRE(Machine::leakage(larger) >= Machine::leakage(c));
      if (parameter == Machine::DSB) {
        REQUIRE(Machine::leakage(larger) > Machine::leakage(c));
      }
    }
  }
}

TEST_CASE("more groups cost more, and never more than as many single groups") {
  RandomPoints random(61);
  for (unsigned point = 0; point < scaled(100'000); ++point) {
    Layer layer = random.small_layer();
    layer.ic = random.between(17, 600);  // on no array do two groups lie side by side
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    layer.repeat = random.between(2, 8);
    if (Machine::check(layer) != Reason::none) {
      continue;
    }
    INFO(text(layer, *raw));
    Layer single = layer;
    single.repeat = 1;
    const Judged one = judge(single, *raw);
    const Judged several = judge(layer, *raw);
    REQUIRE(dram_bytes(several.activity) == layer.repeat * dram_bytes(one.activity));
    REQUIRE(several.activity.macs == layer.repeat * one.activity.macs);
    REQUIRE(several.activity.cycles > one.activity.cycles);
    REQUIRE(several.activity.cycles <= layer.repeat * one.activity.cycles);
  }
}

TEST_CASE("cycles are more than the array works, no fewer than the port works, and at most the sum") {
  RandomPoints random(62);
  for (unsigned point = 0; point < scaled(200'000); ++point) {
    const Layer layer = random.layer();
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    INFO(text(layer, *raw));
    const Machine::Activity a = Machine::activity(layer, *raw);
    const TiledLayer t = cut(layer, *raw);
    const im2col::Cut beats = Machine::cut(layer, *raw);
    const im2col::Array array = Machine::array_of(*raw);
    const std::uint64_t port = a.input_fill / t.input_tile * beats.input_beats(array) +
                               a.weight_dram / t.weight_tile * beats.weight_beats(array) +
                               t.output_tiles() * beats.store_beats(array);
    REQUIRE(a.cycles > a.compute_cycles);
    REQUIRE(a.cycles >= port);
    REQUIRE(a.cycles <= a.compute_cycles + port);
    REQUIRE(a.macs >= Machine::macs(layer));
  }
}

}  // namespace gandse::test
