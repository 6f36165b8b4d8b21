#include "report/svg.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "text.hpp"

namespace gandse::cli::report {

const char* const kStyle = R"(
svg { --ink: #1b1f24; --soft: #6b7280; --paper: #ffffff; --grid: #d9dde3; --miss: #b00020; }
@media (prefers-color-scheme: dark) { svg { --ink: #e6e8eb; --soft: #9aa3ad; --paper: #14171a; --grid: #343a41; --miss: #ff8a80; } }
@media print { svg { --ink: #000000; --soft: #444444; --paper: #ffffff; --grid: #cccccc; --miss: #b00020; } }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .soft { fill: var(--soft); paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
svg .grid { stroke: var(--grid); stroke-width: 1; fill: none; }
svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
svg .limit { stroke: var(--miss); stroke-width: 1.5; stroke-dasharray: 6 3; fill: none; }
svg .roof { stroke: var(--ink); stroke-width: 1.5; fill: none; }
svg .step { stroke: var(--soft); stroke-width: 1; fill: none; }
svg .miss { fill: none; stroke: var(--miss); stroke-width: 2; }
svg .mark { fill: none; stroke: var(--ink); stroke-width: 2; }
svg .load { fill: var(--ink); }
svg .c0 { fill: #0072b2; } svg .c1 { fill: #e69f00; } svg .c2 { fill: #009e73; } svg .c3 { fill: #cc79a7; }
svg .c4 { fill: #56b4e9; } svg .c5 { fill: #d55e00; } svg .c6 { fill: #f0e442; } svg .c7 { fill: #8c8c8c; }
svg .c8 { fill: #b9a7d6; } svg .c9 { fill: #c8c8c8; }
)";

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string number(double value) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.2f", std::isfinite(value) ? value : 0.0);
  std::string text{buffer.data()};
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

Svg::Svg(double width, double height, std::string title, std::string description)
    : width_(width), height_(height), title_(std::move(title)), description_(std::move(description)) {}

void Svg::shape(const std::string& element, std::string_view tip) {
  shapes_ += element;
  shapes_ += tip.empty() ? "/>\n"
                         : "><title>" + escaped(tip) + "</title></" + element.substr(1, element.find(' ') - 1) + ">\n";
}

void Svg::rectangle(Point corner, double width, double height, std::string_view shape_class, std::string_view tip) {
  shape("<rect x=\"" + number(corner.x) + "\" y=\"" + number(corner.y) + "\" width=\"" + number(width) +
            "\" height=\"" + number(height) + "\" class=\"" + escaped(shape_class) + '"',
        tip);
}

void Svg::circle(Point centre, double radius, std::string_view shape_class, std::string_view tip) {
  shape("<circle cx=\"" + number(centre.x) + "\" cy=\"" + number(centre.y) + "\" r=\"" + number(radius) +
            "\" class=\"" + escaped(shape_class) + '"',
        tip);
}

void Svg::line(Point from, Point to, std::string_view shape_class) { polyline({from, to}, shape_class); }

void Svg::polyline(const std::vector<Point>& points, std::string_view shape_class) {
  std::string places;
  for (const Point& point : points) {
    places.append(places.empty() ? "" : " ").append(number(point.x)).append(",").append(number(point.y));
  }
  shape("<polyline points=\"" + places + "\" class=\"" + escaped(shape_class) + '"', {});
}

void Svg::text(Point at, std::string_view text, Anchor anchor, std::string_view shape_class) {
  constexpr std::array<const char*, 3> kAnchors{"start", "middle", "end"};
  shapes_ += "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\" text-anchor=\"" +
             kAnchors[static_cast<std::size_t>(anchor)] + "\" class=\"" + escaped(shape_class) + "\">" + escaped(text) +
             "</text>\n";
}

std::string Svg::element(bool standalone) const {
  const std::string width = number(width_);
  const std::string height = number(height_);
  std::string style;
  if (standalone) {
    style.append("<style>").append(kStyle).append("</style>\n");
    style.append(R"x(<rect width="100%" height="100%" style="fill: var(--paper)"/>)x").append("\n");
  }
  return R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 )" + width + ' ' + height + R"(" width=")" +
         width + R"(" height=")" + height + "\">\n<title>" + escaped(title_) + "</title>\n<desc>" +
         escaped(description_) + "</desc>\n" + style + shapes_ + "</svg>\n";
}

std::string Svg::inline_text() const { return element(false); }

std::string Svg::standalone_text() const { return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(true); }

}  // namespace gandse::cli::report
