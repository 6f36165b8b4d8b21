#include <doctest/doctest.h>

#include <cstdint>

#include "gandse/cost_model/im2col.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

Result explore(const std::string& layer, const std::string& latency, const std::string& power,
               const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"explore", "im2col", "--layer", layer, "--latency", latency, "--power", power};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return gandse(arguments);
}

TEST_CASE("satisfied is exit 0, best effort is exit 3, both with a full answer") {
  const Result easy = explore(kLayerText, "1s", "10W", {"--json"});
  CHECK(easy.exit_code == 0);
  CHECK(easy.json()["satisfied"] == 1);
  CHECK(easy.json()["binding"] == "none");
  CHECK(easy.json()["excess"] == 0);
  CHECK(easy.err.empty());
  const Result hard = explore(kLayerText, "10us", "1mW", {"--json"});
  CHECK(hard.exit_code == 3);
  CHECK(hard.json()["legal"] == 1);
  CHECK(hard.json()["satisfied"] == 0);
  CHECK(hard.json()["binding"] == "both");
  CHECK(hard.json()["excess"] > 0);
  CHECK(hard.err.empty());
  CHECK(explore(kLayerText, "1cycles", "100W", {"--json"}).json()["binding"] == "latency");
  CHECK(explore(kLayerText, "1000s", "1uW", {"--json"}).json()["binding"] == "power");
}

TEST_CASE("where the objective is missed, what stands in the way is said, and proven") {
  const auto explain = [](const std::string& latency, const std::string& power, const std::string& pins = {}) {
    return explore(
               kLayerText, latency, power,
               pins.empty() ? std::vector<std::string>{"--json"} : std::vector<std::string>{"--json", "--pin", pins})
        .json()["explanation"];
  };
  const auto late = explain("100us", "10W");
  CHECK(late["verdict"] == "infeasible");
  CHECK(late["latency_alone"] == "infeasible");
  CHECK(late["power_alone"] == "feasible");
  CHECK(late["without_pin"].empty());
  CHECK(explain("1s", "1mW")["power_alone"] == "infeasible");
  const auto together = explain("0.3ms", "300mW");
  CHECK(together["verdict"] == "infeasible");
  CHECK(together["latency_alone"] == "feasible");
  CHECK(together["power_alone"] == "feasible");
  CHECK(explain("1ms", "10W", "PEN=32,WSS=64")["without_pin"] == std::vector<std::string>{"PEN"});

  const Result said = explore(kLayerText, "1ms", "10W", {"--pin", "PEN=32,WSS=64"});
  CHECK(said.exit_code == 3);
  CHECK(said.out.find("the latency cannot be met, whatever the power") != std::string::npos);
  CHECK(said.out.find("without the pin of PEN it can be met") != std::string::npos);
}

TEST_CASE("what lies beyond the training is decided, and flagged") {
  const std::string kernel = "ic=64,oc=64,oh=56,ow=56,kh=16,kw=16";
  const Result beyond = explore(kernel, "20ms", "400mW");
  CHECK(beyond.exit_code == 0);
  CHECK(beyond.out.find("beyond what the generator was trained on") != std::string::npos);
  CHECK(explore(kernel, "20ms", "400mW", {"--json"}).json()["extrapolated"] == 1);
  CHECK(explore(kLayerText, "2ms", "400mW", {"--json"}).json()["extrapolated"] == 0);
  CHECK(explore(kLayerText, "2ms", "400mW").out.find("beyond") == std::string::npos);
  const TemporaryFile tasks{kTaskHeader +
                            std::string{"64,64,56,56,16,16,1,1,10000000,400000\n64,64,56,56,3,3,1,1,1000000,400000\n"}};
  CHECK(gandse({"batch", "im2col", tasks.path()}).err == "rows beyond what the generator was trained on: 1\n");
}

