// The tasks of the golden vectors, which are the first kGoldenTasks, and of the instruction counts: random, the same on
// every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/random.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse::test {

inline constexpr std::size_t kGoldenTasks = 1000;  ///< per template

/// Any layer that the template accepts: sizes of random width, up to what is usual.
template <class Template>
typename Template::Layer golden_layer(Random& random) {
  for (;;) {
    typename Template::Layer layer{};
    for (const auto& field : Template::layer_fields) {
      const std::uint32_t most = field.typical - field.min;
      const std::uint32_t value = most == 0 ? 0U : (random.next() & 0xFFFFU) >> random.below(16);
      layer.*field.member = field.min + (value < most ? value : most);
    }
    if (Template::check(layer) == Reason::none) {
      return layer;
    }
  }
}

/// Task `index`, from `random`, which is seeded with that. Every fourth task has random pins.
template <class Template>
Task<Template> golden_task(Random& random, std::uint32_t index) {
  Task<Template> task;
  task.layer = golden_layer<Template>(random);
  for (std::size_t i = 0; i < Template::kParameters && index % 4U == 3U; ++i) {
    task.pins.choice[i] = random.below(4) == 0 ? static_cast<std::uint8_t>(random.below(Template::parameters[i].count))
                                               : Template::Pins::kFree;
  }
  const std::uint64_t latency = 1U + (random.next() >> random.below(28));
  const std::uint64_t power = 1U + (random.next() >> random.below(20));
  task.objective = {{latency}, {power}};
  return task;
}

}  // namespace gandse::test
