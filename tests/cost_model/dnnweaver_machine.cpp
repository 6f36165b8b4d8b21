#include "dnnweaver_machine.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace gandse::test {

namespace {

/// Tile index per loop, in the order of Loop.
using Address = std::array<std::uint64_t, 5>;

/// What of `step` a buffer sees.
Address seen(const Address& step, std::initializer_list<Loop> loops) {
  Address address{};
  for (const Loop loop : loops) {
    address[static_cast<std::size_t>(loop)] = step[static_cast<std::size_t>(loop)];
  }
  return address;
}

struct Buffer {
  std::uint64_t load_time;
  std::optional<Address> holds{};
  std::uint64_t loads = 0;
  std::uint64_t port_free = 0;
  std::array<std::uint64_t, 2> tag_free{};
  std::uint64_t ready = 0;

  void want(const Address& address) {
    if (holds == address) {
      return;
    }
    holds = address;
    const std::uint64_t start = std::max(port_free, tag_free[loads % 2]);
    ready = port_free = start + load_time;
    ++loads;
  }
  void release(std::uint64_t time) { tag_free[(loads - 1) % 2] = time; }
};

}  // namespace

Played play(const std::array<LoopCount, 5>& loops, const TileTimes& times) {
  Buffer inputs{times.load_inputs};
  Buffer weights{times.load_weights};
  Buffer sums{times.load_sums};
  Buffer biases{0};
  Played played;
  std::uint64_t array_free = 0;
  std::uint64_t store_free = 0;
  std::map<Address, std::uint64_t> visits;  // of an output tile: complete after one per tile of inputs
  std::uint64_t input_tiles = 1;
  std::uint64_t steps = 1;
  for (const LoopCount& l : loops) {
    input_tiles = l.loop == Loop::inputs ? l.count : input_tiles;
    steps *= l.count;
  }
  const auto at = [&](std::uint64_t step) {
    Address address{};
    for (const LoopCount& l : loops) {
      address[static_cast<std::size_t>(l.loop)] = step % l.count;
      step /= l.count;
    }
    return address;
  };
  const auto output = [](const Address& a) {
    return seen(a, {Loop::images, Loop::rows, Loop::columns, Loop::outputs});
  };
  for (std::uint64_t step = 0; step < steps; ++step) {
    const Address here = at(step);
    inputs.want(seen(here, {Loop::images, Loop::rows, Loop::columns, Loop::inputs}));
    weights.want(seen(here, {Loop::inputs, Loop::outputs}));
    sums.want(output(here));
    biases.want(seen(here, {Loop::outputs}));
    array_free = std::max({array_free, inputs.ready, weights.ready, sums.ready}) + times.compute;
    inputs.release(array_free);
    weights.release(array_free);
    const bool complete = ++visits[output(here)] == input_tiles;
    if (step + 1 == steps || output(at(step + 1)) != output(here)) {
      store_free = std::max(store_free, array_free + times.drain) + (complete ? times.store_outputs : times.store_sums);
      sums.release(store_free);
      ++(complete ? played.outputs : played.spills);
    }
  }
  played.cycles = store_free;
  played.input_loads = inputs.loads;
  played.weight_loads = weights.loads;
  played.bias_loads = biases.loads;
  played.sum_loads = sums.loads;
  return played;
}

}  // namespace gandse::test
