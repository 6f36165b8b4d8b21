// Latency against power where costs of layers add up: a price for both, and per layer the cheapest points at eight
// prices.
//
// A network's score is the larger of log(latency / objective) and log(power / objective), and power is energy /
// latency. A small change of one layer changes the first by l and the second by e - l, where l and e are its changes of
// latency and energy as shares of the network's. So at the optimum of the relaxed problem every layer minimises weight
// * l + (1 - weight) * (e - l) for one common weight (Lagrange; Everett 1963).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// How much latency counts beside power: 0 is power alone, 512 energy alone, kOnlyLatency latency alone.
using Weight = std::int32_t;
inline constexpr Weight kOnlyLatency = 1024;

/// A cost as shares of a whole, Q32; 4096 wholes at most.
struct Shares {
  std::int64_t latency = 0;
  std::int64_t energy = 0;

  [[nodiscard]] constexpr std::int64_t price(Weight weight) const {
    return (kOnlyLatency - weight) * energy + (2 * weight - kOnlyLatency) * latency;
  }
};

/// Measures costs by a whole.
class Yardstick {
 public:
  constexpr Yardstick() = default;
  constexpr explicit Yardstick(const Cost& whole) : latency_(whole.latency.value), energy_(whole.energy.value) {}

  [[nodiscard]] constexpr Shares of(const Cost& cost) const {
    return {latency_.share(cost.latency.value), energy_.share(cost.energy.value)};
  }

 private:
  // Multiplies by 2^(bits + 31) / whole, of 32 bits, and shifts: no division for each cost.
  class Part {
   public:
    constexpr Part() = default;
    constexpr explicit Part(std::uint64_t whole) : bits_(bit_width(whole)) {
      const std::uint64_t top = bits_ <= 32 ? whole << (32U - bits_) : whole >> (bits_ - 32U);  // its 32 high bits
      factor_ = top == 0 ? 0 : (std::uint64_t{1} << 63U) / top;
    }
    [[nodiscard]] constexpr std::int64_t share(std::uint64_t amount) const {
      const Wide product = multiply(amount, factor_);
      const unsigned shift = bits_ == 0 ? 0 : bits_ - 1U;
      constexpr std::uint64_t kMost = std::uint64_t{1} << 44U;
      if ((product.high >> shift) != 0) {
        return static_cast<std::int64_t>(kMost);
      }
      const std::uint64_t share = shift == 0 ? product.low : (product.high << (64U - shift)) | (product.low >> shift);
      return static_cast<std::int64_t>(share < kMost ? share : kMost);
    }

   private:
    unsigned bits_ = 0;
    std::uint64_t factor_ = 0;
  };
  Part latency_;
  Part energy_;
};

/// A configuration of one layer and what it costs there.
template <class Template>
struct Option {
  typename Template::Configuration configuration{};
  Cost cost{};
  Shares shares{};
};

/// What a network needs to know of one layer: the cheapest options seen, at each of eight weights; and the one of least
/// energy in every half octave of latency from one below the first option to seven above it, because slow options that
/// save power lie on a line of leakage, of which weights see only the ends.
template <class Template>
class TradeOff {
 public:
  static constexpr std::array<Weight, 8> kWeights{0, 256, 512, 597, 683, 768, 896, kOnlyLatency};
  static constexpr std::size_t kLatencies = 16;
  static constexpr std::size_t kOptions = kWeights.size() + kLatencies;

  void clear() { empty_ = true; }
  [[nodiscard]] bool empty() const { return empty_; }

  /// Takes every place where it is better than what is there.
  void offer(const Option<Template>& option) {
    const std::int32_t latency = log2_q16(option.cost.latency.value);
    if (empty_) {
      best_.fill(option);
      shortest_ = latency - (1 << 16);
      empty_ = false;
      return;
    }
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
      if (option.shares.price(kWeights[i]) < best_[i].shares.price(kWeights[i])) {
        best_[i] = option;
      }
    }
    const std::int32_t place = (latency - shortest_) >> 15U;
    if (place >= 0 && place < static_cast<std::int32_t>(kLatencies)) {
      Option<Template>& there = best_[kWeights.size() + static_cast<std::size_t>(place)];
      const bool outside = ((log2_q16(there.cost.latency.value) - shortest_) >> 15U) != place;
      if (outside || option.cost.energy < there.cost.energy) {
        there = option;
      }
    }
  }

  /// Measures all options anew.
  void measure(const Yardstick& yardstick) {
    for (auto& option : best_) {
      option.shares = yardstick.of(option.cost);
    }
  }

  /// Index of the cheapest at `weight`.
  [[nodiscard]] std::uint8_t cheapest(Weight weight) const {
    std::size_t cheapest = 0;
    for (std::size_t i = 1; i < best_.size(); ++i) {
      cheapest = best_[i].shares.price(weight) < best_[cheapest].shares.price(weight) ? i : cheapest;
    }
    return static_cast<std::uint8_t>(cheapest);
  }

  [[nodiscard]] const Option<Template>& operator[](std::size_t index) const { return best_[index]; }

 private:
  std::array<Option<Template>, kOptions> best_{};
  std::int32_t shortest_ = 0;  ///< log2 of the latency where the first half octave begins, Q16
  bool empty_ = true;
};

}  // namespace gandse
