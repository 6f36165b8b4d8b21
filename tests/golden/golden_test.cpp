// Golden decisions: the committed generator decides the committed tasks exactly as committed, whatever the compiler and
// its options. `make golden` writes decisions.csv anew after a wanted change.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Table = std::vector<std::vector<std::string>>;

Table parse(std::istream& stream) {
  Table table;
  for (std::string line; std::getline(stream, line);) {
    std::vector<std::string> row;
    std::istringstream cells{line + ","};
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(cell);
    }
    table.push_back(row);
  }
  return table;
}

std::size_t column(const Table& table, const std::string& name) {
  for (std::size_t c = 0; c < table.at(0).size(); ++c) {
    if (table[0][c] == name) {
      return c;
    }
  }
  FAIL("no column " << name);
  return 0;
}

}  // namespace

TEST_CASE("golden decisions") {
  for (const std::string name : {"im2col", "dnnweaver"}) {
    CAPTURE(name);
    const std::string folder = GANDSE_GOLDEN "/" + name;
    const std::string command = "'" GANDSE "' batch " + name + " '" + folder + "/tasks.csv' 2>/dev/null";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
    REQUIRE(pipe != nullptr);
    std::string text;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
      text += static_cast<char>(c);
    }
    std::istringstream now_stream{text};
    std::ifstream golden_stream{folder + "/decisions.csv"};
    Table now = parse(now_stream);
    Table golden = parse(golden_stream);
    REQUIRE(golden.size() > 200);
    REQUIRE(now.size() == golden.size());
    const std::size_t time = column(golden, "time_ns");
    REQUIRE(column(now, "time_ns") == time);
    for (std::size_t row = 1; row < golden.size(); ++row) {
      now[row].at(time).assign(1, '0');  // the one column that differs (rewrite.sh)
      CAPTURE(row);
      CHECK(now[row] == golden[row]);
    }
  }
}
