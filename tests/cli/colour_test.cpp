// Colours: where they are wanted, and that they change nothing but colours.
#include "colour.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "running.hpp"
#include "table.hpp"

namespace gandse::test {
namespace {

using namespace cli;

std::string without_colours(std::string text) {
  for (std::size_t at = 0; (at = text.find('\033')) != std::string::npos;) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  return text;
}

TEST_CASE("colours are for terminals that can have them, and for people who want them") {
  const auto coloured = [](bool terminal, const std::map<std::string, std::string>& variables) {
    return use_colour(terminal, [&](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? nullptr : found->second.c_str();
    });
  };
  CHECK(coloured(true, {{"TERM", "xterm"}}));
  CHECK(coloured(true, {{"TERM", "xterm"}, {"NO_COLOR", ""}}));
  CHECK_FALSE(coloured(true, {{"TERM", "xterm"}, {"NO_COLOR", "0"}}));
  CHECK_FALSE(coloured(true, {{"TERM", "dumb"}}));
  CHECK_FALSE(coloured(true, {{"TERM", ""}}));
  CHECK_FALSE(coloured(true, {}));
  CHECK_FALSE(coloured(false, {{"TERM", "xterm"}}));
}

TEST_CASE("a palette paints nothing without a tone, without a text, or without colours, and no line end") {
  CHECK(Palette{true}.paint(Tone::good, "met") == "\033[32mmet\033[0m");
  CHECK(Palette{true}.paint(Tone::bad, "missed\n") == "\033[31mmissed\033[0m\n");
  CHECK(Palette{true}.paint(Tone::doubtful, "a\nb") == "\033[33ma\nb\033[0m");
  CHECK(Palette{true}.paint(Tone::plain, "met") == "met");
  CHECK(Palette{true}.paint(Tone::bad, "").empty());
  CHECK(Palette{}.paint(Tone::bad, "missed") == "missed");
}

TEST_CASE("colours do not move a table's cells") {
  for (const Table::Align align : {Table::Align::left, Table::Align::right}) {
    Table table{{{"name"}, {"outcome", align}}};
    table.add({"a", "satisfied"}, Tone::good);
    table.add({"long name", "misses"}, Tone::bad);
    table.add({"b", ""}, Tone::doubtful);
    std::ostringstream plain;
    std::ostringstream coloured;
    table.print(plain);
    table.print(coloured, Palette{true});
    CHECK(coloured.str().find("\033[31mmisses\033[0m") != std::string::npos);
    CHECK(without_colours(coloured.str()) == plain.str());
  }
}

/// A variable of the environment while it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    const char* const before = std::getenv(name);
    was_set_ = before != nullptr;
    before_ = was_set_ ? before : "";
    setenv(name, value, 1);
  }
  ~Variable() { was_set_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  bool was_set_ = false;
  std::string before_;
};

/// What a terminal, or a file, gets of an answer; line ends as in files.
std::string answer(const std::vector<std::string>& arguments, Running::Reader reader) {
  Running asked{arguments, Running::Screen::file, reader};
  REQUIRE(asked.end() >= 0);
  std::string out = asked.out();
  std::erase(out, '\r');
  return out;
}

TEST_CASE("outcomes are coloured on a terminal, and nowhere else") {
  const Variable term{"TERM", "xterm"};
  const Variable wanted{"NO_COLOR", ""};
  const auto explore = [](const char* latency) {
    return std::vector<std::string>{"explore",   "im2col", "--layer", kLayerText,
                                    "--latency", latency,  "--power", "400mW"};
  };
  const std::string met = answer(explore("2ms"), Running::Reader::terminal);
  CHECK(met.find("\n\033[32msatisfied\033[0m\n") != std::string::npos);
  CHECK(answer(explore("2ms"), Running::Reader::file).find('\033') == std::string::npos);
  CHECK(answer(explore("10us"), Running::Reader::terminal).find("\033[31mmisses latency") != std::string::npos);
  const TemporaryFile tasks{kTaskHeader + std::string{"64,64,56,56,3,3,1,1,1,1\n"}};
  const std::vector<std::string> batch{"batch", "im2col", tasks.path()};
  CHECK(answer(batch, Running::Reader::terminal).find('\033') == std::string::npos);
  std::vector<std::string> table = batch;
  table.emplace_back("--table");
  CHECK(answer(table, Running::Reader::terminal).find("\033[31mmisses latency") != std::string::npos);
  const Variable unwanted{"NO_COLOR", "1"};
  CHECK(answer(explore("2ms"), Running::Reader::terminal).find('\033') == std::string::npos);
}

}  // namespace
}  // namespace gandse::test
