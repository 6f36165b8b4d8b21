#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kLayers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";

Result network(const std::string& layers, const std::string& bitstreams, const std::vector<std::string>& more = {},
               const std::string& latency = "15ms", const std::string& power = "300mW") {
  std::vector<std::string> arguments{"network",   "im2col", layers,    "--bitstreams", bitstreams,
                                     "--latency", latency,  "--power", power};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return gandse(arguments);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text.append(text.empty() ? "" : ",").append(part);
  }
  return text;
}

TEST_CASE(
    "the trainer's network files are taken as they are: other templates' fields are passed over, names are made") {
  const TemporaryFile large{"ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF\n16,16,256,512,512,512,64\n"};
  for (const char* file : {"training", "validation", "held_out"}) {
    const std::string path = std::string{GANDSE_NETWORKS} + "/" + file + ".csv";
    for (const std::string name : {"im2col", "dnnweaver"}) {
      CAPTURE(path);
      CAPTURE(name);
      const Result result =
          gandse({"network", name, path, "--bitstreams", name == "im2col" ? kBitstreams : large.path(), "--latency",
                  "100s", "--power", "100W", "--json", "--nodes", "0"});
      INFO(result.err);
      REQUIRE(result.exit_code == 0);
      const auto answer = result.json();
      const Csv layers{read_file(path)};
      REQUIRE(answer["layers"].size() == layers.rows());
      CHECK(answer["layers"][0]["name"] == layers.at(0, "network") + " 1");
    }
  }
  const TemporaryFile mistyped{"network,ic,oc,oh,ow,kh,kw,strida\nx,1,1,1,1,1,1,1\n"};
  const Result result = network(mistyped.path(), kBitstreams);
  CHECK(result.exit_code == 2);
  CHECK(result.complains({"line 1: column 8 ('strida') is unknown"}));
}

TEST_CASE("a network's answer: one bitstream of the file, layers that add up, each costing what `cost` says") {
  const Result result = network(kLayers, kBitstreams, {"--json"});
  CHECK(result.exit_code == 0);
  const auto answer = result.json();
  const Csv table{read_file(kBitstreams)};
  std::size_t row = 0;
  while (table.at(row, "name") != answer["bitstream"]) {
    ++row;
  }
  REQUIRE(answer["layers"].size() == 20);
  std::uint64_t cycles = 0;
  std::uint64_t energy = 0;
  for (const auto& layer : answer["layers"]) {
    for (const char* parameter : {"PEN", "SDB", "DSB", "ISS", "WSS", "OSS"}) {
      CHECK(std::to_string(layer["configuration"][parameter].get<int>()) == table.at(row, parameter));
    }
    cycles += layer["latency_cycles"].get<std::uint64_t>();
    energy += layer["energy_fj"].get<std::uint64_t>();
  }
  CHECK(answer["latency_cycles"] == cycles);
  CHECK(answer["energy_fj"] == energy);
  CHECK(answer["satisfied"] == 1);
  CHECK(answer["latency_cycles"] <= answer["objective_latency_cycles"]);
  CHECK(answer["power_uw"] <= answer["objective_power_uw"]);
  CHECK(answer["binding"] == "none");
  CHECK(answer["evaluations"] <= 5 * (20 * 192 + 2 * 20));  // on each of five bitstreams

  const Csv tasks{read_file(kLayers)};
  for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{19}}) {
    std::vector<std::string> layer;
    for (const std::string field : {"ic", "oc", "oh", "ow", "kh", "kw", "stride"}) {
      layer.push_back(field + "=" + tasks.at(i, field));
    }
    std::vector<std::string> configuration;
    for (const auto& [name, value] : answer["layers"][i]["configuration"].items()) {
      configuration.push_back(name + "=" + value.dump());
    }
    const auto cost =
        gandse({"cost", "im2col", "--layer", joined(layer), "--config", joined(configuration), "--json"}).json();
    CHECK(cost["latency_cycles"] == answer["layers"][i]["latency_cycles"]);
    CHECK(cost["energy_fj"] == answer["layers"][i]["energy_fj"]);
  }
}

