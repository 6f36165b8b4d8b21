// AVX2: thirty-two int8 multiplied, and added in pairs, by one instruction.
#pragma once

#include <immintrin.h>

#include "blocked.hpp"

namespace gandse::kernels {

struct Avx2Lanes {
  static constexpr const char* kName = "AVX2";
  static constexpr std::size_t kLanes = 32;
  using Sum = __m256i;
  struct Input {
    __m256i magnitude, signs;
  };

  static Input load(const std::int8_t* input) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(input));
    return {_mm256_abs_epi8(x), x};
  }
  static Sum zero() { return _mm256_setzero_si256(); }
  // |input| times weight with input's sign: two such products fit in int16, because weights are at least -127.
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    const __m256i w = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weight));
    const __m256i pairs = _mm256_maddubs_epi16(input.magnitude, _mm256_sign_epi8(w, input.signs));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
  }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    const __m256i low = _mm256_add_epi32(_mm256_unpacklo_epi32(sum0, sum1), _mm256_unpackhi_epi32(sum0, sum1));
    const __m256i high = _mm256_add_epi32(_mm256_unpacklo_epi32(sum2, sum3), _mm256_unpackhi_epi32(sum2, sum3));
    const __m256i halves = _mm256_add_epi32(_mm256_unpacklo_epi64(low, high), _mm256_unpackhi_epi64(low, high));
    const __m128i total = _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(result),
                     _mm_add_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(start)), total));
  }
};

struct Avx2 : Blocked<Avx2Lanes> {
  /// Sixteen at a time in int16, which holds 256 columns; the last sixteen may be computed twice.
  static void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                          const std::int32_t* start, std::int32_t* sum) {
    if (width < kWide) {
      Portable::add_columns(column, columns, width, gain, start, sum);
      return;
    }
    for (std::size_t first = 0; first < width; first += kWide) {
      const std::size_t at = first + kWide <= width ? first : width - kWide;
      __m256i total = _mm256_setzero_si256();
      for (std::size_t c = 0; c < columns; ++c) {
        const __m128i* const bytes = reinterpret_cast<const __m128i*>(column[c] + at);
        total = _mm256_add_epi16(total, _mm256_cvtepi8_epi16(_mm_loadu_si128(bytes)));
      }
      scale_and_add(_mm256_castsi256_si128(total), gain, start + at, sum + at);
      scale_and_add(_mm256_extracti128_si256(total, 1), gain, start + at + kWide / 2, sum + at + kWide / 2);
    }
  }

  static void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation) {
    std::size_t i = 0;
    if (scale.shift >= 32) {  // else the high words do not hold everything
      const __m256i multiplier = _mm256_set1_epi64x(scale.multiplier);
      const __m256i half = _mm256_set1_epi64x(std::int64_t{1} << (scale.shift - 1U));
      const __m128i shift = _mm_cvtsi32_si128(scale.shift);
      for (; i + 8 <= count; i += 8) {
        const __m256i loaded = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sum + i));
        const __m256i x = _mm256_max_epi32(loaded, _mm256_setzero_si256());
        const __m256i even = _mm256_srl_epi64(_mm256_add_epi64(_mm256_mul_epu32(x, multiplier), half), shift);
        const __m256i odd_x = _mm256_srli_epi64(x, 32);
        const __m256i odd = _mm256_srl_epi64(_mm256_add_epi64(_mm256_mul_epu32(odd_x, multiplier), half), shift);
        const __m256i both = _mm256_or_si256(even, _mm256_slli_epi64(odd, 32));
        const __m256i words = _mm256_packs_epi32(both, both);  // saturates, as the next does at 127
        const __m256i bytes = _mm256_packs_epi16(words, words);
        const std::int32_t low = _mm256_extract_epi32(bytes, 0);
        const std::int32_t high = _mm256_extract_epi32(bytes, 4);
        __builtin_memcpy(activation + i, &low, 4);
        __builtin_memcpy(activation + i + 4, &high, 4);
      }
    }
    Portable::activate(sum + i, count - i, scale, activation + i);
  }

 private:
  static constexpr std::size_t kWide = 16;

  static void scale_and_add(__m128i total, std::int32_t gain, const std::int32_t* start, std::int32_t* sum) {
    const __m256i scaled = _mm256_mullo_epi32(_mm256_cvtepi16_epi32(total), _mm256_set1_epi32(gain));
    const __m256i from = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(start));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sum), _mm256_add_epi32(from, scaled));
  }
};

}  // namespace gandse::kernels