TEST_CASE("--nodes are in all, and what they did not suffice for is said to be unknown") {
  const auto explain = [](const std::string& nodes, std::vector<std::string> more) {
    more.insert(more.end(), {"--nodes", nodes, "--pin", "PEN=64,ISS=8", "--limit", "sram=256"});
    return explore(kLayerText, "4ms", "45mW", more);
  };
  const auto answer = explain("20000000", {"--json"}).json()["explanation"];
  CHECK(answer["verdict"] == "infeasible");
  CHECK(answer["complete"] == 1);
  const std::uint64_t first = answer["nodes"];
  const std::string just_enough = std::to_string(first);  // for the first search; one each for those of the obstacle
  const auto starved = explain(just_enough, {"--json"}).json()["explanation"];
  CHECK(starved["verdict"] == "infeasible");
  CHECK(starved["nodes"] == first);
  CHECK(starved["latency_alone"] == "unknown");
  CHECK(starved["complete"] == 0);
  const std::string said = explain(just_enough, {}).out;
  CHECK(said.find("which objective stands in the way is not known") != std::string::npos);
  CHECK(said.find("whether it would help to take away a single pin is not known") != std::string::npos);
  CHECK(explain("1000000000", {}).out.find("not known") == std::string::npos);
}

TEST_CASE("a miss of the generator is told from a task without an answer, and too few nodes from both") {
  const std::vector<std::string> one{"--budget", "1", "--json"};
  for (int microseconds = 400; microseconds < 800; microseconds += 10) {  // until one proposal alone misses
    const std::string latency = std::to_string(microseconds) + "us";
    const auto answer = explore(kLayerText, latency, "250mW", one).json();
    if (answer["found_by"] == "generator") {
      continue;
    }
    CHECK(answer["satisfied"] == 1);
    CHECK(answer["explanation"]["verdict"] == "feasible");
    CHECK(answer["explanation"]["configuration"] == answer["configuration"]);
    const std::string text = explore(kLayerText, latency, "250mW", {"--budget", "1"}).out;
    CHECK(text.find("this is the closest found") != std::string::npos);
    CHECK(text.find("yet it can be met") != std::string::npos);
    auto few = one;
    few.insert(few.end(), {"--nodes", "50"});
    const auto unknown = explore(kLayerText, latency, "250mW", few).json();
    CHECK(unknown["satisfied"] == 0);
    CHECK(unknown["explanation"]["verdict"] == "unknown");
    few.back() = "0";
    CHECK_FALSE(explore(kLayerText, latency, "250mW", few).json().contains("explanation"));
    return;
  }
  FAIL("no such task");
}

TEST_CASE("a generator is chosen by its name, a template's first one by the template's") {
  const auto answer = [](const std::string& name) {
    return gandse({"explore", name, "--layer", kLayerText, "--latency", "2ms", "--power", "400mW", "--budget", "1",
                   "--json"})
        .json()["configuration"];
  };
  CHECK(answer("im2col") == answer("im2col_96k"));
  CHECK(answer("im2col") != answer("im2col_8k"));
  CHECK(gandse({"explore", "im2col_8k", "--layer", kLayerText, "--latency", "2ms", "--power", "400mW"}).exit_code == 0);
}

TEST_CASE("JSON keys are the columns of batch, the configuration an object of its own, and then what asks again") {
  const TemporaryFile tasks{kTaskHeader};
  const Csv batch{gandse({"batch", "im2col", tasks.path()}).out};
  const auto answer = explore(kLayerText, "2ms", "400mW", {"--json"}).json();
  std::vector<std::string> keys;
  for (const auto& [key, value] : answer.items()) {
    if (key == "configuration") {
      for (const auto& [parameter, choice] : value.items()) {
        keys.push_back(parameter);
        CHECK(choice.is_number_unsigned());
      }
    } else {
      keys.push_back(key);
    }
  }
  auto expected = batch.columns();
  std::erase(expected, "name");  // a layer on the command line has none
  for (const char* more : {"found_by", "breakdown", "template", "generator", "version", "fingerprint", "technology",
                           "pins", "limits", "options", "seed"}) {
    expected.emplace_back(more);
  }
  CHECK(keys == expected);
}

