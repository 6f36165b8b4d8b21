// What the study of whole networks found.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "network/network_tuning.hpp"

namespace gandse::trainer {

inline constexpr std::array<std::size_t, 4> kManyLayers{8, 16, 32, 64};
inline constexpr std::array<std::size_t, 4> kFewLayers{1, 2, 3, 4};  ///< whose optimum can be found
inline constexpr std::array<double, 2> kTimes{1, 10};                ///< ours, and more

/// Ours and another's, of one network.
struct NetworkComparison {
  std::uint64_t seed;
  std::size_t layers;
  std::size_t number;
  Measure measure;
  std::string against;
  double times;  ///< our time
  NetworkFound theirs;
  NetworkFound ours;
  double seconds;  ///< ours

  /// By how many octaves ours is better: of score; or of shortfall, or where that is the same and none is left, of
  /// energy. 0: the same.
  [[nodiscard]] double advantage() const {
    constexpr double kSame = 1e-4;                        // octaves
    static const double kSameEnergy = std::log2(1.0001);  // one in ten thousand
    const auto beyond = [](double octaves, double same) { return std::abs(octaves) <= same ? 0 : octaves; };
    if (measure == Measure::score) {
      return beyond(theirs.log_score - ours.log_score, kSame);
    }
    const double shortfall = beyond(theirs.shortfall() - ours.shortfall(), kSame);
    return shortfall != 0 || !theirs.satisfied || !ours.satisfied
               ? shortfall
               : beyond(theirs.log_energy() - ours.log_energy(), kSameEnergy);
  }
};

/// Ours by score, and what is possible.
struct NetworkGap {
  std::uint64_t seed;
  std::size_t layers;
  std::size_t number;
  std::string against;
  double possible;
  double ours;
};

/// What the networks of a size are like.
struct NetworkSizes {
  std::vector<double> different;  ///< layers
  std::vector<double> space;      ///< log10
  std::vector<double> seconds;    ///< of our decisions
};

struct NetworkResults {
  std::size_t cases = 0;  ///< per number of layers and seed
  std::uint64_t seeds = 0;
  std::vector<NetworkSetting> tuned;  ///< the searches' settings
  std::vector<NetworkComparison> comparisons;
  std::vector<NetworkGap> gaps;
  std::array<NetworkSizes, kManyLayers.size()> sizes;
};

}  // namespace gandse::trainer
