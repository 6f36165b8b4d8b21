// Reports: pages that need nothing else, hold the answer's numbers, and cannot be played tricks on by names.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "../temporary_folder.hpp"
#include "process.hpp"

namespace gandse::test {
namespace {

const std::string kExamples = std::string{GANDSE_EXAMPLES} + "/";
const std::string kBitstreams = kExamples + "bitstreams.csv";

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

struct Command {
  std::string name;
  std::vector<std::string> arguments;
  std::vector<std::string> charts;
};

std::vector<Command> commands() {
  const std::string layers = kExamples + "zoo/resnet18.csv";
  return {{"explore",
           {"explore", "im2col", "--layer", kLayerText, "--latency", "2ms", "--power", "400mW"},
           {"objective", "front", "stages", "energy", "roofline"}},
          {"network",
           {"network", "im2col", layers, "--bitstreams", kBitstreams, "--latency", "15ms", "--power", "300mW"},
           {"objective", "latency", "energy", "roofline", "stages"}},
          {"front of a layer", {"front", "im2col", "--layer", kLayerText}, {"front"}},
          {"front of a network", {"front", "im2col", "--network", layers, "--bitstreams", kBitstreams}, {"front"}},
          {"reconfigure", {"reconfigure", "im2col", kExamples + "day.csv", "--bitstreams", kBitstreams}, {"timeline"}}};
}

// What a page shows: the text between its tags. Empty, and why in `fault`, where it is not well-formed XML.
std::string text_of(const std::string& page, std::string& fault) {
  std::vector<std::string> open;
  std::string text;
  for (std::size_t at = 0; at < page.size();) {
    if (page[at] != '<') {
      const std::size_t end = std::min(page.find('<', at), page.size());
      const std::string part = page.substr(at, end - at);
      for (std::size_t amp = part.find('&'); amp != std::string::npos; amp = part.find('&', amp + 1)) {
        const std::string entity = part.substr(amp, part.find(';', amp) - amp + 1);
        if (entity != "&lt;" && entity != "&gt;" && entity != "&amp;" && entity != "&quot;" && entity != "&#39;") {
          fault = "entity " + entity;
          return {};
        }
      }
      text += part + '\n';
      at = end;
      continue;
    }
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos || page.substr(at + 1, end - at - 1).find('<') != std::string::npos) {
      fault = "a tag that never ends: " + page.substr(at, 60);
      return {};
    }
    const std::string tag = page.substr(at + 1, end - at - 1);
    at = end + 1;
    const std::string name = tag.substr(0, tag.find_first_of(" \n/", 1));
    if (tag[0] == '!' || tag[0] == '?' || tag.back() == '/') {
      continue;
    }
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) {
      fault = "an attribute that never ends: " + tag;
      return {};
    }
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || "/" + open.back() != tag) {
      fault = "closes another: " + tag;
      return {};
    } else {
      open.pop_back();
    }
  }
  fault = open.empty() ? "" : "never closed: " + open.back();
  return text;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++times;
  }
  return times;
}

TEST_CASE("report: every command's page is well-formed, whole, and asks nobody for anything") {
  const TemporaryFolder folder;
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    const std::string path = folder / "page.html";
    const std::string charts = folder / command.name;
    const Result result = gandse(with(command.arguments, {"--report", path, "--svg", charts}));
    CHECK(result.exit_code == 0);
    const std::string page = read_file(path);
    std::string fault;
    const std::string text = text_of(page, fault);
    CHECK(fault.empty());
    CHECK(page.find("default-src 'none'") != std::string::npos);
    CHECK(count(page, "://") == count(page, "http://www.w3.org/"));  // names of formats, which nobody fetches
    for (const char* part : {"src=", "href=", "url(", "@import", "<link", "<iframe", "<object"}) {
      CHECK(count(page, part) == 0);
    }
    CHECK(count(page, "role=\"img\"") == command.charts.size());
    CHECK(count(page, "<desc>") == command.charts.size());
    CHECK(text.find("gandse " + command.arguments[0]) != std::string::npos);
    for (const std::string& chart : command.charts) {
      CHECK(page.find("<figure id=\"" + chart + "\"") != std::string::npos);
      std::string svg_fault;
      CHECK_FALSE(text_of(read_file(charts + "/" + chart + ".svg"), svg_fault).empty());
      CHECK(svg_fault.empty());
    }
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(charts)) {
      files += entry.is_regular_file() ? 1 : 0;
    }
    CHECK(files == command.charts.size());  // and no drafts
  }
}

