// What the benchmarks run on: layers of different shapes, taken in turn, so that no branch predictor learns one of
// them.
#pragma once

#include <array>
#include <cstddef>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/encoder.hpp"
#include "gandse/runtime/explorer.hpp"

namespace gandse::bench {

using Weights = generated::Im2col96k;
using Template = Weights::Template;
inline constexpr const Weights& kWeights = generated::im2col_96k;

struct Task {
  Layer layer;
  Objective objective;
};

inline constexpr std::array<Task, 8> kTasks{{
    {{3, 64, 112, 112, 7, 7, 2, 1}, {{400'000}, {250'000}}},    // ResNet-18, first layer
    {{64, 64, 56, 56, 3, 3, 1, 1}, {{265'000}, {250'000}}},     // ResNet-18
    {{256, 512, 7, 7, 3, 3, 2, 1}, {{330'000}, {250'000}}},     // ResNet-18, late
    {{1, 1, 112, 112, 3, 3, 1, 64}, {{2'000'000}, {60'000}}},   // MobileNet, depthwise
    {{128, 128, 56, 56, 1, 1, 1, 1}, {{150'000}, {300'000}}},   // MobileNet, pointwise
    {{768, 3072, 128, 1, 1, 1, 1, 1}, {{900'000}, {400'000}}},  // BERT, feed-forward
    {{4096, 1000, 1, 1, 1, 1, 1, 1}, {{500'000}, {100'000}}},   // fully connected
    {{32, 64, 208, 208, 3, 3, 1, 1}, {{3'000'000}, {300'000}}}  // YOLO
}};

/// The tasks in turn.
class Rotation {
 public:
  const Task& next() { return kTasks[next_++ % kTasks.size()]; }

 private:
  std::size_t next_ = 0;
};

}  // namespace gandse::bench
