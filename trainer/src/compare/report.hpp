// What the comparison found, as text: a table on the terminal, and bench/results/TEMPLATE/README.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/curve_points.hpp"

namespace gandse::trainer {

void print_points(const std::vector<CurvePoint>& points);

/// Writes folder/README.md; takes the tuned settings from tuning.csv and tuning_learned.csv beside it, where they are.
void write_report(const std::filesystem::path& folder, const std::string& command,
                  const std::vector<CurvePoint>& points);

}  // namespace gandse::trainer
