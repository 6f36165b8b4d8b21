// The steps of a decision, one by one.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>

#include "gandse/runtime/generator.hpp"
#include "gandse/runtime/random.hpp"
#include "gandse/runtime/sampler.hpp"
#include "tasks.hpp"

namespace {

using namespace gandse;
using namespace gandse::bench;
using Configuration = Template::Configuration;
using Features = Encoder<Template>::Features;

/// Something prepared for each task, in turn.
template <class T>
class Prepared {
 public:
  template <class Make>
  explicit Prepared(const Make& make) : items_(make_all(make, std::make_index_sequence<kTasks.size()>{})) {}
  const T& next() { return items_[next_++ % items_.size()]; }

 private:
  template <class Make, std::size_t... I>
  static std::array<T, kTasks.size()> make_all(const Make& make, std::index_sequence<I...>) {
    return {make(kTasks[I])...};
  }
  std::array<T, kTasks.size()> items_;
  std::size_t next_ = 0;
};

Features encode(const Task& task) {
  Random random{1};
  return Encoder<Template>::encode(task.layer, task.objective, {}, random);
}

Inference<Weights> infer(const Task& task) { return {kWeights, encode(task)}; }

/// A legal configuration that fits no task by accident: drawn for it with a fixed seed.
Configuration drawn(const Task& task) {
  Random random{2};
  return propose(infer(task), task.layer, {}, {}, &random);
}

void Encode(benchmark::State& state) {
  Rotation tasks;
  for (auto _ : state) {
    benchmark::DoNotOptimize(encode(tasks.next()));
  }
}
BENCHMARK(Encode);

void Infer(benchmark::State& state) {
  Prepared<Features> features{encode};
  for (auto _ : state) {
    benchmark::DoNotOptimize(Inference<Weights>{kWeights, features.next()});
  }
}
BENCHMARK(Infer);

void LogitsOfOneHead(benchmark::State& state) {
  const auto head = static_cast<std::size_t>(state.range(0));
  Prepared<Inference<Weights>> inferences{infer};
  Prepared<Configuration> configurations{drawn};
  for (auto _ : state) {
    benchmark::DoNotOptimize(inferences.next().logits(head, configurations.next()));
  }
}
BENCHMARK(LogitsOfOneHead)->Arg(0)->Arg(Weights::Heads::kCount - 1);

void ProposeGreedily(benchmark::State& state) {
  Rotation tasks;
  Prepared<Inference<Weights>> inferences{infer};
  for (auto _ : state) {
    benchmark::DoNotOptimize(propose(inferences.next(), tasks.next().layer, {}, {}, nullptr));
  }
}
BENCHMARK(ProposeGreedily);

void ProposeDrawn(benchmark::State& state) {
  Rotation tasks;
  Prepared<Inference<Weights>> inferences{infer};
  Random random{3};
  for (auto _ : state) {
    benchmark::DoNotOptimize(propose(inferences.next(), tasks.next().layer, {}, {}, &random));
  }
}
BENCHMARK(ProposeDrawn);

}  // namespace
