// How long DNNWeaver2 takes for a nest of tiles: the longest chain of loads, computations and stores.
//
// The machine. Every tile is computed on one tile each of inputs (ibuf), weights (wbuf) and partial sums (obuf). Each
// buffer has a port of its own and two tags: while the array works on one tile of a buffer, the next is loaded. All
// buffers share the request for a step's tiles: none is loaded before *every* buffer has a free tag, those that keep
// their tile included (dnnweaver2_controller.v:570,590; tag_sync.v:138). So
//  - the loads of step s wait for the computation of step s - 2;
//  - where obuf is streamed, they also wait for the store of step s - 2;
//  - where obuf is kept, those of a round's second step wait for the store of the round before.
// The computation of a tile waits for the tile before and for its loads. When a version of obuf is done, it is stored;
// stores follow each other. (tests/cost_model/dnnweaver_machine.hpp plays it.)
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
// that repeat one resource, or one cycle of resources, throughout; tests/cost_model/dnnweaver_test.cpp says how near
// their longest comes to the machine that is played.
#pragma once

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
  std::uint64_t store_sums = 0;     ///< sums that are not complete yet
  std::uint64_t store_outputs = 0;  ///< complete ones, on their way through pooling and post-processing
  std::uint64_t release = 0;        ///< from the end of the computation until its tags are free
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
      : nest_(nest), t_(times), n_(nest.steps_of_round()), rounds_(nest.rounds()) {}

  /// Cycles from the first load to the end of the last store.
  [[nodiscard]] constexpr std::uint64_t cycles() const {
    const std::uint64_t fill = greater(t_.load_inputs, greater(t_.load_weights, t_.load_sums));
    if (n_ * rounds_ == 1) {
      return fill + t_.compute + t_.store_outputs;
    }
    switch (nest_.innermost) {
      case InnermostLoop::inputs:
        return sums_kept(fill);
      case InnermostLoop::pixels:
        return sums_streamed(fill, t_.load_weights, t_.load_inputs, (nest_.inputs - 1U) * nest_.outputs);
      case InnermostLoop::outputs:
      default:
        return sums_streamed(fill, t_.load_inputs, t_.load_weights, (nest_.inputs - 1U) * nest_.pixels);
    }
  }

 private:
  static constexpr std::uint64_t greater(std::uint64_t a, std::uint64_t b) { return a < b ? b : a; }

  /// From the request of a first load to the end of the last of `steps` computations: the array never waits, or the
  /// port does not, or every load waits for the computation before the last.
  [[nodiscard]] constexpr std::uint64_t row(std::uint64_t steps, std::uint64_t load) const {
    if (steps == 0) {
      return 0;
    }
    const std::uint64_t pairs =
        (steps - 1U) / 2U * (load + t_.compute + t_.release) + load + t_.compute + (steps % 2U == 0 ? t_.compute : 0U);
    return greater(greater(load + steps * t_.compute, steps * load + t_.compute), pairs);
  }

  /// Output stationary: a round stores once, and all of the next but its first step waits for that.
  [[nodiscard]] constexpr std::uint64_t sums_kept(std::uint64_t fill) const {
    const std::uint64_t load = greater(t_.load_inputs, t_.load_weights);
    const std::uint64_t sums = t_.release + greater(t_.load_sums, load);
    std::uint64_t first = greater(fill + n_ * t_.compute, row(n_, load));
    std::uint64_t period = greater(row(n_ - 1U, load) + t_.store_outputs, n_ * greater(t_.compute, load));
    // The next sums are loaded after the last computation but one, and their first one holds up the third load.
    period = greater(period, sums + (n_ - 1U) * t_.compute);
    if (n_ > 2) {
      first = greater(first, fill + t_.compute + t_.release + row(n_ - 2U, load));
    }
    if (n_ > 3) {
      period = greater(period, sums + t_.compute + t_.release + row(n_ - 3U, load));
    }
    return first + t_.store_outputs + (rounds_ - 1U) * period;
  }

  /// Steps that store each, and of which each waits for the store of the last but one.
  struct Streamed {
    std::uint64_t compute, load, store;

    [[nodiscard]] constexpr std::uint64_t again() const { return load + compute + store; }
    /// From the end of the first step's loads to the end of the last of `steps` stores, by the longest of: array, store
    /// stage, every second step, port.
    [[nodiscard]] constexpr std::uint64_t serve(std::uint64_t steps) const {
      std::uint64_t result = greater(steps * compute + store, compute + steps * store);
      result = greater(result, compute + store + (steps - 1U) / 2U * again() + (steps % 2U == 0 ? compute : 0U));
      return steps > 2 ? greater(result, 2U * (compute + store) + (steps - 2U) * load) : result;
    }
  };

  /// Weight and input stationary. Sums that are spilled come first: what holds them up may not be what holds up the
  /// complete ones.
  [[nodiscard]] constexpr std::uint64_t sums_streamed(std::uint64_t fill, std::uint64_t kept, std::uint64_t streamed,
                                                      std::uint64_t spilled_rounds) const {
    const std::uint64_t load = greater(streamed, t_.load_sums);
    const std::uint64_t compute = t_.compute;
    const std::uint64_t store = t_.store_outputs;
    const std::uint64_t wait = greater(kept, load);
    const std::uint64_t extra = wait - load;
    const bool even_rounds = n_ % 2U == 0;  // then every round begins on an even step
    const std::uint64_t rounds = rounds_ - spilled_rounds;
    const std::uint64_t steps = rounds * n_;
    std::uint64_t now = fill;  // when the loads of the first complete step are there
    std::uint64_t longest = rounds_ * n_ * load + compute + store;
    if (spilled_rounds != 0) {
      const std::uint64_t spills = spilled_rounds * n_;
      const Streamed s{compute, load, t_.store_sums};
      now = greater(fill + spills * compute, spills * load + load);
      now = greater(now, fill + compute + (spills - 1U) * s.store + wait);
      now = greater(now, fill + spilled_rounds * (s.serve(n_ - 1U) + wait));
      if (spills > 1) {
        now = greater(now, fill + compute + s.store + (spills - 1U) * load);
      }
      const std::uint64_t pairs = spills / 2U * s.again();
      now = greater(now, spills % 2U == 0
                             ? fill + pairs + (even_rounds ? spilled_rounds : spilled_rounds / 2U) * extra
                             : greater(fill + compute, 2U * load) + pairs + (spilled_rounds + 1U) / 2U * extra);
    }
    const Streamed s{compute, load, store};
    longest = greater(longest, now + (rounds - 1U) * (wait + s.serve(n_ - 1U)) + s.serve(n_));
    longest = greater(longest, greater(now + steps * compute + store, now + compute + steps * store));
    if (steps > 2) {
      longest = greater(longest, now + 2U * (compute + store) + (steps - 2U) * load);
    }
    const std::uint64_t even = now + compute + store + (steps - 1U) / 2U * s.again() +
                               (even_rounds ? rounds - 1U : (rounds - 1U) / 2U) * extra;
    const std::uint64_t second =
        spilled_rounds != 0 ? now + 2U * compute : greater(now + 2U * compute, 2U * load + compute);
    const std::uint64_t odd = second + store + (steps / 2U - 1U) * s.again() + (even_rounds ? 0U : rounds / 2U) * extra;
    return greater(longest, steps % 2U == 0 ? greater(even + store, odd) : greater(even, odd + store));
  }

  const TileNest& nest_;
  const TileTimes& t_;
  std::uint64_t n_;       ///< steps of a round
  std::uint64_t rounds_;  ///< of the nest
};

}  // namespace gandse
