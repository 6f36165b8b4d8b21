// Draws configurations from the generator's logits: masked to what is canonical and legal, so that every candidate is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/runtime/criterion.hpp"
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

/// 2^(x / 256) in Q16, rounded down, for x <= 0 (Q8 octaves), in steps of 1 %.
constexpr std::uint32_t exp2_q16(std::int32_t x_q8) {
  const auto down = static_cast<std::uint32_t>(-x_q8);
  const std::uint32_t octaves = (down + 255U) >> 8U;
  const std::uint32_t fraction = (octaves << 8U) - down;
  return octaves > 31U ? 0U : detail::kExp2Table[fraction >> 2U] >> octaves;
}

/// The most likely choice among `mask`, which is not empty. `logits` are log2 of probabilities, Q8; ties go to the
/// lower choice.
inline std::uint8_t most_likely(const std::int32_t* logits, ChoiceMask mask) {
  unsigned best = lowest_choice(mask);
  for (unsigned c = best + 1U; c <= highest_choice(mask); ++c) {
    if (contains(mask, c) && logits[c] > logits[best]) {
      best = c;
    }
  }
  return static_cast<std::uint8_t>(best);
}

/// A part of the probability of all configurations: an interval of [0, kAll).
struct Share {
  static constexpr std::uint64_t kAll = std::uint64_t{1} << 62U;  ///< the probability of all configurations, which is 1
  std::uint64_t first;                                            ///< where it begins
  std::uint64_t size;                                             ///< its probability, in units of 1 / kAll

  [[nodiscard]] constexpr std::uint64_t end() const { return first + size; }  ///< where the next one begins
};

/// A choice of one parameter, and its part of the probability.
struct ShareOfChoice {
  std::uint8_t choice;  ///< index in the table of the parameter
  Share share;          ///< of all configurations that begin so
};

/// Adds up the relative probabilities of choices: up_to[c] is the sum, over the choices up to c that are in `mask`, of
/// 65536 * 2^(logit - the largest).
inline void add_weights(const std::int32_t* logits, ChoiceMask mask, std::size_t choices, std::uint32_t* up_to) {
  const std::int32_t largest = logits[most_likely(logits, mask)];
  std::uint32_t sum = 0;
  for (unsigned c = 0; c < choices; ++c) {
    sum += contains(mask, c) ? exp2_q16(logits[c] - largest) : 0U;
    up_to[c] = sum;
  }
}

/// Divides `share` among the choices, in ascending order and in proportion to their weights, and returns the part that
/// holds `position`. What rounding leaves over at the end belongs to the last one; so does all if there is too little
/// to divide.
inline ShareOfChoice choice_at(const std::uint32_t* up_to, std::size_t choices, Share share, std::uint64_t position) {
  const std::uint32_t total = up_to[choices - 1];
  const std::uint64_t unit = share.size / total;
  std::uint32_t before = 0;
  std::uint8_t choice = 0;
  while (up_to[choice] != total && share.first + unit * up_to[choice] <= position) {
    before = up_to[choice++];
  }
  const std::uint64_t end = up_to[choice] == total ? share.size : unit * up_to[choice];
  return {choice, {share.first + unit * before, end - unit * before}};
}

/// Draws different configurations from one inference, by stratified sampling without replacement: each draw takes its
/// position from the next stratum of the probability that is not covered yet, so that a likely configuration is drawn
/// once and not again and again. Consecutive ones begin alike, and heads are asked only from the first choice on that
/// differs. Refers to all that it is given.
template <class Inference, class Criterion = ObjectiveAlone<typename Inference::Template>>
class Sampler : private Criterion {
 public:
  ///@{
  /// Types of the inference.
  using Template = typename Inference::Template;
  using Heads = typename Inference::Heads;
  using Configuration = typename Template::Configuration;
  ///@}

  /// For at most `draws` draws. `least` holds choice 0 or the pin of every parameter; the pins can be met.
  Sampler(const Inference& inference, const typename Template::Layer& layer, const typename Template::Pins& pins,
          const Configuration& least, std::uint32_t draws, const Criterion& criterion = {})
      : Criterion(criterion), inference_(inference), layer_(layer), pins_(pins), least_(least), left_(draws) {
    shares_[0] = {0, Share::kAll};
    shares_[1] = {0, 0};  // nothing is drawn yet
  }

