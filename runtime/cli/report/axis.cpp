#include "report/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace gandse::cli::report {

namespace {

struct Step {
  double size;
  const char* name;
};

// The largest unit of which there is at least one, else the smallest.
Unit choose(const std::vector<Step>& steps, double most) {
  Unit unit{steps.front().size, steps.front().name};
  for (const Step& step : steps) {
    if (most >= step.size) {
      unit = {step.size, step.name};
    }
  }
  return unit;
}

}  // namespace

Unit time_unit(double cycles, double clock_mhz) {
  const double us = clock_mhz;  // cycles
  return choose({{us / 1e3, "ns"}, {us, "us"}, {us * 1e3, "ms"}, {us * 1e6, "s"}, {us * 3.6e9, "h"}}, cycles);
}

Unit energy_unit(double femtojoule) {
  return choose({{1e3, "pJ"}, {1e6, "nJ"}, {1e9, "uJ"}, {1e12, "mJ"}, {1e15, "J"}, {1e18, "kJ"}}, femtojoule);
}

Unit power_unit(double microwatt) { return choose({{1, "uW"}, {1e3, "mW"}, {1e6, "W"}}, microwatt); }

Axis::Axis(Scale scale, double least, double most, double length, Unit unit)
    : scale_(scale), least_(least), most_(std::max(most, 1e-9)), length_(length), unit_(unit) {
  if (scale_ == Scale::logarithmic) {
    least_ = std::pow(10, std::floor(std::log10(std::max(least_, 1e-9) / unit_.size))) * unit_.size;
    most_ = std::pow(10, std::ceil(std::log10(std::max(most_, least_ * 1.001) / unit_.size))) * unit_.size;
    const auto decades = static_cast<int>(std::lround(std::log10(most_ / least_)));
    for (int decade = 0; decade <= decades; ++decade) {
      ticks_.push_back(least_ * std::pow(10, decade));
    }
    return;
  }
  least_ = 0;
  constexpr double kTicks = 6;
  const double rough = most_ / unit_.size / kTicks;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    step = factor * power >= rough ? factor * power : step;
  }
  step *= unit_.size;
  most_ = std::ceil(most_ / step - 1e-9) * step;
  for (int i = 0; i * step <= most_ * 1.001; ++i) {
    ticks_.push_back(i * step);
  }
}

double Axis::place(double value) const {
  const double part =
      scale_ == Scale::linear ? value / most_ : std::log(std::max(value, least_) / least_) / std::log(most_ / least_);
  return std::clamp(part, 0.0, 1.0) * length_;
}

std::string Axis::label(double value) const {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", value / unit_.size);
  return buffer.data();
}

}  // namespace gandse::cli::report
