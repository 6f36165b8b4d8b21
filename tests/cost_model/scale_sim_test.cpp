// The array's time against SCALE-Sim's closed form, and against an array that really multiplies two matrices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "../scale.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {
namespace {

constexpr std::uint8_t kWidestFeed = 7;
constexpr std::uint8_t kWidestDram = 7;

/// SCALE-Sim v2, output stationary, no stalls: every fold lasts T + R + C - 2 cycles (systolic_compute_os.py: T rows of
/// operands, the gap of C - 1 and the skew of R - 1).
std::uint64_t scale_sim_cycles(std::uint64_t m, std::uint64_t n, std::uint64_t k, std::uint64_t rows,
                               std::uint64_t columns) {
  return ((m + rows - 1) / rows) * ((n + columns - 1) / columns) * (k + rows + columns - 2);
}

/// A job of the array, as SCALE-Sim would run its GEMM.
std::uint64_t scale_sim_job(const TiledLayer& t, const Hardware& machine) {
  return scale_sim_cycles(t.tile_oc * machine.rows, t.pixels(), t.runs * t.run, machine.rows, machine.columns);
}

/// Registers of an output-stationary array, cycle by cycle: operands enter at the left and top edge, skewed by one
/// cycle per row and column, and move one PE per cycle. Row and column edges get one new operand every `feed` cycles;
/// an operand is complete, and used, in the last of them. Returns the cycles until the last product; `product` gets A *
/// B.
std::uint64_t multiply_on_array(std::uint64_t rows, std::uint64_t columns, std::uint64_t k, std::uint64_t feed,
                                const std::vector<int>& a, const std::vector<int>& b, std::vector<int>& product) {
  struct Operand {
    int value = 0;
    bool valid = false;
  };
  std::vector<Operand> right(rows * columns);  // what each PE hands to its right neighbour
  std::vector<Operand> down(rows * columns);
  std::uint64_t products = 0;
  std::uint64_t cycle = 0;
  const auto entering = [&](const std::vector<int>& matrix, std::uint64_t lane, std::uint64_t lanes) -> Operand {
    if (cycle < lane || (cycle - lane) % feed != feed - 1) {
      return {};
    }
    const std::uint64_t index = (cycle - lane) / feed;
    return index < k ? Operand{matrix[index * lanes + lane], true} : Operand{};
  };
  product.assign(rows * columns, 0);
  for (; products < rows * columns * k; ++cycle) {
    for (std::uint64_t row = rows; row-- > 0;) {  // far corner first: every PE still sees last cycle's neighbours
      for (std::uint64_t column = columns; column-- > 0;) {
        const std::uint64_t pe = row * columns + column;
        const Operand left = column == 0 ? entering(a, row, rows) : right[pe - 1];
        const Operand top = row == 0 ? entering(b, column, columns) : down[pe - columns];
        REQUIRE(left.valid == top.valid);
        if (left.valid) {
          product[pe] += left.value * top.value;
          ++products;
        }
        right[pe] = left;
        down[pe] = top;
      }
    }
  }
  return cycle;
}

Configuration one_tile(std::uint8_t pen, std::uint8_t feed, std::uint8_t dram) {
  Configuration c{};
  for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
    c[parameter] = static_cast<std::uint8_t>(Machine::parameters[parameter].count - 1);
  }
  c[Machine::PEN] = pen;
  c[Machine::SDB] = feed;
  c[Machine::DSB] = dram;
  return c;
}

}  // namespace

TEST_CASE("a fold lasts as long as a multiplication on the array") {
  RandomPoints random(10);
  for (std::uint8_t pen = 0; pen < 6; ++pen) {
    for (std::uint8_t sdb = 0; sdb < 8; ++sdb) {
      const Configuration configuration = one_tile(pen, sdb, 0);
      const Hardware machine = hardware(configuration);
      const std::uint64_t feed = machine.feed;
      Layer layer;  // one fold: M = R, N <= C (tiles of pixels are 1, 2, 4, 8, 16), whole words
      layer.ic = static_cast<std::uint32_t>(machine.rows) << random.between(0, 3);
      layer.oc = static_cast<std::uint32_t>(machine.rows);
      layer.ow = static_cast<std::uint32_t>(machine.columns);
      const std::uint64_t k = layer.ic;
      std::vector<int> a(k * machine.rows);
      std::vector<int> b(k * machine.columns);
      const auto int8 = [&] { return static_cast<int>(random.between(0, 255)) - 128; };
      std::generate(a.begin(), a.end(), int8);
      std::generate(b.begin(), b.end(), int8);
      std::vector<int> product;
      const std::uint64_t cycles = multiply_on_array(machine.rows, machine.columns, k, feed, a, b, product);
      CHECK(cycles == Machine::activity(layer, configuration).compute_cycles);
      for (std::uint64_t row = 0; row < machine.rows; ++row) {
        for (std::uint64_t column = 0; column < machine.columns; ++column) {
          int expected = 0;
          for (std::uint64_t i = 0; i < k; ++i) {
            expected += a[i * machine.rows + row] * b[i * machine.columns + column];
          }
          REQUIRE(product[row * machine.columns + column] == expected);
        }
      }
    }
  }
}