  /// The most likely choice of every head, one after the other. Does not count as a draw.
  [[nodiscard]] Configuration greedy() const {
    Configuration configuration = least_;
    for (std::size_t step = 0, head = 0; step < kSteps; ++step) {
      const std::uint8_t parameter = Template::draw_order[step];
      const ChoiceMask mask = Criterion::allowed(layer_, configuration, pins_, parameter);
      configuration[parameter] = asks(parameter, mask)
                                     ? most_likely(inference_.logits(head, configuration).data(), mask)
                                     : static_cast<std::uint8_t>(lowest_choice(mask));
      head += Template::is_derived(parameter) ? 0U : 1U;
    }
    return configuration;
  }

  /// Draws the next configuration. False if the draws are spent, or every configuration was drawn; `configuration` then
  /// stays.
  bool next(Random& random, Configuration& configuration) {
    if (left_ == 0 || stratum_ >= Share::kAll) {
      return false;
    }
    const std::uint64_t width = (Share::kAll - stratum_) / left_;
    configuration = at(stratum_ + (width >> 16U) * (random.next() >> 16U));
    const std::uint64_t end = shares_[kSteps].end();
    stratum_ += width;
    stratum_ = stratum_ < end ? end : stratum_;
    --left_;
    return true;
  }

  /// The configuration whose share holds `position`, which is less than Share::kAll. Positions may not descend from
  /// call to call.
  const Configuration& at(std::uint64_t position) {
    // Only the first redrawn step can reuse its weights: earlier choices are unchanged.
    bool weights_known = shares_[1].size != 0;
    std::size_t step = 0;
    std::size_t head = 0;
    for (; position < shares_[step + 1].end() && step + 1 < kSteps; ++step) {
      head += Template::is_derived(Template::draw_order[step]) ? 0U : 1U;
    }
    for (std::size_t later = step; later < kSteps; ++later) {
      drawn_[Template::draw_order[later]] = least_[Template::draw_order[later]];
    }
    for (; step < kSteps; ++step) {
      const std::uint8_t parameter = Template::draw_order[step];
      const ChoiceMask mask = Criterion::allowed(layer_, drawn_, pins_, parameter);
      shares_[step + 1] = shares_[step];
      if (asks(parameter, mask)) {
        const std::size_t choices = Template::parameters[parameter].count;
        std::uint32_t* const up_to = weights_.data() + Heads::choice_offset[head];
        if (!weights_known) {
          add_weights(inference_.logits(head, drawn_).data(), mask, choices, up_to);
        }
        const ShareOfChoice chosen = choice_at(up_to, choices, shares_[step], position);
        drawn_[parameter] = chosen.choice;
        shares_[step + 1] = chosen.share;
      } else {
        drawn_[parameter] = static_cast<std::uint8_t>(lowest_choice(mask));
      }
      weights_known = false;
      head += Template::is_derived(parameter) ? 0U : 1U;
    }
    return drawn_;
  }

 private:
  static constexpr std::size_t kSteps = Template::kParameters;

  static bool asks(std::uint8_t parameter, ChoiceMask mask) {
    return !Template::is_derived(parameter) && !is_single(mask);
  }

  const Inference& inference_;
  const typename Template::Layer& layer_;
  const typename Template::Pins& pins_;
  const Configuration& least_;
  std::uint32_t left_;
  std::uint64_t stratum_ = 0;  ///< where the next draw's begins
  Configuration drawn_;
  std::array<Share, kSteps + 1> shares_;                ///< of drawn_'s first choices, in draw order
  std::array<std::uint32_t, Heads::kChoices> weights_;  ///< of every head's choices, added up, for drawn_'s choices
};

/// Proposes one configuration: the greedy one if `random` is null, otherwise one drawn with its probability.
template <class Inference>
typename Inference::Template::Configuration propose(const Inference& inference,
                                                    const typename Inference::Template::Layer& layer,
                                                    const typename Inference::Template::Pins& pins,
                                                    const typename Inference::Template::Configuration& least,
                                                    Random* random) {
  Sampler<Inference> sampler{inference, layer, pins, least, 1};
  if (random == nullptr) {
    return sampler.greedy();
  }
  typename Inference::Template::Configuration configuration = least;
  sampler.next(*random, configuration);
  return configuration;
}

}  // namespace gandse
