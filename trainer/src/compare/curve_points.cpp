#include "compare/curve_points.hpp"

#include <limits>
#include <sstream>

#include "support/csv_rows.hpp"
#include "support/file_bytes.hpp"

namespace gandse::trainer {

namespace {

constexpr const char* kHeader =
    "set,method,variant,seed,budget,tasks,evaluations,median_us,satisfied,satisfied_25,satisfied_10,satisfied_5,"
    "satisfied_1,median_gap,p90_gap,p99_gap,within_5,within_1";

/// A gap is infinite where that share of the tasks has no answer.
constexpr double kMostFigure = std::numeric_limits<double>::infinity();

}  // namespace

void write_points(const std::filesystem::path& file, const std::string& command,
                  const std::vector<CurvePoint>& points) {
  std::ostringstream out;
  out << kHeader << '\n';
  for (const CurvePoint& p : points) {
    const Quality& q = p.quality;
    out << p.set << ',' << p.method << ',' << p.variant << ',' << p.seed << ',' << p.budget << ',' << q.tasks << ','
        << q.evaluations << ',' << q.microseconds << ',' << q.satisfied;
    for (const double share : p.satisfied_at) {
      out << ',' << share;
    }
    out << ',' << q.median_gap << ',' << q.p90_gap << ',' << q.p99_gap << ',' << q.within_5 << ',' << q.within_1
        << '\n';
  }
  const std::string text = sealed_csv("made by: " + command, out.str());
  write_text(file, text);
}

std::vector<CurvePoint> read_points(const std::filesystem::path& file) {
  std::vector<CurvePoint> points;
  for (const CsvRow& row : read_sealed_csv(file, kHeader)) {
    CurvePoint p{row.cells[0],
                 row.cells[1],
                 row.cells[2],
                 number<std::uint64_t>(file, row, 3),
                 number<std::uint32_t>(file, row, 4),
                 {},
                 {}};
    std::size_t column = 5;
    p.quality.tasks = number<std::uint64_t>(file, row, column++);
    for (double* value : {&p.quality.evaluations, &p.quality.microseconds, &p.quality.satisfied, &p.satisfied_at[0],
                          &p.satisfied_at[1], &p.satisfied_at[2], &p.satisfied_at[3], &p.quality.median_gap,
                          &p.quality.p90_gap, &p.quality.p99_gap, &p.quality.within_5, &p.quality.within_1}) {
      *value = number_within(file, row, column++, std::numeric_limits<double>::lowest(), kMostFigure);
    }
    points.push_back(p);
  }
  return points;
}

}  // namespace gandse::trainer
