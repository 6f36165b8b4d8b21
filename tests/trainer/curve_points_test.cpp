// The comparison's points come back as they were written, and the report says what they hold.
#include "compare/curve_points.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "../temporary_folder.hpp"
#include "compare/report.hpp"
#include "net/checkpoint.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

CurvePoint point(const char* method, const char* variant, std::uint32_t budget, double slack_1, double us) {
  CurvePoint p{"tight", method, variant, 1, budget, {}, {1.0, 1.0, 0.99, slack_1}};
  p.quality.tasks = 600;
  p.quality.evaluations = budget;
  p.quality.microseconds = us;
  p.quality.median_gap = 1.0 - slack_1;
  p.quality.p90_gap = 2.0 - slack_1;
  p.quality.within_1 = slack_1;
  p.quality.within_5 = 0.99;
  return p;
}

}  // namespace

TEST_CASE("points survive their file; the report interpolates between budgets") {
  const TemporaryFolder temporary;
  const auto& folder = temporary.path();
  const std::vector<CurvePoint> points{point("GANDSE", "refined", 128, 0.5, 100),
                                       point("annealing", "alone", 1000, 0.4, 400),
                                       point("annealing", "alone", 100'000, 0.6, 40'000)};
  write_points(folder / "curves.csv", "a test", points);
  const auto back = read_points(folder / "curves.csv");
  REQUIRE(back.size() == points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(back[i].method == points[i].method);
    CHECK(back[i].variant == points[i].variant);
    CHECK(back[i].budget == points[i].budget);
    CHECK(back[i].quality.median_gap == doctest::Approx(points[i].quality.median_gap));
    CHECK(back[i].satisfied_at[3] == doctest::Approx(points[i].satisfied_at[3]));
  }
  write_report(folder, "a test", back);
  const auto bytes = read_bytes(folder / "README.md");
  const std::string text{bytes.begin(), bytes.end()};
  // Half way between 0.4 and 0.6, so at the geometric mean of the budgets: 10 000, 78.1 times 128.
  CHECK(text.find("| satisfied at slack 1 % | 50.0 % | 10000 | 78.1 | 4.00 ms | 40.0 |") != std::string::npos);
  std::ofstream{folder / "curves.csv", std::ios::app} << "tight,broken\n";
  CHECK_THROWS_WITH_AS(read_points(folder / "curves.csv"), doctest::Contains("curves.csv:1: the lines below have"),
                       std::runtime_error);
}

}  // namespace gandse::test
