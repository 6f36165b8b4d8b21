// Scales of charts: where a value lies, and which values are written beside it.
#pragma once

#include <string>
#include <vector>

namespace gandse::cli::report {

/// A unit in which a chart writes its values.
struct Unit {
  double size = 1;  ///< of it, in the unit of the values
  const char* name = "";
};

Unit time_unit(double cycles, double clock_mhz);  ///< for times up to so many cycles, the unit of the values
Unit energy_unit(double femtojoule);              ///< for energies up to this
Unit power_unit(double microwatt);                ///< for powers up to this

/// Values on a line of `length` pixels.
class Axis {
 public:
  enum class Scale { linear, logarithmic };

  /// From `least` (0 if linear) to `most`, both positive, widened to round numbers.
  Axis(Scale scale, double least, double most, double length, Unit unit);

  [[nodiscard]] double place(double value) const;  ///< pixels from the start; within the line
  [[nodiscard]] const std::vector<double>& ticks() const { return ticks_; }
  [[nodiscard]] std::string label(double value) const;  ///< in the unit, without its name
  [[nodiscard]] const Unit& unit() const { return unit_; }

 private:
  Scale scale_;
  double least_;
  double most_;
  double length_;
  Unit unit_;
  std::vector<double> ticks_;
};

}  // namespace gandse::cli::report
