// Every answer in JSON holds what asks for it again: command lines are built from answers alone, and get the same.
#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "../temporary_folder.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// "a=1,b=2"
std::string assignments(const Json& object) {
  std::string result;
  for (const auto& [key, value] : object.items()) {
    result.append(result.empty() ? "" : ",").append(key + "=" + text(value));
  }
  return result;
}

/// The fields of the template's layers that `object` has among others.
Json layer_fields(const Json& answer, const Json& object) {
  const Json space = gandse({"space", answer["generator"], "--json"}).json();
  Json layer = Json::object();
  for (const auto& [field, limits] : space["layer_limits"].items()) {
    layer[field] = object.at(field);
  }
  return layer;
}

/// A folder of files that lives as long as the object.
class Folder {
 public:
  /// A CSV file of `rows`, in the columns of the first one; returns its path.
  std::string write(const std::string& name, const Json& rows, const std::vector<std::string>& columns) const {
    std::string lines;
    for (const std::string& column : columns) {
      lines.append(lines.empty() ? "" : ",").append(column);
    }
    lines += '\n';
    for (const Json& row : rows) {
      for (const std::string& column : columns) {
        lines.append(&column == &columns.front() ? "" : ",").append(text(row.at(column)));
      }
      lines += '\n';
    }
    const std::string path = folder_ / name;
    std::ofstream{path} << lines;
    return path;
  }

 private:
  TemporaryFolder folder_;
};

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> result;
  for (const auto& [key, value] : object.items()) {
    result.push_back(key);
  }
  return result;
}

/// A file of layers from an array of objects that hold them.
std::string write_layers(const Folder& folder, const std::string& name, const Json& answer, const Json& layers) {
  std::vector<std::string> columns{"name"};
  for (const std::string& field : keys(layer_fields(answer, layers.at(0)))) {
    columns.push_back(field);
  }
  return folder.write(name, layers, columns);
}

void add_options(const Json& answer, std::vector<std::string>& words) {
  for (const auto& [option, value] : answer.at("options").items()) {
    words.insert(words.end(), {"--" + option, text(value)});
  }
  words.insert(words.end(), {"--seed", text(answer.at("seed")), "--json"});
  for (const char* option : {"pin", "limit"}) {
    const std::string key = std::string{option} + "s";
    if (answer.contains(key) && !answer[key].empty()) {
      words.insert(words.end(), {std::string{"--"} + option, assignments(answer[key])});
    }
  }
}

void add_objective(const Json& answer, std::vector<std::string>& words) {
  words.insert(words.end(), {"--latency", text(answer.at("objective_latency_cycles")) + "cycles", "--power",
                             text(answer.at("objective_power_uw")) + "uW"});
}

/// The command line that asks for `answer` of `command` again; its files are put into `folder`.
std::vector<std::string> replay(const std::string& command, const Json& answer, const Folder& folder) {
  std::vector<std::string> words{command, answer.at("generator")};
  if (command == "space") {
    words.emplace_back("--json");
  } else if (command == "cost") {
    words.insert(words.end(), {"--layer", assignments(layer_fields(answer, answer)), "--config",
                               assignments(answer.at("configuration")), "--json"});
  } else if (command == "explore") {
    words.insert(words.end(), {"--layer", assignments(layer_fields(answer, answer))});
    add_objective(answer, words);
    add_options(answer, words);
  } else if (command == "front" && !answer.contains("layers")) {
    words.insert(words.end(), {"--layer", assignments(layer_fields(answer, answer))});
    add_options(answer, words);
  } else {
    const std::string bitstreams =
        folder.write("bitstreams.csv", answer.at("bitstreams"), keys(answer.at("bitstreams").at(0)));
    words.insert(words.end(), {"--bitstreams", bitstreams});
    if (command == "reconfigure") {
      for (const auto& [name, layers] : answer.at("networks").items()) {
        write_layers(folder, name, answer, layers);
      }
      Json tasks = answer.at("tasks");
      tasks.insert(tasks.end(), answer.at("refused").begin(), answer.at("refused").end());
      for (Json& task : tasks) {
        task["latency"] = text(task.at("objective_latency_cycles")) + "cycles";
        task["power"] = text(task.at("objective_power_uw")) + "uW";
      }
      words.push_back(folder.write("tasks.csv", tasks, {"name", "network", "latency", "power", "inferences", "known"}));
      words.insert(words.end(), {"--loaded", text(answer.at("loaded"))});
      if (answer.contains("waiting_uw")) {
        words.insert(words.end(), {"--waiting", text(answer["waiting_uw"]) + "uW"});
      }
    } else {
      const std::string layers = write_layers(folder, "layers.csv", answer, answer.at("layers"));
      if (command == "network") {
        words.push_back(layers);
        add_objective(answer, words);
      } else {
        words.insert(words.end(), {"--network", layers});
      }
    }
    add_options(answer, words);
  }
  return words;
}

