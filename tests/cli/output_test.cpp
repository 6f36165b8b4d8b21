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
    CHECK(result.complains({"cannot write to standard output: No space left on device"}));
  }
}

TEST_CASE("the cause of a failure is said, also where a write long before the last one failed") {
  std::string content = kTaskHeader;
  for (int i = 0; i < 2000; ++i) {  // more than is buffered, of rows with complaints, which write elsewhere
    content += "64,64,56,56,3,3,1,1,1000000,400000\nx\n";
  }
  const TemporaryFile tasks{content};
  CHECK(gandse({"batch", "im2col", tasks.path(), "--budget", "1"}, "/dev/full")
            .complains({"cannot write to standard output: No space left on device"}));
  // A refusal is no less a refusal, but what was answered before it is lost.
  const TemporaryFile message{""};
  const std::string closed = "'" GANDSE_BINARY "' space im2col 2>'" + message.path() + "' >&-; test $? -eq 1";
  CHECK(std::system(closed.c_str()) == 0);
  CHECK(read_file(message.path()).find("cannot write to standard output: Bad file descriptor") != std::string::npos);
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
  CHECK(said.find("cannot write to standard output: Broken pipe") != std::string::npos);
  CHECK(said.find("exit 1\n") != std::string::npos);
}

}  // namespace
}  // namespace gandse::test
