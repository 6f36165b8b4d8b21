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
    CHECK(points[i]["power_uw"] < points[i - 1]["power_uw"]);
  }
}

TEST_CASE("a layer's front: no point beats another, each costs what `cost` says, and pins are obeyed") {
  const auto points = front({"--layer", kLayerText, "--pin", "PEN=256", "--json"}).json()["points"];
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
  const auto points = front({"--network", kLayers, "--bitstreams", kBitstreams, "--json"}).json()["points"];
  check_front(points);
  // With the one bitstream and the objective that the point names; the defaults are the same.
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
                             point["objective_power_uw"].dump() + "uW", "--nodes", "0", "--json"})
                         .json();
  CHECK(again["latency_cycles"] == point["latency_cycles"]);
  CHECK(again["energy_fj"] == point["energy_fj"]);
  CHECK(front({"--network", kLayers, "--bitstreams", kBitstreams}).out.find("large") != std::string::npos);
}

TEST_CASE("front: points that differ by less than is printed are printed once") {
  // Without that, layers with such points.
  for (const char* layer : {"ic=512,oc=512,oh=56,ow=7,kh=1,kw=3", "ic=1024,oc=8,oh=14,ow=56,kh=1,kw=3",
                            "ic=8,oc=1000,oh=1,ow=14,kh=1,kw=3"}) {
    check_front(front({"--layer", layer, "--json"}).json()["points"]);
  }
}

TEST_CASE("front: the text says how to find a network's point again") {
  const TemporaryFile one{"name,PEN,SDB,DSB,ISS,WSS,OSS\nlarge,1024,32,16,128,256,32\n"};
  const Result text = front({"--network", kLayers, "--bitstreams", one.path()});
  const auto points = front({"--network", kLayers, "--bitstreams", one.path(), "--json"}).json()["points"];
  const auto lines = split(text.out, '\n');
  REQUIRE(lines.size() > points.size());
  CHECK(lines[0].find("--latency") != std::string::npos);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string& row = lines[i + 1];
    CHECK(row.find(points[i]["objective_latency_cycles"].dump() + "cycles ") != std::string::npos);
    CHECK(row.find(points[i]["objective_power_uw"].dump() + "uW") != std::string::npos);
  }
  CHECK(text.out.find("gandse network, with its --latency and --power") != std::string::npos);
}

TEST_CASE("front: limits are kept") {
  const auto points = front({"--layer", kLayerText, "--limit", "sram=64,pe=256", "--json"}).json()["points"];
  check_front(points);
  for (const auto& point : points) {
    const auto& configuration = point["configuration"];
    CHECK(configuration["PEN"] <= 256);
    CHECK(configuration["ISS"].get<int>() + configuration["WSS"].get<int>() + configuration["OSS"].get<int>() <= 64);
  }
  const Result none = front({"--layer", kLayerText, "--limit", "sram=1"});
  CHECK(none.exit_code == 3);
  CHECK(none.out.find("found no configuration that keeps within sram 1 KiB") != std::string::npos);
  const Result none_json = front({"--layer", kLayerText, "--limit", "sram=1", "--json"});
  CHECK(none_json.exit_code == 3);
  CHECK(none_json.json()["points"].empty());

  const auto network = [](const std::string& limits) {
    return front({"--network", kLayers, "--bitstreams", kBitstreams, "--limit", limits, "--json"});
  };
  const auto few = network("pe=256").json()["points"];
  CHECK_FALSE(few.empty());
  for (const auto& point : few) {
    CHECK((point["bitstream"] == "tiny" || point["bitstream"] == "wide_dram"));
  }
  const auto impossible = network("pe=64");
  CHECK(impossible.exit_code == 3);
  CHECK(impossible.json()["reason"] == "limits_exceeded");
  CHECK(front({"--network", kLayers, "--bitstreams", kBitstreams, "--limit", "pe=64"})
            .out.find("not possible: --limit: no bitstream keeps within it: tiny takes pe 128 of 64 PEs") !=
        std::string::npos);
}