Json without_time(Json answer) {
  answer.erase("time_ns");
  return answer;
}

/// Returns the answer.
Json check_replay(const std::vector<std::string>& question) {
  std::string line;
  for (const std::string& word : question) {
    line += word + " ";
  }
  CAPTURE(line);
  const Result first = gandse(question);
  REQUIRE((first.exit_code == 0 || first.exit_code == 3));
  const Json answer = first.json();
  const Folder folder;
  const Result again = gandse(replay(question.front(), answer, folder));
  REQUIRE(again.exit_code == first.exit_code);
  CHECK(without_time(again.json()) == without_time(answer));
  return answer;
}

const std::string kLayers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
const std::string kDay = std::string{GANDSE_EXAMPLES} + "/day.csv";

TEST_CASE("replay: explore, with options and without") {
  const std::vector<std::string> plain{"explore", "im2col",  "--layer", kLayerText, "--latency",
                                       "1ms",     "--power", "300mW",   "--json"};
  const Json answer = check_replay(plain);
  CHECK(answer["template"] == "im2col");
  CHECK(answer["generator"] == "im2col_96k");
  const std::string version = gandse({"--version"}).out;
  CHECK(version.starts_with("gandse " + text(answer["version"]) + "\n"));
  CHECK(version.find("\ntemplate im2col, fingerprint " + text(answer["fingerprint"]) +
                     ", generators im2col_96k, im2col_8k, ") != std::string::npos);
  CHECK(answer["technology"] == gandse({"space", "im2col", "--json"}).json()["technology"]);
  CHECK(answer["fingerprint"] == gandse({"space", "im2col", "--json"}).json()["fingerprint"]);
  CHECK(answer["options"] == Json{{"budget", 128}, {"candidates", 120}, {"nodes", 20'000'000}});
  CHECK(answer["pins"] == Json::object());
  CHECK(answer["seed"] == 1);
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), plain.begin(), plain.end());
    return check_replay(more);
  };
  const Json other = with({"--budget", "5", "--candidates", "3", "--seed", "18446744073709551615", "--nodes", "3"});
  CHECK(other["seed"] == UINT64_MAX);
  CHECK(other["evaluations"] == 5);
  CHECK(with({"--pin", "PEN=64,TKW=1", "--limit", "sram=128,dsp=40"})["pins"] == Json{{"PEN", 64}, {"TKW", 1}});
  CHECK(with({"--limit", "sram=1"})["limits"] == Json{{"sram", 1}});
  check_replay({"explore", "im2col_8k", "--layer", std::string{kLayerText} + ",stride=2,repeat=3", "--latency", "1us",
                "--power", "1W", "--json"});
  check_replay({"explore", "im2col", "--layer", "ic=65535,oc=65535,oh=4096,ow=4096,kh=16,kw=16", "--latency", "1ms",
                "--power", "1W", "--json"});
  const Json named = check_replay({"explore", "dnnweaver", "--layer", std::string{kLayerText} + ",pool=2,post_ops=1",
                                   "--latency", "2ms", "--power", "800mW", "--pin", "ORD=px-oc-ic", "--json"});
  CHECK(named["pins"]["ORD"] == "px-oc-ic");
}

TEST_CASE("replay: cost and space") {
  for (const char* oss : {"64", "1"}) {  // legal, and not
    const std::string configuration =
        "PEN=256,SDB=64,DSB=16,ISS=64,WSS=64,OSS=" + std::string{oss} + ",TIC=16,TOC=32,TOW=14,TOH=14,TKW=3,TKH=3";
    const Json answer = check_replay({"cost", "im2col", "--layer", kLayerText, "--config", configuration, "--json"});
    CHECK(answer["template"] == "im2col");
    CHECK(answer["technology"]["clock_mhz"] == 500);
  }
  CHECK(check_replay({"space", "dnnweaver", "--json"})["generator"] == "dnnweaver_80k");
}

