// The shape of the command line itself: subcommands, options, help.
#include <doctest/doctest.h>

#include "gandse/runtime/dense.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

std::vector<std::string> explore_with(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"explore",   "im2col", "--layer", kLayerText,
                                     "--latency", "2ms",    "--power", "400mW"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST_CASE("no subcommand: the help, and bad input") {
  const Result result = gandse({});
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  CHECK(result.complains({"explore", "batch", "cost", "costs", "space", "Examples:"}));
}

TEST_CASE("--help and --version") {
  Result result = gandse({"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.out.find("gandse explore im2col --layer") != std::string::npos);
  CHECK(result.out.find("Exit codes") != std::string::npos);
  result = gandse({"--version"});
  CHECK(result.exit_code == 0);
  CHECK(result.out.starts_with("gandse "));
  CHECK(result.out.find("\ntemplate dnnweaver, fingerprint 0x") != std::string::npos);
  CHECK(result.out.ends_with(std::string{"\nkernel "} + dense_kernel() + "\n"));
  for (const char* command : {"explore", "batch", "cost", "costs", "network", "space"}) {
    result = gandse({command, "--help"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("TEMPLATE") != std::string::npos);
    CHECK(result.err.empty());
  }
}

TEST_CASE("unknown subcommands, options and templates; missing and surplus arguments") {
  CHECK(gandse({"frobnicate"}).exit_code == 2);
  CHECK(gandse({"frobnicate"}).complains({"frobnicate", "--help"}));
  CHECK(gandse(explore_with({"--frobnicate"})).exit_code == 2);
  CHECK(gandse(explore_with({"--frobnicate"})).complains({"--frobnicate"}));
  CHECK(gandse(explore_with({"surplus"})).exit_code == 2);
  CHECK(gandse({"space", "tpu"}).exit_code == 2);
  CHECK(gandse({"space", "tpu"})
            .complains({"unknown template 'tpu'", "im2col (im2col_96k, im2col_8k, ", "), dnnweaver (dnnweaver_80k)"}));
  CHECK(gandse({"space", ""}).exit_code == 2);
  CHECK(gandse({"space"}).exit_code == 2);
  CHECK(gandse({"space"}).complains({"TEMPLATE"}));
  CHECK(gandse({"batch", "im2col"}).complains({"TASKS.csv"}));
  CHECK(gandse({"costs", "im2col"}).complains({"POINTS.csv"}));
  CHECK(gandse({"explore", "im2col"}).exit_code == 2);
  CHECK(gandse({"explore", "im2col", "--latency", "2ms", "--power", "1W"}).complains({"--layer"}));
  CHECK(gandse({"explore", "im2col", "--layer", kLayerText, "--power", "1W"}).complains({"--latency"}));
  CHECK(gandse({"explore", "im2col", "--layer", kLayerText, "--latency", "2ms"}).complains({"--power"}));
  CHECK(gandse({"cost", "im2col", "--layer", kLayerText}).complains({"--config"}));
  CHECK(gandse({"explore", "space", "im2col"}).exit_code == 2);
  CHECK(gandse(explore_with({"--budget"})).complains({"--budget"}));
}

TEST_CASE("numbers of options are read strictly") {
  for (const char* option : {"--budget", "--candidates"}) {
    for (const char* bad : {"0", "-1", "1000001", "65536000", "0x10", "1e3", "12a", "", " 5", "+5", "1.5",
                            "18446744073709551617", "99999999999999999999999"}) {
      CAPTURE(option);
      CAPTURE(bad);
      const Result result = gandse(explore_with({option, bad}));
      CHECK(result.exit_code == 2);
      CHECK(result.out.empty());
      CHECK(result.complains({option}));
    }
  }
  CHECK(gandse(explore_with({"--budget", "1000001"})).complains({"1 to 1000000"}));
  CHECK(gandse(explore_with({"--candidates", "65536"})).complains({"1 to 65535"}));
  for (const char* bad : {"-1", "18446744073709551616", "abc", ""}) {
    CHECK(gandse(explore_with({"--seed", bad})).exit_code == 2);
  }
  CHECK(gandse(explore_with({"--seed", "18446744073709551615"})).exit_code != 2);
  CHECK(gandse(explore_with({"--seed", "0"})).exit_code != 2);
  CHECK(gandse(explore_with({"--candidates", "65535", "--budget", "200"})).exit_code != 2);
  CHECK(gandse(explore_with({"--budget", "1", "--budget", "2"})).exit_code == 2);
  const TemporaryFile tasks{std::string{kTaskHeader} + "1,1,1,1,1,1,1,1,100,1000\n"};
  CHECK(gandse({"batch", "im2col", tasks.path(), "--budget", "0"}).complains({"--budget"}));
}

TEST_CASE("an option that is given but empty is refused, not taken for one that is left out") {
  const std::string bitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
  const std::string layers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
  const std::string day = std::string{GANDSE_EXAMPLES} + "/day.csv";
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& what) {
    const Result result = gandse(arguments);
    CAPTURE(what);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains({what}));
  };
  refused(explore_with({"--pin", ""}), "--pin is empty; write NAME=VALUE");
  refused(explore_with({"--limit", ""}), "--limit is empty; write NAME=VALUE");
  refused({"front", "im2col", "--layer", kLayerText, "--pin", ""}, "--pin is empty");
  refused({"front", "im2col", "--network", layers, "--bitstreams", bitstreams, "--pin", ""}, "--pin is for --layer");
  refused({"network", "im2col", layers, "--bitstreams", bitstreams, "--latency", "1s", "--power", "1W", "--limit", ""},
          "--limit is empty");
  refused({"reconfigure", "im2col", day, "--bitstreams", bitstreams, "--loaded", ""}, "there is no bitstream ''");
}

TEST_CASE("options may follow an equals sign and stand before the template") {
  CHECK(gandse({"explore", "--power=400mW", std::string{"--layer="} + kLayerText, "im2col", "--latency=10ms", "--json"})
            .json()["legal"] == 1);
}

}  // namespace
}  // namespace gandse::test