TEST_CASE("a network that no bitstream can run in time is said to be so, and why") {
  const auto explain = [](const std::string& latency, const std::string& power, std::vector<std::string> more = {}) {
    more.emplace_back("--json");
    return network(kLayers, kBitstreams, more, latency, power).json()["explanation"];
  };
  const auto late = explain("1ms", "300mW");
  CHECK(late["verdict"] == "infeasible");
  CHECK(late["latency_alone"] == "infeasible");
  CHECK(late["power_alone"] == "feasible");
  CHECK(explain("10s", "1mW")["power_alone"] == "infeasible");
  const auto both = explain("12ms", "150mW");
  CHECK(both["verdict"] == "infeasible");
  CHECK(both["latency_alone"] == "feasible");
  CHECK(both["power_alone"] == "feasible");
  CHECK(explain("1ms", "300mW", {"--nodes", "10"})["verdict"] == "unknown");
  CHECK(explain("1ms", "300mW", {"--nodes", "0"}).is_null());
  CHECK(explain("15ms", "300mW").is_null());
  const Result said = network(kLayers, kBitstreams, {}, "1ms", "300mW");
  CHECK(said.out.find("no bitstream of the table meets it (proven with ") != std::string::npos);
}

TEST_CASE("a hopeless network is proven to be so, however large it and the table are") {
  std::string table = "PEN,SDB,DSB,ISS,WSS,OSS\n";
  for (int i = 0; i < 64; ++i) {
    table += "1024,32,16,512,512,64\n";
  }
  std::string layers = "ic,oc,oh,ow,kh,kw\n";
  for (int i = 0; i < 256; ++i) {
    layers += std::to_string(256 + i) + ",512,28,28,3,3\n";
  }
  const TemporaryFile bitstreams{table};
  const TemporaryFile network_file{layers};
  const Result result = network(network_file.path(), bitstreams.path(), {"--json", "--budget", "1"}, "2ns", "1000W");
  CHECK(result.exit_code == 3);
  const auto explanation = result.json()["explanation"];
  CHECK(explanation["verdict"] == "infeasible");
  CHECK(explanation["latency_alone"] == "infeasible");
  CHECK(explanation["nodes"] <= 20'000'000);
}

TEST_CASE("a network that is given exactly what it found is satisfied again, by the search where need be") {
  for (const char* latency : {"11ms", "13ms", "15ms", "20ms", "40ms"}) {
    CAPTURE(latency);
    const auto first = network(kLayers, kBitstreams, {"--json", "--budget", "40"}, latency, "200mW").json();
    const Result second = network(kLayers, kBitstreams, {"--json", "--budget", "40"},
                                  std::to_string(first["latency_cycles"].get<std::uint64_t>()) + "cycles",
                                  std::to_string(first["power_uw"].get<std::uint64_t>()) + "uW");
    CHECK(second.exit_code == 0);
    const auto answer = second.json();
    CHECK(answer["satisfied"] == 1);
    CHECK(answer["excess"] == 0);
    std::uint64_t cycles = 0;
    for (const auto& layer : answer["layers"]) {
      cycles += layer["latency_cycles"].get<std::uint64_t>();
    }
    CHECK(answer["latency_cycles"] == cycles);
    CHECK(answer["latency_cycles"] <= first["latency_cycles"]);
    CHECK(answer["power_uw"] <= first["power_uw"]);
  }
}

TEST_CASE("a table is no worse than its best row") {
  const auto score = [](const nlohmann::ordered_json& answer) {
    return std::max(answer["latency_cycles"].get<double>() / answer["objective_latency_cycles"].get<double>(),
                    answer["power_uw"].get<double>() / answer["objective_power_uw"].get<double>());
  };
  const std::string all = read_file(kBitstreams);
  const std::string header = all.substr(0, all.find('\n') + 1);
  const double of_all = score(network(kLayers, kBitstreams, {"--json"}, "12ms", "280mW").json());
  double best = 1e9;
  for (std::size_t at = header.size(); at < all.size(); at = all.find('\n', at) + 1) {
    const TemporaryFile row{header + all.substr(at, all.find('\n', at) - at) + "\n"};
    best = std::min(best, score(network(kLayers, row.path(), {"--json"}, "12ms", "280mW").json()));
  }
  CHECK(of_all <= best * (1 + 1e-6));
}

