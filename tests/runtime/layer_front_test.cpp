#include "gandse/runtime/layer_front.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "../scale.hpp"
#include "all_costs.hpp"
#include "exact_front.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explore_within.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

/// Area that a front beats, in octaves of latency and power, up to the corner of the exhaustive front's worst.
double hypervolume(const std::vector<Cost>& front, const Cost& slowest, const Cost& hungriest) {
  double area = 0;
  double power = std::log2(power_of(hungriest));
  for (std::size_t i = 0; i < front.size(); ++i) {
    const double own = std::log2(power_of(front[i]));
    const double width =
        std::log2(static_cast<double>(slowest.latency.value) / static_cast<double>(front[i].latency.value)) + 1;
    area += std::max(0.0, power + 1 - own) * width;
    power = std::min(power, own - 1);
  }
  return area;
}

TEST_CASE("a layer's front covers nearly all that exhaustive search covers" * doctest::skip(kEmulated)) {
  Random random{164};
  std::vector<double> shares;
  for (int i = 0; i < 30; ++i) {
    const Layer layer = small_layer(random);
    Pins pins = pins_of(bitstreams(1, random).front());
    pins.choice[i % 2 == 0 ? Template::DSB : Template::PEN] = Pins::kFree;
    const auto exact = front_of(all_costs(layer, pins));
    const auto front = explore_front<64>(Explorer{generated::im2col_96k}, {layer, {}, pins});
    REQUIRE(front.legal());
    REQUIRE(front.evaluations > 0);
    std::vector<Cost> found;
    for (std::size_t j = 0; j < front.points.size(); ++j) {
      const auto& point = front.points[j];
      REQUIRE(obeys(point.payload, pins));
      REQUIRE(Template::evaluate(layer, point.payload).cost.energy == point.cost.energy);
      found.push_back(point.cost);
    }
    shares.push_back(hypervolume(found, exact.back(), exact.front()) / hypervolume(exact, exact.back(), exact.front()));
  }
  std::sort(shares.begin(), shares.end());
  MESSAGE("hypervolume: median ", shares[shares.size() / 2], ", worst ", shares.front());
  CHECK(shares[shares.size() / 2] >= 0.95);
  CHECK(shares.back() <= 1 + 1e-9);
}

TEST_CASE("limits that exclude nothing change nothing of a front") {
  Random random{165};
  for (int i = 0; i < 10; ++i) {
    const Layer layer = small_layer(random);
    const Explorer explorer{generated::im2col_96k};
    const auto plain = explore_front<64>(explorer, {layer, {}, {}});
    const auto limited = explore_front<64>(explorer, {layer, {}, {}}, WithinLimits<Template>{{}}, {});
    CHECK(plain.evaluations == limited.evaluations);
    REQUIRE(plain.points.size() == limited.points.size());
    for (std::size_t j = 0; j < plain.points.size(); ++j) {
      CHECK(plain.points[j].payload == limited.points[j].payload);
    }
  }
}

TEST_CASE("a front within limits covers nearly all that exhaustive search covers within them, and nothing else") {
  Random random{166};
  std::vector<double> shares;
  for (int i = 0; i < 30; ++i) {
    const Layer layer = small_layer(random);
    const std::size_t free = i % 2 == 0 ? Template::WSS : Template::PEN;
    Pins pins = pins_of(bitstreams(1, random).front());
    Limits<Template> limits;  // the free parameter may take the lower half of its choices
    std::vector<Cost> costs;
    for (std::uint8_t choice = 0; choice < 5; ++choice) {
      pins.choice[free] = choice;
      limits.most[i % 2] = Template::used(pins.choice)[i % 2];
      const std::vector<Cost> more = all_costs(layer, pins);
      costs.insert(costs.end(), more.begin(), more.end());
    }
    const auto exact = front_of(costs);
    pins.choice[free] = Pins::kFree;
    const auto front =
        explore_front<64>(Explorer{generated::im2col_96k}, {layer, {}, pins}, WithinLimits<Template>{limits}, {});
    REQUIRE(front.legal());
    std::vector<Cost> found;
    for (std::size_t j = 0; j < front.points.size(); ++j) {
      REQUIRE(limits.exceeded(front.points[j].payload) == Limits<Template>::kCount);
      found.push_back(front.points[j].cost);
    }
    shares.push_back(hypervolume(found, exact.back(), exact.front()) / hypervolume(exact, exact.back(), exact.front()));
  }
  std::sort(shares.begin(), shares.end());
  MESSAGE("hypervolume within limits: median ", shares[shares.size() / 2], ", worst ", shares.front());
  CHECK(shares[shares.size() / 2] >= 0.95);
  CHECK(shares.front() >= 0.9);
  CHECK(shares.back() <= 1 + 1e-9);
}

TEST_CASE("a layer that cannot be run has no front, and a reason") {
  const Explorer explorer{generated::im2col_96k};
  CHECK(explore_front<8>(explorer, {{0, 1, 1, 1, 1, 1, 1, 1}, {}, {}}).reason == Reason::layer_out_of_range);
  Pins pins;
  pins.choice[Template::PEN] = 8;
  const auto front = explore_front<8>(explorer, {{8, 8, 8, 8, 1, 1, 1, 1}, {}, pins});
  CHECK(front.reason == Reason::choice_out_of_range);
  CHECK(front.evaluations == 0);
  CHECK(front.points.size() == 0);
}

}  // namespace
}  // namespace gandse::test
