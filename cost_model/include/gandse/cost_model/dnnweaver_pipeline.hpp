// How long DNNWeaver2 takes for a nest of tiles: the longest chain of loads, computations and stores.
//
// The machine. Every tile is computed on one tile each of inputs (ibuf), weights (wbuf) and partial sums (obuf). Each
// buffer has a port of its own and two tags: while the array works on one tile of a buffer, the next is loaded. The
// load of version v of a buffer waits for its port and for the tag of version v - 2; a version stays as long as its
// address does. The computation of a tile waits for the tile before and for its three loads. When a version of obuf is
// done, it is stored, which frees its tag; stores follow each other. (tests/cost_model/dnnweaver_machine.hpp plays it.)
//
// Which buffers a step reloads depends only on the innermost loop that has more than one iteration. A *round* is one
// pass of it: the buffer that does not depend on it is kept and loaded once per round, the other two are streamed.
//
//     innermost     kept     streamed     name of the dataflow
//     inputs        obuf     ibuf, wbuf   output stationary
//     pixels        wbuf     ibuf, obuf   weight stationary
//     outputs       ibuf     wbuf, obuf   input stationary
//
// The end of the last store is the longest of all chains of events that wait for each other. The chains below are those
// that repeat one resource, or one cycle of resources, throughout; each is real, so the sum is never too long, and it
// is exact on 98 % of random nests and within 0.5 % on 99 % (tests/cost_model/dnnweaver_test.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

/// Durations in cycles of what happens to one tile.
struct TileTimes {
  std::uint64_t compute = 0;        ///< the array works on it
  std::uint64_t load_inputs = 0;    ///< a tile of inputs into IBUF
  std::uint64_t load_weights = 0;   ///< a tile of weights into WBUF
  std::uint64_t load_sums = 0;      ///< a tile of partial sums into OBUF
  std::uint64_t drain = 0;          ///< from the end of the computation to the start of the store
  std::uint64_t store_sums = 0;     ///< sums that are not complete yet
  std::uint64_t store_outputs = 0;  ///< complete ones, on their way through pooling and post-processing
};

/// The innermost loop over tiles that has more than one iteration: it decides which buffer keeps its tile.
enum class InnermostLoop : std::uint8_t {
  inputs,  ///< sums are kept: output stationary
  pixels,  ///< weights are kept: weight stationary
  outputs  ///< inputs are kept: input stationary
};

/// How many tiles each loop has, at least 1. If inputs are not the innermost loop they are the outermost.
struct TileNest {
  std::uint64_t inputs = 1;                         ///< of groups of input channels
  std::uint64_t pixels = 1;                         ///< of images, rows and columns
  std::uint64_t outputs = 1;                        ///< of groups of output channels
  InnermostLoop innermost = InnermostLoop::inputs;  ///< which of them runs innermost

  /// Tiles that the array computes.
  [[nodiscard]] constexpr std::uint64_t steps() const { return inputs * pixels * outputs; }
  /// Steps of one pass of the innermost loop.
  [[nodiscard]] constexpr std::uint64_t steps_of_round() const {
    return innermost == InnermostLoop::inputs ? inputs : innermost == InnermostLoop::pixels ? pixels : outputs;
  }
  /// Passes of the innermost loop: the kept buffer is loaded once in each.
  [[nodiscard]] constexpr std::uint64_t rounds() const {
    return innermost == InnermostLoop::inputs   ? pixels * outputs
           : innermost == InnermostLoop::pixels ? inputs * outputs
                                                : inputs * pixels;
  }
  /// Loads of a tile of inputs.
  [[nodiscard]] constexpr std::uint64_t input_loads() const {
    return innermost == InnermostLoop::outputs ? rounds() : steps();
  }
  /// Loads of a tile of weights.
  [[nodiscard]] constexpr std::uint64_t weight_loads() const {
    return innermost == InnermostLoop::pixels ? rounds() : steps();
  }
  /// Versions of the partial sums: each is loaded and stored once.
  [[nodiscard]] constexpr std::uint64_t sum_loads() const {
    return innermost == InnermostLoop::inputs ? rounds() : steps();
  }
  /// How many of the versions are incomplete when they are stored: they come first.
  [[nodiscard]] constexpr std::uint64_t spills() const {
    return innermost == InnermostLoop::inputs ? 0 : pixels * outputs * (inputs - 1U);
  }
};

