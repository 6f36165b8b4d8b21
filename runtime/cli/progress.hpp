// How far long work is, and how long it will still take, as a line on a terminal says it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace gandse::cli {

/// How much of some work is done, in any unit; `whole` is 0 where that is not known.
struct Share {
  std::uint64_t part = 0;
  std::uint64_t whole = 0;
};

struct Progress {
  const char* unit = nullptr;  ///< what is counted, such as "rows"; null: nothing is
  Share count{};               ///< in that unit
  bool at_most = false;        ///< the work may end before the whole of `count`
  Share share{};               ///< tells the time that is left, in the place of `count` where that has no whole
  std::chrono::milliseconds counting{};  ///< since the first was begun
  std::chrono::seconds working{};        ///< since the program began
};

/// "12 of 31 decisions, 4 s, about 6 s left", or as much of it as is known; large counts are rounded down to M, G or T.
std::string progress_text(const Progress& progress);

/// As much of a line of ASCII as a terminal of so many columns has room for without going to its next line; all of it
/// if they are not known (0).
std::string fitted(std::string line, std::size_t columns);

/// "59 s", "1 min 0 s", "2 h 5 min", "3 days".
std::string duration_text(std::chrono::seconds duration);

}  // namespace gandse::cli
