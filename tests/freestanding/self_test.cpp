// Firmware in small: explores both templates without any library, and checks what a decision says of itself. Exit code
// 0: all true.
#include "decide_dnnweaver.hpp"
#include "decide_im2col.hpp"
#include "program.h"

namespace {

constexpr gandse::Objective kGenerous{{1U << 30U}, {10'000'000}};
constexpr gandse::Objective kImpossible{{1}, {1}};

template <class Template>
using Decide = void (*)(const gandse::Task<Template>&, const gandse::Options&, gandse::Decision<Template>&);

template <class Template>
struct Firmware {
  using Decision = gandse::Decision<Template>;
  using Pins = typename Template::Pins;

  typename Template::Layer layer;
  Decide<Template> decide_template;

  Decision decide(const gandse::Objective& objective, const Pins& pins = {},
                  const gandse::Options& options = {}) const {
    Decision decision;
    decide_template({layer, objective, pins}, options, decision);
    return decision;
  }

  // A decision never claims what the cost model does not give.
  bool consistent(const Decision& decision, const gandse::Objective& objective, std::uint32_t budget) const {
    const gandse::Evaluation again = Template::evaluate(layer, decision.configuration);
    return decision.legal() && again.legal() && again.cost.latency == decision.cost.latency &&
           again.cost.energy == decision.cost.energy &&
           decision.satisfied == gandse::satisfies(again.cost, objective, Template::Technology::kClockMhz) &&
           decision.satisfied == (decision.binding == gandse::Binding::none) && decision.evaluations >= 1 &&
           decision.evaluations <= budget;
  }

  // The number of the first check that failed.
  int run() const {
    const gandse::Options options;
    const Decision easy = decide(kGenerous);
    if (!easy.satisfied || !consistent(easy, kGenerous, options.budget)) {
      return 1;
    }
    const Decision hard = decide(kImpossible);
    if (hard.satisfied || !consistent(hard, kImpossible, options.budget)) {
      return 2;
    }
    Pins pins;
    pins.choice[0] = 3;
    const Decision pinned = decide(kGenerous, pins);
    if (pinned.configuration[0] != 3 || !consistent(pinned, kGenerous, options.budget)) {
      return 3;
    }
    const Decision first = decide(kGenerous, {}, {1, 1, 1});
    if (first.evaluations != 1 || !consistent(first, kGenerous, 1)) {
      return 4;
    }
    pins.choice[0] = 99;
    return decide(kGenerous, pins).reason == gandse::Reason::choice_out_of_range ? 0 : 5;
  }
};

}  // namespace

extern "C" int run() {
  const int im2col = Firmware<gandse::Im2col<>>{{64, 64, 56, 56, 3, 3, 1, 1}, decide_im2col}.run();
  const int dnnweaver = Firmware<gandse::Dnnweaver<>>{{{64, 64, 56, 56, 3, 3, 1, 1}, 1, 2, 1}, decide_dnnweaver}.run();
  return im2col != 0 ? im2col : dnnweaver != 0 ? 10 + dnnweaver : 0;
}
