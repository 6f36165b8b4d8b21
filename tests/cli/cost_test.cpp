#include <doctest/doctest.h>

#include "gandse/cost_model/im2col.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

constexpr const char* kConfiguration =
    "PEN=256,SDB=64,DSB=16,ISS=64,WSS=64,OSS=64,TIC=16,TOC=32,TOW=14,TOH=14,TKW=3,TKH=3";

Result cost(const std::string& layer, const std::string& configuration, bool json = true) {
  std::vector<std::string> arguments{"cost", "im2col", "--layer", layer, "--config", configuration};
  if (json) {
    arguments.emplace_back("--json");
  }
  return gandse(arguments);
}

TEST_CASE("exactly this configuration is judged, SRAMs as they are") {
  const auto answer = cost(kLayerText, kConfiguration).json();
  const auto expected = Im2col<>::evaluate({64, 64, 56, 56, 3, 3, 1, 1}, {5, 4, 4, 6, 6, 6, 4, 5, 5, 5, 2, 2});
  REQUIRE(expected.legal());
  CHECK(answer["legal"] == 1);
  CHECK(answer["reason"] == "none");
  CHECK(answer["latency_cycles"] == expected.cost.latency.value);
  CHECK(answer["energy_fj"] == expected.cost.energy.value);
  CHECK(answer["power_uw"] == power(expected.cost, 500).value);
  CHECK(answer["configuration"]["ISS"] == 64);
  std::string larger = kConfiguration;
  larger.replace(larger.find("ISS=64"), 6, "ISS=128");
  CHECK(cost(kLayerText, larger).json()["energy_fj"] > answer["energy_fj"]);
}

TEST_CASE("an illegal configuration is an answer") {
  std::string small = kConfiguration;
  small.replace(small.find("OSS=64"), 6, "OSS=1");
  const Result json = cost(kLayerText, small);
  CHECK(json.exit_code == 3);
  CHECK(json.json()["legal"] == 0);
  CHECK(json.json()["reason"] == "output_sram_too_small");
  CHECK(json.json()["energy_fj"].is_null());
  CHECK(json.json()["configuration"]["OSS"] == 1);
  const Result text = cost(kLayerText, small, false);
  CHECK(text.exit_code == 3);
  CHECK(text.out.find("illegal: output_sram_too_small: half the output SRAM") != std::string::npos);
}

TEST_CASE("the table for people") {
  const Result result = cost(kLayerText, kConfiguration, false);
  CHECK(result.exit_code == 0);
  for (const char* part : {"PEN  256  PEs", "latency", "cycles", "energy", "fJ", "power", "uW"}) {
    CHECK(result.out.find(part) != std::string::npos);
  }
}

TEST_CASE("bad configurations") {
  const auto complains = [](const std::string& configuration, const std::vector<std::string>& parts) {
    CAPTURE(configuration);
    const Result result = cost(kLayerText, configuration);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains(parts));
  };
  complains("PEN=256", {"--config: SDB, DSB, ISS, WSS, OSS, TIC, TOC, TOW, TOH, TKW, TKH missing"});
  complains(std::string{kConfiguration} + ",PEN=8", {"'PEN' is given twice"});
  complains(std::string{kConfiguration} + ",FOO=8", {"'FOO' is no parameter of im2col"});
  std::string off_table = kConfiguration;
  off_table.replace(off_table.find("TOW=14"), 6, "TOW=15");
  complains(off_table, {"--config TOW=15: TOW has no choice 15; choices are 1, 2, 4, 7, 8, 14, 16, 28, 32, 56"});
  complains("", {"--config"});
  CHECK(cost("ic=0,oc=1,oh=1,ow=1,kh=1,kw=1", kConfiguration).exit_code == 2);
  const Result large = cost("ic=65535,oc=65535,oh=4096,ow=4096,kh=16,kw=16", kConfiguration);
  CHECK(large.exit_code == 3);
  CHECK(large.json()["reason"] == "too_large");
}

}  // namespace
}  // namespace gandse::test
