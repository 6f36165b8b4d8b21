// Long work: how far it is, what is kept when it is ended, and that it ends where nobody reads.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "running.hpp"

namespace gandse::test {
namespace {

const std::string kLayers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";

/// So many rows of batch, which take 10 ms each with the budget below.
std::string batch_rows(int count) {
  std::string rows = kTaskHeader;
  for (int i = 0; i < count; ++i) {
    rows += "64,64,56,56,3,3,1,1,1000000,400000\n";
  }
  return rows;
}

/// Hardware enough for minutes of a network.
std::string many_bitstreams() {
  std::string table = "PEN,SDB,DSB,ISS,WSS,OSS\n";
  for (const char* pen : {"8", "16", "32", "64", "128", "256", "512", "1024"}) {
    for (const char* dsb : {"1", "2", "4", "8", "16", "32", "64", "128"}) {
      table.append(pen).append(",32,").append(dsb).append(",64,128,32\n");
    }
  }
  return table;
}

/// A network for one decision of a minute.
std::string many_layers() {
  std::string layers = "ic,oc,oh,ow,kh,kw\n";
  for (int i = 1; i <= 256; ++i) {
    layers += std::to_string(i) + ",512,56,56,3,3\n";
  }
  return layers;
}

/// Thousands of different tasks after one that is answered and one that is refused, for which `large` is too large.
std::string tasks(const std::string& large) {
  std::string rows = "network,latency,power,inferences\n" + kLayers + ",1s,1W,1\n" + large + ",1s,1W,1\n";
  for (int i = 0; i < 5000; ++i) {
    rows += kLayers + "," + std::to_string(10'000 + i) + "us,1W,1\n";
  }
  return rows;
}

struct Work {
  TemporaryFile large{"ic,oc,oh,ow,kh,kw\n65535,65535,4096,4096,16,16\n"};
  TemporaryFile rows{batch_rows(6000)};
  TemporaryFile layers{many_layers()};
  TemporaryFile bitstreams{many_bitstreams()};
  TemporaryFile few_bitstreams{"PEN,SDB,DSB,ISS,WSS,OSS\n256,32,16,64,128,32\n"};
  TemporaryFile stream{tasks(large.path())};

  const std::vector<std::string> batch{"batch", "im2col", rows.path(), "--budget", "20000"};
  const std::vector<std::string> batch_table{"batch", "im2col", rows.path(), "--budget", "20000", "--table"};
  const std::vector<std::string> network{"network", "im2col",  kLayers, "--bitstreams", bitstreams.path(), "--latency",
                                         "9ms",     "--power", "250mW", "--nodes",      "1000000000000"};
  const std::vector<std::string> front{"front",    "im2col",   "--layer", kLayerText,     "--limit",
                                       "sram=256", "--budget", "1000000", "--candidates", "60000"};
  const std::vector<std::string> network_front{"front",           "im2col",   "--network", kLayers, "--bitstreams",
                                               bitstreams.path(), "--budget", "2000",      "--json"};
  const std::vector<std::string> reconfigure{"reconfigure", "im2col", stream.path(), "--bitstreams",
                                             few_bitstreams.path()};
};

std::vector<std::string> in_json(std::vector<std::string> words) {
  words.emplace_back("--json");
  return words;
}

TEST_CASE("at work: rows of batch are out as they are answered, and whole when it is ended") {
  const Work work;
  for (const int signal : {SIGINT, SIGTERM}) {
    Running batch{work.batch};
    const auto lines = [&] {
      const std::string out = batch.out();
      return std::count(out.begin(), out.end(), '\n');
    };
    REQUIRE(batch.wait_until([&] { return lines() >= 3; }));
    batch.send(signal);
    CHECK(batch.end() == -signal);
    const Csv csv{batch.out()};  // all columns in every row, and the last line ends
    CHECK(csv.rows() >= 2);
    CHECK(csv.rows() < 3000);
    CHECK(batch.err().find("gandse: stopped (") == 0);
    CHECK(batch.err().find('\r') == std::string::npos);  // no progress: that is no terminal
  }
}

TEST_CASE("at work: a terminal is told how far it is, and a table is printed as far as it came") {
  const Work work;
  Running batch{work.batch_table, Running::Screen::terminal};
  REQUIRE(batch.wait_until([&] { return batch.err().find("gandse batch: ") != std::string::npos; }));
  CHECK(batch.err().find(" rows, 1 s, about ") != std::string::npos);
  CHECK(batch.err().find(" left\r") != std::string::npos);
  CHECK(batch.out().empty());
  batch.send(SIGINT);
  CHECK(batch.end() == -SIGINT);
  const std::string out = batch.out();
  CHECK(out.find("  satisfied\n") != std::string::npos);
  CHECK(out.find(" satisfied; total latency ") != std::string::npos);
  CHECK(batch.err().find("  \rgandse: stopped (Interrupt)") != std::string::npos);  // what was shown is erased before
}

TEST_CASE("at work: a proof says how many nodes it may look at, and a signal ends it at once") {
  const Work work;
  Running network{{"network", "im2col", work.layers.path(), "--bitstreams", work.bitstreams.path(), "--latency",
                   "10000s", "--power", "1mW", "--budget", "1", "--candidates", "1", "--nodes", "1000000000"},
                  Running::Screen::terminal};
  REQUIRE(network.wait_until([&] { return network.err().find(" of at most 129 G nodes, ") != std::string::npos; }));
  CHECK(network.err().find(", at most ") != std::string::npos);
  network.send(SIGINT);
  CHECK(network.end() == -SIGINT);
}

TEST_CASE("at work: bitstreams are counted while the generator decides") {
  const Work work;
  Running network{{"network", "im2col", work.layers.path(), "--bitstreams", work.bitstreams.path(), "--latency", "1s",
                   "--power", "1W", "--budget", "20000"},
                  Running::Screen::terminal};
  CHECK(network.wait_until([&] { return network.err().find(" of 64 bitstreams, ") != std::string::npos; }));
}

TEST_CASE("at work: short work says nothing of how far it is") {
  const TemporaryFile rows{batch_rows(3)};
  Running batch{{"batch", "im2col", rows.path()}, Running::Screen::terminal};
  CHECK(batch.end() == 0);
  CHECK(batch.err().empty());
}

TEST_CASE("at work: a stream's answer in JSON is well-formed when it is ended, and says that it is not complete") {
  const Work work;
  Running stream{in_json(work.reconfigure)};
  REQUIRE(stream.wait_until([&] { return stream.err().find("task 2") != std::string::npos; }));
  stream.send(SIGTERM);
  CHECK(stream.end() == -SIGTERM);
  const auto json = nlohmann::ordered_json::parse(stream.out());
  CHECK(json["complete"] == 0);
  CHECK(json["tasks"].size() >= 1);
  CHECK(json["tasks"].size() < 2500);
  CHECK(json["tasks"][0]["name"] == "1");
  CHECK(json["refused"].size() == 1);
}

TEST_CASE("at work: a front that is ended has what was found") {
  const Work work;
  Running layer{work.front, Running::Screen::terminal};
  Running network{work.network_front, Running::Screen::terminal};
  REQUIRE(layer.wait_until([&] { return layer.err().find(" s left\r") != std::string::npos; }));
  CHECK(layer.err().find(" decisions, ") != std::string::npos);
  layer.send(SIGINT);
  REQUIRE(network.wait_until([&] { return network.err().find(" decisions, ") != std::string::npos; }));
  network.send(SIGINT);
  CHECK(layer.end() == -SIGINT);
  CHECK(layer.out().find(" points that no other beats; ") != std::string::npos);
  CHECK(layer.out().find("interrupted: ") != std::string::npos);
  CHECK(network.end() == -SIGINT);
  const auto json = nlohmann::ordered_json::parse(network.out());
  CHECK(json["complete"] == 0);
  CHECK_FALSE(json["points"].empty());
}

TEST_CASE("at work: the end, with the cause, as soon as nobody reads") {
  const Work work;
  std::string points = kPointHeader;
  for (int i = 0; i < 100'000; ++i) {
    points += "64,64,56,56,3,3,1,1,8,4,1,1,1,1,1,1,1,1,1,1\n";
  }
  const TemporaryFile costs{points};
  for (const auto& words : {work.batch,
                            work.batch_table,
                            work.network,
                            work.front,
                            work.network_front,
                            work.reconfigure,
                            in_json(work.reconfigure),
                            {"costs", "im2col", costs.path()}}) {
    CAPTURE(words.front());
    CAPTURE(words.back());
    Running unread{words, Running::Screen::file, Running::Reader::gone};
    CHECK(unread.end() == 1);
    CHECK(unread.err().find("gandse: cannot write to standard output: Broken pipe\n") != std::string::npos);
  }
}

TEST_CASE("at work: a second signal ends at once, and so does the first while rows are waited for") {
  const Work work;
  const TemporaryFile one{"network,latency,power,inferences\n" + work.layers.path() + ",10ms,1W,1\n"};
  Running stream{{"reconfigure", "im2col", one.path(), "--bitstreams", work.bitstreams.path(), "--budget", "1000000",
                  "--candidates", "65535"},
                 Running::Screen::terminal};
  REQUIRE(stream.wait_until([&] { return stream.err().find("0 of 1 tasks, ") != std::string::npos; }));
  stream.send(SIGINT);
  REQUIRE(
      stream.wait_until([&] { return stream.err().find("ends after this; once more: at once") != std::string::npos; }));
  stream.send(SIGINT);
  CHECK(stream.end() == -SIGINT);
  CHECK(stream.out().empty());

  const std::string fifo = work.rows.path() + ".fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  Running batch{{"batch", "im2col", fifo}};
  const int writer = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
  const std::string begun = batch_rows(1) + "64,";
  REQUIRE(write(writer, begun.data(), begun.size()) == static_cast<ssize_t>(begun.size()));
  CHECK(batch.wait_until([&] { return batch.out().find(",none,") != std::string::npos; }));
  batch.send(SIGINT);
  CHECK(batch.end() == -SIGINT);
  close(writer);
  unlink(fifo.c_str());
}

}  // namespace
}  // namespace gandse::test
