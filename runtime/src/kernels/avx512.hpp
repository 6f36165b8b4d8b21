// AVX-512 with VNNI: sixty-four int8 multiplied, and added in fours, by one instruction.
#pragma once

// GCC 12 warns of its own header (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "avx2.hpp"

namespace gandse::kernels {

struct Avx512 : Avx2 {
  static constexpr const char* kName = "AVX-512 VNNI";

  /// Layers of up to 128 inputs, as generators have them, keep their inputs in two registers.
  static void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
                    std::size_t outputs, std::int32_t* accumulator) {
    if (inputs == 0 || inputs > 2 * kLanes || outputs < kRows) {
      Avx2::dense(weight, bias, input, inputs, outputs, accumulator);
    } else if (inputs <= kLanes) {
      all_rows(Inputs<1>{input, inputs}, weight, bias, outputs, accumulator);
    } else {
      all_rows(Inputs<2>{input, inputs}, weight, bias, outputs, accumulator);
    }
  }

  static void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation) {
    const __m512i multiplier = _mm512_set1_epi64(scale.multiplier);
    const __m512i half = _mm512_set1_epi64(std::int64_t{1} << (scale.shift - 1U));
    const __m128i shift = _mm_cvtsi32_si128(scale.shift);
    for (std::size_t i = 0; i < count; i += 8) {
      const auto present = static_cast<__mmask8>(count - i >= 8 ? 0xFFU : (1U << (count - i)) - 1U);
      const __m256i x = _mm256_max_epi32(_mm256_maskz_loadu_epi32(present, sum + i), _mm256_setzero_si256());
      const __m512i product = _mm512_add_epi64(_mm512_mul_epu32(_mm512_cvtepu32_epi64(x), multiplier), half);
      const __m512i clamped = _mm512_min_epu64(_mm512_srl_epi64(product, shift), _mm512_set1_epi64(127));
      _mm512_mask_cvtepi64_storeu_epi8(activation + i, present, clamped);
    }
  }

 private:
  static constexpr std::size_t kLanes = 64;
  static constexpr std::size_t kRows = 4;

  static __mmask64 first(std::size_t count) { return count >= kLanes ? ~__mmask64{0} : (__mmask64{1} << count) - 1U; }

  /// A layer's inputs, the last chunk filled up with zeros. The instruction takes unsigned ones: all are taken 128
  /// higher where one is negative.
  template <std::size_t Chunks>
  struct Inputs {
    Inputs(const std::int8_t* input, std::size_t inputs) : count(inputs), rest(first(inputs - (Chunks - 1) * kLanes)) {
      __mmask64 negative = 0;
      for (std::size_t c = 0; c < Chunks; ++c) {
        chunk[c] = _mm512_maskz_loadu_epi8(c + 1 == Chunks ? rest : ~__mmask64{0}, input + c * kLanes);
        negative |= _mm512_movepi8_mask(chunk[c]);
      }
      raised = negative != 0;
      for (std::size_t c = 0; c < Chunks && raised; ++c) {
        chunk[c] = _mm512_xor_si512(chunk[c], high());
      }
    }
    std::size_t count;
    __mmask64 rest;
    bool raised;
    __m512i chunk[Chunks];
  };
  static __m512i high() { return _mm512_set1_epi8(-128); }  // as unsigned: 128

  template <std::size_t Rows>
  struct Sums {
    __m512i of[Rows];
  };

  /// Of each row, sixteen partial sums.
  template <bool Raised, std::size_t Rows, std::size_t Chunks>
  static Sums<Rows> multiply(const Inputs<Chunks>& inputs, const std::int8_t* weight) {
    Sums<Rows> sums;
    for (auto& sum : sums.of) {
      sum = _mm512_setzero_si512();
      __m512i by_128 = sum;
      for (std::size_t c = 0; c < Chunks; ++c) {
        const std::int8_t* const from = weight + c * kLanes;
        const __m512i w = c + 1 == Chunks ? _mm512_maskz_loadu_epi8(inputs.rest, from) : _mm512_loadu_si512(from);
        sum = _mm512_dpbusd_epi32(sum, inputs.chunk[c], w);
        if constexpr (Raised) {
          by_128 = _mm512_dpbusd_epi32(by_128, high(), w);
        }
      }
      sum = _mm512_sub_epi32(sum, by_128);
      weight += inputs.count;
    }
    return sums;
  }

  template <std::size_t Chunks>
  static void all_rows(const Inputs<Chunks>& inputs, const std::int8_t* weight, const std::int32_t* bias,
                       std::size_t outputs, std::int32_t* accumulator) {
    if (inputs.raised) {
      rows<true>(inputs, weight, bias, outputs, accumulator);
    } else {
      rows<false>(inputs, weight, bias, outputs, accumulator);
    }
  }

  template <bool Raised, std::size_t Chunks>
  static void rows(const Inputs<Chunks>& inputs, const std::int8_t* weight, const std::int32_t* bias,
                   std::size_t outputs, std::int32_t* accumulator) {
    constexpr std::size_t kMany = 16;  // as many sums as one vector holds: the fewest steps to add up each
    for (; outputs >= kMany; outputs -= kMany) {
      const Sums<kMany> sums = multiply<Raised, kMany>(inputs, weight);
      const __m512i low = halves_of(sums, 0);
      const __m512i high = halves_of(sums, 8);
      const __m512i total =
          _mm512_add_epi32(_mm512_shuffle_i32x4(low, high, 0x88), _mm512_shuffle_i32x4(low, high, 0xDD));
      _mm512_storeu_si512(accumulator, _mm512_add_epi32(_mm512_loadu_si512(bias), total));
      weight += kMany * inputs.count;
      bias += kMany;
      accumulator += kMany;
    }
    for (; outputs != 0; outputs -= kRows) {
      if (outputs < kRows) {  // the last four rows begin among rows that are done: these are computed twice
        const std::size_t done = kRows - outputs;
        weight -= done * inputs.count;
        bias -= done;
        accumulator -= done;
        outputs = kRows;
      }
      const __m512i quarters = quarters_of(multiply<Raised, kRows>(inputs, weight), 0);
      const __m256i halves = _mm256_add_epi32(_mm512_castsi512_si256(quarters), _mm512_extracti64x4_epi64(quarters, 1));
      const __m128i total = _mm_add_epi32(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
      const __m128i start = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bias));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(accumulator), _mm_add_epi32(start, total));
      weight += kRows * inputs.count;
      bias += kRows;
      accumulator += kRows;
    }
  }

  /// Partial sums of rows r .. r + 3, four of each: in every 128 bits one of each row.
  template <std::size_t Rows>
  static __m512i quarters_of(const Sums<Rows>& sums, std::size_t r) {
    const __m512i* s = sums.of + r;
    const __m512i low = _mm512_add_epi32(_mm512_unpacklo_epi32(s[0], s[1]), _mm512_unpackhi_epi32(s[0], s[1]));
    const __m512i high = _mm512_add_epi32(_mm512_unpacklo_epi32(s[2], s[3]), _mm512_unpackhi_epi32(s[2], s[3]));
    return _mm512_add_epi32(_mm512_unpacklo_epi64(low, high), _mm512_unpackhi_epi64(low, high));
  }

  /// Of rows r .. r + 7, two each: in every 128 bits one of each of four rows.
  static __m512i halves_of(const Sums<16>& sums, std::size_t r) {
    const __m512i a = quarters_of(sums, r);
    const __m512i b = quarters_of(sums, r + 4);
    return _mm512_add_epi32(_mm512_shuffle_i32x4(a, b, 0x88), _mm512_shuffle_i32x4(a, b, 0xDD));
  }
};

}  // namespace gandse::kernels
