#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "../temporary_folder.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kDay = std::string{GANDSE_EXAMPLES} + "/day.csv";
const std::string kNetworkFile = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
constexpr const char* kHeader = "network,latency,power,inferences,known\n";

Result reconfigure(const std::string& tasks, const std::vector<std::string>& more = {},
                   const std::string& bitstreams = kBitstreams) {
  std::vector<std::string> arguments{"reconfigure", "im2col", tasks, "--bitstreams", bitstreams};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return gandse(arguments);
}

/// A file of tasks elsewhere names the network by its whole path.
std::string task(const std::string& latency, const std::string& power, const std::string& inferences,
                 const std::string& known = {}) {
  return kNetworkFile + "," + latency + "," + power + "," + inferences + "," + known + "\n";
}

TEST_CASE("the example day: steps, bitstreams of the file, and schedules wherever something changes") {
  const Result result = reconfigure(kDay, {"--json"});
  CHECK(result.exit_code == 0);
  const auto answer = result.json()["tasks"];
  REQUIRE(answer.size() == 6);
  const Csv table{read_file(kBitstreams)};
  std::string loaded = table.at(0, "name");
  for (const auto& row : answer) {
    const bool same = row["bitstream"] == loaded;
    CHECK((row["step"] == "load") == !same);
    CHECK(row.contains("layers") == (row["step"] != "keep"));
    CHECK((row["evaluations"] == 0) == (row["step"] == "keep"));
    CHECK(row["extrapolated"] == 0);
    loaded = row["bitstream"];
  }
  CHECK(answer[2]["step"] == "keep");  // the same task again
  CHECK(answer[1]["energy_fj"] == answer[2]["energy_fj"]);

  const Result text = reconfigure(kDay);
  CHECK(text.exit_code == 0);
  for (const char* part : {"retile", "keep", "rush goes on", "6 tasks, ", "all satisfied"}) {
    CHECK(text.out.find(part) != std::string::npos);
  }
}

TEST_CASE("what is loaded first, and how long it goes on, decide whether a load is worth it") {
  const TemporaryFile once{kHeader + task("60ms", "300mW", "1", "1")};
  CHECK(reconfigure(once.path(), {"--loaded", "balanced", "--json"}).json()["tasks"][0]["bitstream"] == "balanced");
  const TemporaryFile often{kHeader + task("9ms", "450mW", "1000000", "1")};
  const auto balanced = reconfigure(often.path(), {"--loaded", "balanced", "--json"}).json()["tasks"][0];
  const auto large = reconfigure(often.path(), {"--loaded", "large", "--json"}).json()["tasks"][0];
  CHECK(balanced["bitstream"] == large["bitstream"]);
  CHECK((balanced["step"] == "load") == (balanced["bitstream"] != "balanced"));
  CHECK((large["step"] == "load") == (large["bitstream"] != "large"));
  CHECK(balanced["step"] != large["step"]);
}

TEST_CASE("an objective that nothing meets is exit 3") {
  const TemporaryFile tasks{kHeader + task("1ms", "300mW", "10")};
  const Result result = reconfigure(tasks.path());
  CHECK(result.exit_code == 3);
  CHECK(result.out.find("misses its objective") != std::string::npos);
  CHECK(result.out.find("not all satisfied") != std::string::npos);
}

TEST_CASE("a task beyond the training is flagged") {
  const TemporaryFile kernels{"ic,oc,oh,ow,kh,kw\n64,64,56,56,16,16\n"};
  const TemporaryFile tasks{kHeader + kernels.path() + ",1s,300mW,10,\n" + task("15ms", "300mW", "1")};
  const auto answer = reconfigure(tasks.path(), {"--json"}).json()["tasks"];
  CHECK(answer[0]["extrapolated"] == 1);
  CHECK(answer[1]["extrapolated"] == 0);
  const std::string said = reconfigure(tasks.path()).out;
  CHECK(said.find("beyond the training") != std::string::npos);
  CHECK(said.find("\n1 of them beyond what the generator was trained on") != std::string::npos);
}

