#include "report/charts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "text.hpp"

namespace gandse::cli::report {

namespace {

using Anchor = Svg::Anchor;

constexpr double kWidth = 900;
constexpr double kNames = 210;  // of rows and lanes
constexpr double kNotes = 110;
constexpr double kPlot = kWidth - kNames - kNotes;
constexpr double kRow = 20;
constexpr double kLegendRow = 20;
constexpr double kTicks = 36;
constexpr double kHeight = 320;  // of charts of two figures

std::string colour(int index) { return std::string(1, 'c').append(std::to_string(index % kColours)); }

// The end of a name tells layers apart. Cut between characters of UTF-8.
std::string fitting(const std::string& name) {
  constexpr std::size_t kMost = 27;
  std::string shown = printable(name);
  if (display_width(shown) <= kMost) {
    return shown;
  }
  std::size_t from = 0;
  for (std::size_t left = display_width(shown) - kMost + 1; left > 0; --left) {
    do {
      ++from;
    } while (from < shown.size() && (static_cast<unsigned char>(shown[from]) & 0xC0U) == 0x80U);
  }
  return "\u2026" + shown.substr(from);
}

double legend_width(const std::string& name) { return 30 + 7.2 * static_cast<double>(display_width(name)); }

double legend_height(const std::vector<std::string>& names) {
  double rows = names.empty() ? 0 : 1;
  double x = 0;
  for (const std::string& name : names) {
    if (x + legend_width(name) > kWidth) {
      ++rows;
      x = 0;
    }
    x += legend_width(name);
  }
  return rows * kLegendRow + 8;
}

void draw_legend(Svg& svg, const std::vector<std::string>& names) {
  Point at{4, 4};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (at.x + legend_width(names[i]) > kWidth) {
      at = {4, at.y + kLegendRow};
    }
    svg.rectangle(at, 12, 12, colour(static_cast<int>(i)));
    svg.text({at.x + 17, at.y + 10}, names[i]);
    at.x += legend_width(names[i]);
  }
}

// Ticks below a plot whose corner is `corner`, with lines through it.
void draw_horizontal(Svg& svg, const Axis& axis, Point corner, double height) {
  for (const double tick : axis.ticks()) {
    const double x = corner.x + axis.place(tick);
    svg.line({x, corner.y}, {x, corner.y + height}, "grid");
    svg.text({x, corner.y + height + 15}, axis.label(tick), Anchor::middle, "soft");
  }
}

void draw_vertical(Svg& svg, const Axis& axis, Point corner, double width, double height) {
  for (const double tick : axis.ticks()) {
    const double y = corner.y + height - axis.place(tick);
    svg.line({corner.x, y}, {corner.x + width, y}, "grid");
    svg.text({corner.x - 6, y + 4}, axis.label(tick), Anchor::end, "soft");
  }
}

// The plot of a chart of two figures: where it stands, and where values lie in it.
struct Square {
  Point corner;
  double width;
  double height;
  Axis x;
  Axis y;

  [[nodiscard]] Point place(double at_x, double at_y) const {
    return {corner.x + x.place(at_x), corner.y + height - y.place(at_y)};
  }
};

void draw_axes(Svg& svg, const Square& square, const std::string& x_name, const std::string& y_name) {
  draw_horizontal(svg, square.x, square.corner, square.height);
  draw_vertical(svg, square.y, square.corner, square.width, square.height);
  svg.text({square.corner.x + square.width, square.corner.y + square.height + 32}, x_name, Anchor::end);
  svg.text({square.corner.x - 60, square.corner.y - 8}, y_name);
}

void draw_marks(Svg& svg, const Square& square, const std::vector<Mark>& marks) {
  for (const Mark& mark : marks) {
    const Point at = square.place(mark.x, mark.y);
    svg.circle(at, 4.5, colour(mark.colour), mark.name);
    if (mark.chosen) {
      svg.circle(at, 9, "mark", mark.name);
    }
  }
}

}  // namespace