TEST_CASE("front: the layer of a network that is refused is named") {
  const TemporaryFile large{"name,ic,oc,oh,ow,kh,kw\na,8,8,8,8,1,1\nb,65535,65535,4096,4096,16,16\n"};
  const Result too_large = front({"--network", large.path(), "--bitstreams", kBitstreams});
  CHECK(too_large.exit_code == 3);
  CHECK(too_large.out.find("not possible: layer b: too_large") == 0);
  const TemporaryFile axi{"ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF\n4,16,1024,32,32,32,8\n"};
  const Result too_wide = gandse({"front", "dnnweaver", "--network", kLayers, "--bitstreams", axi.path()});
  CHECK(too_wide.exit_code == 3);
  CHECK(too_wide.out.find("not possible: layer conv1: axi_too_wide") == 0);
  CHECK(too_wide.out.find("no bitstream runs all layers") != std::string::npos);
}

TEST_CASE("front: a network's options are those of `network`, defaults included") {
  const auto points = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"--network", kLayers, "--bitstreams", kBitstreams, "--json"});
    return front(more).json()["points"];
  };
  CHECK(points({}) == points({"--budget", "192", "--candidates", "32", "--seed", "1"}));
  CHECK(points({}) != points({"--candidates", "1"}));
  CHECK(front({"--layer", kLayerText, "--json"}).json() ==
        front({"--layer", kLayerText, "--budget", "128", "--candidates", "120", "--seed", "1", "--json"}).json());
  const std::string help = gandse({"front", "--help"}).out;
  CHECK(help.find("128; with --network 192") != std::string::npos);
  CHECK(help.find("120; with --network 32") != std::string::npos);
}

TEST_CASE("front: what is missing or too much is told") {
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& what) {
    const Result result = front(arguments);
    CAPTURE(result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find(what) != std::string::npos);
  };
  refused({}, "either --layer, or --network (or --onnx) and --bitstreams");
  refused({"--layer", kLayerText, "--network", kLayers}, "either --layer, or --network (or --onnx) and --bitstreams");
  refused({"--network", kLayers}, "go together");
  refused({"--layer", kLayerText, "--bitstreams", kBitstreams}, "go together");
  refused({"--network", kLayers, "--bitstreams", kBitstreams, "--pin", "PEN=256"}, "--pin is for --layer");
  refused({"--layer", "ic=0,oc=1,oh=1,ow=1,kh=1,kw=1"}, "ic");
}

TEST_CASE("front: pins that no configuration meets are answered, as explore does") {
  const Result text = front({"--layer", kLayerText, "--pin", "TIC=64,TOW=56,TOH=56,TKW=3,TKH=3,ISS=1"});
  CHECK(text.exit_code == 3);
  CHECK(text.out.find("not possible: input_sram_too_small: ") == 0);
  const auto json = front({"--layer", kLayerText, "--pin", "TIC=64,TOW=56,TOH=56,TKW=3,TKH=3,ISS=1", "--json"}).json();
  CHECK(json["reason"] == "input_sram_too_small");
  CHECK(json["legal"] == 0);
  CHECK(json["points"].empty());
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
  CHECK(explore("10ms", {"--limit", "bram=2"}).out.find("of 2 blocks") != std::string::npos);

  // Limits that exclude everything are not the objectives' fault.
  const auto nothing = explore("10ms", {"--limit", "sram=1,pe=64", "--json"}).json()["explanation"];
  CHECK(nothing["limits_alone"] == "infeasible");
  CHECK(nothing["without_limit"] == std::vector<std::string>{"sram"});
  CHECK(late.json()["explanation"]["limits_alone"] == "feasible");
  const std::string said = explore("10ms", {"--limit", "sram=1,pe=64"}).out;
  CHECK(said.find("no configuration keeps within sram 1 KiB and pe 64 PEs (proven with ") != std::string::npos);
  CHECK(said.find("even alone") == std::string::npos);
  CHECK(explore("10ms", {"--limit", "pe=64", "--pin", "PEN=128"})
            .out.find("no configuration with these pins keeps within pe 64 PEs") != std::string::npos);

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
  CHECK(none.exit_code == 3);
  CHECK(none.json()["reason"] == "limits_exceeded");
  CHECK(none.json()["legal"] == 0);
}

}  // namespace
}  // namespace gandse::test
