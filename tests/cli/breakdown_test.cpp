// Where time and energy go: what every command says of it, and that its parts are the whole.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

using Json = nlohmann::ordered_json;

const std::string kExamples = std::string{GANDSE_EXAMPLES} + "/";
const std::string kLegal = "PEN=256,SDB=64,DSB=16,ISS=64,WSS=64,OSS=64,TIC=32,TOC=32,TOW=14,TOH=14,TKW=3,TKH=3";
const std::string kIllegal = "PEN=256,SDB=64,DSB=16,ISS=1,WSS=128,OSS=1,TIC=64,TOC=64,TOW=56,TOH=56,TKW=3,TKH=3";

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// The sum of all keys that end so.
std::uint64_t sum(const Json& breakdown, const std::string& ending) {
  std::uint64_t all = 0;
  for (const auto& [key, value] : breakdown.items()) {
    if (key.size() > ending.size() && key.substr(key.size() - ending.size()) == ending) {
      all += value.get<std::uint64_t>();
    }
  }
  return all;
}

void check_parts(const Json& answer) {
  const Json& parts = answer["breakdown"];
  CHECK(sum(parts, "_fj") == answer["energy_fj"].get<std::uint64_t>());
  CHECK(parts["array_cycles"].get<std::uint64_t>() <= answer["latency_cycles"].get<std::uint64_t>());
  CHECK(parts["macs"].get<std::uint64_t>() <= parts["padded_macs"].get<std::uint64_t>());
  CHECK(parts["utilisation"].get<double>() > 0);
  CHECK(parts["utilisation"].get<double>() <= 1);
  const std::string bound = parts["bound"];
  CHECK(parts.contains(bound + "_cycles"));
}

TEST_CASE("breakdown: explore and cost say it in JSON, CSV and text, alike") {
  const std::vector<std::string> explore{"explore",   "im2col", "--layer", kLayerText,
                                         "--latency", "2ms",    "--power", "400mW"};
  const std::vector<std::string> cost{"cost", "im2col", "--layer", kLayerText, "--config", kLegal};
  for (const auto& command : {explore, cost}) {
    const Json answer = gandse(with(command, {"--json"})).json();
    check_parts(answer);
    const Csv csv{gandse(with(command, {"--breakdown"})).out};
    CHECK(csv.rows() == 1);
    CHECK(csv.at(0, "energy_fj") == std::to_string(answer["energy_fj"].get<std::uint64_t>()));
    CHECK(csv.at(0, "bound") == answer["breakdown"]["bound"].get<std::string>());
    CHECK(csv.at(0, "output_dram_bytes") == answer["breakdown"]["output_dram_bytes"].dump());
    const std::string text = gandse(command).out;
    CHECK(text.find("where time and energy go") != std::string::npos);
    CHECK(text.find(answer["breakdown"]["macs"].dump() + " MACs") != std::string::npos);
  }
  CHECK(gandse(with(explore, {"--json", "--breakdown"})).exit_code == 2);
}

TEST_CASE("breakdown: an illegal configuration says what every broken rule needs, and what is there") {
  const Result text = gandse({"cost", "im2col", "--layer", kLayerText, "--config", kIllegal});
  CHECK(text.exit_code == 3);
  // A tile of 58 x 58 pixels of 64 channels; 56 x 56 sums of 64 channels, 4 bytes each; half of 1 KiB.
  CHECK(text.out.find("input_sram_too_small: needs " + std::to_string(58 * 58 * 64) + " B but has 512 B") !=
        std::string::npos);
  CHECK(text.out.find("output_sram_too_small: needs " + std::to_string(56 * 56 * 64 * 4) + " B but has 512 B") !=
        std::string::npos);
  CHECK(text.out.find("weight_sram_too_small:") == std::string::npos);
  const Json rules = gandse({"cost", "im2col", "--layer", kLayerText, "--config", kIllegal, "--json"}).json()["rules"];
  REQUIRE(rules.size() == 2);
  CHECK(rules[0]["needed"] == 58 * 58 * 64);
  CHECK(rules[1]["available"] == 512);
  const TemporaryFile points{std::string{kPointHeader} + "64,64,56,56,3,3,1,1,256,64,16,1,128,1,64,64,56,56,3,3\n" +
                             "64,64,56,56,3,3,1,1,256,64,16,64,64,64,32,32,14,14,3,3\n"};
  const Csv csv{gandse({"costs", "im2col", points.path(), "--breakdown"}).out};
  CHECK(csv.at(0, "rules") ==
        "input_sram_too_small: needs 215296 B but has 512 B; output_sram_too_small: needs 802816 B but has 512 B");
  CHECK(csv.at(0, "bound").empty());
  CHECK_FALSE(csv.at(1, "bound").empty());
  CHECK(csv.at(1, "rules").empty());
}

TEST_CASE("breakdown: a network's is the sum of its layers', counted as often as they occur") {
  const std::vector<std::string> command{"network",
                                         "im2col",
                                         kExamples + "zoo/resnet18.csv",
                                         "--bitstreams",
                                         kExamples + "bitstreams.csv",
                                         "--latency",
                                         "15ms",
                                         "--power",
                                         "300mW"};
  const Json answer = gandse(with(command, {"--json"})).json();
  check_parts(answer);
  CHECK(answer["breakdown"]["macs"] == 1'814'073'344);
  std::uint64_t weights = 0;
  for (const Json& layer : answer["layers"]) {
    check_parts(layer);
    weights += layer["count"].get<std::uint64_t>() * layer["breakdown"]["weight_dram_bytes"].get<std::uint64_t>();
  }
  CHECK(weights == answer["breakdown"]["weight_dram_bytes"].get<std::uint64_t>());
  CHECK(Csv{gandse(with(command, {"--breakdown"})).out}.rows() == answer["layers"].size());
  CHECK(gandse(command).out.find("bound by") != std::string::npos);
}

TEST_CASE("breakdown: fronts and streams") {
  const Json front = gandse({"front", "im2col", "--layer", kLayerText, "--json"}).json();
  for (const Json& point : front["points"]) {
    check_parts(point);
  }
  CHECK(Csv{gandse({"front", "im2col", "--layer", kLayerText, "--breakdown"}).out}.rows() == front["points"].size());
  const std::vector<std::string> day{"reconfigure", "im2col", kExamples + "day.csv", "--bitstreams",
                                     kExamples + "bitstreams.csv"};
  const Json stream = gandse(with(day, {"--json"})).json();
  bool kept = false;
  for (const Json& task : stream["tasks"]) {
    check_parts(task);
    kept = kept || task["step"] == "keep";
  }
  CHECK(kept);
  CHECK(Csv{gandse(with(day, {"--breakdown"})).out}.rows() == stream["tasks"].size());
}

TEST_CASE("breakdown: batch and dnnweaver") {
  const TemporaryFile tasks{std::string{kTaskHeader} + "64,64,56,56,3,3,1,1,1000000,400000\n64,64,0,56,3,3,1,1,1,1\n"};
  const Csv rows{gandse({"batch", "im2col", tasks.path(), "--breakdown"}).out};
  CHECK(rows.columns().back() == "output_sram_bytes");
  CHECK_FALSE(rows.at(0, "bound").empty());
  CHECK(rows.at(1, "bound").empty());
  check_parts(
      gandse({"explore", "dnnweaver", "--layer", kLayerText, "--latency", "20ms", "--power", "2W", "--json"}).json());
}

}  // namespace
}  // namespace gandse::test