TEST_CASE("with a wide feed the array's time is SCALE-Sim's for every tile whose runs are whole words, else longer") {
  RandomPoints random(11);
  const unsigned points = scaled(200'000);
  unsigned equal = 0;
  for (unsigned point = 0; point < points; ++point) {
    const Layer layer = random.layer();
    auto configuration = random.legal(layer);
    if (!configuration) {
      continue;
    }
    (*configuration)[Machine::SDB] = kWidestFeed;
    const TiledLayer t = cut(layer, *configuration);
    const Hardware machine = hardware(*configuration);
    const std::uint64_t expected = t.steps() * scale_sim_job(t, machine);
    const std::uint64_t cycles = Machine::activity(layer, *configuration).compute_cycles;
    const bool whole = t.run % machine.rows == 0;
    equal += whole ? 1 : 0;
    if (whole ? cycles != expected : cycles <= expected) {
      FAIL(text(layer, *configuration));
    }
  }
  MESSAGE("whole words: " << equal << " of " << points);
  CHECK(equal > points / 4);
}

TEST_CASE("where DRAM is never the bottleneck, only the first load and the last store add to SCALE-Sim's cycles") {
  RandomPoints random(12);
  const unsigned points = scaled(200'000);
  unsigned single_tile = 0;
  unsigned many_tiles = 0;
  for (unsigned point = 0; point < points; ++point) {
    const Layer layer = random.small_layer();
    auto configuration = random.legal(layer);
    if (!configuration) {
      continue;
    }
    (*configuration)[Machine::SDB] = kWidestFeed;
    (*configuration)[Machine::DSB] = kWidestDram;
    const TiledLayer t = cut(layer, *configuration);
    const Hardware machine = hardware(*configuration);
    const im2col::Cut beats = Machine::cut(layer, *configuration);
    const im2col::Array array = Machine::array_of(*configuration);
    const std::uint64_t first_load = beats.weight_beats(array) + beats.input_beats(array);
    const std::uint64_t store = beats.store_beats(array);
    const std::uint64_t job = scale_sim_job(t, machine);
    if (t.run % machine.rows != 0 || (t.steps() > 1 && first_load + store > job)) {
      continue;
    }
    ++(t.steps() == 1 ? single_tile : many_tiles);
    if (Machine::activity(layer, *configuration).cycles != t.steps() * job + first_load + store) {
      FAIL(text(layer, *configuration));
    }
  }
  CHECK(single_tile > points / 500);
  CHECK(many_tiles > points / 50);
}

TEST_CASE("the worked example of cost_model/im2col.md") {
  // A 3 x 3 layer of ResNet on 16 x 16 PEs in tiles of 64 x (8 x 28) x 64: 4 * 14 folds of 4 * 16 + 30 cycles; 14 pixel
  // blocks of 9 steps; 256 + 896 cycles of first loads, 4 * (8 + 224) of the last store.
  constexpr Layer kResNet{64, 64, 56, 56, 3, 3, 1, 1};
  constexpr Configuration kTiles{5, 3, 4, 6, 7, 8, 6, 6, 7, 4, 0, 0};
  static_assert(Machine::activity(kResNet, kTiles).compute_cycles == 126 * 5264);
  static_assert(Machine::activity(kResNet, kTiles).cycles == 126 * 5264 + 256 + 896 + 4 * (8 + 224));
  static_assert(Machine::activity(kResNet, kTiles).cycles == 665'344);
  CHECK(simulate(cut(kResNet, kTiles), hardware(kTiles)).counts == counts(Machine::activity(kResNet, kTiles)));
}

}  // namespace gandse::test
