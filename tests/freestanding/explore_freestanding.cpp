// Firmware in small: explores without any library, and checks what a decision says of itself. Exit code 0: all true.
#include "decide_im2col.hpp"

namespace {

using gandse::Im2col;
using Decision = gandse::Decision<Im2col<>>;

constexpr gandse::Layer kLayer{64, 64, 56, 56, 3, 3, 1, 1};
constexpr gandse::Objective kGenerous{{1U << 30U}, {10'000'000}};
constexpr gandse::Objective kImpossible{{1}, {1}};

Decision decide(const gandse::Objective& objective, const Im2col<>::Pins& pins = {},
                const gandse::Options& options = {}) {
  Decision decision;
  decide_im2col(kLayer, objective, pins, options, decision);
  return decision;
}

// A decision never claims what the cost model does not give.
bool consistent(const Decision& decision, const gandse::Objective& objective, std::uint32_t budget) {
  const gandse::Evaluation again = Im2col<>::evaluate(kLayer, decision.configuration);
  return decision.legal() && again.legal() && again.cost.latency == decision.cost.latency &&
         again.cost.energy == decision.cost.energy &&
         decision.satisfied == gandse::satisfies(again.cost, objective, Im2col<>::Technology::kClockMhz) &&
         decision.satisfied == (decision.binding == gandse::Binding::none) && decision.evaluations >= 1 &&
         decision.evaluations <= budget;
}

}  // namespace

/// Called by the board's start-up code; the result is the number of the first check that failed.
extern "C" int run() {
  const gandse::Options options;
  const Decision easy = decide(kGenerous);
  if (!easy.satisfied || !consistent(easy, kGenerous, options.budget)) {
    return 1;
  }
  const Decision hard = decide(kImpossible);
  if (hard.satisfied || !consistent(hard, kImpossible, options.budget)) {
    return 2;
  }
  Im2col<>::Pins pins;
  pins.choice[Im2col<>::PEN] = 5;
  const Decision pinned = decide(kGenerous, pins);
  if (pinned.configuration[Im2col<>::PEN] != 5 || !consistent(pinned, kGenerous, options.budget)) {
    return 3;
  }
  const Decision first = decide(kGenerous, {}, {1, 1, 1});
  if (first.evaluations != 1 || !consistent(first, kGenerous, 1)) {
    return 4;
  }
  pins.choice[Im2col<>::PEN] = 99;
  return decide(kGenerous, pins).reason == gandse::Reason::choice_out_of_range ? 0 : 5;
}
