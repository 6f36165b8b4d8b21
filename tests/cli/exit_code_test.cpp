// One table of exit codes for all commands: the same kind of question ends the same way, whichever command is asked.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

enum class Kind {
  met,           ///< a sound question, and an answer that satisfies
  missed,        ///< an objective that nothing meets
  unmeetable,    ///< pins, a configuration or bitstreams that break a rule of the template
  too_large,     ///< a layer within the limits of its fields, but beyond the figures
  limited,       ///< limits that nothing keeps within
  out_of_range,  ///< a number outside the limits that `space` prints
  malformed,     ///< what cannot be read
  unknown,       ///< a template that there is none of
  lost,          ///< standard output that takes nothing
};
constexpr std::array kKinds{Kind::met,          Kind::missed,    Kind::unmeetable, Kind::too_large, Kind::limited,
                            Kind::out_of_range, Kind::malformed, Kind::unknown,    Kind::lost};

int expected(Kind kind) {
  switch (kind) {
    case Kind::met:
      return 0;
    case Kind::lost:
      return 1;
    case Kind::out_of_range:
    case Kind::malformed:
    case Kind::unknown:
      return 2;
    case Kind::missed:
    case Kind::unmeetable:
    case Kind::too_large:
    case Kind::limited:
      return 3;
  }
  return -1;
}

struct Question {
  Kind kind;
  std::vector<std::string> words;
};

const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
const std::string kLarge = "ic=65535,oc=65535,oh=4096,ow=4096,kh=16,kw=16";
const std::string kConfiguration = "PEN=256,SDB=64,DSB=16,ISS=64,WSS=64,OSS=64,TIC=16,TOC=32,TOW=14,TOH=14,TKW=3,TKH=3";
const std::string kLayerColumns = "ic,oc,oh,ow,kh,kw";
const std::string kPointColumns = kLayerColumns + ",PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,TOH,TKW,TKH\n";
const std::string kTaskColumns = kLayerColumns + ",latency_cycles,power_uw,pin_ISS,pin_TIC,pin_TOW,pin_TOH\n";
const std::string kStreamColumns = "network,latency,power,inferences\n";

/// Files that the questions are about.
struct Files {
  TemporaryFile layers{kLayerColumns + "\n64,64,56,56,3,3\n"};
  TemporaryFile large_layers{kLayerColumns + "\n64,64,56,56,3,3\n65535,65535,4096,4096,16,16\n"};
  TemporaryFile outside_layers{kLayerColumns + "\n0,64,56,56,3,3\n"};
  TemporaryFile axi{"ARN,ARM,AXI,IBUF,WBUF,OBUF,BBUF\n4,16,1024,32,32,32,8\n"};  // wider than its arrays

  TemporaryFile batch_met{kTaskColumns + "64,64,56,56,3,3,50000000,1000000,,,,\n"};
  TemporaryFile batch_missed{kTaskColumns + "64,64,56,56,3,3,10,10,,,,\n64,64,56,56,3,3,50000000,1000000,,,,\n"};
  TemporaryFile batch_unmeetable{kTaskColumns + "512,512,56,56,3,3,50000000,1000000,1,512,56,56\n"};
  TemporaryFile batch_large{kTaskColumns + "65535,65535,4096,4096,16,16,50000000,1000000,,,,\n"};
  TemporaryFile batch_outside{kTaskColumns + "0,64,56,56,3,3,50000000,1000000,,,,\n64,64,56,56,3,3,10,10,,,,\n"};
  TemporaryFile batch_malformed{kTaskColumns + "64,64,56,56,3,3,10,10,,,,\nx,64,56,56,3,3,50000000,1000000,,,,\n"};

  TemporaryFile costs_met{kPointColumns + "64,64,56,56,3,3,256,64,16,64,64,64,16,32,14,14,3,3\n"};
  TemporaryFile costs_unmeetable{kPointColumns +
                                 "64,64,56,56,3,3,256,64,16,64,64,1,16,32,14,14,3,3\n"
                                 "64,64,56,56,3,3,256,64,16,64,64,64,16,32,14,14,3,3\n"};
  TemporaryFile costs_large{kPointColumns + "65535,65535,4096,4096,16,16,256,64,16,64,64,64,16,32,14,14,3,3\n"};
  TemporaryFile costs_outside{kPointColumns +
                              "0,64,56,56,3,3,256,64,16,64,64,64,16,32,14,14,3,3\n"
                              "64,64,56,56,3,3,256,64,16,64,64,1,16,32,14,14,3,3\n"};
  TemporaryFile costs_malformed{kPointColumns + "64,64\n"};

  TemporaryFile stream_met{kStreamColumns + layers.path() + ",1s,1W,1\n"};
  TemporaryFile stream_missed{kStreamColumns + layers.path() + ",10ns,1W,1\n" + layers.path() + ",1s,1W,1\n"};
  TemporaryFile stream_large{kStreamColumns + layers.path() + ",1s,1W,1\n" + large_layers.path() + ",1s,1W,1\n"};
  TemporaryFile stream_outside{kStreamColumns + layers.path() + ",1s,1W,0\n"};
  TemporaryFile stream_malformed{kStreamColumns + layers.path() + ",1,1W,1\n"};

