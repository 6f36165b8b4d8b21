#include <doctest/doctest.h>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/random.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

Result costs(const std::string& content) {
  const TemporaryFile points{content};
  return gandse({"costs", "im2col", points.path()});
}

TEST_CASE("the input columns come back as given, in their order, then the verdict") {
  const Result result = costs(
      "TKH,TKW,TOH,TOW,TOC,TIC,OSS,WSS,ISS,DSB,SDB,PEN,kw,kh,ow,oh,oc,ic\n"
      "3,3,14,14,32,16,64,064,64,16,64,256,3,3,56,56,64,64\n");
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  const Csv csv{result.out};
  CHECK(csv.header() ==
        "TKH,TKW,TOH,TOW,TOC,TIC,OSS,WSS,ISS,DSB,SDB,PEN,kw,kh,ow,oh,oc,ic,legal,reason,latency_cycles,energy_fj,power_"
        "uw");
  const auto expected = Im2col<>::evaluate({64, 64, 56, 56, 3, 3, 1, 1}, {5, 4, 4, 6, 6, 6, 4, 5, 5, 5, 2, 2});
  CHECK(csv.at(0, "WSS") == "064");
  CHECK(csv.at(0, "legal") == "1");
  CHECK(csv.at(0, "reason") == "none");
  CHECK(csv.at(0, "latency_cycles") == std::to_string(expected.cost.latency.value));
  CHECK(csv.at(0, "energy_fj") == std::to_string(expected.cost.energy.value));
  CHECK(csv.at(0, "power_uw") == std::to_string(power(expected.cost, 500).value));
}

TEST_CASE("many random points equal the cost model; illegal ones are no error") {
  using Template = Im2col<>;
  Random random{81};
  std::string content;
  for (const auto& field : Template::layer_fields) {
    content += std::string{field.name} + ",";
  }
  for (const Parameter& parameter : Template::parameters) {
    content += std::string{parameter.name} + (&parameter == &Template::parameters.back() ? "\n" : ",");
  }
  std::vector<Evaluation> expected;
  for (int i = 0; i < 3000; ++i) {
    const Layer layer{1 + random.below(600), 1 + random.below(600), 1 + random.below(60), 1 + random.below(60),
                      1 + random.below(7),   1 + random.below(7),   1 + random.below(2),  1 + random.below(4)};
    Template::Configuration configuration{};
    for (const auto& field : Template::layer_fields) {
      content += std::to_string(layer.*field.member) + ",";
    }
    for (std::size_t p = 0; p < configuration.size(); ++p) {
      configuration[p] = static_cast<std::uint8_t>(random.below(Template::parameters[p].count));
      content += std::to_string(Template::parameters[p].values[configuration[p]]);
      content += p + 1 < configuration.size() ? "," : "\n";
    }
    expected.push_back(Template::evaluate(layer, configuration));
  }
  const Result result = costs(content);
  CHECK(result.exit_code == 3);  // not all of them are possible
  CHECK(result.err.empty());
  const Csv csv{result.out};
  REQUIRE(csv.rows() == expected.size());
  for (std::size_t row = 0; row < expected.size(); ++row) {
    const bool legal = expected[row].legal();
    REQUIRE(csv.at(row, "legal") == (legal ? "1" : "0"));
    REQUIRE(csv.at(row, "reason") == describe<Template>(expected[row].reason).name);
    REQUIRE(csv.at(row, "latency_cycles") == (legal ? std::to_string(expected[row].cost.latency.value) : ""));
    REQUIRE(csv.at(row, "energy_fj") == (legal ? std::to_string(expected[row].cost.energy.value) : ""));
  }
}

TEST_CASE("rows that are no points: printed, named, exit 2") {
  const Result result = costs(std::string{kPointHeader} +
                              "64,64,56,56,3,3,1,1,256,64,16,64,64,64,16,32,14,14,3,3\n"
                              "64,64,56,56,3,3,1,1,300,64,16,64,64,64,16,32,14,14,3,3\n"
                              "64,64,56,56,3,3,1,70000,256,64,16,64,64,64,16,32,14,14,3,3\n"
                              "64,64,56,56,3,3,1,1,,64,16,64,64,64,16,32,14,14,3,3\n"
                              "64,64\n"
                              "64,64,56,56,3,3,1,1,256,64,16,64,64,1,16,32,14,14,3,3\n");
  CHECK(result.exit_code == 2);
  const Csv csv{result.out};
  REQUIRE(csv.rows() == 6);
  const std::vector<std::string> reasons{"none",      "choice_out_of_range", "layer_out_of_range",
                                         "malformed", "malformed",           "output_sram_too_small"};
  for (std::size_t row = 0; row < reasons.size(); ++row) {
    CAPTURE(row);
    CHECK(csv.at(row, "reason") == reasons[row]);
    CHECK(csv.at(row, "legal") == (row == 0 ? "1" : "0"));
    CHECK(csv.at(row, "energy_fj").empty() == (row != 0));
  }
  CHECK(csv.at(1, "PEN") == "300");
  CHECK(result.complains({"line 3, column 9 (PEN): PEN has no choice 300", "line 4, column 8 (repeat)",
                          "line 5, column 9 (PEN)", "line 6: the row has 2 columns, the header 20"}));
  CHECK(result.err.find("line 7") == std::string::npos);
}

TEST_CASE("every parameter column is required") {
  CHECK(costs(kTaskHeader).exit_code == 2);
  CHECK(costs("ic,oc,oh,ow,kh,kw,PEN\n").complains({"missing SDB, DSB, ISS, WSS, OSS, TIC, TOC, TOW, TOH, TKW, TKH"}));
}

}  // namespace
}  // namespace gandse::test
