// What the study of days of changing networks found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gandse/cost_model/objective.hpp"
#include "network/traces.hpp"

namespace gandse::trainer {

inline constexpr std::size_t kNetworksOfDay = 5;
inline constexpr std::size_t kMostLayersOfDay = 16;

/// Ways to switch.
inline constexpr std::array<const char*, 10> kTraceMethods{"optimum in hindsight",
                                                           "ours",
                                                           "ours, told a session's mean length",
                                                           "for this minute alone, its load included",
                                                           "always switch",
                                                           "never switch",
                                                           "one bitstream, the best in hindsight",
                                                           "annealing, same time and policy",
                                                           "annealing, told the same",
                                                           "annealing, same time, to its best score"};

inline constexpr std::size_t kOptimum = 0;
inline constexpr std::size_t kOurs = 1;
inline constexpr std::size_t kOursTold = 2;

/// A day with one cost of loading.
struct Lived {
  std::uint64_t seed;
  std::size_t number;
  std::uint64_t factor;
  std::array<Spent, kTraceMethods.size()> spent;
  std::uint64_t bound;  ///< on what ours spends

  [[nodiscard]] double cost(std::size_t method) const { return ratio(spent[method].cost, spent[kOptimum].cost); }
  [[nodiscard]] double energy(std::size_t method) const { return ratio(spent[method].energy, spent[kOptimum].energy); }
  [[nodiscard]] double of_bound() const { return ratio(spent[kOurs].cost, bound); }

 private:
  static double ratio(std::uint64_t a, std::uint64_t b) { return static_cast<double>(a) / static_cast<double>(b); }
};

struct TraceResults {
  std::size_t traces = 0;  ///< per seed
  std::uint64_t seeds = 0;
  std::uint32_t clock_mhz = 0;
  std::array<Cost, kLoadFactors.size()> loads{};  ///< of each factor
  std::vector<Lived> days;
  std::size_t hopeless = 0;  ///< objectives that no bitstream meets
  std::size_t objectives = 0;
};

}  // namespace gandse::trainer
