// The network files: readable, within limits, and truly held out.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "networks.hpp"
#include "quality.hpp"

using namespace gandse;
using namespace gandse::trainer;

namespace {
std::vector<NamedLayer> read(const std::string& name) {
  return read_networks(std::filesystem::path{GANDSE_NETWORKS} / (name + ".csv"));
}
}  // namespace

TEST_CASE("no network and no layer of the held-out set occurs in training or validation") {
  std::set<std::string> held_out;
  for (const auto& named : read("held_out")) {
    held_out.insert(named.network);
    CHECK(Im2col<>::check(named.layer) == Reason::none);
  }
  CHECK(held_out.size() >= 6);
  for (const char* file : {"training", "validation"}) {
    for (const auto& seen : read(file)) {
      CHECK(held_out.count(seen.network) == 0);
      for (const auto& named : read("held_out")) {
        CHECK_FALSE(seen.layer == named.layer);
      }
    }
  }
}

TEST_CASE("a broken network file is refused by file and line") {
  const auto file = std::filesystem::temp_directory_path() / "gandse-test-networks.csv";
  const auto with = [&](const std::string& text) {
    std::ofstream{file} << text;
    return file;
  };
  const std::string header = "network,ic,oc,oh,ow,kh,kw,stride,repeat\n";
  CHECK_THROWS_WITH_AS(read_networks("/nonexistent.csv"), doctest::Contains("cannot be read"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks(with(header)), doctest::Contains("holds no layers"), std::runtime_error);
  CHECK_THROWS_WITH_AS(
      paper_style_tasks<Im2col<>>(read_networks(with(header + "x,65535,65535,4096,4096,1,1,1,1\n")), 5, 1, 1),
      doctest::Contains("too few layers that the template accepts"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks(with("a,b\n")), doctest::Contains(":1: the header must be"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks(with(header + "x,1,1,1,1\n")), doctest::Contains(":2: expected 9 cells"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks(with(header + "x,1,1,1,1,1,1,1,-1\n")), doctest::Contains("repeat is no number"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks(with(header + "x,1,1,1,1,99,1,1,1\n")), doctest::Contains("outside the limits"),
                       std::runtime_error);
}
