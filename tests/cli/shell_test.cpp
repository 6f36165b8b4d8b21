// What the shell and man make of the command line: completions and the manual page, as their own parsers read them.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

/// What a command of the shell prints, errors included.
std::string printed_by(const std::string& command) {
  const TemporaryFile script{command};
  FILE* const pipe = popen(("bash '" + script.path() + "' 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), got);
  }
  pclose(pipe);
  return text;
}

bool is_installed(const std::string& program) { return !printed_by("command -v " + program).empty(); }

/// What bash offers for the last of `words`, as it divides them, one a line.
std::string offered(const std::string& words) {
  static const TemporaryFile script{gandse({"completion", "bash"}).out};
  return printed_by("source '" + script.path() + "'\nCOMP_WORDS=(gandse " + words +
                    ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\ncd '" GANDSE_EXAMPLES
                    "'\n_gandse\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
}

const std::string kTemplates = "im2col\nim2col_96k\nim2col_8k\nim2col_16k\nim2col_32k\nim2col_64k\n";

TEST_CASE("bash completes commands, options, templates, files and choices") {
  CHECK(offered("net") == "network\n");
  CHECK(offered("cost") == "cost\ncosts\n");
  CHECK(offered("--v") == "--version\n");
  CHECK(offered("explore im2") == kTemplates);
  CHECK(offered("explore --json im2") == kTemplates);
  CHECK(offered("explore --pin x --seed 1 im2") == kTemplates);
  CHECK(offered("explore im2col --la") == "--layer\n--latency\n");
  CHECK(offered("batch im2col res") == "resnet18.csv\n");
  CHECK(offered("reconfigure im2col day.csv --bitstreams bit") == "bitstreams.csv\n");
  CHECK(offered("reconfigure --bitstreams bitstreams.csv im2col da") == "day.csv\n");
  CHECK(offered("network im2col resnet18.csv --goal ''") == "score\nenergy\n");
  CHECK(offered("completion z") == "zsh\n");
}

TEST_CASE("bash completes after an equals sign, which it takes for a word") {
  CHECK(offered("network im2col --goal =") == "score\nenergy\n");
  CHECK(offered("network im2col --goal = s") == "score\n");
  CHECK(offered("network im2col --goal = score res") == "resnet18.csv\n");
  CHECK(offered("explore --layer ic = 64,oc = 64 im2") == kTemplates);
  CHECK(offered("explore --layer = ic = 64,oc = 64 im2") == kTemplates);
}

TEST_CASE("bash completes nothing where anything may stand") {
  CHECK(offered("explore im2col --layer ''") == "\n");
  CHECK(offered("explore --layer ic = im") == "\n");
  CHECK(offered("explore --layer = ic = im") == "\n");
  CHECK(offered("explore im2col ''") == "\n");
  CHECK(offered("frobnicate ''") == "\n");
}

TEST_CASE("completions know every option that the help tells of, and parse") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const Result script = gandse({"completion", shell});
    CHECK(script.exit_code == 0);
    CHECK(script.out.find("network") != std::string::npos);
    CHECK(script.out.find("bitstreams") != std::string::npos);
    if (is_installed(shell)) {
      const TemporaryFile file{script.out};
      CHECK(printed_by(std::string{shell} + " -n '" + file.path() + "'").empty());
    }
  }
  for (const char* command :
       {"explore", "batch", "cost", "costs", "layers", "network", "front", "reconfigure", "space"}) {
    CAPTURE(command);
    const std::string known = offered(std::string{command} + " --");
    int options = 0;
    for (const std::string& line : split(gandse({command, "--help"}).out, '\n')) {
      if (line.starts_with("  --")) {
        const std::string option = line.substr(2, line.find_first_of(" =", 2) - 2);
        CAPTURE(option);
        CHECK(known.find(option + "\n") != std::string::npos);
        ++options;
      }
    }
    CHECK(options == std::count(known.begin(), known.end(), '\n') - 1);  // but for --help
  }
  CHECK(gandse({"completion", "tcsh"}).exit_code == 2);
  CHECK(gandse({"completion", "tcsh"}).complains({"no completion for 'tcsh'", "bash, zsh and fish"}));
  CHECK(gandse({"completion"}).complains({"SHELL"}));
}

TEST_CASE("the manual page holds all commands, and man and groff have no warning") {
  const Result manual = gandse({"man"});
  CHECK(manual.exit_code == 0);
  for (const char* part : {".TH GANDSE 1 ", "\n.SS reconfigure\n", "\\fB\\-\\-bitstreams\\fR \\fIBITSTREAMS.csv\\fR",
                           "internal fault", "gandse explore im2col \\-\\-layer", "NO_COLOR"}) {
    CAPTURE(part);
    CHECK(manual.out.find(part) != std::string::npos);
  }
  const TemporaryFile page{manual.out};
  if (is_installed("groff")) {
    CHECK(printed_by("groff -man -ww -z '" + page.path() + "'").empty());
  }
  if (is_installed("man")) {
    CHECK(printed_by("LC_ALL=C.UTF-8 MANROFFSEQ= man --warnings -l '" + page.path() + "' >/dev/null").empty());
  }
}

}  // namespace
}  // namespace gandse::test
