// SSE: what every x86-64 has. From SSSE3 on bytes are multiplied and added in pairs; before, they are widened first.
#pragma once

#include <immintrin.h>

#include "blocked.hpp"

namespace gandse::kernels {

struct SseLanes {
#ifdef __SSSE3__
  static constexpr const char* kName = "SSSE3";
#else
  static constexpr const char* kName = "SSE2";
#endif
  static constexpr std::size_t kLanes = 16;
  using Sum = __m128i;
  struct Input {
    __m128i first, second;
  };

#ifdef __SSSE3__
  // |input| times weight with input's sign: two such products fit in int16, because weights are at least -127.
  static Input load(const std::int8_t* input) {
    const __m128i x = bytes(input);
    return {_mm_abs_epi8(x), x};
  }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    const __m128i pairs = _mm_maddubs_epi16(input.first, _mm_sign_epi8(bytes(weight), input.second));
    return _mm_add_epi32(sum, _mm_madd_epi16(pairs, _mm_set1_epi16(1)));
  }
#else
  static Input load(const std::int8_t* input) {
    const __m128i x = bytes(input);
    const __m128i signs = _mm_cmpgt_epi8(_mm_setzero_si128(), x);
    return {_mm_unpacklo_epi8(x, signs), _mm_unpackhi_epi8(x, signs)};
  }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    const Input w = load(weight);
    return _mm_add_epi32(sum,
                         _mm_add_epi32(_mm_madd_epi16(w.first, input.first), _mm_madd_epi16(w.second, input.second)));
  }
#endif
  static Sum zero() { return _mm_setzero_si128(); }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    const __m128i low = _mm_add_epi32(_mm_unpacklo_epi32(sum0, sum1), _mm_unpackhi_epi32(sum0, sum1));
    const __m128i high = _mm_add_epi32(_mm_unpacklo_epi32(sum2, sum3), _mm_unpackhi_epi32(sum2, sum3));
    const __m128i total = _mm_add_epi32(_mm_unpacklo_epi64(low, high), _mm_unpackhi_epi64(low, high));
    auto* const to = reinterpret_cast<__m128i*>(result);
    _mm_storeu_si128(to, _mm_add_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(start)), total));
  }

 private:
  static __m128i bytes(const std::int8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
};

struct Sse : Blocked<SseLanes> {
  /// Eight at a time in int16, which holds 256 columns; the last eight may be computed twice.
  static void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                          const std::int32_t* start, std::int32_t* sum) {
    if (width < kWide) {
      Portable::add_columns(column, columns, width, gain, start, sum);
      return;
    }
    for (std::size_t first = 0; first < width; first += kWide) {
      const std::size_t at = first + kWide <= width ? first : width - kWide;
      __m128i total = _mm_setzero_si128();
      for (std::size_t c = 0; c < columns; ++c) {
        const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(column[c] + at));
        total = _mm_add_epi16(total, _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8));
      }
      scale_and_add(_mm_srai_epi32(_mm_unpacklo_epi16(total, total), 16), gain, start + at, sum + at);
      scale_and_add(_mm_srai_epi32(_mm_unpackhi_epi16(total, total), 16), gain, start + at + 4, sum + at + 4);
    }
  }

  static void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation) {
    std::size_t i = 0;
    if (scale.shift >= 32) {  // else the high words do not hold everything
      const __m128i multiplier = _mm_set1_epi64x(scale.multiplier);
      const __m128i half = _mm_set1_epi64x(std::int64_t{1} << (scale.shift - 1U));
      const __m128i shift = _mm_cvtsi32_si128(scale.shift);
      for (; i + 4 <= count; i += 4) {
        const __m128i loaded = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sum + i));
        const __m128i x = _mm_and_si128(loaded, _mm_cmpgt_epi32(loaded, _mm_setzero_si128()));
        const __m128i even = _mm_srl_epi64(_mm_add_epi64(_mm_mul_epu32(x, multiplier), half), shift);
        const __m128i odd_x = _mm_srli_epi64(x, 32);
        const __m128i odd = _mm_srl_epi64(_mm_add_epi64(_mm_mul_epu32(odd_x, multiplier), half), shift);
        const __m128i both = _mm_or_si128(even, _mm_slli_epi64(odd, 32));
        const __m128i words = _mm_packs_epi32(both, both);  // saturates, as the next does at 127
        const std::int32_t bytes = _mm_cvtsi128_si32(_mm_packs_epi16(words, words));
        __builtin_memcpy(activation + i, &bytes, 4);
      }
    }
    Portable::activate(sum + i, count - i, scale, activation + i);
  }

 private:
  static constexpr std::size_t kWide = 8;

  // The low words of unsigned products are those of signed ones.
  static void scale_and_add(__m128i total, std::int32_t gain, const std::int32_t* start, std::int32_t* sum) {
    const __m128i factor = _mm_set1_epi32(gain);
    const __m128i even = _mm_mul_epu32(total, factor);
    const __m128i odd = _mm_mul_epu32(_mm_srli_epi64(total, 32), factor);
    const __m128i low_words = _mm_unpacklo_epi32(_mm_shuffle_epi32(even, 8), _mm_shuffle_epi32(odd, 8));
    const __m128i from = _mm_loadu_si128(reinterpret_cast<const __m128i*>(start));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(sum), _mm_add_epi32(from, low_words));
  }
};

}  // namespace gandse::kernels
