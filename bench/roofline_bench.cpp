// What the machine can do at most, measured in the same run: how fast weights come from the cache, and how many int8
// products a core can add in a second.
#include <benchmark/benchmark.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "generators.hpp"
#include "subjects.hpp"

namespace gandse::bench {
namespace {

// The widest vector that this is compiled for; GCC's own type, so that every target has one.
#if defined(__AVX512F__)
constexpr std::size_t kVector = 64;
#elif defined(__AVX2__)
constexpr std::size_t kVector = 32;
#else
constexpr std::size_t kVector = 16;
#endif
using Vector = std::uint64_t __attribute__((vector_size(kVector)));

/// Reads a buffer from end to end, over and over, and does next to nothing with it. The argument: its bytes.
void Read(benchmark::State& state) {
  const std::size_t vectors = static_cast<std::size_t>(state.range(0)) / kVector / 8 * 8;
  std::vector<Vector> buffer(vectors, Vector{} + 1U);
  for (auto _ : state) {
    const Vector* from = buffer.data();
    benchmark::DoNotOptimize(from);
    std::array<Vector, 8> sums{};
    for (std::size_t i = 0; i < vectors; i += 8) {
      for (std::size_t k = 0; k < 8; ++k) {
        sums[k] |= from[i + k];
      }
    }
    benchmark::DoNotOptimize(sums);
  }
  rate(state, "bytes/s", static_cast<double>(vectors * kVector));
}

/// Products of int8 that are added in int32, from registers: the instruction that this machine does it with, as often
/// as it can start one.
void Multiply(benchmark::State& state) {
  constexpr std::size_t kChains = 12;
  constexpr std::size_t kSteps = 100;
#if defined(__AVX512VNNI__)
  __m512i sums[kChains]{};
  __m512i x = _mm512_set1_epi8(3);
  const auto step = [&](__m512i sum) { return _mm512_dpbusd_epi32(sum, x, x); };
#elif defined(__AVX2__)
  __m256i sums[kChains]{};
  __m256i x = _mm256_set1_epi8(3);
  const auto step = [&](__m256i sum) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, sum), x));
  };
#elif defined(__SSE2__)
  __m128i sums[kChains]{};
  __m128i x = _mm_set1_epi8(3);
  const auto step = [&](__m128i sum) { return _mm_add_epi32(sum, _mm_madd_epi16(x, sum)); };
#else
  std::int32_t sums[kChains]{};
  std::int32_t x = 3;
  const auto step = [&](std::int32_t sum) { return sum + x * x; };
#endif
#if defined(__SSE2__) && !defined(__AVX2__)
  constexpr std::size_t kMacs = sizeof(sums[0]) / 2;  // int16
#elif defined(__SSE2__)
  constexpr std::size_t kMacs = sizeof(sums[0]);
#else
  constexpr std::size_t kMacs = 1;
#endif
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    for (std::size_t i = 0; i < kSteps; ++i) {
      for (auto& sum : sums) {
        sum = step(sum);
      }
    }
    benchmark::DoNotOptimize(sums);
  }
  rate(state, "MACs/s", static_cast<double>(kMacs * kChains * kSteps));
}
BENCHMARK(Multiply)->Name("roofline/multiply");

const bool registered = [] {
  for_each_generator([](auto generator) {
    constexpr auto kBytes = inference_bytes<std::decay_t<decltype(decltype(generator)::weights)>>();
    benchmark::RegisterBenchmark((std::string{"roofline/read/"} + generator.name).c_str(), Read)->Arg(kBytes);
  });
  return true;
}();

}  // namespace
}  // namespace gandse::bench
