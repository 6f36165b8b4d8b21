// --latency and --power.
#include <doctest/doctest.h>

#include <cstdint>
#include <utility>

#include "process.hpp"

namespace gandse::test {
namespace {

Result explore(const std::string& latency, const std::string& power) {
  return gandse({"explore", "im2col", "--layer", "ic=1,oc=1,oh=1,ow=1,kh=1,kw=1", "--latency", latency, "--power",
                 power, "--json", "--budget", "1"});
}

TEST_CASE("times are floored to cycles of 2 ns") {
  for (const auto& [given, cycles] :
       std::vector<std::pair<const char*, std::uint64_t>>{{"2ms", 1000000},
                                                          {"10us", 5000},
                                                          {"5000cycles", 5000},
                                                          {"0.5s", 250000000},
                                                          {"100ns", 50},
                                                          {"2ns", 1},
                                                          {"3ns", 1},
                                                          {"5.999ns", 2},
                                                          {"1.5us", 750},
                                                          {"0.0000031ms", 1},
                                                          {"7.9cycles", 7},
                                                          {"000012us", 6000},
                                                          {"0.3s", 150000000},
                                                          {"1.1us", 550},
                                                          {"4.35us", 2175},
                                                          {"4611686018427387904cycles", 1ULL << 62U},
                                                          {"9223372036.854s", 4611686018427000000ULL}}) {
    const char* text = given;  // a structured binding cannot be captured by CAPTURE's lambda
    CAPTURE(text);
    const Result result = explore(text, "1W");
    REQUIRE(result.exit_code != 2);
    CHECK(result.json()["objective_latency_cycles"] == cycles);
  }
}

TEST_CASE("powers are floored to microwatt") {
  for (const auto& [given, microwatt] :
       std::vector<std::pair<const char*, std::uint64_t>>{{"400mW", 400000},
                                                          {"250000uW", 250000},
                                                          {"0.4W", 400000},
                                                          {"1.0009mW", 1000},
                                                          {"1.9uW", 1},
                                                          {"1125899906842624uW", 1ULL << 50U}}) {
    const char* text = given;  // a structured binding cannot be captured by CAPTURE's lambda
    CAPTURE(text);
    const Result result = explore("2ms", text);
    REQUIRE(result.exit_code != 2);
    CHECK(result.json()["objective_power_uw"] == microwatt);
  }
}

TEST_CASE("what is no quantity is refused with a message that shows a right one") {
  for (const char* bad : {"",
                          "2",
                          "ms",
                          "2 ms",
                          "2MS",
                          "2m",
                          "-2ms",
                          "+2ms",
                          "1e3us",
                          "0x10us",
                          "2ms ",
                          " 2ms",
                          "2msx",
                          "1.2.3ms",
                          ".5ms",
                          "5.ms",
                          "2,5ms",
                          "infs",
                          "nans",
                          "2mW",
                          "1.0000000000000000001s",
                          "99999999999999999999999s"}) {
    CAPTURE(bad);
    const Result result = explore(bad, "1W");
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains({"--latency", "2ms"}));
  }
  for (const char* bad : {"", "400", "mW", "400MW", "400 mW", "400ms", "-1W", "1e2mW"}) {
    CAPTURE(bad);
    const Result result = explore("2ms", bad);
    CHECK(result.exit_code == 2);
    CHECK(result.complains({"--power", "400mW"}));
  }
}

TEST_CASE("too small and too large") {
  for (const char* bad : {"0ms", "0cycles", "0.0s", "1ns", "1.999ns", "0.9cycles"}) {
    CHECK(explore(bad, "1W").complains({"too small", "one cycle", "2.000 ns"}));
    CHECK(explore(bad, "1W").exit_code == 2);
  }
  CHECK(explore("4611686018427387905cycles", "1W").complains({"too large", "2^62"}));
  CHECK(explore("18446744073709551615s", "1W").complains({"too large"}));
  CHECK(explore("2ms", "0W").complains({"--power", "too small"}));
  CHECK(explore("2ms", "0.9uW").complains({"too small"}));
  CHECK(explore("2ms", "1125899906842625uW").complains({"too large", "2^50"}));
}

TEST_CASE("a quantity that is refused is named as the user wrote it, option or column") {
  const std::string bitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
  const std::string day = std::string{GANDSE_EXAMPLES} + "/day.csv";
  const Result waiting = gandse({"reconfigure", "im2col", day, "--bitstreams", bitstreams, "--waiting", "foo"});
  CHECK(waiting.exit_code == 2);
  CHECK(waiting.complains({"--waiting 'foo': not a number with one of the units uW, mW, W"}));
  CHECK(waiting.err.find("--power") == std::string::npos);
  const TemporaryFile tasks{"network,latency,power,inferences\n" + std::string{GANDSE_EXAMPLES} +
                            "/resnet18.csv,15,300,1\n"};
  const Result columns = gandse({"reconfigure", "im2col", tasks.path(), "--bitstreams", bitstreams});
  CHECK(
      columns.complains({"column 2 (latency): latency '15' has no unit", "column 3 (power): power '300' has no unit"}));
  CHECK(columns.err.find("--") == std::string::npos);
}

}  // namespace
}  // namespace gandse::test