TEST_CASE("the table for people has units and says what came out") {
  Result result = explore(kLayerText, "1s", "10W", {"--pin", "PEN=256"});
  CHECK(result.exit_code == 0);
  for (const char* part :
       {"im2col", "ic=64 oc=64 oh=56 ow=56 kh=3 kw=3 stride=1 dilation=1 pad=0 repeat=1", "PEN  256  PEs", "(pinned)",
        "KiB", "cycles", "fJ", "uW", "mW", "evaluations", "satisfied", "1.000 s", "10.000 W"}) {
    CAPTURE(part);
    CHECK(result.out.find(part) != std::string::npos);
  }
  result = explore(kLayerText, "1cycles", "100W");
  CHECK(result.exit_code == 3);
  CHECK(result.out.find("misses latency by ") != std::string::npos);
}

TEST_CASE("cost of the configuration found gives the very same figures, and satisfied is the exact inequality") {
  for (int seed = 1; seed <= 12; ++seed) {
    const Result found = explore("ic=48,oc=96,oh=28,ow=28,kh=3,kw=3,stride=2", std::to_string(40 * seed) + "us",
                                 std::to_string(60 + 20 * seed) + "mW", {"--json", "--seed", std::to_string(seed)});
    const auto answer = found.json();
    std::string configuration;
    for (const auto& [parameter, choice] : answer["configuration"].items()) {
      configuration += (configuration.empty() ? "" : ",") + parameter + "=" + choice.dump();
    }
    const auto cost = gandse({"cost", "im2col", "--layer", "ic=48,oc=96,oh=28,ow=28,kh=3,kw=3,stride=2", "--config",
                              configuration, "--json"})
                          .json();
    for (const char* figure : {"latency_cycles", "energy_fj", "power_uw", "configuration"}) {
      CHECK(answer[figure] == cost[figure]);
    }
    const auto cycles = answer["latency_cycles"].get<std::uint64_t>();
    const auto energy = answer["energy_fj"].get<std::uint64_t>();
    using Exact = unsigned __int128;
    const auto thousand_cycles = Exact{1000} * cycles;
    const bool satisfied = cycles <= answer["objective_latency_cycles"].get<std::uint64_t>() &&
                           Exact{energy} * 500U <= thousand_cycles * answer["objective_power_uw"].get<std::uint64_t>();
    CHECK(answer["satisfied"] == (satisfied ? 1 : 0));
    CHECK(found.exit_code == (satisfied ? 0 : 3));
    CHECK(answer["power_uw"] ==
          static_cast<std::uint64_t>((Exact{energy} * 500U + thousand_cycles - 1U) / thousand_cycles));
  }
}

TEST_CASE(
    "what the exhaustive search finds where the generator misses is the answer, and it is said how it was found") {
  const auto found = [](const std::string& layer, const std::string& latency, const std::string& power,
                        std::vector<std::string> more) {
    const Result text = explore(layer, latency, power, more);
    more.emplace_back("--json");
    const Result result = explore(layer, latency, power, more);
    CHECK(result.exit_code == 0);
    CHECK(text.exit_code == 0);
    const auto answer = result.json();
    CHECK(answer["satisfied"] == 1);
    CHECK(answer["legal"] == 1);
    CHECK(answer["binding"] == "none");
    CHECK(answer["excess"] == 0);
    CHECK(answer["latency_cycles"] <= answer["objective_latency_cycles"]);
    CHECK(answer["power_uw"] <= answer["objective_power_uw"]);
    CHECK((text.out.find("satisfied, by the exhaustive search") != std::string::npos) ==
          (answer["found_by"] == "search"));
    return answer["found_by"].get<std::string>();
  };
  CHECK(found("ic=16,oc=64,oh=54,ow=54,kh=3,kw=3", "122916cycles", "191212uW", {}) == "search");
  const std::string small = "ic=128,oc=32,oh=7,ow=7,kh=3,kw=3";
  for (const char* sram : {"32", "64", "128", "256", "512", "1024"}) {
    CAPTURE(sram);
    found(small, "55000cycles", "55000uW", {"--limit", std::string{"sram="} + sram});
  }
  CHECK(found(small, "55000cycles", "55000uW", {}) == "generator");
  const std::vector<std::string> pins{"--pin", "ISS=4,TKH=2", "--budget"};
  for (const char* budget : {"1", "119", "120", "121"}) {
    CAPTURE(budget);
    found("ic=3,oc=3,oh=14,ow=7,kh=1,kw=3", "16000cycles", "10000uW", {pins[0], pins[1], pins[2], budget});
  }
  // Without nodes it is the decision of the device: within its budget alone.
  const Result alone =
      explore("ic=16,oc=64,oh=54,ow=54,kh=3,kw=3", "122916cycles", "191212uW", {"--nodes", "0", "--json"});
  CHECK(alone.exit_code == 3);
  CHECK(alone.json()["found_by"] == "generator");
}

