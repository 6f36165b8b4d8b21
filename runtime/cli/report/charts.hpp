// The charts of a report, from plain numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/axis.hpp"
#include "report/svg.hpp"

namespace gandse::cli::report {

/// A row of a bar chart: its parts, in the order of the legend, stand behind each other.
struct Bar {
  std::string name;
  std::vector<double> parts;  ///< in the unit of the values
  std::string note;           ///< behind the bar
};

struct BarChart {
  std::string title;
  std::string description;
  Unit unit;
  std::vector<std::string> legend;  ///< one name for each part; kColours at most
  std::vector<Bar> bars;
  std::optional<double> limit{};  ///< a line that bars should not pass
  std::string limit_name{};
};

Svg draw(const BarChart& chart);

/// A point of a chart of two figures.
struct Mark {
  double x;
  double y;
  std::string name;
  int colour = 0;       ///< of kColours
  bool chosen = false;  ///< with a ring around it
};

/// Multiplications a cycle over multiplications a byte of DRAM (Williams, Waterman and Patterson 2009).
struct Roofline {
  std::string title;
  std::string description;
  double peak;       ///< MACs a cycle: all PEs
  double bandwidth;  ///< bytes a cycle; 0: not known, and not drawn
  std::vector<std::string> legend;
  std::vector<Mark> marks;
};

Svg draw(const Roofline& chart);

/// Latency and power, and what was asked of them.
struct Plane {
  std::string title;
  std::string description;
  Unit latency;
  Unit power;
  std::vector<std::string> legend;
  std::vector<Mark> marks;  ///< a front's points are connected where they are of one colour
  std::optional<Point> objective{};
};

Svg draw(const Plane& chart);

/// What a device runs, one after the other.
struct Run {
  std::string name;
  std::size_t lane;    ///< the bitstream
  double duration;     ///< in the unit of time
  double loading = 0;  ///< before it
  bool missed = false;
};

struct Timeline {
  std::string title;
  std::string description;
  Unit time;
  std::vector<std::string> lanes;
  std::vector<Run> runs;
};

Svg draw(const Timeline& chart);

}  // namespace gandse::cli::report
