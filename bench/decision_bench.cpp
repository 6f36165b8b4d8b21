// Whole decisions: what a caller waits for.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gandse/runtime/network.hpp"
#include "generators.hpp"
#include "subjects.hpp"

namespace gandse::bench {
namespace {

template <const auto& kWeights>
using TemplateOf = typename std::decay_t<decltype(kWeights)>::Template;

void count_evaluations(benchmark::State& state, std::uint64_t evaluations) {
  state.counters["evaluations"] =
      benchmark::Counter(static_cast<double>(evaluations), benchmark::Counter::kAvgIterations);
}

template <const auto& kWeights>
void decide(benchmark::State& state, const Options& options) {
  const Explorer explorer{kWeights};
  Rotation rotation{tasks<TemplateOf<kWeights>>()};
  std::uint64_t evaluations = 0;
  for (auto _ : state) {
    const auto& task = rotation.next();
    const auto decision = explorer.explore(task, options);
    benchmark::DoNotOptimize(&decision);
    benchmark::ClobberMemory();
    evaluations += decision.evaluations;
  }
  count_evaluations(state, evaluations);
}

template <const auto& kWeights>
void Decide(benchmark::State& state) {
  decide<kWeights>(state, Options{});
}

template <const auto& kWeights>
void DecideOnBoard(benchmark::State& state) {
  decide<kWeights>(state, kBoardOptions);
}

/// Of the budget, the default's share goes to the refinement.
template <const auto& kWeights>
void DecideWithBudget(benchmark::State& state) {
  Options options;
  options.candidates = static_cast<std::uint32_t>(state.range(0) * options.candidates / options.budget);
  options.budget = static_cast<std::uint32_t>(state.range(0));
  decide<kWeights>(state, options);
}

/// Candidates alone.
template <const auto& kWeights>
void DecideFromCandidates(benchmark::State& state) {
  const auto candidates = static_cast<std::uint32_t>(state.range(0));
  decide<kWeights>(state, Options{candidates, candidates, 1});
}

/// The bitstream is loaded: only the schedule is free.
void DecideWithPinnedHardware(benchmark::State& state) {
  using Template = Im2col<>;
  const Explorer explorer{generated::im2col_96k};
  Template::Pins pins;
  pins.choice[Template::PEN] = 5;
  pins.choice[Template::SDB] = 4;
  pins.choice[Template::DSB] = 4;
  pins.choice[Template::ISS] = 7;
  pins.choice[Template::WSS] = 7;
  pins.choice[Template::OSS] = 7;
  Rotation rotation{tasks<Template>()};
  for (auto _ : state) {
    const auto& task = rotation.next();
    benchmark::DoNotOptimize(explorer.explore({task.layer, task.objective, pins}));
  }
}
BENCHMARK(DecideWithPinnedHardware)->Name("decide/pinned_hardware/im2col");

/// After other work has had the caches: 8 MiB are written before every decision, outside the time.
template <const auto& kWeights>
void DecideCold(benchmark::State& state) {
  const Explorer explorer{kWeights};
  Rotation rotation{tasks<TemplateOf<kWeights>>()};
  std::vector<std::uint64_t> other(std::size_t{1} << 20U);
  for (auto _ : state) {
    for (auto& word : other) {
      ++word;
    }
    benchmark::ClobberMemory();
    const auto& task = rotation.next();
    const auto start = std::chrono::steady_clock::now();
    const auto decision = explorer.explore({task.layer, task.objective});
    benchmark::DoNotOptimize(&decision);
    benchmark::ClobberMemory();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
}

/// All layers of a network, each with a configuration of its own: 12 parameters for each layer on im2col.
template <const auto& kWeights>
void DecideNetwork(benchmark::State& state) {
  using Template = TemplateOf<kWeights>;
  const Explorer explorer{kWeights};
  const auto layers = static_cast<std::size_t>(state.range(0)) / Template::kParameters;
  std::vector<std::vector<Task<Template>>> networks;
  const auto all = tasks<Template>();
  for (std::size_t first = 0; first < all.size(); ++first) {
    auto& network = networks.emplace_back();
    for (std::size_t layer = 0; layer < layers; ++layer) {
      network.push_back(all[(first + layer) % all.size()]);
    }
  }
  Rotation rotation{std::move(networks)};
  std::vector<Decision<Template>> decisions(layers);
  for (auto _ : state) {
    explorer.explore_each(rotation.next().data(), layers, decisions.data());
    benchmark::DoNotOptimize(decisions.data());
    benchmark::ClobberMemory();
  }
}

/// One of eight bitstreams for a whole network, a schedule for each layer. The argument: layers, all different.
void DecideOnOneBitstream(benchmark::State& state) {
  using Template = Im2col<>;
  const auto layers = static_cast<std::size_t>(state.range(0));
  Random random{6};
  std::vector<Bitstream<Template>> bitstreams(8);
  for (auto& bitstream : bitstreams) {
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      const auto count = Template::parameters[i].count;
      bitstream.hardware[i] = static_cast<std::uint8_t>(count / 2U + random.below(count / 2U));
    }
  }
  std::vector<Layer> network;
  std::uint64_t macs = 0;
  for (std::uint32_t i = 0; i < layers; ++i) {
    Layer layer = kWorkloads[i % kWorkloads.size()].layer;
    layer.oc += i;
    network.push_back(layer);
    macs += Template::macs(layer);
  }
  const Objective objective{{macs / 200}, {300'000}};
  const auto explorer = std::make_unique<NetworkExplorer<generated::Im2col96k, 64>>(generated::im2col_96k);
  std::uint64_t evaluations = 0;
  NetworkOptions options;
  for (auto _ : state) {
    ++options.seed;
    const auto decision =
        explorer->explore({network.data(), layers, objective, bitstreams.data(), bitstreams.size()}, options);
    benchmark::DoNotOptimize(&decision);
    benchmark::ClobberMemory();
    evaluations += decision.evaluations;
  }
  count_evaluations(state, evaluations);
}
BENCHMARK(DecideOnOneBitstream)
    ->Name("decide/network/im2col_96k")
    ->RangeMultiplier(2)
    ->Range(8, 64)
    ->Unit(benchmark::kMicrosecond);

const bool registered = [] {
  const auto add = [](const std::string& name, auto* function) {
    return benchmark::RegisterBenchmark(name.c_str(), function)->Unit(benchmark::kMicrosecond);
  };
  for_each_generator([&](auto generator) {
    constexpr const auto& kWeights = decltype(generator)::weights;
    const std::string name = generator.name;
    add("decide/default/" + name, Decide<kWeights>);
    if constexpr (decltype(generator)::is_default) {
      add("decide/board/" + name, DecideOnBoard<kWeights>);
      add("decide/cold/" + name, DecideCold<kWeights>)->UseManualTime();
      add("decide/budget/" + name, DecideWithBudget<kWeights>)->RangeMultiplier(4)->Range(4, 4096);
      add("decide/candidates/" + name, DecideFromCandidates<kWeights>)->RangeMultiplier(4)->Range(1, 1024);
    }
  });
  add("decide/parameters/im2col_96k", DecideNetwork<generated::im2col_96k>)->Arg(12)->Arg(24)->Arg(48)->Arg(96);
  return true;
}();

}  // namespace
}  // namespace gandse::bench
