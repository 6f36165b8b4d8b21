// AVX2: sixteen int8 widened to int16, multiplied and added in pairs.
#pragma once

#include <immintrin.h>

#include "blocked.hpp"

namespace gandse::kernels {

struct Avx2 {
  static constexpr const char* kName = "AVX2";
  static constexpr std::size_t kLanes = 16;
  using Input = __m256i;
  using Sum = __m256i;

  static Input load(const std::int8_t* input) {
    return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(input)));
  }
  static Sum zero() { return _mm256_setzero_si256(); }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(load(weight), input));
  }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    const __m256i halves = _mm256_hadd_epi32(_mm256_hadd_epi32(sum0, sum1), _mm256_hadd_epi32(sum2, sum3));
    const __m128i total = _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(result),
                     _mm_add_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(start)), total));
  }
};

}  // namespace gandse::kernels
