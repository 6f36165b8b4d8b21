// Where the time and the energy of a configuration go, and what a configuration that breaks rules would need: for
// reports. Decisions do not call it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/reason.hpp"

namespace gandse {

/// One part of a whole.
struct BreakdownPart {
  const char* name = "";     ///< of letters, digits and `_`
  std::uint64_t amount = 0;  ///< in the unit of the whole
};

/// Of one layer on one configuration, all groups and images.
template <std::size_t Stages, std::size_t Components, std::size_t Memories>
struct Breakdown {
  Reason reason = Reason::none;                  ///< why the configuration is illegal; all but names is then 0
  std::uint64_t cycles = 0;                      ///< from the first load to the end of the last store
  std::uint64_t pes = 0;                         ///< each multiplies once a cycle, while it works
  std::uint64_t macs = 0;                        ///< multiplications of the layer
  std::uint64_t padded_macs = 0;                 ///< those that the array does, what fills it up included
  std::array<BreakdownPart, Stages> busy;        ///< cycles in which each stage works, array first; they overlap
  std::array<BreakdownPart, Components> energy;  ///< fJ; the sum is the energy of the cost, exactly
  std::array<BreakdownPart, Memories> bytes;     ///< read and written, DRAM first

  /// Index in `busy` of the stage that works longest: it bounds the latency. The first of equals.
  [[nodiscard]] constexpr std::size_t bound() const {
    std::size_t longest = 0;
    for (std::size_t stage = 1; stage < Stages; ++stage) {
      longest = busy[stage].amount > busy[longest].amount ? stage : longest;
    }
    return longest;
  }
};

/// What a legality rule compares.
struct Demand {
  std::uint64_t needed = 0;     ///< by the configuration
  std::uint64_t available = 0;  ///< in it
  const char* unit = "";        ///< of both

  [[nodiscard]] constexpr bool is_met() const { return needed <= available; }  ///< whether the rule is kept
};

}  // namespace gandse
