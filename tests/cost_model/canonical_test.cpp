// What canonicalise and allowed promise, on random points with random pins.
#include <doctest/doctest.h>

#include <cstdint>

#include "../scale.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

Layer any_layer(RandomPoints& random) { return random.chance(50) ? random.small_layer() : random.layer(); }

std::uint32_t random_pin_rate(RandomPoints& random) { return random.chance(40) ? 0 : random.between(1, 100); }

/// Walks the draw order, choosing at random among what is allowed. REQUIREs that something is.
Configuration draw(RandomPoints& random, const Layer& layer, const Pins& pins) {
  Configuration c{};
  for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
    c[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter] : std::uint8_t{0};
  }
  for (const std::uint8_t parameter : Machine::draw_order) {
    const ChoiceMask mask = Machine::allowed(layer, c, pins, parameter);
    REQUIRE(mask != 0);
    REQUIRE((mask >> Machine::parameters[parameter].count) == 0);
    if (Machine::is_derived(parameter)) {
      REQUIRE(is_single(mask));
    }
    std::uint32_t choice = 0;
    do {
      choice = random.between(lowest_choice(mask), highest_choice(mask));
    } while (!contains(mask, choice));
    c[parameter] = static_cast<std::uint8_t>(choice);
  }
  return c;
}

bool lower_sram_differs(const Layer& layer, Configuration c, std::size_t sram) {
  const TiledLayer t = cut(layer, c);
  const Hardware before = hardware(c);
  --c[sram];
  const Hardware after = hardware(c);
  return fit(t, after) != Reason::none || weights_stay(t, before) != weights_stay(t, after) ||
         inputs_stay(t, before) != inputs_stay(t, after);
}

}  // namespace

