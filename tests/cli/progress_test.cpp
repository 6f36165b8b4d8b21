// What is said of long work, and guessed of the rest.
#include "progress.hpp"

#include <doctest/doctest.h>

namespace gandse::test {
namespace {

using namespace cli;
using namespace std::chrono_literals;

TEST_CASE("progress: nothing but the time where nothing is counted, nor a guess before anything is done") {
  CHECK(progress_text({.working = 3s}) == "3 s");
  CHECK(progress_text({.unit = "rows", .count = {12, 0}, .counting = 2s, .working = 3s}) == "12 rows, 3 s");
  CHECK(progress_text({.unit = "tasks", .count = {0, 9}, .counting = 2s, .working = 3s}) == "0 of 9 tasks, 3 s");
  CHECK(progress_text({.unit = "rows", .count = {0, 0}, .share = {0, 99}, .counting = 2s, .working = 3s}) ==
        "0 rows, 3 s");
}

TEST_CASE("progress: the rest takes as long as what is done, by the count or else by the share") {
  CHECK(progress_text({.unit = "decisions", .count = {10, 30}, .counting = 4s, .working = 5s}) ==
        "10 of 30 decisions, 5 s, about 8 s left");
  CHECK(progress_text({.unit = "rows", .count = {7, 0}, .share = {100, 1000}, .counting = 10s, .working = 10s}) ==
        "7 rows, 10 s, about 1 min 30 s left");
  CHECK(progress_text({.unit = "rows", .count = {7, 0}, .share = {1000, 1000}, .counting = 10s, .working = 10s}) ==
        "7 rows, 10 s, about 0 s left");
  CHECK(progress_text({.unit = "nodes", .count = {1, 4}, .at_most = true, .counting = 1100ms, .working = 2s}) ==
        "1 of at most 4 nodes, 2 s, at most 4 s left");
}

TEST_CASE("progress: what grew while it was read, and what would take years, has no guess") {
  CHECK(progress_text({.unit = "rows", .count = {7, 0}, .share = {101, 100}, .counting = 1s, .working = 1s}) ==
        "7 rows, 1 s");
  CHECK(progress_text({.unit = "nodes", .count = {1, UINT64_MAX}, .at_most = true, .counting = 1s, .working = 1s}) ==
        "1 of at most 18446744 T nodes, 1 s");
}

TEST_CASE("progress: large counts leave room on the line") {
  const auto counted = [](std::uint64_t count) { return progress_text({.unit = "nodes", .count = {count, 0}}); };
  CHECK(counted(9'999'999) == "9999999 nodes, 0 s");
  CHECK(counted(10'999'999) == "10 M nodes, 0 s");
  CHECK(counted(9'999'999'999) == "9999 M nodes, 0 s");
  CHECK(counted(129'000'000'000) == "129 G nodes, 0 s");
  CHECK(counted(129'000'000'000'000) == "129 T nodes, 0 s");
}

TEST_CASE("a line keeps to its terminal's line, whose last column is not written to") {
  CHECK(fitted("abcdef", 0) == "abcdef");
  CHECK(fitted("abcdef", 7) == "abcdef");
  CHECK(fitted("abcdef", 6) == "abcde");
  CHECK(fitted("abcdef", 1).empty());
}

TEST_CASE("durations have the two units that tell most") {
  CHECK(duration_text(0s) == "0 s");
  CHECK(duration_text(59s) == "59 s");
  CHECK(duration_text(60s) == "1 min 0 s");
  CHECK(duration_text(3599s) == "59 min 59 s");
  CHECK(duration_text(2h + 5min + 59s) == "2 h 5 min");
  CHECK(duration_text(47h + 59min) == "47 h 59 min");
  CHECK(duration_text(71h) == "2 days");
}

}  // namespace
}  // namespace gandse::test
