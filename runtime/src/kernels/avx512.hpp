// AVX-512 with VNNI: thirty-two int8 widened to int16, multiplied and added by one instruction.
#pragma once

// GCC 12 warns of its own header (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "avx2.hpp"
#include "blocked.hpp"

namespace gandse::kernels {

struct Avx512 {
  static constexpr const char* kName = "AVX-512 VNNI";
  static constexpr std::size_t kLanes = 32;
  using Input = __m512i;
  using Sum = __m512i;

  static Input load(const std::int8_t* input) {
    return _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(input)));
  }
  static Sum zero() { return _mm512_setzero_si512(); }
  static Sum add(Sum sum, Input input, const std::int8_t* weight) {
    return _mm512_dpwssd_epi32(sum, load(weight), input);
  }
  static void finish(Sum sum0, Sum sum1, Sum sum2, Sum sum3, const std::int32_t* start, std::int32_t* result) {
    Avx2::finish(half(sum0), half(sum1), half(sum2), half(sum3), start, result);
  }

 private:
  static __m256i half(Sum sum) {
    return _mm256_add_epi32(_mm512_castsi512_si256(sum), _mm512_extracti64x4_epi64(sum, 1));
  }
};

}  // namespace gandse::kernels
