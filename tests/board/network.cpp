// Decisions for whole networks, and what a switching policy makes of a day of tasks: the same bits on every target.
#include "gandse/runtime/network.hpp"

#include <array>
#include <cstdint>

#include "gandse/generated/im2col_8k.hpp"
#include "gandse/runtime/switching.hpp"
#include "program.h"

namespace {

using Template = gandse::Im2col<>;
constexpr std::size_t kLayers = 6;
constexpr std::uint64_t kNetworks = 0xf399da02d01b89fc;
constexpr std::uint64_t kSwitches = 0xaa90fd48bda198c6;

gandse::NetworkExplorer<gandse::generated::Im2col8k, kLayers, 3, 32> explorer{gandse::generated::im2col_8k};

std::uint32_t size(gandse::Random& random, std::uint32_t octaves) { return 1U << random.below(octaves); }

gandse::Layer layer(gandse::Random& random) {
  const std::uint32_t pixels = 7U * size(random, 4);
  const std::uint32_t taps = 1U + 2U * random.below(2);
  return {size(random, 8), size(random, 8), pixels, pixels, taps, taps, 1, 1};
}

gandse::Bitstream<Template> bitstream(gandse::Random& random) {
  gandse::Bitstream<Template> result;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    result.hardware[i] = static_cast<std::uint8_t>(random.below(Template::parameters[i].count));
  }
  return result;
}

std::uint64_t networks() {
  gandse::Fingerprint digest;
  gandse::Random random{11};
  for (int i = 0; i < 12; ++i) {
    std::array<gandse::Layer, kLayers> layers;
    for (auto& one : layers) {
      one = layer(random);
    }
    layers[5] = layers[2];
    const std::array<gandse::Bitstream<Template>, 3> bitstreams{bitstream(random), bitstream(random),
                                                                bitstream(random)};
    const gandse::Objective objective{{std::uint64_t{1000} << random.below(16)},
                                      {std::uint64_t{10'000} << random.below(6)}};
    const auto decision = explorer.explore({layers.data(), kLayers, objective, bitstreams.data(), 3}, {48, 4, 1});
    digest.add(static_cast<std::uint64_t>(decision.reason)).add(decision.bitstream).add(decision.evaluations);
    digest.add(decision.cost.latency.value).add(decision.cost.energy.value).add(decision.excess_ppm);
    for (std::size_t one = 0; one < kLayers; ++one) {
      for (const std::uint8_t choice : explorer.configuration(one)) {
        digest.add(std::uint64_t{choice});
      }
    }
  }
  return digest.value();
}

std::uint64_t switches() {
  gandse::Fingerprint digest;
  gandse::Random random{12};
  const std::array<std::uint64_t, 4> load{900, 100, 4000, 700};
  gandse::SwitchingPolicy<4> policy{load.data(), load.size(), 0};
  for (int task = 0; task < 500; ++task) {
    std::array<std::uint64_t, 4> cost{};
    for (auto& one : cost) {
      one = random.below(300);
    }
    digest.add(std::uint64_t{policy.next(cost.data())});
  }
  return digest.value();
}

bool same(const char* what, std::uint64_t digest, std::uint64_t golden) {
  std::array<char, 18> text{};
  for (std::size_t digit = 0; digit < 16; ++digit) {
    text[digit] = "0123456789abcdef"[(digest >> (60U - 4U * digit)) & 15U];
  }
  text[16] = '\n';
  print(what);
  print(text.data());
  return digest == golden;
}

}  // namespace

extern "C" int run() {
  const bool networks_same = same("networks ", networks(), kNetworks);
  const bool switches_same = same("switches ", switches(), kSwitches);
  return networks_same && switches_same ? 0 : 1;
}
