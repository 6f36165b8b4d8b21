#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kLayers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";

Result front(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"front", "im2col"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return gandse(all);
}

/// By ascending latency and descending power.
template <class Json>
void check_front(const Json& points) {
  REQUIRE(points.size() >= 3);
  for (std::size_t i = 1; i < points.size(); ++i) {
    CHECK(points[i]["latency_cycles"] > points[i - 1]["latency_cycles"]);
    CHECK(points[i]["power_uw"] <= points[i - 1]["power_uw"]);
  }
}

TEST_CASE("a layer's front: no point beats another, each costs what `cost` says, and pins are obeyed") {
  const auto points = front({"--layer", kLayerText, "--pin", "PEN=256", "--json"}).json();
  check_front(points);
  for (const std::size_t i : {std::size_t{0}, points.size() / 2, points.size() - 1}) {
    std::string configuration;
    for (const auto& [name, value] : points[i]["configuration"].items()) {
      configuration.append(configuration.empty() ? "" : ",").append(name + "=" + value.dump());
    }
    CHECK(points[i]["configuration"]["PEN"] == 256);
    const auto cost = gandse({"cost", "im2col", "--layer", kLayerText, "--config", configuration, "--json"}).json();
    CHECK(cost["latency_cycles"] == points[i]["latency_cycles"]);
    CHECK(cost["energy_fj"] == points[i]["energy_fj"]);
  }
  CHECK(front({"--layer", kLayerText}).out.find(" points that no other beats; ") != std::string::npos);
}

TEST_CASE("a network's front: `network` finds its points again") {
  const auto points = front({"--network", kLayers, "--bitstreams", kBitstreams, "--json"}).json();
  check_front(points);
  // With the one bitstream and the objective that the point names, but not its budget of 128.
  const auto& point = points[points.size() / 2];
  const Csv table{read_file(kBitstreams)};
  std::size_t row = 0;
  while (table.at(row, "name") != point["bitstream"]) {
    ++row;
  }
  std::string text = "name,PEN,SDB,DSB,ISS,WSS,OSS\n" + point["bitstream"].get<std::string>();
  for (const char* parameter : {"PEN", "SDB", "DSB", "ISS", "WSS", "OSS"}) {
    text += "," + table.at(row, parameter);
  }
  const TemporaryFile one{text + "\n"};
  const auto again = gandse({"network", "im2col", kLayers, "--bitstreams", one.path(), "--latency",
                             point["objective_latency_cycles"].dump() + "cycles", "--power",
                             point["objective_power_uw"].dump() + "uW", "--budget", "128", "--nodes", "0", "--json"})
                         .json();
  CHECK(again["latency_cycles"] == point["latency_cycles"]);
  CHECK(again["energy_fj"] == point["energy_fj"]);
  CHECK(front({"--network", kLayers, "--bitstreams", kBitstreams}).out.find("large") != std::string::npos);
}

TEST_CASE("front: what is missing or too much is told") {
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& what) {
    const Result result = front(arguments);
    CAPTURE(result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find(what) != std::string::npos);
  };
  refused({}, "either --layer, or --network and --bitstreams");
  refused({"--layer", kLayerText, "--network", kLayers}, "either --layer, or --network and --bitstreams");
  refused({"--network", kLayers}, "go together");
  refused({"--layer", kLayerText, "--bitstreams", kBitstreams}, "go together");
  refused({"--network", kLayers, "--bitstreams", kBitstreams, "--pin", "PEN=256"}, "--pin is for --layer");
  refused({"--layer", "ic=0,oc=1,oh=1,ow=1,kh=1,kw=1"}, "ic");
  refused({"--layer", kLayerText, "--pin", "TIC=64,TOW=56,TOH=56,TKW=3,TKH=3,ISS=1"}, "input_sram_too_small");
}

TEST_CASE("limits: kept, or named with what takes them away") {
  const auto explore = [](const std::string& latency, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"explore",   "im2col", "--layer", kLayerText,
                                       "--latency", latency,  "--power", "400mW"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return gandse(arguments);
  };
  const auto small = explore("10ms", {"--limit", "sram=24,pe=64", "--json"});
  CHECK(small.exit_code == 0);
  const auto configuration = small.json()["configuration"];
  CHECK(configuration["PEN"] <= 64);
  CHECK(configuration["ISS"].get<int>() + configuration["WSS"].get<int>() + configuration["OSS"].get<int>() <= 24);

  const auto late = explore("2ms", {"--limit", "sram=40,pe=64", "--json"});
  CHECK(late.exit_code == 3);
  CHECK(late.json()["configuration"]["PEN"] <= 64);
  CHECK(late.json()["explanation"]["verdict"] == "infeasible");
  CHECK(late.json()["explanation"]["without_limit"] == std::vector<std::string>{"pe"});
  CHECK(explore("2ms", {"--limit", "sram=40,pe=64"}).out.find("without the limit on pe it can be met") !=
        std::string::npos);

  const auto none = explore("10ms", {"--limit", "bram=2", "--json"});
  CHECK(none.exit_code == 3);
  CHECK(none.json()["exceeded"] == "bram");
  CHECK(explore("10ms", {"--limit", "bram=2"}).out.find("exceeds bram 3 of 2 blocks") != std::string::npos);

  for (const auto& [limits, what] : std::vector<std::pair<std::string, std::string>>{
           {"ram=3", "'ram' is no resource of im2col; resources are sram (KiB), pe (PEs), dsp (DSPs), bram (blocks)"},
           {"pe=0", "--limit pe"},
           {"pe", "="},
           {"pe=1,pe=2", "pe"}}) {
    const Result result = explore("10ms", {"--limit", limits});
    CHECK(result.exit_code == 2);
    CHECK(result.err.find(what) != std::string::npos);
  }
}

TEST_CASE("limits take bitstreams out of a network's table") {
  const auto network = [](const std::string& limits) {
    return gandse({"network", "im2col", kLayers, "--bitstreams", kBitstreams, "--latency", "60ms", "--power", "300mW",
                   "--limit", limits, "--json"});
  };
  CHECK(network("pe=128").json()["bitstream"] == "tiny");
  CHECK(network("pe=512,sram=300").json()["bitstream"] != "large");
  const Result none = network("pe=64");
  CHECK(none.exit_code == 2);
  CHECK(none.err.find("no bitstream keeps within it: tiny takes pe 128 of 64 PEs") != std::string::npos);
}

}  // namespace
}  // namespace gandse::test
