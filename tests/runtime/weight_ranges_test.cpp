#include "gandse/runtime/weight_ranges.hpp"

#include <doctest/doctest.h>

#include <memory>

#include "random_tasks.hpp"

namespace gandse::test {
namespace {

template <class Change>
bool within_ranges_after(Change change) {
  const auto weights = std::make_unique<SmallWeights>(small_weights());
  change(*weights);
  return within_ranges(*weights);
}

TEST_CASE("weights: -128, a scale out of its range, and a sum that could overflow are found") {
  using W = SmallWeights;
  CHECK(within_ranges_after([](W&) {}));
  CHECK_FALSE(within_ranges_after([](W& w) { w.input_weight.back() = -128; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.trunk_weight.front() = -128; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.head_weight.back() = -128; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.prefix_weight.back() = -128; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.logit_weight.back() = -128; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.trunk_scale.back().shift = 0; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.head_scale.back().shift = 63; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.logit_scale.back().multiplier = 1U << 31U; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.logit_scale.front().multiplier = (1U << 30U) - 1U; }));

  const auto largest_bias = [](std::size_t inputs) {
    return static_cast<std::int32_t>(INT32_MAX - 127 * 127 * static_cast<std::int64_t>(inputs));
  };
  CHECK(within_ranges_after([&](W& w) { w.trunk_bias.back() = largest_bias(W::kTrunkWidth); }));
  CHECK_FALSE(within_ranges_after([&](W& w) { w.trunk_bias.back() = largest_bias(W::kTrunkWidth) + 1; }));
  CHECK_FALSE(within_ranges_after([&](W& w) { w.trunk_bias.front() = -largest_bias(W::kInputs) - 1; }));
  CHECK(within_ranges_after([&](W& w) { w.logit_bias.back() = -largest_bias(W::kHeadWidth); }));
  CHECK_FALSE(within_ranges_after([&](W& w) { w.logit_bias.back() = -largest_bias(W::kHeadWidth) - 1; }));
  CHECK_FALSE(within_ranges_after([&](W& w) { w.logit_bias.front() = INT32_MIN; }));

  // The last head adds columns for all that were drawn before it, the first none.
  constexpr std::size_t kLast = W::Heads::kCount - 1;
  CHECK(within_ranges_after([](W& w) { w.prefix_gain.front() = INT32_MAX; }));
  CHECK(within_ranges_after([](W& w) { w.prefix_gain[kLast] = 1'000'000; }));
  CHECK_FALSE(within_ranges_after([](W& w) { w.prefix_gain[kLast] = -2'000'000; }));
}

}  // namespace
}  // namespace gandse::test
