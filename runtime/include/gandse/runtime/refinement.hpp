// Bounded local search from the best candidate: single moves to a local optimum, then pairs of moves, then kicks.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/selector.hpp"

namespace gandse {

/// Improves a candidate by bounded local search: single moves to a local optimum, then pairs of moves, then kicks.
template <class Template, class Criterion = ObjectiveAlone<Template>>
class Refinement {
 public:
  /// Refers to all three. The selector keeps the budget.
  Refinement(const Neighbourhood<Template>& neighbourhood, Selector<Template, Criterion>& selector, Random& random)
      : neighbourhood_(neighbourhood), selector_(selector), random_(random) {}

  /// Moves that `run` makes at most with so many evaluations left.
  static constexpr std::uint64_t most_moves(std::uint32_t left) {
    return std::uint64_t{left} * kMovesPerEvaluation + kKickMoves - 1U;
  }

  /// Improves `best` until the budget or the moves are spent, or until kIdleKicks restarts in a row found nothing new.
  void run(Candidate<Template>& best) {
    most_moves_ = selector_.left() * kMovesPerEvaluation;
    moves_ = 0;
    climb(best);
    for (std::uint32_t idle = 0; idle < kIdleKicks && more(); ++idle) {
      Candidate<Template> incumbent;  // accepts the first thing it is offered
      if (selector_.improve(kick(best.configuration), incumbent)) {
        idle = 0;
        climb(incumbent);
        if (incumbent.better_than(best)) {
          best = incumbent;
        }
      }
    }
  }

  /// Moves made by the last `run`.
  [[nodiscard]] std::uint32_t moves() const { return moves_; }

 private:
  static constexpr std::size_t kSingles = Neighbourhood<Template>::kMoves;
  static constexpr std::uint32_t kMovesPerEvaluation = 8;
  static constexpr std::uint32_t kKickMoves = 3;
  static constexpr std::uint32_t kIdleKicks = 64;

  [[nodiscard]] bool more() const { return selector_.left() != 0 && moves_ < most_moves_; }

  void climb(Candidate<Template>& incumbent) {
    for (bool moved = true; moved && more();) {
      singles(incumbent);
      moved = pairs(incumbent);
    }
  }

  // Goes round the single moves until a whole round brings nothing.
  void singles(Candidate<Template>& incumbent) {
    for (std::size_t move = 0, failed = 0; failed < kSingles && more();) {
      if (attempt(moved(incumbent.configuration, move), incumbent)) {
        failed = 0;
      } else {
        ++failed;
        move = (move + 1) % kSingles;
      }
    }
  }

  // First improving pair of moves of two parameters.
  bool pairs(Candidate<Template>& incumbent) {
    for (std::size_t first = 0; first < kSingles && more(); ++first) {
      const auto half_way = moved(incumbent.configuration, first);
      if (half_way == incumbent.configuration) {
        continue;
      }
      for (std::size_t second = (first / 2 + 1) * 2; second < kSingles; ++second) {
        if (!more()) {
          return false;
        }
        if (attempt(moved(half_way, second), incumbent)) {
          return true;
        }
      }
    }
    return false;
  }

  bool attempt(const typename Template::Configuration& configuration, Candidate<Template>& incumbent) {
    return configuration != incumbent.configuration && selector_.improve(configuration, incumbent);
  }

  typename Template::Configuration moved(const typename Template::Configuration& from, std::size_t move) {
    ++moves_;
    return neighbourhood_.moved(from, move);
  }

  typename Template::Configuration kick(typename Template::Configuration from) {
    for (std::uint32_t i = 0; i < kKickMoves; ++i) {
      from = moved(from, random_.below(kSingles));
    }
    return from;
  }

  const Neighbourhood<Template>& neighbourhood_;
  Selector<Template, Criterion>& selector_;
  Random& random_;
  std::uint32_t moves_ = 0;  ///< 1 000 000 evaluations at most: 32 bits do
  std::uint32_t most_moves_ = 0;
};

}  // namespace gandse
