// What happens when standard output cannot take the answer.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "process.hpp"

namespace gandse::test {
namespace {

TEST_CASE("a full disk is a fault, and is said") {
  const TemporaryFile tasks{std::string{kTaskHeader} + "64,64,56,56,3,3,1,1,1000000,400000\n"};
  const TemporaryFile points{std::string{kPointHeader} + "64,64,56,56,3,3,1,1,8,4,1,1,1,1,1,1,1,1,1,1\n"};
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"space", "im2col"},
           {"space", "im2col", "--json"},
           {"explore", "im2col", "--layer", kLayerText, "--latency", "2ms", "--power", "400mW"},
           {"batch", "im2col", tasks.path()},
           {"batch", "im2col", tasks.path(), "--table"},
           {"costs", "im2col", points.path()},
           {"--help"},
           {"--version"}}) {
    CAPTURE(arguments[0]);
    const Result result = gandse(arguments, "/dev/full");
    CHECK(result.exit_code == 1);
    CHECK(result.complains({"cannot write to standard output"}));
  }
}

TEST_CASE("a closed pipe is a fault, not a death by signal, and stops a long batch") {
  std::string content = kTaskHeader;
  for (int i = 0; i < 20000; ++i) {
    content += "64,64,56,56,3,3,1,1,1000000,400000\n";
  }
  const TemporaryFile tasks{content};
  const TemporaryFile message{""};
  const std::string command = "{ '" GANDSE_BINARY "' batch im2col '" + tasks.path() + "' --budget 1 2>'" +
                              message.path() + "'; echo \"exit $?\" >>'" + message.path() +
                              "'; } | head -n 1 >/dev/null";
  REQUIRE(std::system(command.c_str()) == 0);
  const std::string said = read_file(message.path());
  CHECK(said.find("cannot write to standard output") != std::string::npos);
  CHECK(said.find("exit 1\n") != std::string::npos);
}

}  // namespace
}  // namespace gandse::test
