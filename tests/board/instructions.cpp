// Work whose instructions are counted (toolchains/boards/count_instructions.cpp): one region of the count per part of a
// decision and template, over the first golden tasks. Prints how many MACs the dense layers have.
#include <cstdint>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "golden_task.hpp"
#include "program.h"

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): the count knows a mark by its name
#define REGION(name) \
  extern "C" [[gnu::noinline]] void region_##name() { __asm__ volatile("nop" ::: "memory"); }
REGION(rest)
REGION(im2col_dense)
REGION(im2col_inference)
REGION(im2col_evaluation)
REGION(im2col_decision)
REGION(im2col_board_decision)
REGION(dnnweaver_dense)
REGION(dnnweaver_inference)
REGION(dnnweaver_evaluation)
REGION(dnnweaver_decision)
REGION(dnnweaver_board_decision)

namespace {

constexpr std::uint32_t kTasks = 48;

struct Marks {
  void (*dense)();
  void (*inference)();
  void (*evaluation)();
  void (*decision)();
  void (*board_decision)();
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

template <class Weights>
void work(const Weights& weights, const Marks& region) {
  using Template = typename Weights::Template;
  constexpr gandse::Options kOneProposal{1, 1, 1};
  const gandse::Explorer<Weights> explorer{weights};
  std::array<std::int32_t, Weights::Heads::kCount * Weights::kHeadWidth> sums{};
  std::uint64_t macs = 0;
  for (std::uint32_t index = 0; index < kTasks; ++index) {
    gandse::Random random{index};
    const auto [layer, objective, pins] = gandse::test::golden_task<Template>(random, index);
    const auto proposal = explorer.explore(layer, objective, pins, kOneProposal);
    if (!proposal.legal()) {
      continue;  // its pins cannot be met
    }
    const auto features = gandse::Encoder<Template>::encode(layer, objective, pins, random);
    if (macs == 0) {
      region.dense();
      macs = dense_layers(weights, features.data(), sums.data());
      region_rest();
      sink = static_cast<std::uint64_t>(sums[0]);
    }

    region.inference();
    const gandse::Inference<Weights> inference{weights, features};
    region_rest();
    sink = static_cast<std::uint64_t>(inference.logits(0, proposal.configuration)[0]);

    region.evaluation();
    const auto evaluation = Template::evaluate(layer, proposal.configuration);
    region_rest();
    sink = evaluation.cost.energy.value;

    region.decision();
    const auto decision = explorer.explore(layer, objective, pins);
    region_rest();
    sink = decision.cost.energy.value;

    region.board_decision();
    const auto board_decision = explorer.explore(layer, objective, pins, gandse::kBoardOptions);
    region_rest();
    sink = board_decision.cost.energy.value;
  }
  print(Template::kName);
  print(".macs ");
  print_number(macs);
  print("\n");
}

}  // namespace

extern "C" int run() {
  region_rest();
  work(gandse::generated::im2col_96k, {region_im2col_dense, region_im2col_inference, region_im2col_evaluation,
                                       region_im2col_decision, region_im2col_board_decision});
  work(gandse::generated::dnnweaver_80k,
       {region_dnnweaver_dense, region_dnnweaver_inference, region_dnnweaver_evaluation, region_dnnweaver_decision,
        region_dnnweaver_board_decision});
  return 0;
}
