// The kernels that this target was compiled with, against their definition: every size up to what a generator has and
// beyond, extreme values, unaligned rows.
#include <array>
#include <cstdint>

#include "gandse/runtime/dense.hpp"
#include "gandse/runtime/random.hpp"
#include "program.h"

namespace {

constexpr std::size_t kMostInputs = 133;
constexpr std::size_t kMostOutputs = 13;
constexpr std::size_t kMostActivations = 40;
constexpr std::int32_t kUntouched = 0x55AA55AA;

std::int8_t int8(gandse::Random& random, std::uint32_t kind, int least) {
  const int value = static_cast<int>(random.below(128U + static_cast<std::uint32_t>(-least))) + least;
  return static_cast<std::int8_t>(kind == 0 ? value : kind == 1 ? 127 : kind == 2 ? least : value < 0 ? least : 127);
}

bool dense_is_exact(gandse::Random& random, std::size_t inputs, std::size_t outputs, std::uint32_t kind) {
  const std::size_t shift = random.below(4);  // weights and inputs begin anywhere
  std::array<std::int8_t, kMostInputs * kMostOutputs + 4> weights{};
  std::array<std::int8_t, kMostInputs + 4> input{};
  std::array<std::int32_t, kMostOutputs> bias{};
  std::array<std::int32_t, kMostOutputs + 1> result{};
  for (std::size_t i = 0; i < inputs * outputs; ++i) {
    weights[shift + i] = int8(random, kind, -127);
  }
  for (std::size_t i = 0; i < inputs; ++i) {
    input[shift + i] = int8(random, kind, -128);
  }
  for (std::int32_t& b : bias) {
    b = static_cast<std::int32_t>(random.next()) / 4;
  }
  result.fill(kUntouched);
  gandse::dense(weights.data() + shift, bias.data(), input.data() + shift, inputs, outputs, result.data());
  for (std::size_t o = 0; o < outputs; ++o) {
    std::int32_t sum = bias[o];
    for (std::size_t i = 0; i < inputs; ++i) {
      sum += static_cast<std::int32_t>(weights[shift + o * inputs + i]) * input[shift + i];
    }
    if (result[o] != sum) {
      return false;
    }
  }
  return result[outputs] == kUntouched;
}

bool columns_are_exact(gandse::Random& random, std::size_t columns, std::size_t width) {
  std::array<std::int8_t, 300> numbers{};
  for (std::int8_t& number : numbers) {
    number = int8(random, random.below(4), -127);
  }
  std::array<const std::int8_t*, 256> column{};
  for (std::size_t c = 0; c < columns; ++c) {
    column[c] = numbers.data() + random.below(300U - static_cast<std::uint32_t>(width));
  }
  std::array<std::int32_t, 64> start{};
  for (std::int32_t& s : start) {
    s = static_cast<std::int32_t>(random.next()) / 4;
  }
  const std::int32_t gain = static_cast<std::int32_t>(random.below(10001)) - 5000;
  std::array<std::int32_t, 65> sum{};
  sum.fill(kUntouched);
  gandse::add_columns(column.data(), columns, width, gain, start.data(), sum.data());
  for (std::size_t i = 0; i < width; ++i) {
    std::int32_t total = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      total += column[c][i];
    }
    if (sum[i] != start[i] + gain * total) {
      return false;
    }
  }
  return sum[width] == kUntouched;
}

bool activations_are_exact(gandse::Random& random, std::size_t count, unsigned shift) {
  const gandse::Scale scale{(1U << 30U) + random.below(1U << 30U), static_cast<std::uint8_t>(shift)};
  std::array<std::int32_t, kMostActivations> sum{INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX};
  for (std::size_t i = 7; i < sum.size(); ++i) {
    sum[i] = static_cast<std::int32_t>(random.next()) >> random.below(31);
  }
  constexpr std::int8_t kUntouchedByte = -1;  // no activation is negative
  std::array<std::int8_t, kMostActivations + 1> activation{};
  activation.fill(kUntouchedByte);
  gandse::activate(sum.data(), count, scale, activation.data());
  for (std::size_t i = 0; i < count; ++i) {
    if (activation[i] != gandse::activate(sum[i], scale)) {
      return false;
    }
  }
  return activation[count] == kUntouchedByte;
}

}  // namespace

extern "C" int run() {
  gandse::Random random{1};
  for (std::size_t inputs = 0; inputs <= kMostInputs; ++inputs) {
    for (std::size_t outputs = 0; outputs <= kMostOutputs; ++outputs) {
      if (!dense_is_exact(random, inputs, outputs, random.below(4))) {
        print("dense differs from its definition\n");
        return 1;
      }
    }
  }
  for (std::size_t width = 0; width <= 45; ++width) {
    for (const std::size_t columns : {0U, 1U, 2U, 11U, 256U}) {
      if (!columns_are_exact(random, columns, width)) {
        print("add_columns differs from its definition\n");
        return 2;
      }
    }
  }
  for (std::size_t count = 0; count <= kMostActivations; ++count) {
    for (unsigned shift = 1; shift <= 62; ++shift) {
      if (!activations_are_exact(random, count, shift)) {
        print("activate differs from its definition\n");
        return 3;
      }
    }
  }
  print(gandse::dense_kernel());
  print(": as the definition says\n");
  return 0;
}