TEST_CASE("replay: network, also where nothing is possible") {
  const auto network = [](const std::string& latency, std::vector<std::string> more) {
    std::vector<std::string> words{"network",   "im2col", kLayers,   "--bitstreams", kBitstreams,
                                   "--latency", latency,  "--power", "300mW",        "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return check_replay(words);
  };
  const Json answer = network("15ms", {});
  CHECK(answer["layers"][0]["ic"] == 3);
  CHECK(answer["bitstreams"].size() == 5);
  CHECK(answer["bitstreams"][0]["load_us"] == "28000");
  CHECK(answer["legal"] == 1);
  CHECK(answer["options"] == Json{{"budget", 192}, {"candidates", 32}, {"goal", "score"}, {"nodes", 20'000'000}});
  const Json other = network("100ms", {"--goal", "energy", "--limit", "pe=512", "--budget", "40", "--seed", "5"});
  CHECK(other["options"]["goal"] == "energy");
  CHECK(other["bitstreams"].size() == 5);
  network("1ms", {"--nodes", "1000"});
  CHECK(network("1ms", {"--limit", "pe=1"})["reason"] == "limits_exceeded");
}

TEST_CASE("replay: front, of a layer and of a network") {
  const Json answer = check_replay({"front", "im2col", "--layer", kLayerText, "--json"});
  CHECK(answer["points"].size() > 3);
  CHECK(answer["complete"] == 1);
  CHECK(answer["ic"] == 64);
  check_replay({"front", "im2col", "--layer", kLayerText, "--json", "--pin", "PEN=256", "--limit", "sram=100",
                "--budget", "40", "--candidates", "9", "--seed", "3"});
  check_replay({"front", "im2col", "--layer", kLayerText, "--json", "--pin", "ISS=1,TIC=64,TOW=56,TOH=56"});
  const TemporaryFile layers{"name,ic,oc,oh,ow,kh,kw\nfirst,3,64,112,112,7,7\nlast,64,64,56,56,3,3\n"};
  const Json network = check_replay({"front", "im2col", "--network", layers.path(), "--bitstreams", kBitstreams,
                                     "--json", "--limit", "pe=512", "--budget", "40"});
  CHECK(network["layers"][0]["name"] == "first");
  CHECK(network["bitstreams"].size() == 5);
}

TEST_CASE("replay: reconfigure, refused tasks and the waiting included") {
  const Json answer = check_replay({"reconfigure", "im2col", kDay, "--bitstreams", kBitstreams, "--json"});
  CHECK(answer["networks"]["resnet18.csv"].size() == 20);
  CHECK(answer["loaded"] == "tiny");
  CHECK(answer["tasks"][4]["known"] == 1);
  CHECK_FALSE(answer.contains("waiting_uw"));
  const Json other = check_replay({"reconfigure", "im2col", kDay, "--bitstreams", kBitstreams, "--json", "--loaded",
                                   "large", "--waiting", "1000W", "--budget", "30", "--seed", "2"});
  CHECK(other["loaded"] == "large");
  CHECK(other["waiting_uw"] == 1'000'000'000);
  const Folder folder;
  folder.write("a.csv", Json::parse(R"([{"ic":8,"oc":8,"oh":8,"ow":8,"kh":1,"kw":1}])"),
               {"ic", "oc", "oh", "ow", "kh", "kw"});
  folder.write("b.csv", Json::parse(R"([{"ic":65535,"oc":65535,"oh":4096,"ow":4096,"kh":16,"kw":16}])"),
               {"ic", "oc", "oh", "ow", "kh", "kw"});
  const std::string tasks =
      folder.write("tasks.csv", Json::parse(R"([{"network":"a.csv","latency":"1s","power":"1W","inferences":3},
                                                {"network":"b.csv","latency":"1s","power":"1W","inferences":3}])"),
                   {"network", "latency", "power", "inferences"});
  const Json refused = check_replay({"reconfigure", "im2col", tasks, "--bitstreams", kBitstreams, "--json"});
  CHECK(refused["refused"].size() == 1);
}

}  // namespace
}  // namespace gandse::test
