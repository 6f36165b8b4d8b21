// The network files: readable, within limits, and truly held out.
#include "task/layer_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "../temporary_folder.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "learn/quality.hpp"

namespace gandse::test {

using namespace trainer;

namespace {
std::vector<NamedLayer<Im2col<>>> read(const std::string& name) {
  return read_networks<Im2col<>>(std::filesystem::path{GANDSE_NETWORKS} / (name + ".csv"));
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
  const TemporaryFolder temporary;
  const auto file = temporary.path() / "networks.csv";
  const auto with = [&](const std::string& text) {
    std::ofstream{file} << text;
    return file;
  };
  const std::string header = "network,ic,oc,oh,ow,kh,kw,stride,repeat\n";
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>("/nonexistent.csv"), doctest::Contains("cannot be read"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header)), doctest::Contains("holds no layers"), std::runtime_error);
  CHECK_THROWS_WITH_AS(
      paper_style_tasks<Im2col<>>(read_networks<Im2col<>>(with(header + "x,65535,65535,4096,4096,1,1,1,1\n")), 5, 1, 1),
      doctest::Contains("too few layers that the template accepts"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with("a,b\n1,2\n")), doctest::Contains("has no column ic"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with("network,ic,oc,oh,kh,kw\nx,1,1,1,1,1\n")),
                       doctest::Contains("has no column ow"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header + "x,1,1,1,1\n")), doctest::Contains(":2: expected 9 cells"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header + "x,1,1,1,1,1,1,1,-1\n")),
                       doctest::Contains("repeat is no number"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header + "x,1,1,1,1,99,1,1,1\n")),
                       doctest::Contains(":2: kh must lie in 1..64"), std::runtime_error);
  // Each of these would quietly train for other layers.
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with("network,ic,oc,oh,ow,kh,kw,strida,repeat\nx,1,1,1,1,1,1,2,1\n")),
                       doctest::Contains("a column 'strida' that im2col does not know, and none for stride"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header + "x,1,1,1,1,1,1,1,12")),
                       doctest::Contains("its last line has no end"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with(header + "#x,1,1,1,1,1,1,1,1\n\"x,1,1,1,1,1,1,1,1\n")),
                       doctest::Contains(":3: a quoted field is never closed"), std::runtime_error);
  CHECK_THROWS_WITH_AS(read_networks<Im2col<>>(with("network,ic,ic,oc,oh,ow,kh,kw\nx,1,2,1,1,1,1,1\n")),
                       doctest::Contains(":1: two columns are called 'ic'"), std::runtime_error);
}

TEST_CASE("files of the command line are read, too: quotes, CRLF, blanks, comments and all, no network, no objective") {
  const TemporaryFolder temporary;
  const auto file = temporary / "networks.csv";
  std::ofstream{file} << "\xEF\xBB\xBFname,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,\r\n"
                         "# a comment\r\n"
                         "\"a, b\",8, 7 ,6,5,3,1,9,9,\r\n";
  const auto layers = read_networks<Im2col<>>(file);
  REQUIRE(layers.size() == 1);
  CHECK(layers[0].network == "networks");
  CHECK(layers[0].layer == Layer{8, 7, 6, 5, 3, 1, 1, 1});
}

TEST_CASE("columns come in any order; optional ones may be missing, and other templates' are passed over") {
  const TemporaryFolder temporary;
  const auto file = temporary.path() / "networks.csv";
  std::ofstream{file} << "ow,oh,pool,oc,ic,kh,kw,network\n5,6,2,7,8,3,1,a\n";
  CHECK(read_networks<Dnnweaver<>>(file)[0].layer == DnnweaverLayer{{8, 7, 6, 5, 3, 1, 1, 1}, 1, 2, 0});
  std::ofstream{file} << "ow,oh,pool,oc,ic,kh,kw,stride,repeat,network\n5,6,2,7,8,3,1,1,1,a\n";
  const auto im2col = read_networks<Im2col<>>(file);
  REQUIRE(im2col.size() == 1);
  CHECK(im2col[0].network == "a");
  CHECK(im2col[0].layer == Layer{8, 7, 6, 5, 3, 1, 1, 1});
  CHECK(read_networks<Dnnweaver<>>(file)[0].layer == DnnweaverLayer{{8, 7, 6, 5, 3, 1, 1, 1}, 1, 2, 0});
}

TEST_CASE("a group's column sets all of its fields but those that have a column of their own") {
  const TemporaryFolder temporary;
  const auto file = temporary.path() / "networks.csv";
  std::ofstream{file} << "ic,oc,oh,ow,kh,kw,stride,stride_w,pad,pad_bottom,dilation\n8,7,6,5,3,3,2,1,1,0,2\n";
  const Layer layer = read_networks<Im2col<>>(file)[0].layer;
  CHECK(layer == Layer{8, 7, 6, 5, 3, 3, 2, 1, 1, 2, 2, 1, 1, 0, 1});
}

}  // namespace gandse::test
