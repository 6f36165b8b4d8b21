#include "progress.hpp"

namespace gandse::cli {

namespace {

constexpr std::chrono::days kLongest{365};  // more is no guess

// "1234567", "25 M": a line shall have room for what follows.
std::string count_text(std::uint64_t count) {
  constexpr std::uint64_t kMostExact = 9'999'999;
  constexpr std::uint64_t kMost = 9'999;
  if (count <= kMostExact) {
    return std::to_string(count);
  }
  count /= 1'000'000;
  const char* unit = " M";
  for (const char* larger : {" G", " T"}) {
    if (count > kMost) {
      count /= 1000;
      unit = larger;
    }
  }
  return std::to_string(count) + unit;
}

// If the rest goes on as what is done.
std::string time_left(const Progress& progress) {
  const Share& share = progress.count.whole != 0 ? progress.count : progress.share;
  if (share.part == 0 || share.part > share.whole) {
    return {};
  }
  const double ratio = static_cast<double>(share.whole - share.part) / static_cast<double>(share.part);
  const std::chrono::duration<double> left{std::chrono::duration<double>{progress.counting} * ratio};
  if (left > kLongest) {
    return {};
  }
  return std::string{progress.at_most ? ", at most " : ", about "} +
         duration_text(std::chrono::ceil<std::chrono::seconds>(left)) + " left";
}

}  // namespace

std::string progress_text(const Progress& progress) {
  std::string text;
  if (progress.unit != nullptr) {
    const Share& count = progress.count;
    text += count_text(count.part);
    text += count.whole == 0 ? "" : (progress.at_most ? " of at most " : " of ") + count_text(count.whole);
    text += std::string{" "} + progress.unit + ", ";
  }
  return text + duration_text(progress.working) + time_left(progress);
}

std::string fitted(std::string line, std::size_t columns) {
  if (columns != 0 && line.size() >= columns) {
    line.resize(columns - 1);
  }
  return line;
}

std::string duration_text(std::chrono::seconds duration) {
  constexpr std::chrono::hours kHoursOnly{48};
  const auto seconds = duration.count();
  const auto of = [](auto count, const char* unit) { return std::to_string(count) + unit; };
  return seconds < 60            ? of(seconds, " s")
         : seconds < 3600        ? of(seconds / 60, " min ") + of(seconds % 60, " s")
         : duration < kHoursOnly ? of(seconds / 3600, " h ") + of(seconds / 60 % 60, " min")
                                 : of(std::chrono::floor<std::chrono::days>(duration).count(), " days");
}

}  // namespace gandse::cli
