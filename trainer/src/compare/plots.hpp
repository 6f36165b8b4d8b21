// Plots of the comparison's curves, drawn by gnuplot.
#pragma once

#include <filesystem>
#include <vector>

#include "compare/curve_points.hpp"

namespace gandse::trainer {

/// Writes SVG files to `folder`; says so on stderr and writes none where gnuplot is missing.
void plot(const std::filesystem::path& folder, const std::vector<CurvePoint>& points);

}  // namespace gandse::trainer
