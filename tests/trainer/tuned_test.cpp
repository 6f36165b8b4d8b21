// Programs read what the tuners wrote, and say what to do where there is nothing to read.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "../temporary_folder.hpp"
#include "learn/training.hpp"
#include "network/network_tuning.hpp"
#include "support/csv_rows.hpp"

namespace gandse::test {

using namespace trainer;
namespace fs = std::filesystem;

namespace {

fs::path put(const fs::path& file, const std::string& text) {
  std::ofstream{file} << text;
  return file;
}

std::pair<int, std::string> tuned_learned(const std::string& arguments) {
  FILE* pipe = popen(("'" GANDSE_TUNED_LEARNED "' " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 256> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) {
    text += part.data();
  }
  const int status = pclose(pipe);
  return {WEXITSTATUS(status), text};
}

}  // namespace

TEST_CASE("network settings: every one that is tried can be written and read again") {
  const TemporaryFolder folder;
  for (std::size_t i = 0; i < 8; ++i) {
    std::vector<NetworkSetting> chosen;
    for (const Measure measure : kTunedMeasures) {
      const auto all = network_settings(measure);
      const auto first_genetic = std::find_if(all.begin(), all.end(), [](const NetworkSetting& setting) {
        return setting.method() == std::string{"genetic"};
      });
      REQUIRE(first_genetic != all.end());
      chosen.push_back(all[i]);
      chosen.push_back(first_genetic[static_cast<std::ptrdiff_t>(i)]);
    }
    const fs::path file = folder / "tuned.csv";
    write_tuned_networks(file, "a test", chosen);
    const auto read = read_tuned_networks(file);
    REQUIRE(read.size() == chosen.size());
    for (const auto& setting : chosen) {
      const NetworkSetting& same = tuned_by(read, setting.aim.measure, setting.method());
      CHECK(same.text == setting.text);
      CHECK(same.aim.penalty == setting.aim.penalty);
      REQUIRE(same.search.index() == setting.search.index());
      if (const auto* annealing = std::get_if<NetworkAnnealing>(&setting.search)) {
        const auto& other = std::get<NetworkAnnealing>(same.search);
        CHECK(other.start == annealing->start);
        CHECK(other.load == annealing->load);
        CHECK(other.halving == annealing->halving);
      }
    }
  }
}

TEST_CASE("network settings: a file that is missing, cut or of other settings is named, with what to do") {
  const TemporaryFolder folder;
  const auto refuses = [](const fs::path& file, const std::string& why) {
    CAPTURE(why);
    CHECK_THROWS_WITH(read_tuned_networks(file), doctest::Contains((file.string() + ": " + why).c_str()));
    CHECK_THROWS_WITH(read_tuned_networks(file), doctest::Contains("gandse-networks TEMPLATE --results FOLDER"));
  };
  const auto sealed = [&](const std::string& rows) {
    return put(folder / "tuned.csv", sealed_csv("a test", "method,by,setting\n" + rows));
  };
  const std::string annealing = "annealing,energy,start 0.05 halving penalty 4\n";
  const std::string rest =
      "genetic,energy,population 96 mutation 0.05 penalty 1\nannealing,score,start 0.05 halving\n"
      "genetic,score,population 96 mutation 0.05\n";
  CHECK(read_tuned_networks(sealed(annealing + rest)).size() == 4);
  refuses(folder / "missing.csv", "there is no such file");
  refuses(sealed(rest), "there must be one setting of annealing by energy");
  refuses(sealed(annealing + annealing + rest), "there must be one setting of annealing by energy");
  refuses(sealed("annealing,energy,start 0.06 halving penalty 4\n" + rest), "line 4 names a setting");
}

TEST_CASE("network settings: those of both templates are there, and the page beside them names them") {
  for (const char* of : {"im2col", "dnnweaver"}) {
    CAPTURE(of);
    const fs::path file = fs::path{GANDSE_SOURCE} / tuned_networks_file(of);
    std::ifstream stream{file.parent_path() / "README.md"};
    const std::string page{std::istreambuf_iterator<char>{stream}, {}};
    for (const NetworkSetting& setting : read_tuned_networks(file)) {
      const std::string line =
          std::string{"\n- "} + setting.method() + ", by " + name(setting.aim.measure) + ": " + setting.text + "\n";
      CAPTURE(line);
      CHECK(page.find(line) != std::string::npos);
    }
  }
}

TEST_CASE(
    "learned methods: the value that alone differs and satisfies most, a task in a thousand being no difference") {
  const TemporaryFolder folder;
  const fs::path file =
      put(folder / "tuned.csv",
          "# made by: a test\nmethod,rate,entropy_weight,first_satisfied,first_median_gap,default_within_1\n"
          "plain,0.1,,0.90,0,0\nplain,0.2,,0.95,0,0\nplain,0.4,,0.951,0,0\n"
          "policy,0.1,0,0.5,0,0\npolicy,0.1,1,0.6,0,0\npolicy,0.1,2,0.7,0,0\npolicy,0.2,1,0.8,0,0\npolicy,0.4,1,0.75,0,"
          "0\n");
  const std::string csv = " '" + file.string() + "'";
  CHECK(tuned_learned("plain rate" + csv) == std::pair{0, std::string{"0.2\n"}});
  CHECK(tuned_learned("policy rate" + csv) == std::pair{0, std::string{"0.2\n"}});
  CHECK(tuned_learned("policy entropy_weight" + csv) == std::pair{0, std::string{"2\n"}});
  const auto [unknown, why_unknown] = tuned_learned("other rate" + csv);
  CHECK(unknown == 2);
  CHECK(why_unknown.find("no rate of other was tuned") != std::string::npos);
  const auto [missing, why_missing] = tuned_learned("plain rate '" + (folder / "missing.csv").string() + "'");
  CHECK(missing == 2);
  CHECK(why_missing.find("run trainer/tune_learned.sh first") != std::string::npos);
  for (const char* method : {"mlp", "large-mlp", "supervised", "reinforce"}) {  // what study.sh asks for
    CHECK(tuned_learned(std::string{method} + " rate").first == 0);
  }
  CHECK(tuned_learned("reinforce entropy_weight").first == 0);
  CHECK(std::stod(tuned_learned("supervised rate").second) == TrainingOptions{}.rate);
}

}  // namespace gandse::test
