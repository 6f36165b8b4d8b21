// Small cases by plain enumeration, and tables of bitstreams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gandse/runtime/bitstream.hpp"
#include "random_tasks.hpp"

namespace gandse::test {

/// Arrays of all sizes, with SRAM for any layer.
inline std::vector<Bitstream<Template>> bitstreams(std::size_t count, Random& random) {
  std::vector<Bitstream<Template>> result(count);
  for (auto& bitstream : result) {
    bitstream.hardware[Template::PEN] = static_cast<std::uint8_t>(random.below(8));
    bitstream.hardware[Template::SDB] = static_cast<std::uint8_t>(random.below(8));
    bitstream.hardware[Template::DSB] = static_cast<std::uint8_t>(random.below(8));
    for (const auto sram : {Template::ISS, Template::WSS, Template::OSS}) {
      bitstream.hardware[sram] = static_cast<std::uint8_t>(3 + random.below(7));
    }
  }
  return result;
}

/// Of every schedule of a layer on a bitstream: the least energy for each latency that occurs.
inline std::vector<Cost> all_costs(const Layer& layer, const Pins& pins) {
  std::vector<Cost> costs;
  Configuration configuration = least_configuration(pins);
  const auto enumerate = [&](const auto& self, std::size_t step) -> void {
    if (step == Template::kParameters) {
      const Evaluation evaluation = Template::evaluate(layer, configuration);
      if (evaluation.legal()) {
        costs.push_back(evaluation.cost);
      }
      return;
    }
    const std::size_t parameter = Template::draw_order[step];
    const ChoiceMask mask = Template::allowed(layer, configuration, pins, parameter);
    for (unsigned c = 0; c < Template::parameters[parameter].count; ++c) {
      if (contains(mask, c)) {
        configuration[parameter] = static_cast<std::uint8_t>(c);
        self(self, step + 1);
      }
    }
    configuration[parameter] = least_configuration(pins)[parameter];
  };
  enumerate(enumerate, 0);
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) {
    return a.latency != b.latency ? a.latency < b.latency : a.energy < b.energy;
  });
  const auto same = [](const Cost& a, const Cost& b) { return a.latency == b.latency; };
  costs.erase(std::unique(costs.begin(), costs.end(), same), costs.end());
  return costs;
}

/// One of few schedules.
inline Layer small_layer(Random& random) {
  const std::uint32_t size = 7U << random.below(2);
  const std::uint32_t taps = 1 + 2 * random.below(2);
  return {8U << random.below(4), 8U << random.below(4), size, size, taps, taps, 1, 1};
}

}  // namespace gandse::test
