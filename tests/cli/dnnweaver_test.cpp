// The second template through the same commands: optional layer fields with defaults of their own, and a parameter
// whose choices have names.
#include "gandse/cost_model/dnnweaver.hpp"

#include <doctest/doctest.h>

#include "gandse/runtime/random.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

using Template = Dnnweaver<>;

constexpr const char* kLayer = "ic=64,oc=64,oh=56,ow=56,kh=3,kw=3";

std::string text(const Template::Configuration& configuration, const char* separator, bool keys) {
  std::string result;
  for (std::size_t i = 0; i < configuration.size(); ++i) {
    const Parameter& p = Template::parameters[i];
    result += i > 0 ? separator : "";
    result += keys ? std::string{p.name} + "=" : "";
    result += p.is_named() ? p.names[configuration[i]] : std::to_string(p.values[configuration[i]]);
  }
  return result;
}

TEST_CASE("explore answers with a configuration that costs what it says, by the names of its choices") {
  const Result result = gandse({"explore", "dnnweaver", "--layer", std::string{kLayer} + ",pool=2,post_ops=1",
                                "--latency", "2ms", "--power", "800mW", "--pin", "ORD=px-oc-ic", "--json"});
  CHECK(result.exit_code == 0);
  const auto answer = result.json();
  CHECK(answer["batch"] == 1);
  CHECK(answer["pool"] == 2);
  CHECK(answer["post_ops"] == 1);
  CHECK(answer["configuration"]["ORD"] == "px-oc-ic");
  std::string configuration;
  for (const auto& [key, value] : answer["configuration"].items()) {
    configuration += (configuration.empty() ? "" : ",") + key + "=" +
                     (value.is_string() ? value.get<std::string>() : std::to_string(value.get<unsigned>()));
  }
  const auto cost = gandse({"cost", "dnnweaver", "--layer", std::string{kLayer} + ",pool=2,post_ops=1", "--config",
                            configuration, "--json"})
                        .json();
  CHECK(cost["latency_cycles"] == answer["latency_cycles"]);
  CHECK(cost["energy_fj"] == answer["energy_fj"]);
}

TEST_CASE("a name that is no choice is refused, and so is its number") {
  for (const std::string pin : {"ORD=ic", "ORD=0", "ORD="}) {
    CAPTURE(pin);
    const Result result =
        gandse({"explore", "dnnweaver", "--layer", kLayer, "--latency", "2ms", "--power", "800mW", "--pin", pin});
    CHECK(result.exit_code == 2);
    CHECK(result.complains({"ORD", "choices are ic-px-oc, px-oc-ic, oc-px-ic"}));
  }
}

TEST_CASE("layer fields of the template have their own limits") {
  const auto explore = [](const std::string& more) {
    return gandse({"explore", "dnnweaver", "--layer", kLayer + more, "--latency", "1s", "--power", "100W"});
  };
  CHECK(explore(",post_ops=0,batch=256").exit_code != 2);
  CHECK(explore(",pool=3").complains({"pool: '3' is out of range; it must be 1 to 2"}));
  CHECK(explore(",batch=0").complains({"batch: '0' is out of range"}));
  CHECK(gandse({"explore", "im2col", "--layer", std::string{kLayer} + ",pool=2", "--latency", "1s", "--power", "1W"})
            .complains({"'pool' is no field of a layer"}));
}

TEST_CASE("a rule that pins break is an answer") {
  const Result result = gandse({"explore", "dnnweaver", "--layer", kLayer, "--latency", "1s", "--power", "100W",
                                "--pin", "AXI=1024,ARN=4", "--json"});
  CHECK(result.exit_code == 3);
  CHECK(result.json()["reason"] == "axi_too_wide");
}

TEST_CASE("many random points equal the cost model") {
  Random random{5};
  std::string content = "batch,ic,oc,oh,ow,kh,kw,pool,ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF,TB,TOH,TOW,TIC,TOC,ORD\n";
  std::vector<Evaluation> expected;
  for (int i = 0; i < 2000; ++i) {
    DnnweaverLayer layer;
    layer.batch = 1 + random.below(20);
    layer.ic = 1 + random.below(300);
    layer.oc = 1 + random.below(300);
    layer.oh = 1 + random.below(60);
    layer.ow = 1 + random.below(60);
    layer.kh = layer.kw = 1 + random.below(5);
    layer.pool = 1 + random.below(2);
    Template::Configuration configuration{};
    for (std::size_t p = 0; p < configuration.size(); ++p) {
      const std::uint32_t count = Template::parameters[p].count;
      configuration[p] = static_cast<std::uint8_t>(Template::is_derived(p) ? count - 1 : random.below(count));
    }
    for (const std::uint32_t field : {layer.batch, layer.ic, layer.oc, layer.oh, layer.ow, layer.kh, layer.kw}) {
      content += std::to_string(field) + ",";
    }
    content += std::to_string(layer.pool) + "," + text(configuration, ",", false) + "\n";
    expected.push_back(Template::evaluate(layer, configuration));
  }
  const TemporaryFile points{content};
  const Result result = gandse({"costs", "dnnweaver", points.path()});
  CHECK(result.exit_code == 3);  // not all of them are possible
  CHECK(result.err.empty());
  const Csv csv{result.out};
  REQUIRE(csv.rows() == expected.size());
  std::size_t legal = 0;
  for (std::size_t row = 0; row < expected.size(); ++row) {
    legal += expected[row].legal() ? 1 : 0;
    REQUIRE(csv.at(row, "reason") == describe<Template>(expected[row].reason).name);
    REQUIRE(csv.at(row, "energy_fj") == (expected[row].legal() ? std::to_string(expected[row].cost.energy.value) : ""));
  }
  CHECK(legal > 200);
}

TEST_CASE("space: named choices are strings, and every layer field is there") {
  const auto space = gandse({"space", "dnnweaver", "--json"}).json();
  CHECK(space["template"] == "dnnweaver");
  CHECK(space["technology"]["mac_fj"] == Asic45nmInt16::kMacFj);
  CHECK(space["layer_limits"].size() == Template::layer_fields.size());
  CHECK(space["layer_limits"]["post_ops"]["default"] == 0);
  CHECK(space["layer_limits"]["batch"]["default"] == 1);
  const auto& order = space["parameters"].back();
  CHECK(order["name"] == "ORD");
  CHECK(order["choices"] == std::vector<std::string>{"ic-px-oc", "px-oc-ic", "oc-px-ic"});
}

}  // namespace
}  // namespace gandse::test
