// Scalable vector graphics, written shape by shape. What is drawn is named for readers of screens, and what comes from
// files is escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli::report {

/// `text` for HTML, XML and their attributes: markup and control characters cannot get through.
std::string escaped(std::string_view text);

/// With at most two decimals, as coordinates have them.
std::string number(double value);

struct Point {
  double x;
  double y;
};

/// How shapes are styled: the classes that `kStyle` knows.
inline constexpr int kColours = 10;  ///< classes c0 to c9, for series; told apart by the colour-blind, too

class Svg {
 public:
  enum class Anchor { start, middle, end };

  /// `title` says what it shows, `description` what to see in it. Units are CSS pixels.
  Svg(double width, double height, std::string title, std::string description);

  /// `shape_class` is a class of `kStyle`; a tooltip where `tip` is not empty.
  void rectangle(Point corner, double width, double height, std::string_view shape_class, std::string_view tip = {});
  void circle(Point centre, double radius, std::string_view shape_class, std::string_view tip = {});
  void line(Point from, Point to, std::string_view shape_class);
  void polyline(const std::vector<Point>& points, std::string_view shape_class);
  void text(Point at, std::string_view text, Anchor anchor = Anchor::start, std::string_view shape_class = "label");

  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::string& description() const { return description_; }

  [[nodiscard]] std::string inline_text() const;      ///< as part of a page that has `kStyle`
  [[nodiscard]] std::string standalone_text() const;  ///< as a file of its own

 private:
  void shape(const std::string& element, std::string_view tip);
  [[nodiscard]] std::string element(bool standalone) const;

  double width_;
  double height_;
  std::string title_;
  std::string description_;
  std::string shapes_;
};

/// CSS of all shapes, light and dark. The series' colours are those of Okabe and Ito (jfly.uni-koeln.de/color, 2008),
/// and two greys.
extern const char* const kStyle;

}  // namespace gandse::cli::report
