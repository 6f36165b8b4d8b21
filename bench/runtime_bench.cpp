// The steps of a decision, one by one.
#include <benchmark/benchmark.h>

#include "generators.hpp"
#include "subjects.hpp"

namespace gandse::bench {
namespace {

template <class Template>
typename Encoder<Template>::Features encode(const Task<Template>& task) {
  Random random{1};
  return Encoder<Template>::encode(task.layer, task.objective, task.pins, random);
}

template <const auto& kWeights>
using WeightsOf = std::decay_t<decltype(kWeights)>;
template <const auto& kWeights>
using TemplateOf = typename WeightsOf<kWeights>::Template;

template <class Template>
void Encode(benchmark::State& state) {
  Rotation rotation{tasks<Template>()};
  for (auto _ : state) {
    benchmark::DoNotOptimize(encode(rotation.next()));
  }
}
BENCHMARK(Encode<Im2col<>>)->Name("encode/im2col");
BENCHMARK(Encode<Dnnweaver<>>)->Name("encode/dnnweaver");

/// A layer of outputs x inputs. Weights: one of as many copies as 256 KiB hold, so that they come from the second
/// level of the cache, as between decisions.
void Dense(benchmark::State& state) {
  const auto outputs = static_cast<std::size_t>(state.range(0));
  const auto inputs = static_cast<std::size_t>(state.range(1));
  constexpr std::size_t kBytes = std::size_t{1} << 18U;
  Random random{4};
  std::vector<std::int8_t> weights(kBytes);
  for (auto& weight : weights) {
    weight = static_cast<std::int8_t>(static_cast<int>(random.below(255)) - 127);
  }
  std::vector<std::int8_t> input(weights.begin(), weights.begin() + static_cast<std::ptrdiff_t>(inputs));
  for (auto& x : input) {
    x = static_cast<std::int8_t>(x < 0 ? 0 : x);  // behind a ReLU
  }
  const std::vector<std::int32_t> bias(outputs, 1);
  std::vector<std::int32_t> sums(outputs);
  std::size_t offset = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(input.data());
    dense(weights.data() + offset, bias.data(), input.data(), inputs, outputs, sums.data());
    benchmark::ClobberMemory();
    offset += inputs * outputs;
    offset = offset + inputs * outputs > kBytes ? 0 : offset;
  }
  const auto macs = static_cast<double>(inputs * outputs);
  rate(state, "MACs/s", macs);
  rate(state, "bytes/s", macs + 4.0 * static_cast<double>(outputs));
}
BENCHMARK(Dense)->Name("dense")->Args({96, 107})->Args({96, 96})->Args({440, 96})->Args({9, 40})->Args({16, 16});

/// Trunk and the trunk's share of every head: all that runs once per decision.
template <const auto& kWeights>
void Infer(benchmark::State& state) {
  using Weights = WeightsOf<kWeights>;
  using Template = TemplateOf<kWeights>;
  auto rotation = prepared<Template>(encode<Template>);
  for (auto _ : state) {
    const Inference<Weights> inference{kWeights, rotation.next()};
    benchmark::DoNotOptimize(&inference);
    benchmark::ClobberMemory();
  }
  rate(state, "MACs/s", static_cast<double>(inference_macs<Weights>()));
  rate(state, "bytes/s", static_cast<double>(inference_bytes<Weights>()));
}

template <const auto& kWeights>
Inference<WeightsOf<kWeights>> infer(const Task<TemplateOf<kWeights>>& task) {
  return {kWeights, encode(task)};
}

/// Logits of the first head, which sees no choice, and of the last, which sees all others.
template <const auto& kWeights>
void Logits(benchmark::State& state) {
  using Weights = WeightsOf<kWeights>;
  using Template = TemplateOf<kWeights>;
  const std::size_t head = state.range(0) == 0 ? 0 : Weights::Heads::kCount - 1;
  auto inferences = prepared<Template>(infer<kWeights>);
  auto configurations = points<Template>();
  for (auto _ : state) {
    benchmark::DoNotOptimize(inferences.next().logits(head, configurations.next().configuration));
  }
}

template <const auto& kWeights>
void Greedy(benchmark::State& state) {
  using Weights = WeightsOf<kWeights>;
  using Template = TemplateOf<kWeights>;
  struct Prepared {
    Task<Template> task;
    Inference<Weights> inference;
  };
  auto rotation = prepared<Template>([](const auto& task) { return Prepared{task, infer<kWeights>(task)}; });
  const typename Template::Configuration least{};
  for (auto _ : state) {
    const auto& [task, inference] = rotation.next();
    benchmark::DoNotOptimize(propose(inference, task.layer, task.pins, least, nullptr));
  }
}

/// As many candidates of one inference as the argument says; per candidate, the more are drawn the more they share.
template <const auto& kWeights>
void Draw(benchmark::State& state) {
  using Weights = WeightsOf<kWeights>;
  using Template = TemplateOf<kWeights>;
  struct Prepared {
    Task<Template> task;
    Inference<Weights> inference;
  };
  auto rotation = prepared<Template>([](const auto& task) { return Prepared{task, infer<kWeights>(task)}; });
  const typename Template::Configuration least{};
  Random random{3};
  for (auto _ : state) {
    const auto& [task, inference] = rotation.next();
    Sampler<Inference<Weights>> sampler{inference, task.layer, task.pins, least,
                                        static_cast<std::uint32_t>(state.range(0))};
    for (typename Template::Configuration configuration; sampler.next(random, configuration);) {
      benchmark::DoNotOptimize(configuration);
    }
  }
  rate(state, "candidates/s", static_cast<double>(state.range(0)));
}

/// Refinement from a greedy proposal, with as many evaluations as the argument says.
template <const auto& kWeights>
void Refine(benchmark::State& state) {
  using Template = TemplateOf<kWeights>;
  struct Prepared {
    Task<Template> task;
    Candidate<Template> start;
  };
  auto rotation = prepared<Template>([](const Task<Template>& task) {
    const auto configuration = propose(infer<kWeights>(task), task.layer, task.pins, {}, nullptr);
    const Evaluation evaluation = Template::evaluate(task.layer, configuration);
    return Prepared{task, judge<Template>(configuration, evaluation.cost, task.objective)};
  });
  for (auto _ : state) {
    const auto& [task, start] = rotation.next();
    Selector<Template> selector{task.layer, task.objective, static_cast<std::uint32_t>(state.range(0))};
    Random random{5};
    Candidate<Template> best = start;
    const Neighbourhood<Template> neighbourhood{task.layer, task.pins};
    Refinement<Template>{neighbourhood, selector, random}.run(best);
    benchmark::DoNotOptimize(best);
  }
  rate(state, "evaluations/s", static_cast<double>(state.range(0)));
}

template <const auto& kWeights>
void add_default(const std::string& name) {
  benchmark::RegisterBenchmark(("logits/first_head/" + name).c_str(), Logits<kWeights>)->Arg(0);
  benchmark::RegisterBenchmark(("logits/last_head/" + name).c_str(), Logits<kWeights>)->Arg(1);
  benchmark::RegisterBenchmark(("greedy/" + name).c_str(), Greedy<kWeights>);
  benchmark::RegisterBenchmark(("draw/" + name).c_str(), Draw<kWeights>)->Arg(1)->Arg(16)->Arg(120);
  benchmark::RegisterBenchmark(("refine/" + name).c_str(), Refine<kWeights>)->Arg(8)->Arg(64);
}

const bool registered = [] {
  for_each_generator([](auto generator) {
    constexpr const auto& kWeights = decltype(generator)::weights;
    const std::string name = generator.name;
    benchmark::RegisterBenchmark(("infer/" + name).c_str(), Infer<kWeights>);
    if constexpr (decltype(generator)::is_default) {
      add_default<kWeights>(name);
    }
  });
  return true;
}();

}  // namespace
}  // namespace gandse::bench