/// Adds up how long a nest of tiles takes. The head of this file has the machine and the method.
class TilePipeline {
 public:
  /// Refers to both arguments, which must outlive it.
  constexpr TilePipeline(const TileNest& nest, const TileTimes& times)
      : nest_(nest),
        t_(times),
        steps_(nest.steps()),
        rounds_(nest.rounds()),
        fill_(greater(t_.load_inputs, greater(t_.load_weights, t_.load_sums))),
        tail_(t_.drain + t_.store_outputs) {}

  /// Cycles from the first load to the end of the last store.
  [[nodiscard]] constexpr std::uint64_t cycles() {
    const std::uint64_t spills = nest_.spills();
    const std::uint64_t first_release = t_.drain + (spills != 0 ? t_.store_sums : t_.store_outputs);
    const std::array<Stream, 2> first_streams = streamed(first_release);
    const bool sums_kept = nest_.innermost == InnermostLoop::inputs;
    // From the moment a version of the sums is there to the end of its last computation.
    const std::uint64_t serve = sums_kept ? round_cycles(first_streams) : t_.compute;

    // Ports that never wait.
    for (const Stream& s : first_streams) {
      chain(steps_ * s.load + t_.compute + tail_);
    }
    const std::uint64_t last_round = round_cycles(streamed(tail_));
    const Stream kept = kept_buffer(first_release);
    chain(rounds_ * kept.load + last_round + tail_);
    if (rounds_ > 2) {  // or once, for the first tag to be freed
      chain(fill_ + round_cycles(first_streams) + kept.release + (rounds_ - 2U) * kept.load + last_round + tail_);
    }
    follow({fill_ + t_.compute, fill_ + serve, serve, nest_.sum_loads(), spills});
    if (spills != 0) {  // what holds up the sums that are not complete may not be what holds up the others
      const std::uint64_t done = first_complete(spills, first_streams, kept.load);
      follow({done, done, serve, nest_.pixels * nest_.outputs, 0});
    }
    return longest_;
  }

 private:
  struct Stream {
    std::uint64_t load;
    std::uint64_t release;  ///< from the end of the last computation on a tile until its tag is free
  };

  /// The machine when the computations of one version of the sums are done.
  struct Moment {
    std::uint64_t first_step;  ///< end of the version's first computation
    std::uint64_t version;     ///< end of its last one
    std::uint64_t serve;       ///< computations of one version
    std::uint64_t versions;    ///< this one and those to come
    std::uint64_t spills;      ///< of them
  };

  static constexpr std::uint64_t greater(std::uint64_t a, std::uint64_t b) { return a < b ? b : a; }

  constexpr void chain(std::uint64_t length) { longest_ = greater(longest_, length); }

  /// Chains from such a moment to the end, each along one resource.
  constexpr void follow(const Moment& now) {
    const std::uint64_t steps = now.versions * (steps_ / nest_.sum_loads());
    // The array never waits.
    chain(now.version + (steps - steps / now.versions) * t_.compute + tail_);
    // A streamed buffer's port never waits, once the tag of its first tile is free.
    if (steps > 2) {
      for (const Stream& s : streamed(t_.drain + (now.spills != 0 ? t_.store_sums : t_.store_outputs))) {
        chain(now.first_step + s.release + (steps - 2U) * s.load + t_.compute + tail_);
      }
    }
    // The store stage never waits.
    chain(now.version + t_.drain + now.spills * t_.store_sums + (now.versions - now.spills) * t_.store_outputs);
    // Load, computation, store, which frees the tag for the next version but one: even versions, and odd ones.
    const std::uint64_t again = t_.load_sums + now.serve + t_.drain;
    const std::uint64_t repeated = (now.versions - 1U) / 2U * again;
    const std::uint64_t even = now.version + t_.drain + stores(now, 0) + repeated;
    if (now.versions % 2U != 0) {
      chain(even);
    } else {
      chain(even + t_.store_outputs);
      chain(greater(now.version, 2U * t_.load_sums) + now.serve + t_.drain + stores(now, 1) + repeated);
    }
  }