TEST_CASE("budgets are kept") {
  const auto evaluations = [](const char* budget, const char* candidates) {
    return explore(kLayerText, "1us", "1mW", {"--json", "--budget", budget, "--candidates", candidates})
        .json()["evaluations"]
        .get<int>();
  };
  CHECK(evaluations("1", "1") == 1);
  CHECK(evaluations("1", "64") == 1);
  CHECK(evaluations("17", "1") <= 17);
  CHECK(evaluations("128", "64") <= 128);
  CHECK(evaluations("128", "65535") <= 128);
}

TEST_CASE("the same seed gives the same decision") {
  const auto decide = [](const char* seed) {
    auto answer = explore(kLayerText, "600us", "200mW", {"--json", "--seed", seed, "--budget", "40"}).json();
    answer.erase("time_ns");
    return answer;
  };
  CHECK(decide("7") == decide("7"));
}

TEST_CASE("pins are kept") {
  const auto answer = explore(kLayerText, "2ms", "400mW", {"--json", "--pin", "PEN=8,WSS=512,TKW=1"}).json();
  CHECK(answer["configuration"]["PEN"] == 8);
  CHECK(answer["configuration"]["WSS"] == 512);
  CHECK(answer["configuration"]["TKW"] == 1);
}

TEST_CASE("pins that no configuration meets: a sound question whose answer is no") {
  const std::vector<std::string> pins{"--pin", "WSS=1,TIC=512,TOC=512"};
  std::vector<std::string> json = pins;
  json.emplace_back("--json");
  const char* layer = "ic=512,oc=512,oh=7,ow=7,kh=1,kw=1";
  Result result = explore(layer, "2ms", "400mW", pins);
  CHECK(result.exit_code == 3);
  CHECK(result.out.find("no configuration: weight_sram_too_small: half the weight SRAM") != std::string::npos);
  result = explore(layer, "2ms", "400mW", json);
  CHECK(result.exit_code == 3);
  const auto answer = result.json();
  CHECK(answer["legal"] == 0);
  CHECK(answer["satisfied"] == 0);
  CHECK(answer["reason"] == "weight_sram_too_small");
  CHECK(answer["latency_cycles"].is_null());
  CHECK(answer["excess"].is_null());
  CHECK(answer["configuration"]["PEN"].is_null());
}

TEST_CASE("a layer that is too large for the figures is answered, one outside the limits is bad input") {
  const Result large = explore("ic=65535,oc=65535,oh=4096,ow=4096,kh=16,kw=16", "2ms", "400mW", {"--json"});
  CHECK(large.exit_code == 3);
  CHECK(large.json()["reason"] == "too_large");
  const Result outside = explore("ic=1048577,oc=1,oh=1,ow=1,kh=1,kw=1", "2ms", "400mW", {"--json"});
  CHECK(outside.exit_code == 2);
  CHECK(outside.out.empty());
  CHECK(outside.complains({"ic", "'1048577'", "1 to 1048576"}));
}

