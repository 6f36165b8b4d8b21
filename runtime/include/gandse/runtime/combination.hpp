// One point for each layer, so that a network's latency and energy are the best: a dynamic programme over their total
// latency. Costs add up, so of all choices with about the same total latency only the one of least energy is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/integer.hpp"
#include "gandse/runtime/trade_off.hpp"

namespace gandse {

/// Picks a point of every layer's trade-off so that the totals are the best for their latency, rounded to cells.
/// Workspace for up to MostLayers layers: 2 bytes per layer and cell, and 32 per cell.
template <class Template, std::size_t MostLayers, std::size_t Cells>
class Combination {
 public:
  static constexpr std::size_t kCells = Cells;  ///< totals that are kept apart, by latency
  static_assert(Cells >= 2 && Cells <= 256 && (Cells & (Cells - 1)) == 0, "cells: a power of two from 2 to 256");

  /// Combines the points of `count` layers; `trade_off_of(layer)` is theirs. Totals above `longest` cycles are left
  /// out. Takes count * kCells * TradeOff::kPoints steps at most.
  template <class TradeOffOf>
  void run(std::size_t count, std::uint64_t longest, const TradeOffOf& trade_off_of) {
    run(count, 0, longest, trade_off_of, [](std::size_t /*layer*/) { return std::uint64_t{0}; });
  }

  /// Combines near one choice, whose layers take `latency_of(layer)` cycles: the latency of the layers so far differs
  /// by at most `most` cycles from its. The smaller that is, the finer are the cells.
  template <class TradeOffOf, class LatencyOf>
  void run_near(std::size_t count, std::uint64_t most, const TradeOffOf& trade_off_of, const LatencyOf& latency_of) {
    run(count, most, 2U * most, trade_off_of, latency_of);
  }

  /// Whether any choice ends in cell `cell` < kCells.
  [[nodiscard]] bool reached(std::size_t cell) const { return rows_[0].reached(cell); }
  /// The totals of the choice that ends in a cell, if it is reached.
  [[nodiscard]] const Cost& cost(std::size_t cell) const { return rows_[0].cost[cell]; }

  /// Calls `use(layer, point)` for every layer of the choice that ends in `cell`, which is reached: `point` is an index
  /// in its trade-off.
  template <class Use>
  void trace(std::size_t count, std::size_t cell, const Use& use) const {
    for (std::size_t layer = count; layer-- > 0;) {
      const Step step = steps_[layer][cell];
      use(layer, step.point);
      cell = step.from;
    }
  }

 private:
  // Latencies are counted from `below` under those of the layers so far, up to `span`.
  template <class TradeOffOf, class LatencyOf>
  void run(std::size_t count, std::uint64_t below, std::uint64_t span, const TradeOffOf& trade_off_of,
           const LatencyOf& latency_of) {
    const unsigned bits = bit_width(span);
    const unsigned shift = bits > kCellBits ? bits - kCellBits : 0;
    rows_[0].clear();
    rows_[0].cost[static_cast<std::uint32_t>(below >> shift)] = {};
    std::uint64_t here = 0;
    for (std::size_t layer = 0; layer < count; ++layer) {
      const TradeOff<Template>& choices = trade_off_of(layer);
      here += latency_of(layer);
      rows_[1].clear();
      for (std::size_t cell = 0; cell < kCells; ++cell) {
        if (!rows_[0].reached(cell)) {
          continue;
        }
        const Cost before = rows_[0].cost[cell];
        for (std::size_t i = 0; i < choices.size(); ++i) {
          const std::uint64_t latency = before.latency.value + choices[i].cost.latency.value;
          const std::uint64_t energy = before.energy.value + choices[i].cost.energy.value;
          const std::uint64_t from = latency + below - here;
          if (latency + below < here || from > span || latency < before.latency.value || energy < before.energy.value) {
            continue;  // too short or long, or more than 64 bits hold
          }
          const auto to = static_cast<std::uint32_t>(from >> shift);
          if (energy < rows_[1].cost[to].energy.value) {
            rows_[1].cost[to] = {{latency}, {energy}};
            steps_[layer][to] = {static_cast<std::uint8_t>(cell), static_cast<std::uint8_t>(i)};
          }
        }
      }
      rows_[0] = rows_[1];
    }
  }

  static constexpr unsigned kCellBits = bit_width(Cells - 1);
  struct Row {
    std::array<Cost, kCells> cost{};
    void clear() { cost.fill({{0}, {UINT64_MAX}}); }
    [[nodiscard]] bool reached(std::size_t cell) const { return cost[cell].energy.value != UINT64_MAX; }
  };
  struct Step {
    std::uint8_t from;  ///< cell before this layer
    std::uint8_t point;
  };

  std::array<std::array<Step, kCells>, MostLayers> steps_{};
  std::array<Row, 2> rows_{};  ///< totals by cell: with the layers so far, and with one more
};

}  // namespace gandse