  /// End of the computation of the first complete version: the same chains up to there.
  [[nodiscard]] constexpr std::uint64_t first_complete(std::uint64_t spills, const std::array<Stream, 2>& streams,
                                                       std::uint64_t kept_load) const {
    const std::uint64_t computed = fill_ + t_.compute;
    std::uint64_t end =
        greater(fill_ + (spills + 1U) * t_.compute, kept_load * (spills / nest_.steps_of_round() + 1U) + t_.compute);
    for (const Stream& s : streams) {
      end = greater(end, (spills + 1U) * s.load + t_.compute);
      if (spills > 1) {
        end = greater(end, computed + s.release + (spills - 1U) * s.load + t_.compute);
      }
    }
    const std::uint64_t alternate = spills / 2U * (t_.load_sums + t_.compute + t_.drain + t_.store_sums);
    return greater(end, alternate + (spills % 2U == 0 ? computed : greater(computed, 2U * t_.load_sums) + t_.compute));
  }

  [[nodiscard]] constexpr std::array<Stream, 2> streamed(std::uint64_t sums_release) const {
    const Stream inputs{t_.load_inputs, 0};
    const Stream weights{t_.load_weights, 0};
    const Stream sums{t_.load_sums, sums_release};
    switch (nest_.innermost) {
      case InnermostLoop::inputs:
        return {inputs, weights};
      case InnermostLoop::pixels:
        return {inputs, sums};
      case InnermostLoop::outputs:
      default:
        return {weights, sums};
    }
  }

  [[nodiscard]] constexpr Stream kept_buffer(std::uint64_t sums_release) const {
    switch (nest_.innermost) {
      case InnermostLoop::inputs:
        return {t_.load_sums, sums_release};
      case InnermostLoop::pixels:
        return {t_.load_weights, 0};
      case InnermostLoop::outputs:
      default:
        return {t_.load_inputs, 0};
    }
  }

  /// From the moment the kept tile of a round is there to the end of the round's last computation: two streamed tiles
  /// may be there already, the others may have to be waited for.
  [[nodiscard]] constexpr std::uint64_t round_cycles(const std::array<Stream, 2>& streams) const {
    const std::uint64_t steps = nest_.steps_of_round();
    std::uint64_t result = steps * t_.compute;
    for (const Stream& s : streams) {
      if (steps > 2) {
        result = greater(result, 2U * t_.compute + s.release + (steps - 2U) * s.load);
      }
    }
    return result;
  }

  /// Stores of the versions first, first + 2, ... counted from this moment.
  [[nodiscard]] constexpr std::uint64_t stores(const Moment& now, std::uint64_t first) const {
    const auto half = [first](std::uint64_t below) { return below > first ? (below - first + 1U) / 2U : 0U; };
    const std::uint64_t spilled = half(now.spills);
    return spilled * t_.store_sums + (half(now.versions) - spilled) * t_.store_outputs;
  }

  const TileNest& nest_;
  const TileTimes& t_;
  std::uint64_t steps_;
  std::uint64_t rounds_;
  std::uint64_t fill_;  ///< the first loads
  std::uint64_t tail_;  ///< from the last computation to the end
  std::uint64_t longest_ = 0;
};

}  // namespace gandse
