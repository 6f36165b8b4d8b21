#include "gandse/runtime/dense.hpp"

// The fastest kernel that the target's instructions allow; all give the same bits. GANDSE_PORTABLE chooses the one that
// needs nothing but C++. Kernels that take words apart need little-endian ones.
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ && !defined(GANDSE_PORTABLE)
#define GANDSE_PORTABLE
#endif
#if defined(GANDSE_PORTABLE)
#include "kernels/portable.hpp"
using Kernel = gandse::kernels::Portable;
#elif defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#include "kernels/avx512.hpp"
using Kernel = gandse::kernels::Avx512;
#elif defined(__AVX2__)
#include "kernels/avx2.hpp"
using Kernel = gandse::kernels::Avx2;
#elif defined(__SSE2__)
#include "kernels/sse.hpp"
using Kernel = gandse::kernels::Sse;
#elif defined(__ARM_FEATURE_MVE)
#include "kernels/helium.hpp"
using Kernel = gandse::kernels::HeliumKernel;
#elif defined(__ARM_FEATURE_DOTPROD) && defined(__aarch64__)
#include "kernels/dot_product.hpp"
using Kernel = gandse::kernels::Blocked<gandse::kernels::DotProduct>;
#elif defined(__ARM_NEON)
#include "kernels/neon.hpp"
using Kernel = gandse::kernels::Blocked<gandse::kernels::Neon>;
#elif defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_UNALIGNED)
#include "kernels/dsp.hpp"
using Kernel = gandse::kernels::WithDspColumns<gandse::kernels::Dsp>;
#else
#include "kernels/portable.hpp"
using Kernel = gandse::kernels::Portable;
#endif

namespace gandse {

void add_columns(const std::int8_t* const* column, std::size_t columns, std::size_t width, std::int32_t gain,
                 const std::int32_t* start, std::int32_t* sum) {
  Kernel::add_columns(column, columns, width, gain, start, sum);
}

void activate(const std::int32_t* sum, std::size_t count, Scale scale, std::int8_t* activation) {
  Kernel::activate(sum, count, scale, activation);
}

const char* dense_kernel() { return Kernel::kName; }

void dense(const std::int8_t* weight, const std::int32_t* bias, const std::int8_t* input, std::size_t inputs,
           std::size_t outputs, std::int32_t* accumulator) {
  Kernel::dense(weight, bias, input, inputs, outputs, accumulator);
}

}  // namespace gandse
