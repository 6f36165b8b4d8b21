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

/// A buffer with a port of its own and two tags.
struct Buffer {
  std::uint64_t load_time;
  std::optional<Address> holds{};
  std::uint64_t loads = 0;
  std::uint64_t port_free = 0;
  std::array<std::uint64_t, 2> tag_free{};
  std::uint64_t ready = 0;
  bool loading = false;

  /// When a tag is free, so that the tiles of a step may be asked for: that of the next load, or, where the tile stays,
  /// the one that it does not lie in.
  std::uint64_t want(const Address& address) {
    loading = holds != address;
    holds = address;
    return tag_free[loads % 2];
  }
  void load(std::uint64_t request) {
    if (loading) {
      ready = port_free = std::max(port_free, request) + load_time;
      ++loads;
    }
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
  std::uint64_t before_last = 0;  // end of the computation of the last step but one
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
  std::uint64_t request = 0;
  for (std::uint64_t step = 0; step < steps; ++step) {
    const Address here = at(step);
    // All buffers are asked for together, once each has a free tag.
    request = std::max({request, inputs.want(seen(here, {Loop::images, Loop::rows, Loop::columns, Loop::inputs})),
                        weights.want(seen(here, {Loop::inputs, Loop::outputs})), sums.want(output(here)),
                        biases.want(seen(here, {Loop::outputs})), before_last + (step > 1 ? times.release : 0)});
    for (Buffer* buffer : {&inputs, &weights, &sums, &biases}) {
      buffer->load(request);
    }
    before_last = array_free;
    array_free = std::max({array_free, inputs.ready, weights.ready, sums.ready}) + times.compute;
    for (Buffer* buffer : {&inputs, &weights, &biases}) {
      buffer->release(array_free + times.release);
    }
    const bool complete = ++visits[output(here)] == input_tiles;
    if (step + 1 == steps || output(at(step + 1)) != output(here)) {
      store_free = std::max(store_free, array_free) + (complete ? times.store_outputs : times.store_sums);
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
