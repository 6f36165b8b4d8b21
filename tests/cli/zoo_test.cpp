// The zoo's tables: files of layers that every template reads, with the multiplications that others publish.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kZoo = std::string{GANDSE_EXAMPLES} + "/zoo/";

double macs_of(const std::string& network) {
  const Csv layers{read_file(kZoo + network + ".csv")};
  double macs = 0;
  for (std::size_t row = 0; row < layers.rows(); ++row) {
    double product = 1;
    for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw", "repeat", "count"}) {
      product *= std::stod(layers.at(row, field));
    }
    macs += product;
  }
  return macs;
}

TEST_CASE("the zoo's networks multiply as often as others say") {
  std::string table = read_file(kZoo + "published.csv");
  table.erase(0, table.find("name,"));
  const Csv published{table};
  CHECK(published.rows() >= 20);
  for (std::size_t row = 0; row < published.rows(); ++row) {
    CAPTURE(published.at(row, "name"));
    const double said = std::stod(published.at(row, "mmacs")) * 1e6;
    CHECK(std::fabs(macs_of(published.at(row, "name")) - said) <= 0.005 * said);
  }
}

TEST_CASE("transformers multiply as often as their sizes say") {
  const double width = 768;
  const double tokens = 128;
  CHECK(macs_of("bert_base") == 12 * (12 * width * width * tokens + 2 * tokens * tokens * width));
  const double block = 4.0 * 4096 * 4096 + 3.0 * 4096 * 11008;  // weights
  CHECK(macs_of("llama_prefill") == 512 * block + 2.0 * 512 * 512 * 4096);
  CHECK(macs_of("llama_decode") == block + 2.0 * 512 * 4096);
}

TEST_CASE("every table is a network that can be asked for") {
  std::size_t tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kZoo)) {
    if (entry.path().extension() != ".csv" || entry.path().stem() == "published") {
      continue;
    }
    ++tables;
    CAPTURE(entry.path().string());
    const Result result = gandse({"network", "im2col", entry.path().string(), "--bitstreams",
                                  std::string{GANDSE_EXAMPLES} + "/bitstreams.csv", "--latency", "60s", "--power", "2W",
                                  "--budget", "8", "--candidates", "2"});
    CHECK(result.exit_code == 0);
  }
  CHECK(tables >= 25);
}

}  // namespace
}  // namespace gandse::test
