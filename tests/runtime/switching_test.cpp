#include "gandse/runtime/switching.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gandse/runtime/random.hpp"

namespace gandse::test {
namespace {

constexpr std::size_t kMost = 6;
using Policy = SwitchingPolicy<kMost>;

struct Case {
  std::vector<std::uint64_t> load;
  std::vector<std::vector<std::uint64_t>> cost;  ///< [task][bitstream]
  std::size_t start = 0;

  [[nodiscard]] std::uint64_t largest_load() const { return *std::max_element(load.begin(), load.end()); }
};

/// What the policy spends: loads and tasks.
std::uint64_t spent_online(const Case& c) {
  Policy policy{c.load.data(), c.load.size(), c.start};
  std::uint64_t spent = 0;
  for (const auto& cost : c.cost) {
    const std::size_t before = policy.present();
    const std::size_t now = policy.next(cost.data());
    REQUIRE(now < c.load.size());
    REQUIRE(policy.present() == now);
    spent += cost[now] + (now == before ? 0 : c.load[now]);
  }
  return spent;
}

/// The least that any schedule spends, by dynamic programming over tasks.
std::uint64_t spent_offline(const Case& c) {
  std::vector<std::uint64_t> least(c.load.size());
  for (std::size_t i = 0; i < least.size(); ++i) {
    least[i] = i == c.start ? 0 : c.load[i];
  }
  for (const auto& cost : c.cost) {
    std::vector<std::uint64_t> next(least.size(), UINT64_MAX);
    for (std::size_t to = 0; to < least.size(); ++to) {
      for (std::size_t from = 0; from < least.size(); ++from) {
        next[to] = std::min(next[to], least[from] + (from == to ? 0 : c.load[to]) + cost[to]);
      }
    }
    least = next;
  }
  return *std::min_element(least.begin(), least.end());
}

bool keeps_promise(const Case& c) {
  const std::uint64_t factor = 2 * c.load.size() - 1;
  return spent_online(c) <= factor * (spent_offline(c) + c.largest_load()) + c.largest_load();
}

TEST_CASE("never more than (2 n - 1) (OPT + L) + L, on random tasks of every kind") {
  Random random{81};
  for (int i = 0; i < 3000; ++i) {
    Case c;
    const std::size_t n = 1 + random.below(kMost);
    for (std::size_t b = 0; b < n; ++b) {
      c.load.push_back(random.below(2) == 0 ? random.below(1000) : random.below(50));
    }
    c.start = random.below(static_cast<std::uint32_t>(n));
    const std::uint32_t phase = 1 + random.below(40);  // tasks in a row that favour the same bitstream
    std::size_t favoured = 0;
    for (std::uint32_t t = 0; t < 300; ++t) {
      if (t % phase == 0) {
        favoured = random.below(static_cast<std::uint32_t>(n));
      }
      auto& cost = c.cost.emplace_back();
      for (std::size_t b = 0; b < n; ++b) {
        cost.push_back(random.below(b == favoured ? 10 : 100));
      }
    }
    REQUIRE(keeps_promise(c));
  }
}

TEST_CASE("never more either where every task hurts just the bitstream that is loaded") {
  for (std::size_t n = 1; n <= kMost; ++n) {
    for (const std::uint64_t hurt : {1U, 7U, 100U, 5000U}) {
      Case c;
      c.load.assign(n, 100);
      Policy policy{c.load.data(), n, 0};
      for (int t = 0; t < 4000; ++t) {
        std::vector<std::uint64_t> cost(n, 0);
        cost[policy.present()] = hurt;
        static_cast<void>(policy.next(cost.data()));
        c.cost.push_back(cost);
      }
      REQUIRE(keeps_promise(c));
      if (n > 1 && hurt < 100) {  // the adversary is one: it makes the rule pay more than the optimum
        CHECK(spent_online(c) > spent_offline(c));
      }
    }
  }
}

TEST_CASE("it keeps what is loaded until staying has cost about as much as loading, then goes, and does not flutter") {
  const std::vector<std::uint64_t> load{100, 100};
  Policy policy{load.data(), 2, 0};
  int tasks = 0;
  const std::vector<std::uint64_t> better_on_1{12, 2};
  while (policy.next(better_on_1.data()) == 0) {
    ++tasks;
    REQUIRE(tasks < 100);
  }
  CHECK(tasks >= 10 - 1);  // ten more per task: ten tasks have cost a load
  CHECK(tasks <= 2 * 10);
  int loads = 0;
  for (int t = 0; t < 100; ++t) {  // tasks that alternate are no reason to load
    const std::vector<std::uint64_t> cost = t % 2 == 0 ? std::vector<std::uint64_t>{2, 12} : better_on_1;
    const std::size_t before = policy.present();
    loads += policy.next(cost.data()) == before ? 0 : 1;
  }
  CHECK(loads <= 1);
}

TEST_CASE("a task that the loaded bitstream cannot run is run on another at once") {
  const std::vector<std::uint64_t> load{Policy::kMostCost, Policy::kMostCost, 5};
  Policy policy{load.data(), 3, 0};
  const std::vector<std::uint64_t> only_1{Policy::kCannotRun, 7, Policy::kCannotRun};
  CHECK(policy.next(only_1.data()) == 1);
  const std::vector<std::uint64_t> only_0{3, Policy::kCannotRun, Policy::kCannotRun};
  CHECK(policy.next(only_0.data()) == 0);
}

TEST_CASE("of a task that is known to be alone, the least cost of it and a load is taken, where it can be run") {
  const std::vector<std::uint64_t> load{50, 100, 20};
  const auto choice = [&](std::size_t present, const std::vector<std::uint64_t>& cost) {
    return Policy{load.data(), 3, present}.next_alone(cost.data());
  };
  CHECK(choice(0, {10, 5, 9}) == 0);
  CHECK(choice(0, {200, 100, 180}) == 0);  // 200, 200, 200: staying wins a tie
  CHECK(choice(0, {210, 105, 189}) == 1);  // 210, 205, 209
  CHECK(choice(2, {210, 105, 189}) == 2);  // 260, 205, 189
  CHECK(choice(0, {Policy::kCannotRun, Policy::kMostCost, Policy::kCannotRun}) == 1);
}

TEST_CASE("what a known task costs is remembered: it does not hide that another bitstream is better in the long run") {
  const std::vector<std::uint64_t> load{100, 100};
  Policy policy{load.data(), 2, 0};
  const std::vector<std::uint64_t> better_on_1{60, 0};
  const std::vector<std::uint64_t> equal{1, 1};
  std::uint64_t spent = 0;
  for (int t = 0; t < 1000; ++t) {
    for (const auto* cost : {&better_on_1, &equal}) {
      const std::size_t before = policy.present();
      const std::size_t now = cost == &equal ? policy.next_alone(cost->data()) : policy.next(cost->data());
      spent += (*cost)[now] + (now == before ? 0 : load[now]);
    }
  }
  CHECK(spent <= 3 * (100 + 1000 + 100) + 100);  // as the promise would be, the optimum being 1100
}

}  // namespace
}  // namespace gandse::test
