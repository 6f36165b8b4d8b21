// What can be had at all: the points that no other beats, in a bounded archive.
//
// Of three figures two are enough. Energy is power times latency, so a point that takes no longer at no more power
// takes no more energy either, and one that is beaten in latency, energy and power is beaten in latency and power. The
// archive is therefore a list by latency along which power falls; it is the front of all three.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"

namespace gandse {

/// Keeps up to Capacity costs that no other beats in both latency and power, each with what has that cost. When it is
/// full, the point that is closest to its neighbours goes (in octaves of latency plus octaves of power), but never an
/// end.
template <class Payload, std::size_t Capacity>
class ParetoFront {
 public:
  static_assert(Capacity >= 3, "a front has two ends and something between them");
  /// A cost, and what has it.
  struct Point {
    Cost cost{};        ///< that no other point beats
    Payload payload{};  ///< as it was offered
  };

  /// Adds a point, and drops those that it beats. Returns false, and adds nothing, if a point that is kept is as good
  /// in both.
  bool offer(const Cost& cost, const Payload& payload) {
    std::size_t place = 0;
    while (place < size_ && points_[place].cost.latency < cost.latency) {
      ++place;
    }
    // The one before takes less time: it must take more power. One of the same latency must, too.
    if (place > 0 && no_more_power(points_[place - 1].cost, cost)) {
      return false;
    }
    if (place < size_ && points_[place].cost.latency == cost.latency && no_more_power(points_[place].cost, cost)) {
      return false;
    }
    std::size_t beaten = place;
    while (beaten < size_ && no_more_power(cost, points_[beaten].cost)) {
      ++beaten;
    }
    if (beaten == place) {
      insert(place);
    } else {
      for (std::size_t i = beaten; i < size_; ++i) {
        points_[place + 1 + i - beaten] = points_[i];
      }
      size_ -= beaten - place - 1;
    }
    points_[place] = {cost, payload};
    if (size_ > Capacity) {
      drop_closest();
    }
    return true;
  }

  void clear() { size_ = 0; }                               ///< takes all points away
  [[nodiscard]] std::size_t size() const { return size_; }  ///< number of points, Capacity at most
  /// Point `index` < size(), by ascending latency and descending power.
  [[nodiscard]] const Point& operator[](std::size_t index) const { return points_[index]; }

 private:
  // energy_a / latency_a <= energy_b / latency_b, exactly.
  static bool no_more_power(const Cost& a, const Cost& b) {
    return multiply(a.energy.value, b.latency.value) <= multiply(b.energy.value, a.latency.value);
  }

  static std::int32_t log_power(const Cost& cost) { return log2_q16(cost.energy.value) - log2_q16(cost.latency.value); }

  void insert(std::size_t place) {
    for (std::size_t i = size_; i > place; --i) {
      points_[i] = points_[i - 1];
    }
    ++size_;
  }

  void drop_closest() {
    std::size_t closest = 1;
    std::int32_t least = INT32_MAX;
    for (std::size_t i = 1; i + 1 < size_; ++i) {
      const Cost& before = points_[i - 1].cost;
      const Cost& after = points_[i + 1].cost;
      const std::int32_t gap =
          log2_q16(after.latency.value) - log2_q16(before.latency.value) + log_power(before) - log_power(after);
      if (gap < least) {
        least = gap;
        closest = i;
      }
    }
    for (std::size_t i = closest; i + 1 < size_; ++i) {
      points_[i] = points_[i + 1];
    }
    --size_;
  }

  std::array<Point, Capacity + 1> points_{};  ///< one more for the time of an insertion
  std::size_t size_ = 0;
};

}  // namespace gandse
