// Firmware in C++: for each layer of a small network, which configuration meets its share of the latency and of the
// power? The same as reconfigure.c; here sizes and types are known at compile time, and nothing is looked up by name.
#include <array>
#include <cstdint>

#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "program.h"

namespace {

using Template = gandse::Im2col<gandse::Asic45nm>;

struct Step {
  const char* name;
  gandse::Layer layer;
  gandse::Objective objective;
};

constexpr std::array<Step, 4> kNetwork{{
    {"conv1", {3, 32, 32, 32, 3, 3}, {{60000}, {60000}}},
    {"conv2", {32, 64, 16, 16, 3, 3}, {{60000}, {120000}}},
    {"conv3", {64, 128, 8, 8, 3, 3}, {{60000}, {120000}}},
    {"fc", {2048, 10, 1, 1, 1, 1}, {{2000}, {1000}}},  // more than its DRAM can do: an answer, too
}};

void print_number(std::uint64_t number) {
  std::array<char, 21> text{};
  std::size_t at = text.size() - 1;
  do {
    text[--at] = static_cast<char>('0' + number % 10U);
    number /= 10U;
  } while (number != 0);
  print(&text[at]);
}

void report(const Step& step, const gandse::Decision<Template>& decision) {
  print(step.name);
  print(decision.satisfied ? ": " : ": best effort, ");
  print_number(decision.cost.latency.value);
  print(" cycles, ");
  print_number(power(decision.cost, Template::Technology::kClockMhz).value);
  print(" uW");
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    print(" ");
    print(Template::parameters[i].name);
    print("=");
    print_number(Template::parameters[i].values[decision.configuration[i]]);
  }
  print("\n");
}

}  // namespace

int run() {
  constexpr gandse::Explorer kExplorer{gandse::generated::im2col_96k};
  for (const Step& step : kNetwork) {
    const auto decision = kExplorer.explore({step.layer, step.objective}, gandse::kBoardOptions);
    if (!decision.legal()) {
      print(gandse::describe<Template>(decision.reason).sentence);
      print("\n");
      return 1;
    }
    report(step, decision);
  }
  return 0;
}