  TemporaryFile empty{""};
};

struct Command {
  const char* name;
  bool json;
  std::vector<Kind> never;  ///< kinds of question that it cannot be asked
  std::vector<Question> questions;
};

std::vector<Command> commands(const Files& files) {
  const std::string layer = kLayerText;
  const auto explore = [](const std::string& of, const std::string& latency, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"im2col", "--layer", of, "--latency", latency, "--power", "1W"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const auto network = [](const std::string& layers, const std::string& latency, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"im2col",    layers,  "--bitstreams", kBitstreams,
                                   "--latency", latency, "--power",      "1W"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const auto front = [](const std::string& layers, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"im2col", "--network", layers, "--bitstreams", kBitstreams};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const auto stream = [](const std::string& tasks) {
    return std::vector<std::string>{"im2col", tasks, "--bitstreams", kBitstreams};
  };
  const std::string pinned_layer = "ic=512,oc=512,oh=56,ow=56,kh=3,kw=3";
  const std::string pins = "ISS=1,TIC=512,TOW=56,TOH=56";
  std::string illegal = kConfiguration;
  illegal.replace(illegal.find("OSS=64"), 6, "OSS=1");
  std::string off_table = kConfiguration;
  off_table.replace(off_table.find("TOW=14"), 6, "TOW=15");
  const std::string outside = "ic=0,oc=64,oh=56,ow=56,kh=3,kw=3";

  return {
      {"explore",
       true,
       {},
       {{Kind::met, explore(layer, "1s")},
        {Kind::missed, explore(layer, "10ns")},
        {Kind::unmeetable, explore(pinned_layer, "1s", {"--pin", pins})},
        {Kind::too_large, explore(kLarge, "1s")},
        {Kind::limited, explore(layer, "1s", {"--limit", "sram=1"})},
        {Kind::out_of_range, explore(outside, "1s")},
        {Kind::out_of_range, explore(layer, "0s")},
        {Kind::out_of_range, explore(layer, "1s", {"--pin", "PEN=9"})},
        {Kind::malformed, explore(layer, "1")},
        {Kind::malformed, explore(layer, "1s", {"--limit", "ram=1"})},
        {Kind::unknown, {"tpu", "--layer", layer, "--latency", "1s", "--power", "1W"}},
        {Kind::lost, explore(layer, "1s")}}},
      {"batch",
       false,
       {Kind::limited},
       {{Kind::met, {"im2col", files.batch_met.path()}},
        {Kind::missed, {"im2col", files.batch_missed.path()}},
        {Kind::unmeetable, {"im2col", files.batch_unmeetable.path()}},
        {Kind::too_large, {"im2col", files.batch_large.path()}},
        {Kind::out_of_range, {"im2col", files.batch_outside.path()}},
        {Kind::malformed, {"im2col", files.batch_malformed.path()}},
        {Kind::malformed, {"im2col", files.empty.path()}},
        {Kind::malformed, {"im2col", "/nowhere.csv"}},
        {Kind::unknown, {"tpu", files.batch_met.path()}},
        {Kind::lost, {"im2col", files.batch_met.path()}}}},
      {"cost",
       true,
       {Kind::missed, Kind::limited},
       {{Kind::met, {"im2col", "--layer", layer, "--config", kConfiguration}},
        {Kind::unmeetable, {"im2col", "--layer", layer, "--config", illegal}},
        {Kind::too_large, {"im2col", "--layer", kLarge, "--config", kConfiguration}},
        {Kind::out_of_range, {"im2col", "--layer", outside, "--config", kConfiguration}},
        {Kind::out_of_range, {"im2col", "--layer", layer, "--config", off_table}},
        {Kind::malformed, {"im2col", "--layer", layer, "--config", "PEN"}},
        {Kind::unknown, {"tpu", "--layer", layer, "--config", kConfiguration}},
        {Kind::lost, {"im2col", "--layer", layer, "--config", kConfiguration}}}},
      {"costs",
       false,
       {Kind::missed, Kind::limited},
       {{Kind::met, {"im2col", files.costs_met.path()}},
        {Kind::unmeetable, {"im2col", files.costs_unmeetable.path()}},
        {Kind::too_large, {"im2col", files.costs_large.path()}},
        {Kind::out_of_range, {"im2col", files.costs_outside.path()}},
        {Kind::malformed, {"im2col", files.costs_malformed.path()}},
        {Kind::malformed, {"im2col", files.empty.path()}},
        {Kind::unknown, {"tpu", files.costs_met.path()}},
        {Kind::lost, {"im2col", files.costs_met.path()}}}},
      {"network",
       true,
       {},
       {{Kind::met, network(files.layers.path(), "1s")},
        {Kind::missed, network(files.layers.path(), "10ns")},
        {Kind::unmeetable,
         {"dnnweaver", files.layers.path(), "--bitstreams", files.axi.path(), "--latency", "1s", "--power", "1W"}},
        {Kind::too_large, network(files.large_layers.path(), "1s")},
        {Kind::limited, network(files.layers.path(), "1s", {"--limit", "pe=64"})},
        {Kind::out_of_range, network(files.outside_layers.path(), "1s")},
        {Kind::out_of_range, network(files.layers.path(), "0s")},
        {Kind::malformed, network(files.empty.path(), "1s")},
        {Kind::malformed, network("/nowhere.csv", "1s")},
        // Bad input is so even where nothing could be answered.
        {Kind::malformed, network(files.layers.path(), "1", {"--limit", "pe=64"})},
        {Kind::unknown, {"tpu", files.layers.path(), "--bitstreams", kBitstreams, "--latency", "1s", "--power", "1W"}},
        {Kind::lost, network(files.layers.path(), "1s")}}},
      {"front",
       true,
       {Kind::missed},
       {{Kind::met, {"im2col", "--layer", layer}},
        {Kind::met, front(files.layers.path())},
        {Kind::unmeetable, {"im2col", "--layer", pinned_layer, "--pin", pins}},
        {Kind::unmeetable, {"dnnweaver", "--network", files.layers.path(), "--bitstreams", files.axi.path()}},
        {Kind::too_large, {"im2col", "--layer", kLarge}},
        {Kind::too_large, front(files.large_layers.path())},
        {Kind::limited, {"im2col", "--layer", layer, "--limit", "sram=1"}},
        {Kind::limited, front(files.layers.path(), {"--limit", "pe=64"})},
        {Kind::out_of_range, {"im2col", "--layer", outside}},
        {Kind::out_of_range, front(files.outside_layers.path())},
        {Kind::malformed, {"im2col"}},
        {Kind::malformed, front(files.empty.path())},
        {Kind::unknown, {"tpu", "--layer", layer}},
        {Kind::lost, {"im2col", "--layer", layer}},
        {Kind::lost, front(files.layers.path())}}},
      {"reconfigure",
       true,
       {Kind::limited},
       {{Kind::met, stream(files.stream_met.path())},
        {Kind::missed, stream(files.stream_missed.path())},
        {Kind::unmeetable, {"dnnweaver", files.stream_met.path(), "--bitstreams", files.axi.path()}},
        {Kind::too_large, stream(files.stream_large.path())},
        {Kind::out_of_range, stream(files.stream_outside.path())},
        {Kind::malformed, stream(files.stream_malformed.path())},
        {Kind::malformed, stream(files.empty.path())},
        {Kind::unknown, {"tpu", files.stream_met.path(), "--bitstreams", kBitstreams}},
        {Kind::lost, stream(files.stream_met.path())}}},
      {"space",
       true,
       {Kind::missed, Kind::unmeetable, Kind::too_large, Kind::limited, Kind::out_of_range},
       {{Kind::met, {"im2col"}},
        {Kind::malformed, {"im2col", "surplus"}},
        {Kind::unknown, {"tpu"}},
        {Kind::lost, {"im2col"}}}},
  };
}

TEST_CASE("exit codes: every command, every kind of question, as text and in JSON") {
  const Files files;
  for (const Command& command : commands(files)) {
    CAPTURE(command.name);
    for (const Kind kind : kKinds) {
      const bool asked = std::any_of(command.questions.begin(), command.questions.end(),
                                     [&](const Question& question) { return question.kind == kind; });
      const bool never = std::find(command.never.begin(), command.never.end(), kind) != command.never.end();
      CHECK(asked != never);
    }
    for (const Question& question : command.questions) {
      for (const bool json : {false, true}) {
        if (json && !command.json) {
          continue;
        }
        std::vector<std::string> words{command.name};
        words.insert(words.end(), question.words.begin(), question.words.end());
        if (json) {
          words.emplace_back("--json");
        }
        std::string line;
        for (const std::string& word : words) {
          line += word + " ";
        }
        CAPTURE(line);
        const Result result = gandse(words, question.kind == Kind::lost ? "/dev/full" : "");
        CHECK(result.exit_code == expected(question.kind));
        if (question.kind == Kind::lost) {
          CHECK(result.complains({"cannot write to standard output"}));
        } else if (result.exit_code == 2) {
          CHECK(result.complains({"gandse: "}));
        } else {  // an answer
          CHECK_FALSE(result.out.empty());
          CHECK((!json || !result.json().empty()));
        }
      }
    }
  }
}

TEST_CASE("exit codes: the help and the page of the command line hold the one table") {
  const std::string help = gandse({"--help"}).out;
  const std::string page = read_file(std::string{GANDSE_EXAMPLES} + "/../cli/README.md");
  std::size_t lines = 0;
  for (const std::string& line : split(help.substr(help.find("Exit codes")), '\n')) {
    if (line.empty()) {
      break;
    }
    CAPTURE(line);
    CHECK(page.find(line) != std::string::npos);
    ++lines;
  }
  CHECK(lines >= 6);
}

}  // namespace
}  // namespace gandse::test
