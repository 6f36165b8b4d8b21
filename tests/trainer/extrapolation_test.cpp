// Beyond what a generator was trained on, decisions are flagged and leave more to refinement: what that is worth.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "oracle/tight_tasks.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

constexpr std::size_t kRays = 200;

Layer large_kernel(Random& random) {
  const auto draw = [&](double least, double most) {
    return static_cast<std::uint32_t>(std::lround(log_uniform(least, most, random)));
  };
  const std::uint32_t size = draw(7, 128);
  const std::uint32_t taps = draw(12, 16);
  return {draw(1, 512), draw(1, 512), size, size, taps, taps, 1, 1};
}

Layer large_image(Random& random) {
  const auto draw = [&](double least, double most) {
    return static_cast<std::uint32_t>(std::lround(log_uniform(least, most, random)));
  };
  const std::uint32_t size = draw(1100, 4000);
  const std::uint32_t taps = draw(1, 5);
  return {draw(1, 64), draw(1, 64), size, size, taps, taps, 1, 1};
}

struct Met {
  int flagged = 0;    ///< tight tasks (slack 5 %) that the weights as they are satisfy
  int unflagged = 0;  ///< that the same weights satisfy if they claim to know everything
};

template <class Weights, class MakeLayer>
Met met(const Weights& weights, const char* what, const MakeLayer& make_layer) {
  using Template = typename Weights::Template;
  Random random{191};
  std::vector<NamedLayer<Template>> layers(kRays);
  for (auto& named : layers) {
    do {
      named.layer = {};
      static_cast<Layer&>(named.layer) = make_layer(random);
    } while (Template::check(named.layer) != Reason::none);
  }
  const auto all_knowing = std::make_unique<Weights>(weights);
  all_knowing->trained = {};
  Met result;
  int count = 0;
  for (const auto& tight : make_tight_tasks<Template>(layers, kRays, 3, 2)) {
    if (tight.slack_percent == 5) {
      const auto flagged = Explorer<Weights>{weights}.explore({tight.task.layer, tight.task.objective});
      const auto unflagged = Explorer<Weights>{*all_knowing}.explore({tight.task.layer, tight.task.objective});
      REQUIRE(flagged.extrapolated);
      REQUIRE_FALSE(unflagged.extrapolated);
      result.flagged += flagged.satisfied ? 1 : 0;
      result.unflagged += unflagged.satisfied ? 1 : 0;
      ++count;
    }
  }
  MESSAGE(std::string{Template::kName}, ", ", std::string{what}, ": of ", count, " tasks ", result.flagged,
          " satisfied, ", result.unflagged, " without the flag");
  return result;
}

}  // namespace

TEST_CASE("beyond the training, refinement makes up for the generator") {
  const Met kernels = met(generated::im2col_96k, "kernels of 12 to 16 taps", large_kernel);
  const Met images = met(generated::im2col_96k, "images of 1100 to 4000 pixels", large_image);
  CHECK(kernels.flagged > kernels.unflagged);
  CHECK(images.flagged > images.unflagged);
  // Where the generator still does well, little is lost.
  const Met others = met(generated::dnnweaver_80k, "kernels of 12 to 16 taps", large_kernel);
  const Met others_images = met(generated::dnnweaver_80k, "images of 1100 to 4000 pixels", large_image);
  CHECK(others.flagged + others_images.flagged >= others.unflagged + others_images.unflagged - 8);
}

}  // namespace gandse::test
