// What the benchmarks run on: many prepared inputs, taken in turn and behind the optimiser's back, so that nothing is
// folded away and no branch predictor learns one of them.
#pragma once

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/task.hpp"

namespace gandse::bench {

/// Items in turn; the optimiser cannot know which.
template <class T>
class Rotation {
 public:
  explicit Rotation(std::vector<T> items) : items_(std::move(items)) {}
  const T& next() {
    const T* item = &items_[next_++ % items_.size()];
    benchmark::DoNotOptimize(item);
    return *item;
  }

 private:
  std::vector<T> items_;
  std::size_t next_ = 0;
};

struct Workload {
  Layer layer;
  Objective objective;
};

inline constexpr std::array<Workload, 8> kWorkloads{{
    {{3, 64, 112, 112, 7, 7, 2, 1}, {{400'000}, {250'000}}},    // ResNet-18, first layer
    {{64, 64, 56, 56, 3, 3, 1, 1}, {{265'000}, {250'000}}},     // ResNet-18
    {{256, 512, 7, 7, 3, 3, 2, 1}, {{330'000}, {250'000}}},     // ResNet-18, late
    {{1, 1, 112, 112, 3, 3, 1, 64}, {{2'000'000}, {60'000}}},   // MobileNet, depthwise
    {{128, 128, 56, 56, 1, 1, 1, 1}, {{150'000}, {300'000}}},   // MobileNet, pointwise
    {{768, 3072, 128, 1, 1, 1, 1, 1}, {{900'000}, {400'000}}},  // BERT, feed-forward
    {{4096, 1000, 1, 1, 1, 1, 1, 1}, {{500'000}, {100'000}}},   // fully connected
    {{32, 64, 208, 208, 3, 3, 1, 1}, {{3'000'000}, {300'000}}}  // YOLO
}};

template <class Template>
typename Template::Layer layer_of(const Layer& convolution) {
  if constexpr (std::is_same_v<typename Template::Layer, Layer>) {
    return convolution;
  } else {
    return {convolution};
  }
}

/// 64 tasks: each layer with its objective, its latency relaxed by up to 70 %, layers in turn.
template <class Template>
std::vector<Task<Template>> tasks() {
  std::vector<Task<Template>> all;
  for (std::uint64_t relaxed = 0; relaxed < 8; ++relaxed) {
    for (const Workload& w : kWorkloads) {
      const Objective objective{{w.objective.latency.value * (10 + relaxed) / 10}, w.objective.power};
      all.push_back({layer_of<Template>(w.layer), objective, {}});
    }
  }
  return all;
}

/// `make(task)` of every task.
template <class Template, class Make>
auto prepared(const Make& make) {
  std::vector<decltype(make(std::declval<const Task<Template>&>()))> items;
  for (const auto& task : tasks<Template>()) {
    items.push_back(make(task));
  }
  return Rotation{std::move(items)};
}

/// A task and a configuration of its canonical space, each choice drawn uniformly among the allowed ones.
template <class Template>
struct Point {
  typename Template::Layer layer;
  Objective objective;
  typename Template::Configuration configuration;
};

/// 4096 points of random tasks.
template <class Template>
Rotation<Point<Template>> points() {
  const auto all = tasks<Template>();
  Random random{1};
  std::vector<Point<Template>> drawn;
  for (std::size_t i = 0; i < 4096; ++i) {
    const auto& task = all[random.below(static_cast<std::uint32_t>(all.size()))];
    Point<Template> point{task.layer, task.objective, {}};
    for (const std::uint8_t parameter : Template::draw_order) {
      const ChoiceMask mask = Template::allowed(point.layer, point.configuration, {}, parameter);
      unsigned choice = 0;
      do {
        choice = random.below(Template::parameters[parameter].count);
      } while (!contains(mask, choice));
      point.configuration[parameter] = static_cast<std::uint8_t>(choice);
    }
    drawn.push_back(point);
  }
  return Rotation{std::move(drawn)};
}

/// How often something happens per second, under `name`.
inline void rate(benchmark::State& state, const char* name, double per_iteration) {
  state.counters[name] = benchmark::Counter(per_iteration, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace gandse::bench
