// The cost model of each template: what a decision does a hundred times.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <vector>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/runtime/random.hpp"
#include "tasks.hpp"

namespace {

using namespace gandse;
using namespace gandse::bench;

template <class Template>
typename Template::Layer layer_of(const Layer& convolution) {
  if constexpr (std::is_same_v<typename Template::Layer, Layer>) {
    return convolution;
  } else {
    return {convolution};
  }
}

/// A canonical configuration, each choice drawn uniformly among the allowed ones.
template <class Template>
typename Template::Configuration draw(const typename Template::Layer& layer, Random& random) {
  typename Template::Configuration configuration{};
  for (const std::uint8_t parameter : Template::draw_order) {
    const ChoiceMask mask = Template::allowed(layer, configuration, {}, parameter);
    unsigned choice = 0;
    do {
      choice = random.below(Template::parameters[parameter].count);
    } while (!contains(mask, choice));
    configuration[parameter] = static_cast<std::uint8_t>(choice);
  }
  return configuration;
}

/// 4096 points: 512 configurations of each of the eight layers, in an order that no branch predictor learns.
template <class Template>
class Points {
 public:
  struct Point {
    typename Template::Layer layer;
    typename Template::Configuration configuration;
  };

  Points() {
    Random random{1};
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto layer = layer_of<Template>(kTasks[random.below(kTasks.size())].layer);
      points_.push_back({layer, draw<Template>(layer, random)});
    }
  }
  const Point& next() { return points_[next_++ % kCount]; }

 private:
  static constexpr std::size_t kCount = 4096;
  std::vector<Point> points_;
  std::size_t next_ = 0;
};

template <class Template>
void Evaluate(benchmark::State& state) {
  Points<Template> points;
  for (auto _ : state) {
    const auto& point = points.next();
    benchmark::DoNotOptimize(Template::evaluate(point.layer, point.configuration));
  }
}
BENCHMARK(Evaluate<Im2col<>>)->Name("Evaluate/im2col");
BENCHMARK(Evaluate<Dnnweaver<>>)->Name("Evaluate/dnnweaver");

template <class Template>
void Canonicalise(benchmark::State& state) {
  Points<Template> points;
  for (auto _ : state) {
    const auto& point = points.next();
    benchmark::DoNotOptimize(Template::canonicalise(point.layer, point.configuration));
  }
}
BENCHMARK(Canonicalise<Im2col<>>)->Name("Canonicalise/im2col");
BENCHMARK(Canonicalise<Dnnweaver<>>)->Name("Canonicalise/dnnweaver");

/// The allowed choices of every parameter: what one proposal asks for.
template <class Template>
void Allowed(benchmark::State& state) {
  Points<Template> points;
  const typename Template::Pins free{};
  for (auto _ : state) {
    const auto& point = points.next();
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      benchmark::DoNotOptimize(Template::allowed(point.layer, point.configuration, free, parameter));
    }
  }
}
BENCHMARK(Allowed<Im2col<>>)->Name("AllowedOfAllParameters/im2col");
BENCHMARK(Allowed<Dnnweaver<>>)->Name("AllowedOfAllParameters/dnnweaver");

}  // namespace
