// Draws configurations from the generator's logits: masked to what is canonical and legal, so that every candidate is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/runtime/random.hpp"

namespace gandse {

namespace detail {
/// 65536 * 2^(i / 64), rounded. Not inside exp2_q16: compilers copy a function's own tables to the stack.
inline constexpr std::array<std::uint32_t, 64> kExp2Table{
    65536,  66250,  66971,  67700,  68438,  69183,  69936,  70698,  71468,  72246,  73032,  73828,  74632,
    75444,  76266,  77096,  77936,  78785,  79642,  80510,  81386,  82273,  83169,  84074,  84990,  85915,
    86851,  87796,  88752,  89719,  90696,  91684,  92682,  93691,  94711,  95743,  96785,  97839,  98905,
    99982,  101070, 102171, 103283, 104408, 105545, 106694, 107856, 109031, 110218, 111418, 112631, 113858,
    115098, 116351, 117618, 118899, 120194, 121502, 122825, 124163, 125515, 126882, 128263, 129660};
}  // namespace detail

/// 2^(x / 256) in Q16 for x <= 0 (Q8 octaves), 1 % steps.
constexpr std::uint32_t exp2_q16(std::int32_t x_q8) {
  const auto down = static_cast<std::uint32_t>(-x_q8);
  const std::uint32_t octaves = (down + 255U) >> 8U;
  const std::uint32_t fraction = (octaves << 8U) - down;
  return octaves > 31U ? 0U : detail::kExp2Table[fraction >> 2U] >> octaves;
}

/// Most likely choice among `mask`; ties go to the lower choice. `mask` is not empty.
template <class Logits>
std::uint8_t most_likely(const Logits& logits, ChoiceMask mask) {
  unsigned best = lowest_choice(mask);
  for (unsigned c = best + 1U; c <= highest_choice(mask); ++c) {
    if (contains(mask, c) && logits[c] > logits[best]) {
      best = c;
    }
  }
  return static_cast<std::uint8_t>(best);
}

/// A choice among `mask` with probability proportional to 2^logit.
template <class Logits>
std::uint8_t draw(const Logits& logits, ChoiceMask mask, Random& random) {
  const std::int32_t top = logits[most_likely(logits, mask)];
  std::array<std::uint32_t, kMaxChoices> weight;
  std::uint32_t total = 0;
  const unsigned first = lowest_choice(mask);
  const unsigned last = highest_choice(mask);
  for (unsigned c = first; c <= last; ++c) {
    weight[c] = contains(mask, c) ? exp2_q16(logits[c] - top) : 0U;
    total += weight[c];
  }
  std::uint32_t ticket = random.below(total);
  unsigned c = first;
  while (ticket >= weight[c]) {
    ticket -= weight[c++];
  }
  return static_cast<std::uint8_t>(c);
}

/// Draws one configuration after the other from one inference. A head whose forerunners chose as in the draw before is
/// not asked again: its logits are kept.
template <class Inference>
class Sampler {
 public:
  using Template = typename Inference::Template;
  using Configuration = typename Template::Configuration;

  /// `least` holds choice 0 or the pin of every parameter; the pins can be met.
  Sampler(const Inference& inference, const typename Template::Layer& layer, const typename Template::Pins& pins,
          const Configuration& least)
      : inference_(inference), layer_(layer), pins_(pins), least_(least) {}

  /// Greedy (the most likely choice of every head) where `random` is null, else drawn.
  Configuration next(Random* random) {
    Configuration configuration = least_;
    bool as_before = started_;
    std::size_t head = 0;
    for (const std::uint8_t parameter : Template::draw_order) {
      const ChoiceMask mask = Template::allowed(layer_, configuration, pins_, parameter);
      const bool has_head = !Template::is_derived(parameter);
      if (!has_head || is_single(mask)) {
        configuration[parameter] = static_cast<std::uint8_t>(lowest_choice(mask));
      } else {
        if (!as_before) {
          logits_[head] = inference_.logits(head, configuration);
        }
        configuration[parameter] =
            random == nullptr ? most_likely(logits_[head], mask) : draw(logits_[head], mask, *random);
      }
      as_before = as_before && configuration[parameter] == before_[parameter];
      head += has_head ? 1U : 0U;
    }
    before_ = configuration;
    started_ = true;
    return configuration;
  }

 private:
  const Inference& inference_;
  const typename Template::Layer& layer_;
  const typename Template::Pins& pins_;
  const Configuration& least_;
  bool started_ = false;
  Configuration before_{};                                                   ///< the last draw
  std::array<typename Inference::Logits, Inference::Heads::kCount> logits_;  ///< for the choices of `before_`
};

/// One configuration from G, as `Sampler` draws it.
template <class Inference>
typename Inference::Template::Configuration propose(const Inference& inference,
                                                    const typename Inference::Template::Layer& layer,
                                                    const typename Inference::Template::Pins& pins,
                                                    const typename Inference::Template::Configuration& least,
                                                    Random* random) {
  return Sampler<Inference>{inference, layer, pins, least}.next(random);
}

}  // namespace gandse
