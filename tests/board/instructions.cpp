// Work whose instructions are counted (toolchains/boards/count_instructions.cpp): one region of the count per part of a
// decision and template, over the first GANDSE_TASKS tasks. The golden ones give the lengths of the parts; the further
// ones, in regions of their own, show whether those hold. Prints, per template, how many MACs the dense layers have,
// and the most proposals, evaluations and moves of a decision with the board's options.
#include <cstdint>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "golden_task.hpp"
#include "program.h"

// NOLINTBEGIN(cppcoreguidelines-macro-usage): the count knows a mark by its name
#define REGION(name) \
  extern "C" [[gnu::noinline]] void region_##name() { __asm__ volatile("nop" ::: "memory"); }
#define REGIONS_OF_PARTS(prefix) \
  REGION(prefix##_first)         \
  REGION(prefix##_inference)     \
  REGION(prefix##_proposal)      \
  REGION(prefix##_evaluation)    \
  REGION(prefix##_judgement)     \
  REGION(prefix##_move)
#define REGIONS(name)           \
  REGION(name##_dense)          \
  REGION(name##_decision)       \
  REGION(name##_board_decision) \
  REGIONS_OF_PARTS(name)        \
  REGIONS_OF_PARTS(name##_further)
#define PARTS(prefix)                                                                                               \
  {                                                                                                                 \
    region_##prefix##_first, region_##prefix##_inference, region_##prefix##_proposal, region_##prefix##_evaluation, \
        region_##prefix##_judgement, region_##prefix##_move                                                         \
  }
#define MARKS(name)                                                                               \
  {                                                                                               \
    region_##name##_dense, region_##name##_decision, region_##name##_board_decision, PARTS(name), \
        PARTS(name##_further)                                                                     \
  }
// NOLINTEND(cppcoreguidelines-macro-usage)
REGION(rest)
REGIONS(im2col)
REGIONS(dnnweaver)

namespace {

using gandse::test::kGoldenTasks;
// Every further task is decided; of so many one is taken apart, too, for the time that it takes.
constexpr std::uint32_t kTakenApart = 10;

struct Parts {
  void (*first)();
  void (*inference)();
  void (*proposal)();
  void (*evaluation)();
  void (*judgement)();
  void (*move)();
};

struct Marks {
  void (*dense)();
  void (*decision)();
  void (*board_decision)();
  Parts golden;
  Parts further;
};

// So that the compiler cannot leave out what is measured.
volatile std::uint64_t sink;

void print_number(std::uint64_t number) {
  std::array<char, 21> text{};
  std::size_t at = text.size() - 1;
  do {
    text[--at] = static_cast<char>('0' + number % 10U);
    number /= 10U;
  } while (number != 0);
  print(text.data() + at);
}

// The four kinds of dense layers that one inference and its first draw consist of, without what lies between them.
template <class Weights>
std::uint64_t dense_layers(const Weights& weights, const std::int8_t* input, std::int32_t* sums) {
  constexpr std::size_t kWidth = Weights::kTrunkWidth;
  constexpr std::size_t kHeads = Weights::Heads::kCount;
  gandse::dense(weights.input_weight.data(), weights.trunk_bias.data(), input, Weights::kInputs, kWidth, sums);
  for (std::size_t layer = 0; layer + 1 < Weights::kTrunkLayers; ++layer) {
    gandse::dense(weights.trunk_weight.data() + layer * kWidth * kWidth,
                  weights.trunk_bias.data() + (layer + 1) * kWidth, input, kWidth, kWidth, sums);
  }
  gandse::dense(weights.head_weight.data(), weights.head_bias.data(), input, kWidth, kHeads * Weights::kHeadWidth,
                sums);
  for (std::size_t head = 0; head < kHeads; ++head) {
    const std::size_t first = Weights::Heads::choice_offset[head];
    gandse::dense(weights.logit_weight.data() + first * Weights::kHeadWidth, weights.logit_bias.data() + first, input,
                  Weights::kHeadWidth, Weights::Heads::choice_offset[head + 1] - first, sums);
  }
  return weights.input_weight.size() + weights.trunk_weight.size() + weights.head_weight.size() +
         weights.logit_weight.size();
}

// Proposals, as many as a decision with the board's options has; of each its evaluation, by the cost model alone and by
// the selector; and two moves from it, of one parameter after the other, to what was seen, so that no evaluation
// follows.
template <class Weights, class Template = typename Weights::Template>
void take_apart(const gandse::Inference<Weights>& inference, const gandse::Task<Template>& task, gandse::Random& random,
                const Parts& region) {
  const auto& [layer, objective, pins] = task;
  typename Template::Configuration least{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    least[i] = pins.is_pinned(i) ? pins.choice[i] : std::uint8_t{0};
  }
  gandse::Sampler<gandse::Inference<Weights>> sampler{inference, layer, pins, least,
                                                      gandse::kBoardOptions.candidates - 1};
  const gandse::Neighbourhood<Template> neighbourhood{layer, pins};
  std::size_t parameter = 0;
  region.proposal();
  typename Template::Configuration configuration = sampler.greedy();
  region_rest();
  do {
    region.evaluation();
    const auto evaluation = Template::evaluate(layer, configuration);
    region_rest();
    sink = evaluation.cost.energy.value;
    gandse::Selector<Template> selector{layer, objective, 2};
    gandse::Candidate<Template> best;
    region.judgement();
    selector.improve(configuration, best);
    region_rest();
    for (const bool up : {false, true}) {
      region.move();
      const std::uint8_t choice = neighbourhood.next_choice(configuration, parameter, up);
      const auto neighbour = neighbourhood.with(configuration, parameter, choice);
      selector.improve(configuration, best);  // seen: only looked up
      region_rest();
      sink = neighbour[0];
    }
    parameter = (parameter + 1) % Template::kParameters;
    region.proposal();
  } while (sampler.next(random, configuration));
  region_rest();
}

template <class Weights>
void work(const Weights& weights, const Marks& region) {
  using Template = typename Weights::Template;
  constexpr gandse::Options kOneProposal{1, 1, 1};
  const gandse::Explorer<Weights> explorer{weights};
  std::array<std::int32_t, Weights::Heads::kCount * Weights::kHeadWidth> sums{};
  std::uint64_t macs = 0;
  for (std::uint32_t index = 0; index < GANDSE_TASKS; ++index) {
    gandse::Random random{index};
    const auto [layer, objective, pins] = gandse::test::golden_task<Template>(random, index);
    const bool golden = index < kGoldenTasks;
    region.board_decision();
    const auto board_decision = explorer.explore({layer, objective, pins}, gandse::kBoardOptions);
    region_rest();
    sink = board_decision.cost.energy.value;
    if (!board_decision.legal() || !(golden || index % kTakenApart == 0)) {
      continue;  // illegal: its pins cannot be met
    }

    const Parts& parts = golden ? region.golden : region.further;
    parts.first();
    const auto first = explorer.explore({layer, objective, pins}, kOneProposal);
    region_rest();
    sink = first.cost.energy.value;
    parts.inference();
    const gandse::Inference<Weights> inference{weights,
                                               gandse::Encoder<Template>::encode(layer, objective, pins, random)};
    region_rest();
    take_apart(inference, {layer, objective, pins}, random, parts);

    if (golden) {
      region.decision();
      const auto decision = explorer.explore({layer, objective, pins});
      region_rest();
      sink = decision.cost.energy.value;
    }
    if (macs == 0) {
      const auto features = gandse::Encoder<Template>::encode(layer, objective, pins, random);
      region.dense();
      macs = dense_layers(weights, features.data(), sums.data());
      region_rest();
      sink = static_cast<std::uint64_t>(sums[0]);
    }
  }
  constexpr gandse::Work kMost = gandse::Explorer<Weights>::most_work(gandse::kBoardOptions);
  print(Template::kName);
  for (const std::uint64_t number : {macs, kMost.proposals, kMost.evaluations, kMost.moves}) {
    print(" ");
    print_number(number);
  }
  print("\n");
}

}  // namespace

extern "C" int run() {
  region_rest();
  work(gandse::generated::im2col_96k, MARKS(im2col));
  work(gandse::generated::dnnweaver_80k, MARKS(dnnweaver));
  return 0;
}