TEST_CASE("a group sets all of its fields but those that are given by themselves") {
  const auto answer = explore(std::string{kLayerText} + ",stride=2,stride_w=1,pad=1,pad_bottom=0,dilation=2", "20ms",
                              "400mW", {"--json"})
                          .json();
  for (const auto& [field, value] : {std::pair{"stride_h", 2},
                                     {"stride_w", 1},
                                     {"dilation_h", 2},
                                     {"dilation_w", 2},
                                     {"pad_top", 1},
                                     {"pad_left", 1},
                                     {"pad_bottom", 0},
                                     {"pad_right", 1}}) {
    CAPTURE(field);
    CHECK(answer[field] == value);
  }
  CHECK(answer.find("stride") == answer.end());
}

TEST_CASE("bad layers") {
  const auto complains = [](const std::string& layer, const std::vector<std::string>& parts) {
    const Result result = explore(layer, "2ms", "400mW");
    CAPTURE(layer);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains(parts));
  };
  const std::string most = "oc=64,oh=56,ow=56,kh=3,kw=3";
  complains("", {"--layer", "NAME=VALUE"});
  complains("64,64,56,56,3,3", {"'64'", "NAME=VALUE"});
  complains("ic=64," + most + ",", {"''", "NAME=VALUE"});
  complains("ic=64,," + most, {"NAME=VALUE"});
  complains("=64," + most, {"'=64'"});
  complains(most, {"ic missing"});
  complains("ic=64,oc=64", {"oh, ow, kh, kw missing"});
  complains("ic=64,ic=64," + most, {"'ic' is given twice"});
  complains("ic=64,IC=64," + most,
            {"'IC' is no field of a layer",
             "ic, oc, oh, ow, kh, kw, stride, stride_h, stride_w, dilation, dilation_h, dilation_w, pad, pad_top"});
  complains("ic=0," + most, {"ic", "out of range", "1 to 1048576"});
  complains("ic=," + most, {"ic is empty"});
  complains("ic=4294967360," + most, {"out of range"});            // 2^32 + 64
  complains("ic=18446744073709551680," + most, {"out of range"});  // 2^64 + 64
  for (const char* bad : {"-64", "+64", "0x40", "64.0", "6e1", "64 ", " 64", "64a", "a"}) {
    complains(std::string{"ic="} + bad + "," + most, {"ic", "not a whole number"});
  }
  complains("ic=64," + most + ",stride=17", {"stride_h", "1 to 16"});
  complains("ic=64," + most + ",repeat=0", {"repeat", "1 to 65535"});
  complains("ic=64," + most + ",pad=3", {"layer_out_of_range", "more padding than the kernel reaches"});
  complains("ic=64," + most + ",pad_left=4033", {"pad_left", "0 to 4032"});
  complains("ic=1,oc=1,oh=1,ow=1,kh=3,kw=3,pad=2", {"nothing but padding"});
  complains("ic=\x1b[31m64," + most, {"?[31m64"});  // no control characters reach the terminal
}

TEST_CASE("bad pins") {
  const auto complains = [](const std::string& pins, const std::vector<std::string>& parts) {
    const Result result = explore(kLayerText, "2ms", "400mW", {"--pin", pins});
    CAPTURE(pins);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains(parts));
  };
  complains("PEN=300", {"--pin PEN=300: PEN has no choice 300; choices are 8, 16, 32, 64, 128, 256, 512, 1024"});
  complains("PEN=0", {"PEN has no choice 0"});
  complains("PEN=65544", {"PEN has no choice '65544'"});  // 2^16 + 8
  complains("PEN=-8", {"PEN has no choice '-8'"});
  complains("PEN=abc", {"PEN has no choice 'abc'"});
  complains("PEN=", {"PEN has no choice ''"});
  complains("PEN", {"NAME=VALUE"});
  complains("PEN=8,PEN=8", {"'PEN' is given twice"});
  complains("FOO=8", {"'FOO' is no parameter of im2col", "PEN, SDB, DSB, ISS, WSS, OSS, TIC, TOC, TOW, TOH, TKW, TKH"});
  complains("pen=8", {"'pen' is no parameter"});
  complains("", {"--pin"});
}

}  // namespace
}  // namespace gandse::test
