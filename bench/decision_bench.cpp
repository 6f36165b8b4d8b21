// Whole decisions, by budget: what a caller waits for.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "tasks.hpp"

namespace {

using namespace gandse;
using namespace gandse::bench;

void Decide(benchmark::State& state) {
  const Explorer<Weights> explorer{kWeights};
  Options options;
  options.budget = static_cast<std::uint32_t>(state.range(0));
  Rotation tasks;
  std::int64_t evaluations = 0;
  for (auto _ : state) {
    const Task& task = tasks.next();
    const auto decision = explorer.explore(task.layer, task.objective, {}, options);
    benchmark::DoNotOptimize(decision);
    evaluations += decision.evaluations;
  }
  state.counters["evaluations"] =
      benchmark::Counter(static_cast<double>(evaluations), benchmark::Counter::kAvgIterations);
}
BENCHMARK(Decide)->Arg(1)->Arg(16)->Arg(128)->Arg(1024)->Unit(benchmark::kMicrosecond);

/// The same with the bitstream pinned: only the schedule is free.
void DecideWithPinnedHardware(benchmark::State& state) {
  const Explorer<Weights> explorer{kWeights};
  Template::Pins pins;
  pins.choice[Template::PEN] = 5;
  pins.choice[Template::SDB] = 4;
  pins.choice[Template::DSB] = 4;
  pins.choice[Template::ISS] = 7;
  pins.choice[Template::WSS] = 7;
  pins.choice[Template::OSS] = 7;
  Rotation tasks;
  for (auto _ : state) {
    const Task& task = tasks.next();
    benchmark::DoNotOptimize(explorer.explore(task.layer, task.objective, pins));
  }
}
BENCHMARK(DecideWithPinnedHardware)->Unit(benchmark::kMicrosecond);

/// The default decision of the other template, on the same layers.
void DecideDnnweaver(benchmark::State& state) {
  const Explorer explorer{generated::dnnweaver_80k};
  Rotation tasks;
  for (auto _ : state) {
    const Task& task = tasks.next();
    benchmark::DoNotOptimize(explorer.explore({task.layer}, task.objective));
  }
}
BENCHMARK(DecideDnnweaver)->Unit(benchmark::kMicrosecond);

}  // namespace