TEST_CASE("report: the table has the numbers of the answer in JSON") {
  const TemporaryFolder folder;
  const std::string path = folder / "page.html";
  const Command command = commands()[1];
  const auto answer = gandse(with(command.arguments, {"--json", "--report", path})).json();
  const std::string page = read_file(path);
  for (const auto& layer : answer["layers"]) {
    CHECK(page.find("<td>" + layer["name"].get<std::string>() + "</td>") != std::string::npos);
    for (const char* figure : {"latency_cycles", "energy_fj", "power_uw", "count"}) {
      CHECK(page.find("<td class=\"number\">" + layer[figure].dump() + "</td>") != std::string::npos);
    }
    CHECK(page.find(layer["breakdown"]["weight_dram_fj"].dump()) != std::string::npos);
  }
  const std::string again = folder / "again.html";
  static_cast<void>(gandse(with(command.arguments, {"--json", "--report", again})));
  std::string same = read_file(again);
  same.replace(same.find(again), again.size(), path);
  CHECK(same == page);  // no times of this run in it
}

TEST_CASE("report: names in files are text, whatever they look like") {
  const TemporaryFolder folder;
  const std::string path = folder / "page.html";
  const TemporaryFile layers{
      "name,ic,oc,oh,ow,kh,kw\n</td><script>alert(1)</script>,8,8,8,8,1,1\n\"a \"\"quoted\"\" & 'other' "
      "one\",8,8,8,8,3,3\n"};
  const Result result = gandse({"network", "im2col", layers.path(), "--bitstreams", kBitstreams, "--latency", "1s",
                                "--power", "2W", "--report", path});
  CHECK(result.exit_code == 0);
  const std::string page = read_file(path);
  CHECK(count(page, "<script>") == 1);
  CHECK(page.find("&lt;/td&gt;&lt;script&gt;alert(1)") != std::string::npos);
  CHECK(page.find("a &quot;quoted&quot; &amp; &#39;other&#39; one") != std::string::npos);
  std::string fault;
  CHECK_FALSE(text_of(page, fault).empty());
  CHECK(fault.empty());
}

TEST_CASE("report: the command can be given again") {
  const TemporaryFolder folder;
  const std::string path = folder / "it's a page.html";
  CHECK(gandse(with(commands()[0].arguments, {"--report", path})).exit_code == 0);
  const std::string page = read_file(path);
  CHECK(page.find("gandse explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW "
                  "--report &#39;") != std::string::npos);
  CHECK(page.find("it&#39;\\&#39;&#39;s a page.html&#39;") != std::string::npos);
}

TEST_CASE("report: what cannot be written is told before the work begins") {
  const TemporaryFolder folder;
  const Command command = commands()[0];
  const Result nowhere = gandse(with(command.arguments, {"--report", folder / "none/page.html"}));
  CHECK(nowhere.exit_code == 2);
  CHECK(nowhere.out.empty());
  CHECK(nowhere.complains({"--report:", "none/page.html' cannot be written"}));
  const TemporaryFile file{""};
  CHECK(gandse(with(command.arguments, {"--svg", file.path()})).complains({"--svg:", "is no folder"}));
  CHECK(gandse(with(command.arguments, {"--report", folder.path().string()})).exit_code == 2);
}

}  // namespace
}  // namespace gandse::test