Svg draw(const BarChart& chart) {
  double most = chart.limit.value_or(0);
  for (const Bar& bar : chart.bars) {
    most = std::max(most, std::accumulate(bar.parts.begin(), bar.parts.end(), 0.0));
  }
  const Axis axis{Axis::Scale::linear, 0, most, kPlot, chart.unit};
  const double top = legend_height(chart.legend);
  const double height = kRow * static_cast<double>(chart.bars.size());
  Svg svg{kWidth, top + height + kTicks, chart.title, chart.description};
  draw_legend(svg, chart.legend);
  draw_horizontal(svg, axis, {kNames, top}, height);
  svg.text({kWidth, top + height + 15}, chart.unit.name, Anchor::end, "soft");
  for (std::size_t row = 0; row < chart.bars.size(); ++row) {
    const Bar& bar = chart.bars[row];
    const double y = top + kRow * static_cast<double>(row);
    svg.text({kNames - 8, y + 14}, fitting(bar.name), Anchor::end);
    double sum = 0;
    for (std::size_t part = 0; part < bar.parts.size(); ++part) {
      const double from = axis.place(sum);
      sum += bar.parts[part];
      if (bar.parts[part] > 0) {
        std::string tip = bar.name;
        tip.append(": ").append(part < chart.legend.size() ? chart.legend[part] : "").append(" ");
        tip.append(axis.label(bar.parts[part])).append(" ").append(chart.unit.name);
        svg.rectangle({kNames + from, y + 3}, axis.place(sum) - from, kRow - 6, colour(static_cast<int>(part)), tip);
      }
    }
    svg.text({kNames + axis.place(sum) + 6, y + 14}, bar.note, Anchor::start, "soft");
  }
  if (chart.limit) {
    const double x = kNames + axis.place(*chart.limit);
    svg.line({x, top - 4}, {x, top + height + 4}, "limit");
    svg.text({x, top + height + 30}, chart.limit_name, Anchor::middle);
  }
  return svg;
}

Svg draw(const Roofline& chart) {
  double least_x = 1e300;
  double most_x = 0;
  double least_y = chart.peak;
  for (const Mark& mark : chart.marks) {
    least_x = std::min(least_x, mark.x);
    most_x = std::max(most_x, mark.x);
    least_y = std::min(least_y, mark.y);
  }
  if (chart.bandwidth > 0) {  // show where the roofs meet
    least_x = std::min(least_x, chart.peak / chart.bandwidth);
    most_x = std::max(most_x, chart.peak / chart.bandwidth);
  }
  const double top = legend_height(chart.legend) + 20;
  const double width = kWidth - 100;
  const Square square{{70, top},
                      width,
                      kHeight,
                      Axis{Axis::Scale::logarithmic, least_x, most_x, width, {1, ""}},
                      Axis{Axis::Scale::logarithmic, least_y, chart.peak, kHeight, {1, ""}}};
  Svg svg{kWidth, top + kHeight + 40, chart.title, chart.description};
  draw_legend(svg, chart.legend);
  draw_axes(svg, square, "MACs per byte of DRAM", "MACs per cycle");
  const double right = square.x.ticks().back();
  const double left = square.x.ticks().front();
  if (chart.bandwidth > 0) {
    const double bottom = square.y.ticks().front();
    const double meet = chart.peak / chart.bandwidth;
    const double from = std::max(left, bottom / chart.bandwidth);
    svg.polyline(
        {square.place(from, from * chart.bandwidth), square.place(meet, chart.peak), square.place(right, chart.peak)},
        "roof");
  } else {
    svg.line(square.place(left, chart.peak), square.place(right, chart.peak), "roof");
  }
  draw_marks(svg, square, chart.marks);
  return svg;
}

