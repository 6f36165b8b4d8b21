#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "process.hpp"

namespace gandse::test {
namespace {

constexpr const char* kBatchColumns =
    "ic,oc,oh,ow,kh,kw,stride_h,stride_w,dilation_h,dilation_w,pad_top,pad_left,pad_bottom,pad_right,repeat,"
    "objective_latency_cycles,objective_power_uw,PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,"
    "TOH,"
    "TKW,TKH,legal,satisfied,latency_cycles,energy_fj,power_uw,evaluations,time_ns,reason,binding,excess,name,"
    "extrapolated";

Result batch(const std::string& content, const std::vector<std::string>& more = {}) {
  const TemporaryFile tasks{content};
  std::vector<std::string> arguments{"batch", "im2col", tasks.path()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return gandse(arguments);
}

TEST_CASE("the header is the contract's, even for no rows") {
  const Result result = batch(kTaskHeader);
  CHECK(result.exit_code == 0);
  CHECK(result.out == std::string{kBatchColumns} + "\n");
  CHECK(result.err.empty());
}

TEST_CASE("one row per input row, in order; exit 0 where all are satisfied, else 3") {
  const std::string easy = "64,64,56,56,3,3,1,1,500000000,10000000\n";
  const std::string hard = "32,64,56,56,3,3,2,1,100,100\n";
  CHECK(batch(kTaskHeader + easy + easy).exit_code == 0);
  const Result result = batch(kTaskHeader + easy + hard + easy);
  CHECK(result.exit_code == 3);
  CHECK(result.err.empty());
  const Csv csv{result.out};
  REQUIRE(csv.rows() == 3);
  CHECK(csv.at(0, "satisfied") == "1");
  CHECK(csv.at(0, "excess") == "0.000000");
  CHECK(csv.at(0, "binding") == "none");
  CHECK(csv.at(1, "ic") == "32");
  CHECK(csv.at(1, "stride_h") == "2");
  CHECK(csv.at(1, "stride_w") == "2");
  CHECK(csv.at(1, "objective_latency_cycles") == "100");
  CHECK(csv.at(1, "objective_power_uw") == "100");
  CHECK(csv.at(1, "legal") == "1");
  CHECK(csv.at(1, "satisfied") == "0");
  CHECK(csv.at(1, "reason") == "none");
  CHECK(csv.at(1, "binding") == "both");
  CHECK(std::stod(csv.at(1, "excess")) > 1.0);
  CHECK(csv.at(2, "satisfied") == "1");
}

TEST_CASE("rows equal explore --json") {
  const Csv csv{batch("ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,pin_PEN\n"
                      "64,64,56,56,3,3,300000,200000,256\n"
                      "3,64,112,112,7,7,400000,250000,\n",
                      {"--seed", "9", "--budget", "77", "--candidates", "5"})
                    .out};
  const std::vector<std::vector<std::string>> questions{
      {"--layer", "ic=64,oc=64,oh=56,ow=56,kh=3,kw=3", "--latency", "300000cycles", "--power", "200mW", "--pin",
       "PEN=256"},
      {"--layer", "ic=3,oc=64,oh=112,ow=112,kh=7,kw=7", "--latency", "0.8ms", "--power", "0.25W"}};
  for (std::size_t row = 0; row < questions.size(); ++row) {
    std::vector<std::string> arguments{"explore",  "im2col", "--json",       "--seed", "9",
                                       "--budget", "77",     "--candidates", "5"};
    arguments.insert(arguments.end(), questions[row].begin(), questions[row].end());
    auto answer = gandse(arguments).json();
    const auto configuration = answer["configuration"];
    answer.update(configuration);
    for (const std::string& column : csv.columns()) {
      if (column == "time_ns" || column == "name") {
        continue;  // differs from run to run; a layer on the command line has none
      }
      CAPTURE(column);
      const auto& value = answer[column];
      if (column == "excess") {
        CHECK(value.get<double>() == doctest::Approx(std::stod(csv.at(row, column))));
      } else {
        CHECK((value.is_string() ? value.get<std::string>() : value.dump()) == csv.at(row, column));
      }
    }
  }
}

TEST_CASE("columns may come in any order; stride, repeat and pins may be missing; an empty pin is free") {
  const Csv csv{batch("power_uw,pin_TKH,kw,kh,ow,oh,oc,ic,latency_cycles,pin_OSS\n"
                      "250000,1,3,5,14,28,64,32,400000,64\n"
                      "250000,,3,5,14,28,64,32,400000,\n")
                    .out};
  CHECK(csv.header() == kBatchColumns);
  CHECK(csv.at(0, "ic") == "32");
  CHECK(csv.at(0, "oc") == "64");
  CHECK(csv.at(0, "oh") == "28");
  CHECK(csv.at(0, "ow") == "14");
  CHECK(csv.at(0, "kh") == "5");
  CHECK(csv.at(0, "kw") == "3");
  CHECK(csv.at(0, "stride_w") == "1");
  CHECK(csv.at(0, "repeat") == "1");
  CHECK(csv.at(0, "TKH") == "1");
  CHECK(csv.at(0, "OSS") == "64");
  CHECK(csv.at(1, "legal") == "1");
}

TEST_CASE("a row that is no task is printed as such, named by line and column, and the others are still answered") {
  const Result result = batch(
      "ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,pin_PEN\n"
      "64,64,56,56,3,3,1000000,400000,\n"
      "64,x,56,56,3,3,1000000,400000,\n"
      "2000000,64,56,56,3,3,1000000,400000,\n"
      "64,64,56,56,3,3,0,400000,\n"
      "64,64,56,56,3,3,1000000,400000,300\n"
      "64,64,56\n"
      "64,64,56,56,3,3,1000000,400000,,9\n"
      "64,64,,56,3,3,1000000,,\n"
      "64,64,56,56,3,3,1000000,400000,8\n");
  CHECK(result.exit_code == 2);
  const Csv csv{result.out};
  REQUIRE(csv.rows() == 9);
  const std::vector<std::string> reasons{"none",
                                         "malformed",
                                         "layer_out_of_range",
                                         "objective_out_of_range",
                                         "choice_out_of_range",
                                         "malformed",
                                         "malformed",
                                         "malformed",
                                         "none"};
  for (std::size_t row = 0; row < reasons.size(); ++row) {
    CAPTURE(row);
    CHECK(csv.at(row, "reason") == reasons[row]);
    CHECK(csv.at(row, "legal") == (reasons[row] == "none" ? "1" : "0"));
    if (reasons[row] != "none") {
      CHECK(csv.at(row, "satisfied") == "0");
      for (const char* figure :
           {"PEN", "TKH", "latency_cycles", "energy_fj", "power_uw", "evaluations", "time_ns", "excess"}) {
        CHECK(csv.at(row, figure).empty());
      }
    }
  }
  CHECK(csv.at(1, "oc") == "x");
  CHECK(csv.at(1, "stride_w") == "1");
  CHECK(csv.at(2, "ic") == "2000000");
  CHECK(csv.at(3, "objective_latency_cycles") == "0");
  CHECK(csv.at(5, "oh") == "56");
  CHECK(csv.at(5, "ow").empty());
  CHECK(result.complains({"line 3, column 2 (oc): oc: 'x' is not a whole number",
                          "line 4, column 1 (ic): ic: '2000000' is out of range; it must be 1 to 1048576",
                          "line 5, column 7 (latency_cycles): latency_cycles: '0' is out of range",
                          "line 6, column 9 (pin_PEN): PEN has no choice 300; choices are 8, 16",
                          "line 7: the row has 3 columns, the header 9", "line 8: the row has 10 columns",
                          "line 9, column 3 (oh): oh is empty", "line 9, column 8 (power_uw): power_uw is empty"}));
}

TEST_CASE("too large, or pins that cannot be met: answered with a reason, not malformed") {
  const Result result = batch(
      "ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,pin_WSS,pin_TIC,pin_TOC\n"
      "65535,65535,4096,4096,16,16,1000000,400000,,,\n"
      "512,512,7,7,1,1,1000000,400000,1,512,512\n");
  CHECK(result.exit_code == 3);
  CHECK(result.err.empty());
  const Csv csv{result.out};
  CHECK(csv.at(0, "reason") == "too_large");
  CHECK(csv.at(1, "reason") == "weight_sram_too_small");
  for (const std::size_t row : {std::size_t{0}, std::size_t{1}}) {
    CHECK(csv.at(row, "legal") == "0");
    CHECK(csv.at(row, "satisfied") == "0");
    CHECK(csv.at(row, "binding") == "none");
    CHECK(csv.at(row, "latency_cycles").empty());
    CHECK(csv.at(row, "PEN").empty());
  }
}

TEST_CASE("satisfied is the exact inequality, and the excess says by how much it fails") {
  std::string tasks = kTaskHeader;
  for (int i = 1; i <= 40; ++i) {
    tasks += "64,96,28,28,3,3,1,1," + std::to_string(20000 * i) + "," + std::to_string(40000 + 9000 * (i % 20)) + "\n";
  }
  const Csv csv{batch(tasks, {"--budget", "60"}).out};
  REQUIRE(csv.rows() == 40);
  int satisfied_rows = 0;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto number = [&](const char* column) { return std::stoull(csv.at(row, column)); };
    using Exact = unsigned __int128;
    const bool late = number("latency_cycles") > number("objective_latency_cycles");
    const bool hungry =
        Exact{number("energy_fj")} * 500U > Exact{1000} * number("objective_power_uw") * number("latency_cycles");
    CHECK(csv.at(row, "satisfied") == (late || hungry ? "0" : "1"));
    CHECK(csv.at(row, "binding") == (late && hungry ? "both" : late ? "latency" : hungry ? "power" : "none"));
    const auto over = [](double actual, double limit) { return actual > limit ? actual / limit - 1.0 : 0.0; };
    const double cycles = static_cast<double>(number("latency_cycles"));
    const double excess = std::max(  // of the power before it is rounded up
        over(cycles, static_cast<double>(number("objective_latency_cycles"))),
        over(static_cast<double>(number("energy_fj")) / 2 / cycles, static_cast<double>(number("objective_power_uw"))));
    const double printed = std::stod(csv.at(row, "excess"));
    CHECK(printed >= excess - 1e-9);
    CHECK(printed <= excess + 1e-6 + 1e-9);
    CHECK(number("evaluations") <= 60);
    satisfied_rows += late || hungry ? 0 : 1;
  }
  CHECK(satisfied_rows > 0);
  CHECK(satisfied_rows < 40);
}

TEST_CASE("--budget 1 --candidates 1 evaluates once") {
  const Csv csv{
      batch(std::string{kTaskHeader} + "64,64,56,56,3,3,1,1,1000000,400000\n", {"--budget", "1", "--candidates", "1"})
          .out};
  CHECK(csv.at(0, "evaluations") == "1");
}

TEST_CASE("--table shows names, outcomes and a summary") {
  const Result result = batch(
      "name,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,pin_WSS,pin_TIC,pin_TOC\n"
      "early,64,64,56,56,3,3,500000000,10000000,,,\n"
      "\"mid, quoted\",64,64,56,56,3,3,1,10000000,,,\n"
      "late,512,512,7,7,1,1,1000000,400000,1,512,512\n",
      {"--table"});
  CHECK(result.exit_code == 3);
  for (const char* part :
       {"early ", "mid, quoted", "  satisfied\n", "  misses latency by ", "  weight_sram_too_small\n",
        "1 of 3 satisfied; total latency ", "evaluations; median time per decision "}) {
    CAPTURE(part);
    CHECK(result.out.find(part) != std::string::npos);
  }
  const Result unnamed =
      batch(std::string{kTaskHeader} + "7,1,1,1,1,1,1,1,500000000,10000000\nx,1,1,1,1,1,1,1,1,1\n", {"--table"});
  CHECK(unnamed.exit_code == 2);
  CHECK(unnamed.out.find("malformed") != std::string::npos);
  CHECK(unnamed.out.find("1 of 2 satisfied") != std::string::npos);
  CHECK(batch(kTaskHeader, {"--table"}).out.find("0 of 0 satisfied") != std::string::npos);
}

TEST_CASE("names come back as given, and what is beyond the training is flagged") {
  const std::string header = "name,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw\n";
  const Csv named{batch(header + "a,64,64,56,56,3,3,1000000,400000\n"
                                 "\xE9t\xE9,64,64,56,56,16,16,1000000,400000\n"  // no UTF-8, but no less a name
                                 "too large,1048576,65535,4096,4096,64,64,1000000,400000\n"
                                 "bad,x,64,56,56,3,3,1000000,400000\n"
                                 ",2000000,64,56,56,3,3,1000000,400000\n")
                      .out};
  REQUIRE(named.rows() == 5);
  const std::vector<std::string> names{"a", "\xE9t\xE9", "too large", "bad", ""};
  const std::vector<std::string> flags{"0", "1", "0", "", ""};
  for (std::size_t row = 0; row < names.size(); ++row) {
    CAPTURE(row);
    CHECK(named.at(row, "name") == names[row]);
    CHECK(named.at(row, "extrapolated") == flags[row]);
  }
  const Result quoted = batch(header + "\"a, \"\"b\"\"\nc\",64,64,56,56,3,3,1000000,400000\n");
  CHECK(quoted.out.find(",\"a, \"\"b\"\"\nc\",0\n") != std::string::npos);
  const Csv unnamed{batch(std::string{kTaskHeader} + "64,64,56,56,3,3,1,1,1000000,400000\n").out};
  CHECK(unnamed.at(0, "name").empty());
  CHECK(unnamed.at(0, "extrapolated") == "0");
}

TEST_CASE("objectives may have a fraction, which is rounded down as that of an option is") {
  const Result result = batch(
      "ic,oc,oh,ow,kh,kw,latency_cycles,power_uw\n"
      "64,64,56,56,3,3,1000000.9,400000.000\n"
      "64,64,56,56,3,3,4611686018427387904,1.5\n"
      "64,64,56,56,3,3,0.9,400000\n"
      "64,64,56,56,3,3,1000000,1125899906842624.5\n"
      "64,64,56,56,3,3,1.,400000\n"
      "64,64,56,56,3,3,1000000,1e3\n");
  CHECK(result.exit_code == 2);
  const Csv csv{result.out};
  CHECK(csv.at(0, "objective_latency_cycles") == "1000000");
  CHECK(csv.at(0, "objective_power_uw") == "400000");
  CHECK(csv.at(1, "objective_latency_cycles") == "4611686018427387904");
  CHECK(csv.at(1, "objective_power_uw") == "1");
  for (const std::size_t row : {std::size_t{2}, std::size_t{3}}) {
    CHECK(csv.at(row, "reason") == "objective_out_of_range");
  }
  for (const std::size_t row : {std::size_t{4}, std::size_t{5}}) {
    CHECK(csv.at(row, "reason") == "malformed");
  }
  CHECK(result.complains({"line 4, column 7 (latency_cycles): latency_cycles: '0.9' is out of range; it must be 1 to",
                          "line 5, column 8 (power_uw): power_uw: '1125899906842624.5' is out of range",
                          "line 6, column 7 (latency_cycles): latency_cycles: '1.' is not a decimal number",
                          "line 7, column 8 (power_uw): power_uw: '1e3' is not a decimal number"}));
}

}  // namespace
}  // namespace gandse::test