TEST_CASE("--nodes bound what is looked at") {
  const auto nodes = [](const std::string& most) {
    return network(kLayers, kBitstreams, {"--nodes", most, "--json"}, "12ms", "150mW")
        .json()["explanation"]["nodes"]
        .get<std::uint64_t>();
  };
  CHECK(nodes("6000") >= 6000);
  CHECK(nodes("6000") <= 6000 * (1 + 2 * 5));  // of the whole table, and twice on each of its bitstreams
  CHECK(nodes("20000000") > 6000 * (1 + 2 * 5));
  const std::string out = network(kLayers, kBitstreams, {"--nodes", "1"}, "12ms", "150mW").out;
  CHECK(out.find("is not known after ") != std::string::npos);
  CHECK(out.find(" nodes; --nodes allows more") != std::string::npos);
}

TEST_CASE("the decision is printed before the search for a proof, which may take long") {
  std::string table = "PEN,SDB,DSB,ISS,WSS,OSS\n";
  for (const char* pen : {"8", "16", "32", "64", "128", "256", "512", "1024"}) {
    for (const char* dsb : {"1", "2", "4", "8", "16", "32", "64", "128"}) {
      table.append(pen).append(",32,").append(dsb).append(",64,128,32\n");
    }
  }
  const TemporaryFile bitstreams{table};
  CHECK(says_early({"network", "im2col", kLayers, "--bitstreams", bitstreams.path(), "--latency", "9ms", "--power",
                    "250mW", "--nodes", "1000000000000"},
                   "this is the closest found; the layer that counts most is"));
}

TEST_CASE("bitstreams of one name are refused: answers name them") {
  const TemporaryFile twice{
      "name,PEN,SDB,DSB,ISS,WSS,OSS\na,128,16,8,32,32,16\nb,128,16,8,32,32,16\na,256,16,8,32,32,16\n"};
  CHECK(network(kLayers, twice.path()).exit_code == 2);
  CHECK(network(kLayers, twice.path()).complains({"line 4, column 1 (name): there is a bitstream 'a' already"}));
}

TEST_CASE("an objective that is missed is exit 3, with what is missed and the layer that counts most") {
  const Result result = network(kLayers, kBitstreams, {}, "100us", "300mW");
  CHECK(result.exit_code == 3);
  for (const char* part :
       {"bitstream ", "misses latency", "the closest found", "the layer that counts most is", "conv1"}) {
    CHECK(result.out.find(part) != std::string::npos);
  }
  CHECK(network(kLayers, kBitstreams, {"--json"}, "100us", "300mW").json()["excess"] > 10);
  CHECK(network(kLayers, kBitstreams, {"--json"}, "100000s", "1mW").json()["binding"] == "power");
}

TEST_CASE("an excess is printed as the decimal that it is: six digits at most") {
  for (const std::string latency : {"10ms", "9ms", "8ms", "7ms", "6ms", "5ms", "4ms", "3ms"}) {
    const std::string out = network(kLayers, kBitstreams, {"--json", "--nodes", "0"}, latency, "150mW").out;
    const std::size_t begin = out.find("\"excess\": ") + 10;
    const std::string excess = out.substr(begin, out.find_first_of(",\n", begin) - begin);
    CAPTURE(excess);
    CHECK(excess.size() - excess.find('.') <= 7);
  }
}

TEST_CASE("the same seed gives the same answer") {
  const auto without_time = [](const Result& result) {
    auto json = result.json();
    json.erase("time_ns");
    return json;
  };
  const auto first = without_time(network(kLayers, kBitstreams, {"--json", "--seed", "7"}));
  CHECK(first == without_time(network(kLayers, kBitstreams, {"--json", "--seed", "7"})));
  CHECK(first["evaluations"] >
        without_time(network(kLayers, kBitstreams, {"--json", "--budget", "16"}))["evaluations"]);
}

