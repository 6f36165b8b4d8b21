// The points of the comparison's curves, and their file: what the report and the plots are made from.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "learn/quality.hpp"
#include "oracle/tight_tasks.hpp"

namespace gandse::trainer {

/// One method at one budget on one set of tasks.
struct CurvePoint {
  std::string set;  ///< paper or tight
  std::string method;
  std::string variant;  ///< alone, refined, or from generator
  std::uint64_t seed = 1;
  std::uint32_t budget = 0;
  Quality quality;
  std::array<double, kSlackPercents.size()> satisfied_at{};  ///< share per slack; 0 where the set has none
};

void write_points(const std::filesystem::path& file, const std::string& command, const std::vector<CurvePoint>& points);
/// Throws std::runtime_error naming file and line.
std::vector<CurvePoint> read_points(const std::filesystem::path& file);

}  // namespace gandse::trainer
