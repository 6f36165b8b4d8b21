// Names and other texts of the user, in whatever encoding, on their way to answers and messages.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kLayers = std::string{GANDSE_EXAMPLES} + "/resnet18.csv";
const std::string kBitstreams = std::string{GANDSE_EXAMPLES} + "/bitstreams.csv";
constexpr const char* kHardware = ",128,16,8,32,32,16\n";

using Words = std::vector<std::string>;

/// A file under a name that mkstemp would not make.
class NamedFile {
 public:
  NamedFile(const std::string& content, const std::string& suffix) : unique_(content), path_(unique_.path() + suffix) {
    std::filesystem::copy_file(unique_.path(), path_);
  }
  ~NamedFile() { std::filesystem::remove(path_); }
  NamedFile(const NamedFile&) = delete;
  NamedFile& operator=(const NamedFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  TemporaryFile unique_;
  std::string path_;
};

Words with_json(Words words) {
  words.emplace_back("--json");
  return words;
}

/// The three commands that have names in their answers, with these files.
std::vector<Words> questions(const std::string& layers, const std::string& bitstreams, const std::string& tasks) {
  return {
      {"network", "im2col", layers, "--bitstreams", bitstreams, "--latency", "1s", "--power", "1W", "--budget", "4"},
      {"front", "im2col", "--network", layers, "--bitstreams", bitstreams, "--budget", "4"},
      {"reconfigure", "im2col", tasks, "--bitstreams", bitstreams, "--budget", "4"}};
}

TEST_CASE("a name that is no UTF-8 is refused when it is read, with file, line and column") {
  // Cut short, a byte that begins nothing, overlong, a surrogate, beyond Unicode, a continuation alone.
  for (const std::string bad : {"\xE9t\xE9", "\xFF", "\xC0\x80", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                "\xF5\x80\x80\x80", "a\x80", "\xE2\x82"}) {
    const TemporaryFile layers{"ic,oc,oh,ow,kh,kw,name\n8,8,8,8,1,1,good\n8,8,8,8,1,1," + bad + "\n"};
    const TemporaryFile bitstreams{"name,PEN,SDB,DSB,ISS,WSS,OSS\n" + bad + kHardware};
    const TemporaryFile tasks{"network,latency,power,inferences,name\n" + layers.path() + ",1s,1W,1," + bad + "\n"};
    const auto refused = [](const Words& words, const std::string& where) {
      const Result result = gandse(words);
      CHECK(result.exit_code == 2);
      CHECK(result.out.empty());
      CHECK(result.complains({where, "is not UTF-8", "save the file as UTF-8"}));
    };
    for (const Words& words : questions(kLayers, bitstreams.path(), tasks.path())) {
      refused(with_json(words), bitstreams.path() + ", line 2, column 1 (name): ");
    }
    const auto of_layers = questions(layers.path(), kBitstreams, tasks.path());
    refused(with_json(of_layers[0]), layers.path() + ", line 3, column 7 (name): ");
    refused(with_json(of_layers[1]), layers.path() + ", line 3, column 7 (name): ");
    refused(with_json(of_layers[2]), tasks.path() + ", line 2, column 5 (name): ");
    const TemporaryFile elsewhere{"network,latency,power,inferences\n" + bad + ",1s,1W,1\n"};
    refused({"reconfigure", "im2col", elsewhere.path(), "--bitstreams", kBitstreams},
            elsewhere.path() + ", line 2, column 1 (network): ");
    refused(of_layers[0], layers.path() + ", line 3, column 7 (name): ");  // whatever the answer's form
  }
}

TEST_CASE("a name in any script, and with any character, is in the answer as it was given") {
  const std::string name = "\xC3\xA9t\xC3\xA9 \xE5\xB1\xA4 \xF0\x9F\xA7\xA0 \xF4\x8F\xBF\xBF\t\x1B[31m";
  const TemporaryFile layers{"name,ic,oc,oh,ow,kh,kw\n" + name + ",8,8,8,8,1,1\n"};
  const TemporaryFile bitstreams{"name,PEN,SDB,DSB,ISS,WSS,OSS\n" + name + kHardware};
  const TemporaryFile tasks{"network,latency,power,inferences,name\n" + layers.path() + ",1s,1W,1," + name + "\n"};
  const auto words = questions(layers.path(), bitstreams.path(), tasks.path());
  const auto network = gandse(with_json(words[0])).json();
  CHECK(network["bitstream"] == name);
  CHECK(network["binding_layer"] == name);
  CHECK(network["layers"][0]["name"] == name);
  CHECK(gandse(with_json(words[1])).json()["points"][0]["bitstream"] == name);
  const auto stream = gandse(with_json(words[2])).json()["tasks"];
  CHECK(stream[0]["name"] == name);
  CHECK(stream[0]["bitstream"] == name);
}

bool has_control(const std::string& text) {
  return text.find('\x1B') != std::string::npos || text.find('\x7F') != std::string::npos ||
         text.find('\x9B') != std::string::npos;
}

TEST_CASE("no text of the user brings control characters to a terminal") {
  // Escape, delete, and the control sequence introducer as UTF-8 and as a byte.
  const std::string evil = "e\x1B[31m\x7F\xC2\x9B";
  const std::string worse = evil + "\x9B";
  const TemporaryFile layers{"name,ic,oc,oh,ow,kh,kw\n" + evil + ",8,8,8,8,1,1\n"};
  const TemporaryFile large{"name,ic,oc,oh,ow,kh,kw\n" + evil + ",65535,65535,4096,4096,16,16\n"};
  const TemporaryFile bitstreams{"name,PEN,SDB,DSB,ISS,WSS,OSS\n" + evil + kHardware};
  const TemporaryFile tasks{"network,latency,power,inferences,name\n" + layers.path() + ",1s,1W,1," + evil + "\n"};
  const TemporaryFile unreadable{"network,latency,power,inferences,name\n" + worse + ",1s,1W,1," + evil + "\n" +
                                 large.path() + ",1s,1W,1," + evil + "\n" + layers.path() + "," + worse + "," + worse +
                                 "," + worse + "," + worse + "\n"};
  const TemporaryFile batch{"name," + std::string{kTaskHeader} + worse + ",64,64,56,56,3,3,1,1,1000000,400000\n" +
                            worse + "," + worse + ",64,56,56,3,3,1,1,1000000,400000\n"};
  const TemporaryFile header{worse + ",ic\n1,1\n"};
  const NamedFile evil_file{"x\n", worse};
  const NamedFile evil_rows{"ic,oc,oh,ow,kh,kw\nx,8,8,8,1,1\n", worse};
  const NamedFile evil_none{"ic,oc,oh,ow,kh,kw\n", worse};

  std::vector<Words> all{
      {worse},
      {"--" + worse},
      {"space", worse},
      {"space", "im2col", worse},
      {"batch", "im2col", batch.path(), "--table"},
      {"batch", "im2col", worse},
      {"batch", "im2col", header.path()},
      {"batch", "im2col", evil_file.path()},
      {"costs", "im2col", evil_file.path()},
      {"cost", "im2col", "--layer", kLayerText, "--config", "PEN=" + worse},
      {"explore", "im2col", "--layer", "ic=" + worse, "--latency", "1s", "--power", "1W"},
      {"explore", "im2col", "--layer", worse + "=1", "--latency", "1s", "--power", "1W"},
      {"explore", "im2col", "--layer", kLayerText, "--latency", worse, "--power", "1W"},
      {"explore", "im2col", "--layer", kLayerText, "--latency", "1s", "--power", "1" + worse},
      {"explore", "im2col", "--layer", kLayerText, "--latency", "1s", "--power", "1W", "--pin", "PEN=" + worse},
      {"explore", "im2col", "--layer", kLayerText, "--latency", "1s", "--power", "1W", "--limit", worse + "=1"},
      {"explore", "im2col", "--layer", kLayerText, "--latency", "1s", "--power", "1W", "--budget", worse},
      {"network", "im2col", kLayers, "--bitstreams", bitstreams.path(), "--latency", "1s", "--power", "1W", "--limit",
       "pe=8"},
      {"network", "im2col", kLayers, "--bitstreams", kBitstreams, "--latency", "1s", "--power", "1W", "--goal", worse},
      {"reconfigure", "im2col", tasks.path(), "--bitstreams", bitstreams.path(), "--loaded", worse},
      {"reconfigure", "im2col", tasks.path(), "--bitstreams", bitstreams.path(), "--waiting", worse},
  };
  for (const NamedFile* file : {&evil_file, &evil_rows, &evil_none}) {
    for (const Words& words : questions(file->path(), kBitstreams, file->path())) {
      all.push_back(words);
    }
    all.push_back(questions(kLayers, file->path(), tasks.path())[0]);
  }
  for (const TemporaryFile* file : {&tasks, &unreadable}) {
    for (const Words& words : questions(large.path(), bitstreams.path(), file->path())) {
      all.push_back(words);
    }
  }
  for (const Words& words : questions(layers.path(), bitstreams.path(), tasks.path())) {
    all.push_back(words);
  }
  for (const Words& words : all) {
    const Result result = gandse(words);
    CAPTURE(words[0]);
    CAPTURE(result.out);
    CAPTURE(result.err);
    CHECK(result.exit_code != 1);
    CHECK_FALSE((result.out + result.err).empty());
    CHECK_FALSE(has_control(result.out));
    CHECK_FALSE(has_control(result.err));
  }
}

}  // namespace
}  // namespace gandse::test
