// Latency against power where costs of layers add up: a price for both, and per layer the schedules that no other
// beats.
//
// A network's score is the larger of log(latency / objective) and log(power / objective), and power is energy /
// latency. A small change of one layer changes the first by l and the second by e - l, where l and e are its changes of
// latency and energy as shares of the network's. So at the optimum of the relaxed problem every layer minimises
//
//     weight * l + (1 - weight) * (e - l)
//
// for one common weight (Lagrange; Everett 1963).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// How much latency counts beside power: 0 is power alone, 512 energy alone, kOnlyLatency latency alone.
using LatencyWeight = std::int32_t;
inline constexpr LatencyWeight kOnlyLatency = 1024;  ///< the weight at which power does not count

/// A cost as shares of a whole, Q32; those above 4096 wholes count as 4096.
struct Shares {
  std::int64_t latency = 0;  ///< cycles / those of the whole
  std::int64_t energy = 0;   ///< femtojoule / that of the whole

  /// What the score changes by near the whole, up to a factor: `weight * latency + (kOnlyLatency - weight) * (energy -
  /// latency)`.
  [[nodiscard]] constexpr std::int64_t price(LatencyWeight weight) const {
    return (kOnlyLatency - weight) * energy + (2 * weight - kOnlyLatency) * latency;
  }
};

/// Measures costs by a whole. Renewing it takes two divisions, measuring none.
class Yardstick {
 public:
  constexpr Yardstick() = default;  ///< measures all as 0
  /// By this whole, such as the present total of a network.
  constexpr explicit Yardstick(const Cost& whole) : latency_(whole.latency.value), energy_(whole.energy.value) {}

  /// The shares that `cost` has of the whole.
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
struct TradeOffPoint {
  typename Template::Configuration configuration{};  ///< legal on that layer
  bool explored = false;                             ///< its neighbours were looked at
  Cost cost{};                                       ///< what the cost model gives for it
  Shares shares{};                                   ///< of the cost, by the present yardstick
};

/// What a network needs to know of one layer: schedules that no other beats in both ends of the price, latency alone
/// and power alone. If there are too many, it keeps those that cover most of what lies between the fastest and the most
/// frugal.
template <class Template>
class TradeOff {
 public:
  static constexpr std::size_t kPoints = 24;  ///< schedules that are kept at most

  void clear() { size_ = 0; }                               ///< takes all points away
  [[nodiscard]] std::size_t size() const { return size_; }  ///< number of points, kPoints at most

  /// Adds a point, and drops those that it beats; adds nothing if another beats it. Its shares must be of the yardstick
  /// by which the others were measured.
  void offer(const TradeOffPoint<Template>& point) {
    std::size_t place = 0;
    while (place < size_ && points_[place].shares.latency < point.shares.latency) {
      ++place;
    }
    if ((place > 0 && frugal(points_[place - 1]) <= frugal(point)) ||
        (place < size_ && points_[place].shares.latency == point.shares.latency &&
         frugal(points_[place]) <= frugal(point))) {
      return;
    }
    std::size_t end = place;  // of what the new one beats
    while (end < size_ && frugal(points_[end]) >= frugal(point)) {
      ++end;
    }
    if (end != place) {
      erase(place + 1, end);
    } else {
      if (size_ == kPoints && drop_one() < place) {
        --place;
      }
      for (std::size_t i = size_++; i > place; --i) {
        points_[i] = points_[i - 1];
      }
    }
    points_[place] = point;
  }

  /// Measures all points anew, and drops those that another now beats.
  void measure(const Yardstick& yardstick) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      TradeOffPoint<Template> point = points_[i];
      point.shares = yardstick.of(point.cost);
      if (kept == 0 || frugal(point) < frugal(points_[kept - 1])) {
        points_[kept++] = point;
      }
    }
    size_ = kept;
  }

  /// Index of the point of least price at `weight`; 0 if there is none.
  [[nodiscard]] std::uint8_t cheapest(LatencyWeight weight) const {
    std::size_t cheapest = 0;
    for (std::size_t i = 1; i < size_; ++i) {
      cheapest = points_[i].shares.price(weight) < points_[cheapest].shares.price(weight) ? i : cheapest;
    }
    return static_cast<std::uint8_t>(cheapest);
  }

  /// Point `index` < size(), by ascending latency.
  [[nodiscard]] const TradeOffPoint<Template>& operator[](std::size_t index) const { return points_[index]; }

  /// Index of the point of least price at `weight` among those whose neighbours were not looked at, which it marks as
  /// explored; `size()` if there is none.
  std::size_t explore(LatencyWeight weight) {
    std::size_t next = size_;
    for (std::size_t i = 0; i < size_; ++i) {
      const bool better = next == size_ || points_[i].shares.price(weight) < points_[next].shares.price(weight);
      next = !points_[i].explored && better ? i : next;
    }
    if (next != size_) {
      points_[next].explored = true;
    }
    return next;
  }

 private:
  // What power alone counts.
  static constexpr std::int64_t frugal(const TradeOffPoint<Template>& point) {
    return point.shares.energy - point.shares.latency;
  }

  void erase(std::size_t first, std::size_t end) {
    for (std::size_t i = end; i < size_; ++i) {
      points_[first + i - end] = points_[i];
    }
    size_ -= end - first;
  }

  // Drops the inner point whose removal loses the least area. Returns where it was.
  std::size_t drop_one() {
    std::size_t least = 1;
    Wide least_area{UINT64_MAX, UINT64_MAX};
    for (std::size_t i = 1; i + 1 < size_; ++i) {
      const Wide area = multiply(static_cast<std::uint64_t>(points_[i + 1].shares.latency - points_[i].shares.latency),
                                 static_cast<std::uint64_t>(frugal(points_[i - 1]) - frugal(points_[i])));
      if (area <= least_area) {
        least = i;
        least_area = area;
      }
    }
    erase(least, least + 1);
    return least;
  }

  std::array<TradeOffPoint<Template>, kPoints> points_{};  ///< by ascending latency
  std::size_t size_ = 0;
};

}  // namespace gandse
