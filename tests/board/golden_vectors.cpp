// A thousand decisions of each template that GOLDEN_IM2COL and GOLDEN_DNNWEAVER choose, to the last bit as they were
// when the vectors were written.
#include "decision_digest.hpp"
#include "program.h"

#if GOLDEN_IM2COL
#include "digests_im2col.hpp"
#include "gandse/generated/im2col_96k.hpp"
#endif
#if GOLDEN_DNNWEAVER
#include "digests_dnnweaver.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#endif

namespace {

using gandse::test::kGoldenTasks;

// Prints which task differs first, as a number after its template's name.
template <class Weights>
bool same(const Weights& weights, const std::array<std::uint32_t, kGoldenTasks>& golden) {
  for (std::uint32_t i = 0; i < kGoldenTasks; ++i) {
    if (gandse::test::decision_digest(weights, i) != golden[i]) {
      const std::array<char, 6> text{static_cast<char>('0' + i / 100),
                                     static_cast<char>('0' + i / 10 % 10),
                                     static_cast<char>('0' + i % 10),
                                     '\n',
                                     '\0',
                                     '\0'};
      print(Weights::Template::kName);
      print(": differs from the golden vectors in task ");
      print(text.data());
      return false;
    }
  }
  print(Weights::Template::kName);
  print(": 1000 decisions as golden\n");
  return true;
}

}  // namespace

extern "C" int run() {
  bool good = true;
#if GOLDEN_IM2COL
  good = same(gandse::generated::im2col_96k, gandse::test::kDigestsIm2col);
#endif
#if GOLDEN_DNNWEAVER
  good = same(gandse::generated::dnnweaver_80k, gandse::test::kDigestsDnnweaver) && good;
#endif
  return good ? 0 : 1;
}
