#include <doctest/doctest.h>

#include <array>
#include <cinttypes>
#include <cstdio>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/fingerprint.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

using Template = Im2col<>;

TEST_CASE("space --json has the contract's keys and the template's data") {
  const Result result = gandse({"space", "im2col", "--json"});
  CHECK(result.exit_code == 0);
  const auto space = result.json();
  std::vector<std::string> keys;
  for (const auto& [key, value] : space.items()) {
    keys.push_back(key);
  }
  CHECK(keys == std::vector<std::string>{"template", "generator", "version", "fingerprint", "technology",
                                         "layer_limits", "parameters"});
  CHECK(space["template"] == "im2col");
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "0x%016" PRIx64, fingerprint<Template>());
  CHECK(space["fingerprint"] == text.data());

  const auto& technology = space["technology"];
  CHECK(technology["name"] == "asic45nm");
  CHECK(technology["clock_mhz"] == Asic45nm::kClockMhz);
  CHECK(technology["mac_fj"] == Asic45nm::kMacFj);
  CHECK(technology["pe_leakage_fj_per_cycle"] == Asic45nm::kPeLeakageFj);
  CHECK(technology["sram_read_fj_per_byte"] == Asic45nm::kSramReadFj);
  CHECK(technology["sram_write_fj_per_byte"] == Asic45nm::kSramWriteFj);
  CHECK(technology["sram_leakage_fj_per_kib_cycle"] == Asic45nm::kSramLeakageFj);
  CHECK(technology["dram_fj_per_byte"] == Asic45nm::kDramFj);

  for (const auto& field : kLayerFields) {
    CHECK(space["layer_limits"][field.name]["min"] == field.min);
    CHECK(space["layer_limits"][field.name]["max"] == field.max);
    CHECK(space["layer_limits"][field.name].contains("default") == field.optional);
  }
  CHECK(space["layer_limits"].size() == kLayerFields.size());

  REQUIRE(space["parameters"].size() == Template::kParameters);
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const Parameter& parameter = Template::parameters[i];
    const auto& entry = space["parameters"][i];
    CHECK(entry["name"] == parameter.name);
    CHECK(entry["unit"] == parameter.unit);
    CHECK(entry["description"] == parameter.description);
    REQUIRE(entry["choices"].size() == parameter.count);
    for (std::size_t c = 0; c < parameter.count; ++c) {
      CHECK(entry["choices"][c] == parameter.values[c]);
    }
  }
}

TEST_CASE("space for people names parameters, limits, constants with their sources, and rules") {
  const Result result = gandse({"space", "im2col"});
  CHECK(result.exit_code == 0);
  for (const char* part :
       {"im2col", "0x", "PEN", "8, 16, 32, 64, 128, 256, 512, 1024", "processing elements", "1048576", "stride_h",
        "dilation", "(required)", "500 MHz", "dram_fj_per_byte", "64000", "LPDDR4", "input_sram_too_small"}) {
    CAPTURE(part);
    CHECK(result.out.find(part) != std::string::npos);
  }
}

}  // namespace
}  // namespace gandse::test
