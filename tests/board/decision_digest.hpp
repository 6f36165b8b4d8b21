// Everything a decision is made of, as one number: features, logits, candidates, their costs, the decision itself.
// Golden vectors are these numbers; two targets that agree on one of them agree on every bit that went into it (or
// collide, once in 2^32). Freestanding, so that a bare board computes it too.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/runtime/explorer.hpp"
#include "golden_task.hpp"

namespace gandse::test {

/// FNV-1a, 32 bit, over bytes in little-endian order whatever the target's is.
class Digest {
 public:
  Digest& add(std::uint64_t number, unsigned bytes = 8) {
    for (unsigned i = 0; i < bytes; ++i) {
      hash_ = (hash_ ^ static_cast<std::uint8_t>(number >> (8U * i))) * 0x01000193U;
    }
    return *this;
  }
  template <std::size_t N>
  Digest& add(const std::array<std::uint8_t, N>& choices) {
    for (const std::uint8_t choice : choices) {
      add(choice, 1);
    }
    return *this;
  }
  Digest& add(const Evaluation& evaluation) {
    add(static_cast<std::uint8_t>(evaluation.reason), 1);
    return add(evaluation.cost.latency.value).add(evaluation.cost.energy.value);
  }
  [[nodiscard]] std::uint32_t value() const { return hash_; }

 private:
  std::uint32_t hash_ = 0x811c9dc5U;
};

/// Task `index`, decided with `weights`.
template <class Weights>
std::uint32_t decision_digest(const Weights& weights, std::uint32_t index) {
  using Template = typename Weights::Template;
  using Configuration = typename Template::Configuration;
  constexpr std::uint32_t kDraws = 4;
  constexpr Options kOptions{48, 32, 1};

  Random random{index};
  const auto [layer, objective, pins] = golden_task<Template>(random, index);
  Configuration least{};
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    least[i] = pins.is_pinned(i) ? pins.choice[i] : std::uint8_t{0};
  }
  Digest digest;
  digest.add(fingerprint<Template>());
  const auto features = Encoder<Template>::encode(layer, objective, pins, random);
  for (const std::int8_t feature : features) {
    digest.add(static_cast<std::uint8_t>(feature), 1);
  }
  if (Template::check_pins(layer, pins) == Reason::none) {
    const Inference<Weights> inference{weights, features};
    for (std::uint32_t draw = 0; draw < kDraws; ++draw) {
      const Configuration candidate = propose(inference, layer, pins, least, draw == 0 ? nullptr : &random);
      digest.add(candidate).add(Template::evaluate(layer, candidate));
      for (std::size_t head = 0; head < Weights::Heads::kCount; ++head) {
        for (const std::int32_t logit : inference.logits(head, candidate)) {
          digest.add(static_cast<std::uint32_t>(logit), 4);
        }
      }
    }
  }
  const auto decision =
      Explorer<Weights>{weights}.explore({layer, objective, pins}, {kOptions.budget, kOptions.candidates, index});
  digest.add(static_cast<std::uint8_t>(decision.reason), 1).add(decision.configuration);
  digest.add(decision.cost.latency.value).add(decision.cost.energy.value).add(decision.satisfied ? 1U : 0U, 1);
  digest.add(static_cast<std::uint8_t>(decision.binding), 1).add(decision.excess_ppm).add(decision.evaluations, 4);
  return digest.value();
}

}  // namespace gandse::test