TEST_CASE("a layer that occurs several times is one row with a count") {
  const TemporaryFile counted{"name,ic,oc,oh,ow,kh,kw,count\na,64,64,56,56,3,3,3\nb,64,128,28,28,1,1,\n"};
  const TemporaryFile listed{
      "name,ic,oc,oh,ow,kh,kw\na,64,64,56,56,3,3\na,64,64,56,56,3,3\na,64,64,56,56,3,3\nb,64,128,28,28,1,1\n"};
  auto one = network(counted.path(), kBitstreams, {"--json"}).json();
  auto other = network(listed.path(), kBitstreams, {"--json"}).json();
  for (auto* answer : {&one, &other}) {
    (*answer)["time_ns"] = 0;
  }
  CHECK(one == other);
  CHECK(one["layers"][0]["count"].get<int>() >= 1);
  CHECK(network(TemporaryFile{"ic,oc,oh,ow,kh,kw,count\n8,8,8,8,1,1,0\n"}.path(), kBitstreams)
            .complains({"(count)", "1 to 4096"}));
}

TEST_CASE("bad files are named, with line and column") {
  const TemporaryFile no_layers{"ic,oc,oh,ow,kh,kw\n"};
  CHECK(network(no_layers.path(), kBitstreams).exit_code == 2);
  CHECK(network(no_layers.path(), kBitstreams).complains({no_layers.path(), "0 rows", "1 to 4096"}));
  std::string many = "ic,oc,oh,ow,kh,kw\n";
  for (int i = 0; i < 4097; ++i) {
    many += "8,8,8,8,1,1\n";
  }
  CHECK(network(TemporaryFile{many}.path(), kBitstreams).complains({"a network of more than 4096 layers"}));
  CHECK(network(TemporaryFile{"ic,oc,oh,ow,kh,kw,count\n8,8,8,8,1,1,4000\n8,8,8,8,1,1,97\n"}.path(), kBitstreams)
            .complains({"a network of more than 4096 layers"}));
  const TemporaryFile bad_layer{"ic,oc,oh,ow,kh,kw\n8,8,8,8,1,1\n8,8,0,8,1,1\n"};
  CHECK(network(bad_layer.path(), kBitstreams).exit_code == 2);
  CHECK(network(bad_layer.path(), kBitstreams).complains({"line 3", "(oh)", "1 to 65535"}));
  const TemporaryFile no_pen{"name,SDB,DSB,ISS,WSS,OSS\na,4,4,4,4,4\n"};
  CHECK(network(kLayers, no_pen.path()).complains({no_pen.path(), "PEN"}));
  const TemporaryFile tile{"PEN,SDB,DSB,ISS,WSS,OSS,TIC\n8,4,4,4,4,4,1\n"};
  CHECK(network(kLayers, tile.path()).complains({"TIC"}));
  const TemporaryFile bad_choice{"PEN,SDB,DSB,ISS,WSS,OSS\n9,4,4,4,4,4\n"};
  CHECK(network(kLayers, bad_choice.path()).complains({"line 2", "PEN has no choice 9"}));
  CHECK(network(kLayers, "/nowhere.csv").complains({"/nowhere.csv"}));
  CHECK(network(kLayers, kBitstreams, {"--budget", "0"}).exit_code == 2);
  CHECK(network(kLayers, kBitstreams, {}, "15", "300mW").complains({"--latency"}));

  const TemporaryFile axi{"ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF\n4,16,1024,32,32,32,8\n"};
  const Result refused =
      gandse({"network", "dnnweaver", kLayers, "--bitstreams", axi.path(), "--latency", "1s", "--power", "1W"});
  CHECK(refused.exit_code == 3);
  CHECK(refused.out.find("not possible: layer conv1: axi_too_wide: ") == 0);
  CHECK(refused.out.find("no bitstream runs all layers") != std::string::npos);
}

TEST_CASE("the goal decides among those that meet the objective: far below it, or least energy") {
  const auto answer = [](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return network(kLayers, kBitstreams, arguments, "100ms", "300mW").json();
  };
  const auto score = answer({});
  const auto energy = answer({"--goal", "energy"});
  CHECK(score["satisfied"] == 1);
  CHECK(energy["satisfied"] == 1);
  CHECK(energy["energy_fj"] < score["energy_fj"]);
  CHECK(network(kLayers, kBitstreams, {"--goal", "speed"}, "100ms", "300mW").exit_code == 2);
}

}  // namespace
}  // namespace gandse::test