TEST_CASE("canonicalise keeps the behaviour, never costs, and is idempotent") {
  RandomPoints random(50);
  unsigned saved = 0;
  const unsigned points = scaled(300'000);
  for (unsigned point = 0; point < points; ++point) {
    const Layer layer = any_layer(random);
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    const Pins pins = random.pins(*raw, random_pin_rate(random));
    const Configuration canonical = Machine::canonicalise(layer, *raw, pins);
    INFO(text(layer, *raw));
    INFO(text(layer, canonical));
    REQUIRE(Machine::canonicalise(layer, canonical, pins) == canonical);
    for (std::size_t parameter = 0; parameter < canonical.size(); ++parameter) {
      // lower, or at the least choice that names a whole block of channels
      const bool block = (parameter == Machine::TIC && cut(layer, *raw).tile_ic == 1) ||
                         (parameter == Machine::TOC && cut(layer, *raw).tile_oc == 1);
      REQUIRE((canonical[parameter] <= (*raw)[parameter] || block));
      REQUIRE((!pins.is_pinned(parameter) || canonical[parameter] == (*raw)[parameter]));
    }
    const Machine::Activity before = Machine::activity(layer, *raw);
    const Machine::Activity after = Machine::activity(layer, canonical);
    REQUIRE(after.reason == Reason::none);
    REQUIRE(counts(after) == counts(before));  // cycles and every count, not only the cost
    const Checked old_energy = Machine::energy(before, *raw);
    const Checked new_energy = Machine::energy(after, canonical);
    if (!old_energy.overflowed()) {
      REQUIRE_FALSE(new_energy.overflowed());
      REQUIRE(new_energy.value() <= old_energy.value());
      saved += new_energy.value() < old_energy.value() ? 1 : 0;
    }
  }
  CHECK(saved > points / 2);
}

TEST_CASE("without pins every entry of a canonical configuration is the smallest of its behaviour") {
  RandomPoints random(51);
  for (unsigned point = 0; point < scaled(200'000); ++point) {
    const Layer layer = any_layer(random);
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    const Configuration c = Machine::canonicalise(layer, *raw);
    INFO(text(layer, c));
    for (const std::size_t sram : {Machine::ISS, Machine::WSS, Machine::OSS}) {
      REQUIRE((c[sram] == 0 || lower_sram_differs(layer, c, sram)));
    }
    if (c[Machine::SDB] > 0) {
      Configuration slower = c;
      --slower[Machine::SDB];
      REQUIRE(hardware(slower).feed > hardware(c).feed);
    }
    for (std::size_t tile = Machine::TIC; tile <= Machine::TKH; ++tile) {
      Configuration smaller = c;
      if (smaller[tile]-- > 0) {
        const TiledLayer a = cut(layer, c);
        const TiledLayer b = cut(layer, smaller);
        const bool block = (tile == Machine::TIC && a.tile_ic == 1) || (tile == Machine::TOC && a.tile_oc == 1);
        REQUIRE((block || a.tile_oc != b.tile_oc || a.tile_ic != b.tile_ic || a.toh != b.toh || a.tow != b.tow ||
                 a.tkh != b.tkh || a.tkw != b.tkw));
      }
    }
  }
}

TEST_CASE("an illegal point stays as it is, for the same reason") {
  RandomPoints random(52);
  unsigned illegal = 0;
  const unsigned points = scaled(200'000);
  for (unsigned point = 0; point < points; ++point) {
    Layer layer = any_layer(random);
    Configuration raw = random.configuration();
    if (random.chance(5)) {
      raw[random.between(0, 11)] = static_cast<std::uint8_t>(random.between(10, 255));
    }
    if (random.chance(5)) {
      const auto& field = kLayerFields[random.between(0, static_cast<std::uint32_t>(kLayerFields.size() - 1))];
      layer.*field.member = random.chance(50) ? 0 : field.max + 1;
    }
    const Reason reason = Machine::activity(layer, raw).reason;
    if (reason != Reason::none) {
      ++illegal;
      const Pins pins = random.pins(raw, random_pin_rate(random));
      const Configuration canonical = Machine::canonicalise(layer, raw, pins);
      REQUIRE(canonical == raw);
      REQUIRE(Machine::evaluate(layer, canonical).reason == reason);
    }
  }
  CHECK(illegal > points / 4);
}

TEST_CASE("whatever is drawn from the allowed choices is legal and canonical; impossible pins are known beforehand") {
  RandomPoints random(53);
  unsigned drawn = 0;
  unsigned impossible = 0;
  const unsigned points = scaled(200'000);
  for (unsigned point = 0; point < points; ++point) {
    const Layer layer = any_layer(random);
    const Configuration pinned = random.configuration();
    const Pins pins = random.pins(pinned, random_pin_rate(random));
    const Reason reason = Machine::check_pins(layer, pins);
    if (reason == Reason::none) {
      ++drawn;
      const Configuration c = draw(random, layer, pins);
      INFO(text(layer, c));
      REQUIRE(Machine::activity(layer, c).reason == Reason::none);
      REQUIRE(Machine::canonicalise(layer, c, pins) == c);
    } else {
      ++impossible;
      for (int attempt = 0; attempt < 20; ++attempt) {
        Configuration c = random.configuration();
        for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
          c[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter] : c[parameter];
        }
        REQUIRE(Machine::activity(layer, c).reason >= Reason::template_rule);
      }
    }
  }
  CHECK(drawn > points / 4);
  CHECK(impossible > points / 50);
}

TEST_CASE("every canonical legal configuration can be drawn") {
  RandomPoints random(54);
  for (unsigned point = 0; point < scaled(200'000); ++point) {
    const Layer layer = any_layer(random);
    const auto raw = random.legal(layer);
    if (!raw) {
      continue;
    }
    const Pins pins = random.pins(*raw, random_pin_rate(random));
    REQUIRE(Machine::check_pins(layer, pins) == Reason::none);
    const Configuration canonical = Machine::canonicalise(layer, *raw, pins);
    INFO(text(layer, canonical));
    Configuration partial{};
    for (std::size_t parameter = 0; parameter < partial.size(); ++parameter) {
      partial[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter] : std::uint8_t{0};
    }
    for (const std::uint8_t parameter : Machine::draw_order) {
      REQUIRE(contains(Machine::allowed(layer, partial, pins, parameter), canonical[parameter]));
      partial[parameter] = canonical[parameter];
    }
  }
}

TEST_CASE("pins that name no choice are refused as such") {
  for (std::size_t parameter = 0; parameter < Machine::kParameters; ++parameter) {
    Pins pins;
    pins.choice[parameter] = Machine::parameters[parameter].count;
    CHECK(Machine::check_pins(Layer{}, pins) == Reason::choice_out_of_range);
  }
}

TEST_CASE("the draw order names every parameter once") {
  std::uint32_t seen = 0;
  for (const std::uint8_t parameter : Machine::draw_order) {
    seen |= 1U << parameter;
  }
  CHECK(seen == (1U << Machine::kParameters) - 1);
}

TEST_CASE("a layer's features tell which tiles cover it, and stay within int8") {
  RandomPoints random(55);
  for (unsigned point = 0; point < scaled(50'000); ++point) {
    const Layer layer = any_layer(random);
    std::array<std::int8_t, Machine::kLayerFeatures + 1> features{};
    features.back() = 42;
    Machine::encode(layer, features.data());
    REQUIRE(features.back() == 42);
    for (std::size_t i = 0; i < Machine::kLayerFeatures; ++i) {
      REQUIRE(features[i] >= 0);
    }
    const std::array<std::uint32_t, 6> sizes{layer.ic, layer.oc, layer.ow, layer.oh, layer.kw, layer.kh};
    std::size_t feature = kLayerFields.size();
    for (std::size_t parameter = Machine::TIC; parameter <= Machine::TKH; ++parameter) {
      for (unsigned choice = 0; choice < Machine::parameters[parameter].count; ++choice, ++feature) {
        const unsigned cover = covering_choice(Machine::parameters[parameter], sizes[parameter - Machine::TIC]);
        REQUIRE((features[feature] == 127) == (choice > cover));
      }
    }
    REQUIRE(feature == Machine::kLayerFeatures);
  }
}

}  // namespace gandse::test
