// Firmware in C++ for a stream of tasks: networks, deadlines and battery states change; three bitstreams are stored.
// For each task: keep what runs, change the schedules, or load another bitstream? All memory is static.
#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/generated/im2col_8k.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "program.h"

namespace {

using Template = gandse::Im2col<gandse::Asic45nm>;
constexpr std::size_t kMostLayers = 4;
using Device = gandse::Reconfigurator<gandse::generated::Im2col8k, kMostLayers, 3, 32>;

Device device{gandse::generated::im2col_8k};
static_assert(sizeof(Device) <= std::size_t{8} * 1024, "the board has little memory");

constexpr gandse::Cost kLoad{{14'000'000}, {2'000'000'000'000}};  // 28 ms at 500 MHz, and 2 mJ
constexpr std::array<gandse::Bitstream<Template>, 3> kTable{{
    {{4, 3, 3, 5, 5, 4}, kLoad},  // PEN, SDB, DSB, ISS, WSS, OSS
    {{6, 3, 4, 6, 7, 5}, kLoad},
    {{7, 3, 4, 7, 8, 5}, kLoad},
}};
constexpr std::array<const char*, 3> kBitstreams{"small", "medium", "large"};

struct Network {
  std::size_t count;
  std::array<gandse::Layer, kMostLayers> layers;
};

constexpr Network kWakeWord{2, {{{1, 64, 25, 5, 10, 4, 2}, {64, 12, 1, 1, 1, 1}}}};
constexpr Network kCamera{4,
                          {{{3, 16, 48, 48, 3, 3, 2}, {16, 32, 24, 24, 3, 3}, {32, 64, 12, 12, 3, 3}, {64, 10, 1, 1}}}};

struct Request {
  const char* name;
  const Network& network;
  gandse::Objective objective;
  gandse::Horizon horizon;
};

constexpr std::array<Request, 8> kStream{{
    {"listen", kWakeWord, {{70'000}, {90'000}}, {600, false}},
    {"listen", kWakeWord, {{70'000}, {90'000}}, {600, false}},
    {"look once", kCamera, {{150'000}, {200'000}}, {1, true}},
    {"watch", kCamera, {{60'000}, {400'000}}, {9'000, false}},
    {"watch", kCamera, {{60'000}, {400'000}}, {9'000, false}},
    {"watch, battery low", kCamera, {{300'000}, {95'000}}, {9'000, false}},
    {"listen", kWakeWord, {{70'000}, {90'000}}, {60'000, true}},
    {"in a microsecond", kCamera, {{500}, {90'000}}, {1, true}},  // no bitstream can: an answer, too
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

void report(const Request& request, const gandse::Reconfiguration& result) {
  print(request.name);
  print(": ");
  print(name(result.step));
  print(" ");
  print(kBitstreams[result.bitstream]);
  print(result.satisfied ? ", " : ", best effort, ");
  print_number(result.cost.latency.value);
  print(" cycles, ");
  print_number(power(result.cost, Template::Technology::kClockMhz).value);
  print(" uW, ");
  print_number(result.evaluations);
  print(" evaluations\n");
  for (std::size_t layer = 0; result.step != gandse::Step::keep && layer < request.network.count; ++layer) {
    print(" ");
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (!Template::is_hardware(i)) {
        print(" ");
        print(Template::parameters[i].name);
        print("=");
        print_number(Template::parameters[i].values[device.configuration(layer)[i]]);
      }
    }
    print("\n");
  }
}

}  // namespace

int run() {
  if (!device.begin(kTable.data(), kTable.size(), 0, {{24, 4, 1}})) {
    return 1;
  }
  for (const Request& request : kStream) {
    const auto result =
        device.next({request.network.layers.data(), request.network.count, request.objective, request.horizon});
    if (!result.legal()) {
      print(gandse::describe<Template>(result.reason).sentence);
      print("\n");
      return 1;
    }
    report(request, result);
  }
  return 0;
}
