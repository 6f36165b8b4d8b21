#include "compare/plots.hpp"

#include <stdlib.h>  // NOLINT: mkdtemp is POSIX's

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "support/file_bytes.hpp"

namespace gandse::trainer {

namespace {

struct Curve {
  std::string method;
  std::string variant;
  std::string title;
};

// The committed generator first; of the learned methods, what they propose with our refinement after it.
const std::vector<Curve> kMethods{
    {"GANDSE", "refined", "GANDSE"},     {"large-mlp", "refined", "large MLP, refined"},
    {"mlp", "refined", "MLP, refined"},  {"reinforce", "refined", "deep RL, refined"},
    {"annealing", "alone", "annealing"}, {"annealing", "from generator", "annealing from the generator"},
    {"genetic", "alone", "genetic"},     {"pagmo", "alone", "pagmo"},
    {"nlopt", "alone", "NLopt"},         {"random", "alone", "random"}};

// The template's generators: how a decision's quality grows with its time, for each size.
std::vector<Curve> sizes(const std::vector<CurvePoint>& points) {
  std::vector<Curve> curves;
  for (const CurvePoint& p : points) {
    if (p.variant.ends_with(" bytes") && (curves.empty() || curves.back().method != p.method)) {
      curves.push_back({p.method, p.variant, p.variant});
    }
  }
  return curves;
}

struct Figure {
  const char* file;
  const char* title;
  const char* x_label;
  const char* y_label;
  double (*x)(const CurvePoint&);
  double (*y)(const CurvePoint&);
  bool of_sizes = false;
};

const std::array kFigures{
    Figure{"sizes.svg", "Generators by size: tight tasks, slack 1 %", "median time of a decision, us", "satisfied, %",
           [](const CurvePoint& p) { return p.quality.microseconds; },
           [](const CurvePoint& p) { return 100 * p.satisfied_at[3]; }, true},
    Figure{"slack1_evaluations.svg", "Tight tasks, slack 1 %", "evaluations per decision", "satisfied, %",
           [](const CurvePoint& p) { return p.quality.evaluations; },
           [](const CurvePoint& p) { return 100 * p.satisfied_at[3]; }},
    Figure{"slack1_time.svg", "Tight tasks, slack 1 %", "median time of a decision, us", "satisfied, %",
           [](const CurvePoint& p) { return p.quality.microseconds; },
           [](const CurvePoint& p) { return 100 * p.satisfied_at[3]; }},
    Figure{"slack5_evaluations.svg", "Tight tasks, slack 5 %", "evaluations per decision", "satisfied, %",
           [](const CurvePoint& p) { return p.quality.evaluations; },
           [](const CurvePoint& p) { return 100 * p.satisfied_at[2]; }},
    Figure{"p90_evaluations.svg", "Tight tasks", "evaluations per decision", "gap of 9 in 10 decisions at most, %",
           [](const CurvePoint& p) { return p.quality.evaluations; },
           [](const CurvePoint& p) { return std::min(100 * p.quality.p90_gap, 300.0); }}};

/// Where gnuplot draws: no half of a plot takes another's place.
struct Workplace {
  std::filesystem::path path;

  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "gandse-plots-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error(name + ": cannot be made");
    }
    path = name;
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

void plot(const std::filesystem::path& folder, const std::vector<CurvePoint>& points) {
  const Workplace work;
  std::ostringstream script;
  script
      << "set terminal svg size 860,520 font 'sans,13' background 'white'\nset logscale x\nset grid lc rgb '#dddddd'\n"
         "set key outside right top\nset format x '10^{%L}'\n";
  for (const Figure& figure : kFigures) {
    const std::vector<Curve> curves = figure.of_sizes ? sizes(points) : kMethods;
    std::ostringstream data;
    std::ostringstream lines;
    for (std::size_t c = 0; c < curves.size(); ++c) {
      std::ostringstream block;
      for (const CurvePoint& p : points) {
        if (p.set == "tight" && p.method == curves[c].method && p.variant == curves[c].variant && p.seed == 1) {
          block << figure.x(p) << ' ' << figure.y(p) << '\n';
        }
      }
      if (block.str().empty()) {
        continue;
      }
      data << "$c" << c << " << EOD\n" << block.str() << "EOD\n";
      lines << (lines.str().empty() ? "" : ", ") << "$c" << c << " with linespoints lw "
            << (c == 0 && !figure.of_sizes ? 3 : 1.5) << " pt 7 ps 0.5 title '" << curves[c].title << "'";
    }
    if (lines.str().empty()) {
      continue;
    }
    script << data.str() << "set output '" << (work.path / figure.file).string() << "'\nset title '" << figure.title
           << "'\nset xlabel '" << figure.x_label << "'\nset ylabel '" << figure.y_label << "'\nplot " << lines.str()
           << '\n';
  }
  const std::string text = script.str();
  const auto file = work.path / "plots.gnuplot";
  write_text(file, text);
  if (std::system(("gnuplot '" + file.string() + "'").c_str()) != 0) {
    std::fprintf(stderr, "gandse-compare: no plots: gnuplot cannot be run (Debian: gnuplot-nox)\n");
    return;
  }
  for (const Figure& figure : kFigures) {
    if (const auto drawn = work.path / figure.file; std::filesystem::exists(drawn)) {
      write_atomically(folder / figure.file, read_bytes(drawn));
    }
  }
}

}  // namespace gandse::trainer