Svg draw(const Plane& chart) {
  std::vector<double> x;
  std::vector<double> y;
  for (const Mark& mark : chart.marks) {
    x.push_back(mark.x);
    y.push_back(mark.y);
  }
  if (chart.objective) {
    x.push_back(chart.objective->x);
    y.push_back(chart.objective->y);
  }
  const auto least = [](const std::vector<double>& all) {
    return all.empty() ? 1.0 : *std::min_element(all.begin(), all.end());
  };
  const auto most = [](const std::vector<double>& all) {
    return all.empty() ? 10.0 : *std::max_element(all.begin(), all.end());
  };
  const double top = legend_height(chart.legend) + 20;
  const double width = kWidth - 100;
  const Square square{{70, top},
                      width,
                      kHeight,
                      Axis{Axis::Scale::logarithmic, least(x), most(x), width, chart.latency},
                      Axis{Axis::Scale::logarithmic, least(y), most(y), kHeight, chart.power}};
  Svg svg{kWidth, top + kHeight + 40, chart.title, chart.description};
  draw_legend(svg, chart.legend);
  draw_axes(svg, square, std::string{"latency, "} + chart.latency.name, std::string{"power, "} + chart.power.name);
  std::map<int, std::vector<Point>> steps;
  for (const Mark& mark : chart.marks) {
    if (!mark.chosen) {
      steps[mark.colour].push_back(square.place(mark.x, mark.y));
    }
  }
  for (const auto& [series, points] : steps) {
    svg.polyline(points, "step");
  }
  if (chart.objective) {
    const Point corner = square.place(chart.objective->x, chart.objective->y);
    svg.polyline({{square.corner.x, corner.y}, corner, {corner.x, square.corner.y + square.height}}, "limit");
    svg.text({corner.x + 6, corner.y - 6}, "objective");
  }
  draw_marks(svg, square, chart.marks);
  return svg;
}

Svg draw(const Timeline& chart) {
  double end = 0;
  for (const Run& run : chart.runs) {
    end += run.loading + run.duration;
  }
  constexpr double kLane = 34;
  const double width = kWidth - kNames - 20;
  const Axis axis{Axis::Scale::linear, 0, end, width, chart.time};
  const double height = kLane * static_cast<double>(chart.lanes.size());
  const double top = kLegendRow + 8;
  Svg svg{kWidth, top + height + kTicks, chart.title, chart.description};
  svg.rectangle({4, 4}, 12, 12, "c0");
  svg.text({21, 14}, "runs");
  svg.rectangle({70, 4}, 12, 12, "load");
  svg.text({87, 14}, "loads");
  svg.rectangle({140, 4}, 12, 12, "miss");
  svg.text({157, 14}, "misses its objective");
  draw_horizontal(svg, axis, {kNames, top}, height);
  svg.text({kWidth, top + height + 30}, std::string{"time, "} + chart.time.name, Anchor::end);
  for (std::size_t lane = 0; lane < chart.lanes.size(); ++lane) {
    svg.text({kNames - 8, top + kLane * (static_cast<double>(lane) + 0.5) + 4}, fitting(chart.lanes[lane]),
             Anchor::end);
  }
  double now = 0;
  for (const Run& run : chart.runs) {
    const double y = top + kLane * static_cast<double>(run.lane) + 5;
    if (run.loading > 0) {
      const double x = axis.place(now);
      svg.rectangle({kNames + x, y - 3}, std::max(axis.place(now + run.loading) - x, 2.0), kLane - 4, "load",
                    joined({"loads", chart.lanes[run.lane], "for", run.name}, " "));
    }
    now += run.loading;
    const double x = axis.place(now);
    now += run.duration;
    const double length = std::max(axis.place(now) - x - 0.5, 0.5);
    const std::string tip = joined({run.name, ": ", axis.label(run.duration), " ", chart.time.name}, "");
    svg.rectangle({kNames + x, y}, length, kLane - 10, colour(0), tip);
    if (run.missed) {
      svg.rectangle({kNames + x, y}, length, kLane - 10, "miss", joined({tip, "misses its objective"}));
    }
  }
  return svg;
}

}  // namespace gandse::cli::report
