// Whole decisions by search, on the tasks of decision_bench: annealing and pagmo as tuned
// (bench/results/im2col/tuning.csv).
#include <benchmark/benchmark.h>

#include <string>

#include "compare/tuning.hpp"
#include "search/trial.hpp"
#include "subjects.hpp"

namespace gandse::bench {
namespace {

using Template = Im2col<>;

void search(benchmark::State& state, const std::string& method) {
  for (const auto& setting : trainer::chosen_settings<Template>("bench/results/im2col/tuning.csv")) {
    if (setting.method != method) {
      continue;
    }
    Rotation rotation{tasks<Template>()};
    Random random{1};
    for (auto _ : state) {
      const auto& task = rotation.next();
      trainer::Trial<Template> trial{task, static_cast<std::uint32_t>(state.range(0))};
      setting.run(trial, {}, random);
      benchmark::DoNotOptimize(trial.best());
    }
    rate(state, "evaluations/s", static_cast<double>(state.range(0)));
    return;
  }
  state.SkipWithError("bench/results/im2col/tuning.csv does not hold the method: run this in the project's folder");
}

const bool registered = [] {
  for (const char* method : {"annealing", "pagmo"}) {
    benchmark::RegisterBenchmark((std::string{"decide/by_"} + method + "/im2col").c_str(),
                                 [=](benchmark::State& state) { search(state, method); })
        ->Arg(128)
        ->Arg(10'000)
        ->Arg(30'000)
        ->Unit(benchmark::kMicrosecond);
  }
  return true;
}();

}  // namespace
}  // namespace gandse::bench
