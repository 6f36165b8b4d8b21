// Every refusal has its reason, and every reason its name. What can be checked while compiling is.
#include "gandse/cost_model/reason.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "im2col_simulator.hpp"

namespace gandse::test {
namespace {

std::string name(Reason reason) { return describe<Machine>(reason).name; }

constexpr Layer kLayer{64, 64, 56, 56, 3, 3, 1, 1};
constexpr Configuration kRoomy{5, 3, 4, 9, 9, 9, 4, 4, 4, 4, 2, 2};

static_assert(Machine::evaluate(kLayer, kRoomy).legal());
static_assert(Machine::evaluate(kLayer, kRoomy).cost.energy.value > 0);
static_assert(Machine::activity(kLayer, kRoomy).macs >= Machine::macs(kLayer));
static_assert(Machine::canonicalise(kLayer, Machine::canonicalise(kLayer, kRoomy)) ==
              Machine::canonicalise(kLayer, kRoomy));
static_assert(Machine::allowed(kLayer, Configuration{}, Pins{}, Machine::PEN) == 0xFF);
static_assert(Machine::check_pins(kLayer, Pins{}) == Reason::none);
static_assert(satisfies({{10}, {100}}, {{10}, {5}}, 500));
static_assert(power({{10}, {100}}, 500).value == 5);
static_assert(std::string_view(describe<Machine>(Reason::none).name) == "none");

static_assert(Fingerprint{}.add("").value() == 0xaf63bd4c8601b7dfULL);  // FNV-1a of one zero byte

}  // namespace

TEST_CASE("layer_out_of_range: every field, below and above") {
  CHECK(Machine::evaluate(kLayer, kRoomy).reason == Reason::none);
  CHECK(name(Reason::none) == "none");
  for (const auto& field : kLayerFields) {
    CAPTURE(field.name);
    for (const std::uint32_t value : {field.min - 1, field.max + 1, UINT32_MAX}) {
      Layer layer;
      layer.*field.member = value;
      CHECK_FALSE(within_limits(layer, kLayerFields));
      CHECK(Machine::check(layer) == Reason::layer_out_of_range);
      CHECK(name(Machine::evaluate(layer, kRoomy).reason) == "layer_out_of_range");
      CHECK(Machine::check_pins(layer, {}) == Reason::layer_out_of_range);
    }
    for (const std::uint32_t value : {field.min, field.max}) {
      Layer layer;
      layer.*field.member = value;
      const bool no_kernel_reaches_so_far = value > 0 && field.min == 0;
      CHECK(Machine::check(layer) == (no_kernel_reaches_so_far ? Reason::layer_out_of_range : Reason::none));
    }
  }
}

TEST_CASE("layer_out_of_range: zeros that no tap reads, and an input that is nothing but zeros") {
  Layer layer{1, 1, 4, 4, 3, 3};
  layer.pad_top = layer.pad_bottom = layer.pad_left = layer.pad_right = 2;
  CHECK(Machine::check(layer) == Reason::none);  // 2 x 2 inputs
  for (const auto member : {&Layer::pad_top, &Layer::pad_bottom, &Layer::pad_left, &Layer::pad_right}) {
    Layer beyond = layer;
    beyond.*member = 3;
    CHECK(Machine::check(beyond) == Reason::layer_out_of_range);
  }
  layer.oh = 2;  // 4 rows in all, of zeros
  CHECK(Machine::check(layer) == Reason::layer_out_of_range);
  layer.pad_bottom = 1;
  CHECK(Machine::check(layer) == Reason::none);
  layer.dilation_h = 2;  // reaches two rows further
  layer.pad_top = 4;
  CHECK(Machine::check(layer) == Reason::none);
}

TEST_CASE("choice_out_of_range: every parameter") {
  for (std::size_t parameter = 0; parameter < Machine::kParameters; ++parameter) {
    CAPTURE(Machine::parameters[parameter].name);
    for (const unsigned choice : {unsigned{Machine::parameters[parameter].count}, 255U}) {
      Configuration c = kRoomy;
      c[parameter] = static_cast<std::uint8_t>(choice);
      CHECK(name(Machine::evaluate(kLayer, c).reason) == "choice_out_of_range");
    }
  }
}

TEST_CASE("the three SRAM rules: at the limit legal, one byte more refused") {
  // Input tile: 512 channels of one byte in a half of 512 bytes; a second column makes it 1024.
  Layer layer;
  layer.ic = 512;
  Configuration c{};
  c[Machine::TIC] = 9;
  CHECK(Machine::evaluate(layer, c).legal());
  layer.ow = 2;
  c[Machine::TOW] = 1;
  CHECK(name(Machine::evaluate(layer, c).reason) == "input_sram_too_small");
  c[Machine::ISS] = 1;
  CHECK(Machine::evaluate(layer, c).legal());
  // Weight tile: two output channels of 512.
  layer.oc = 2;
  c[Machine::TOC] = 1;
  CHECK(name(Machine::evaluate(layer, c).reason) == "weight_sram_too_small");
  c[Machine::WSS] = 1;
  CHECK(Machine::evaluate(layer, c).legal());
  // Output tile: 128 sums of four bytes in a half of 512; 16 * 16 do not fit.
  layer = {};
  layer.oc = 128;
  c = {};
  c[Machine::TOC] = 7;
  CHECK(Machine::evaluate(layer, c).legal());
  layer.oh = 2;
  c[Machine::TOH] = 1;
  CHECK(name(Machine::evaluate(layer, c).reason) == "output_sram_too_small");
  c[Machine::OSS] = 1;
  CHECK(Machine::evaluate(layer, c).legal());
}

TEST_CASE("pins that break a rule are named by it") {
  Pins pins;
  pins.choice[Machine::ISS] = 0;
  pins.choice[Machine::TIC] = 9;
  pins.choice[Machine::TOW] = 9;
  CHECK(name(Machine::check_pins({512, 1, 1, 56, 1, 1, 1, 1}, pins)) == "input_sram_too_small");
  CHECK(Machine::check_pins({1, 1, 1, 1, 1, 1, 1, 1}, pins) == Reason::none);  // tiles never exceed the layer
}

TEST_CASE("too_large: 2^40 MACs are the limit, and energy must fit 64 bits") {
  CHECK(Machine::check({32768, 32768, 1024, 1, 1, 1, 1, 1}) == Reason::none);
  CHECK(Machine::macs({32768, 32768, 1024, 1, 1, 1, 1, 1}) == std::uint64_t{1} << 40U);
  CHECK(name(Machine::check({32768, 32768, 1025, 1, 1, 1, 1, 1})) == "too_large");
  CHECK(Machine::check({65535, 65535, 4096, 4096, 16, 16, 16, 4096}) == Reason::too_large);  // far beyond 2^64 MACs
}

TEST_CASE("describe names every reason, and does not invent any") {
  for (const Reason reason : {Reason::none, Reason::layer_out_of_range, Reason::objective_out_of_range,
                              Reason::choice_out_of_range, Reason::too_large}) {
    CHECK(name(reason) != "unknown");
    CHECK(describe<Machine>(reason).sentence[0] != '\0');
  }
  CHECK(name(Reason::objective_out_of_range) == "objective_out_of_range");
  for (std::uint8_t rule = 0; rule < Machine::rules.size(); ++rule) {
    CHECK(name(template_reason(rule)) == Machine::rules[rule].name);
  }
  CHECK(name(template_reason(static_cast<std::uint8_t>(Machine::rules.size()))) == "unknown");
  CHECK(name(static_cast<Reason>(5)) == "unknown");
  CHECK(name(static_cast<Reason>(15)) == "unknown");
  CHECK(name(static_cast<Reason>(255)) == "unknown");
}

TEST_CASE("parameter tables are ascending and within their limits") {
  for (const Parameter& parameter : Machine::parameters) {
    CHECK(parameter.count <= kMaxChoices);
    for (std::size_t i = 1; i < parameter.count; ++i) {
      CHECK(parameter.values[i] > parameter.values[i - 1]);
    }
  }
}

}  // namespace gandse::test