TEST_CASE("energy of many inferences is added up, however much it is") {
  const TemporaryFile tasks{kHeader + task("60ms", "300mW", "1000000000000", "1")};
  const auto answer = reconfigure(tasks.path(), {"--json"}).json()["tasks"][0];
  const double joule = answer["energy_fj"].get<double>() * 1e-3;                         // 10^12 times 10^-15
  const std::string whole = std::to_string(static_cast<std::uint64_t>(joule) / 10'000);  // but for what loading takes
  CHECK(whole.size() > 4);
  const std::string said = reconfigure(tasks.path()).out;
  const std::size_t first = said.find(" " + whole);
  CHECK(first != std::string::npos);
  CHECK(said.find(" " + whole, first + 1) != std::string::npos);  // and in the sum
  CHECK(said.find("18446.744") == std::string::npos);
}

TEST_CASE("a task that no bitstream runs is named; those before and after it are answered") {
  const TemporaryFile large{"name,ic,oc,oh,ow,kh,kw\na,8,8,8,8,1,1\nb,65535,65535,4096,4096,16,16\n"};
  const std::string good = task("60ms", "300mW", "10");
  const TemporaryFile tasks{kHeader + good + large.path() + ",1s,300mW,10,\n" + good};
  const Result json = reconfigure(tasks.path(), {"--json"});
  CHECK(json.exit_code == 3);
  CHECK(json.complains({tasks.path() + ", line 3: task 2, layer b: too_large", "no bitstream runs all layers"}));
  const auto answer = json.json();
  REQUIRE(answer["tasks"].size() == 2);
  CHECK(answer["tasks"][0]["name"] == "1");
  CHECK(answer["tasks"][1]["name"] == "3");
  CHECK(answer["tasks"][1]["step"] == "keep");  // the refused one changed nothing
  REQUIRE(answer["refused"].size() == 1);
  CHECK(answer["refused"][0]["name"] == "2");
  CHECK(answer["refused"][0]["layer"] == "b");
  CHECK(answer["refused"][0]["reason"] == "too_large");
  CHECK(answer["complete"] == 1);
  const Result text = reconfigure(tasks.path());
  CHECK(text.exit_code == 3);
  CHECK(text.out.find("3 tasks, 1 refused, ") != std::string::npos);
  CHECK(text.out.find("not all satisfied") != std::string::npos);
}

TEST_CASE("a task that cannot be read is refused as one that cannot be run: with its line, and the stream goes on") {
  const std::string good = task("60ms", "300mW", "10");
  const TemporaryFile bad_rows{"ic,oc,oh,ow,kh,kw\n8,8,0,8,1,1\n"};
  const TemporaryFolder folder;
  const std::string here = folder.path();
  const std::string tasks = folder / "tasks.csv";
  std::ofstream{tasks} << kHeader << "none.csv,60ms,300mW,10,\n"
                       << good << here << ",60ms,300mW,10,\n"
                       << bad_rows.path() << ",60ms,300mW,10,\n"
                       << task("60", "300mW", "10") << good << bad_rows.path() << ",60ms,300mW,10,\n";
  const Result json = reconfigure(tasks, {"--json"});
  CHECK(json.exit_code == 2);
  const std::string at = tasks + ", line ";
  CHECK(json.complains({at + "2, column 1 (network): cannot open '" + here + "/none.csv': No such file or directory",
                        at + "4, column 1 (network): '" + here + "' is a directory",
                        bad_rows.path() + ", line 2, column 3 (oh): oh: '0' is out of range",
                        at + "5, column 1 (network): " + bad_rows.path() + " has bad rows",
                        at + "6, column 2 (latency): latency '60' has no unit",
                        at + "8, column 1 (network): " + bad_rows.path() + " has bad rows"}));
  CHECK(json.err.find("(oh)") == json.err.rfind("(oh)"));  // a file is read once
  const auto answered = json.json()["tasks"];
  REQUIRE(answered.size() == 2);
  CHECK(answered[0]["name"] == "2");
  CHECK(answered[1]["name"] == "6");
  CHECK(answered[1]["step"] == "keep");
  const Result text = reconfigure(tasks);
  CHECK(text.exit_code == 2);
  CHECK(text.out.find("7 tasks, 5 refused, ") != std::string::npos);
  std::ofstream{tasks} << kHeader << "none.csv,60ms,300mW,10,\n";
  const Result nothing = reconfigure(tasks);
  CHECK(nothing.out.empty());
  CHECK(nothing.complains({tasks + ", line 2", tasks + " has no task that can be read"}));
}

TEST_CASE("a NUL does not cut the name of a file") {
  using namespace std::string_literals;
  const TemporaryFile tasks{kHeader + kNetworkFile + "\0x,60ms,300mW,10,\n"s};
  const Result result = reconfigure(tasks.path());
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  CHECK(result.complains({"line 2, column 1 (network): a NUL byte is no text",
                          "cannot open '" + kNetworkFile + "?x': the name of a file holds no NUL"}));
}

TEST_CASE("what loading takes may have a fraction: exact, and rounded up beyond the unit's resolution") {
  const auto load = [](const std::string& time, const std::string& energy) {
    const TemporaryFile bitstreams{
        "name,PEN,SDB,DSB,ISS,WSS,OSS,load_us,load_uj\ntiny,8,4,4,1,1,1,0,0\nlarge,512,64,"
        "16,64,256,32," +
        time + "," + energy + "\n"};
    const TemporaryFile tasks{kHeader + task("60ms", "300mW", "1000000", "1")};
    return reconfigure(tasks.path(), {"--json"}, bitstreams.path());
  };
  const auto loaded = [&](const std::string& time, const std::string& energy) {
    const auto step = load(time, energy).json()["tasks"][0];
    REQUIRE(step["step"] == "load");
    return std::pair{step["load_cycles"].get<std::uint64_t>(), step["load_energy_fj"].get<std::uint64_t>()};
  };
  using Load = std::pair<std::uint64_t, std::uint64_t>;
  CHECK(loaded("28", "11000") == Load{14000, 11'000'000'000'000});  // at 500 MHz
  CHECK(loaded("0.5", "0.000000001") == Load{250, 1});
  CHECK(loaded("12.002", "1.5") == Load{6001, 1'500'000'000});
  CHECK(loaded("12.0001", "0.0000000001") == Load{6001, 1});
  CHECK(loaded("0.000000000000000001", "0.0") == Load{1, 0});
  for (const char* bad : {"-1", "1e3", ".5", "5.", "1,5", "1000000000.1", "0.0000000000000000001", "", "1.5us"}) {
    CAPTURE(bad);
    const std::string quoted = std::string{"\""} + bad + "\"";
    CHECK(load(quoted, "1").exit_code == 2);
    CHECK(load(quoted, "1").complains({"line 3, column 8 (load_us): load_us", "0 to 1000000000"}));
    CHECK(load("1", quoted).complains({"line 3, column 9 (load_uj): load_uj", "0 to 1000000000"}));
  }
}

TEST_CASE("bad tasks, files and names are told") {
  const auto refused = [](const std::string& rows, const std::string& what, const std::vector<std::string>& more = {}) {
    const TemporaryFile tasks{rows};
    const Result result = reconfigure(tasks.path(), more);
    CAPTURE(result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find(what) != std::string::npos);
  };
  refused(kHeader, "has 0 rows");
  refused(kHeader + task("15", "300mW", "1"), "latency");
  refused(kHeader + task("15ms", "300", "1"), "power");
  refused(kHeader + task("15ms", "300mW", "0"), "inferences");
  refused(kHeader + task("15ms", "300mW", ""), "inferences");
  refused(kHeader + task("15ms", "300mW", "1", "2"), "known");
  refused("network,latency,power\n", "inferences");
  refused(std::string{kHeader} + ",15ms,300mW,1,\n", "network");
  refused(std::string{kHeader} + "none.csv,15ms,300mW,1,\n", "none.csv");
  refused(kHeader + task("15ms", "300mW", "1"), "there is no bitstream 'huge'; there are tiny", {"--loaded", "huge"});
  const TemporaryFile dear{"name,PEN,SDB,DSB,ISS,WSS,OSS,load_us,load_uj\na,128,16,8,32,32,16,1,-1\n"};
  const TemporaryFile tasks{kHeader + task("15ms", "300mW", "1")};
  const Result result = reconfigure(tasks.path(), {}, dear.path());
  CHECK(result.exit_code == 2);
  CHECK(result.err.find("load_uj") != std::string::npos);
}

TEST_CASE("what waits while a bitstream loads makes the time of a load count") {
  const TemporaryFile often{kHeader + task("60ms", "300mW", "1000", "1")};
  const auto step = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--loaded", "balanced", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return reconfigure(often.path(), arguments).json()["tasks"][0];
  };
  CHECK(step({})["step"] == "load");
  CHECK(step({})["load_cycles"] > 0);
  CHECK(step({"--waiting", "1mW"})["step"] == "load");
  CHECK(step({"--waiting", "1000W"})["step"] == "retile");
  CHECK(step({"--waiting", "1000W"})["load_cycles"] == 0);
  CHECK(reconfigure(often.path(), {"--waiting", "much"}).exit_code == 2);
}

}  // namespace
}  // namespace gandse::test
