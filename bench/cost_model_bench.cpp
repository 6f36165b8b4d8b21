// The cost model of each template: what a decision does a hundred times.
#include <benchmark/benchmark.h>

#include "subjects.hpp"

namespace gandse::bench {
namespace {

template <class Template>
void Evaluate(benchmark::State& state) {
  auto rotation = points<Template>();
  for (auto _ : state) {
    const auto& point = rotation.next();
    benchmark::DoNotOptimize(Template::evaluate(point.layer, point.configuration));
  }
  rate(state, "evaluations/s", 1);
}
BENCHMARK(Evaluate<Im2col<>>)->Name("evaluate/im2col");
BENCHMARK(Evaluate<Dnnweaver<>>)->Name("evaluate/dnnweaver");

template <class Template>
void Canonicalise(benchmark::State& state) {
  auto rotation = points<Template>();
  for (auto _ : state) {
    const auto& point = rotation.next();
    benchmark::DoNotOptimize(Template::canonicalise(point.layer, point.configuration));
  }
}
BENCHMARK(Canonicalise<Im2col<>>)->Name("canonicalise/im2col");
BENCHMARK(Canonicalise<Dnnweaver<>>)->Name("canonicalise/dnnweaver");

/// The allowed choices of every parameter: what one proposal asks for.
template <class Template>
void Allowed(benchmark::State& state) {
  auto rotation = points<Template>();
  const typename Template::Pins free{};
  for (auto _ : state) {
    const auto& point = rotation.next();
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      benchmark::DoNotOptimize(Template::allowed(point.layer, point.configuration, free, parameter));
    }
  }
}
BENCHMARK(Allowed<Im2col<>>)->Name("allowed_of_all_parameters/im2col");
BENCHMARK(Allowed<Dnnweaver<>>)->Name("allowed_of_all_parameters/dnnweaver");

/// Evaluate, judge, and compare with the best so far.
template <class Template>
void Select(benchmark::State& state) {
  auto rotation = points<Template>();
  const auto task = tasks<Template>().front();
  Selector<Template> selector{task.layer, task.objective, UINT32_MAX};
  Candidate<Template> best;
  for (auto _ : state) {
    benchmark::DoNotOptimize(selector.improve(rotation.next().configuration, best));
  }
  rate(state, "evaluations/s", 1);
}
BENCHMARK(Select<Im2col<>>)->Name("select/im2col");
BENCHMARK(Select<Dnnweaver<>>)->Name("select/dnnweaver");

/// All moves of one parameter up and down, repaired.
template <class Template>
void Neighbours(benchmark::State& state) {
  auto rotation = points<Template>();
  const typename Template::Pins free{};
  for (auto _ : state) {
    const auto& point = rotation.next();
    const Neighbourhood<Template> neighbourhood{point.layer, free};
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      for (const bool up : {false, true}) {
        const std::uint8_t choice = neighbourhood.next_choice(point.configuration, parameter, up);
        benchmark::DoNotOptimize(neighbourhood.with(point.configuration, parameter, choice));
      }
    }
  }
}
BENCHMARK(Neighbours<Im2col<>>)->Name("all_neighbours/im2col");
BENCHMARK(Neighbours<Dnnweaver<>>)->Name("all_neighbours/dnnweaver");

}  // namespace
}  // namespace gandse::bench
