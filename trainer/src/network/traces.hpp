// A day of an edge device that is asked for different networks, and what ways to switch bitstreams spend on it.
//
// The model. A day is 1440 slots of a minute. Sessions follow each other; in every slot one ends with probability 1/20
// (20 minutes on average, geometric), and the next runs one of five networks of up to 16 layers, at one of two
// deadlines, and a rate of 1 to 100 inferences per minute, log-uniform. The rate of a slot is that of its session times
// 0.5 to 1.5, uniform: how much is still to come is known to nobody. The tight deadline and the power objective are
// what a random bitstream of the table reaches, and some more (objective_within_reach); the other deadline is three
// times as long. The battery is full, half or low, a Markov chain that changes with probability 1/120 per slot to a
// neighbouring state; it allows the power objective as drawn, 0.85 and 0.7 of it.
// Loading a bitstream takes 28 ms: 4 045 564 bytes of an XC7Z020 (UG470, table 1-1: 32 364 512 bits) at 145 MB/s
// (UG585, section 6.4.2, PCAP), and 0.4 W for that time, an assumption. Meanwhile the board waits, at 0.5 W, another
// assumption: 25 mJ in all. Larger devices, and boards that must start again, need more: every day is lived with 1,
// 10, 100 and 500 times that time (14 s of the minute) and energy. All inferences of a slot are run all the same.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/switching.hpp"
#include "network/network_point.hpp"
#include "support/draws.hpp"

namespace gandse::trainer {

inline constexpr std::size_t kSlots = 1440;
inline constexpr std::uint32_t kMeanSession = 20;  ///< slots
inline constexpr double kLoadSeconds = 28e-3;
inline constexpr double kLoadWatt = 0.4;

inline constexpr Microwatt kWaiting{500'000};

inline constexpr std::array<std::uint64_t, 4> kLoadFactors{1, 10, 100, 500};

/// Time and energy of loading any bitstream, at the template's clock.
template <class Template>
Cost load_cost(std::uint64_t factor) {
  const double seconds = kLoadSeconds * static_cast<double>(factor);
  return {{static_cast<std::uint64_t>(seconds * 1e6 * Template::Technology::kClockMhz)},
          {static_cast<std::uint64_t>(seconds * kLoadWatt * 1e15)}};
}

struct Slot {
  std::size_t task;
  std::uint64_t inferences;
};

template <class Template>
struct Trace {
  std::vector<NetworkInstance<Template>> tasks;  ///< network, deadline and battery in every combination
  std::vector<Slot> slots;
};

/// `networks`: five of them, each with its tight deadline and its power objective when the battery is full.
template <class Template>
Trace<Template> make_trace(const std::vector<NetworkInstance<Template>>& networks, Random& random,
                           std::size_t slots = kSlots) {
  constexpr std::array<std::uint64_t, 2> kDeadlines{1, 3};
  constexpr std::array<std::uint64_t, 3> kPowerPercent{100, 85, 70};
  Trace<Template> trace;
  for (const auto& network : networks) {
    for (const std::uint64_t deadline : kDeadlines) {
      for (const std::uint64_t percent : kPowerPercent) {
        trace.tasks.push_back(network);
        trace.tasks.back().objective.latency.value *= deadline;
        trace.tasks.back().objective.power.value = network.objective.power.value * percent / 100;
      }
    }
  }
  std::size_t session = 0;
  double rate = 0;
  std::size_t battery = 0;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    if (slot == 0 || random.below(kMeanSession) == 0) {
      session = random.below(static_cast<std::uint32_t>(networks.size() * kDeadlines.size()));
      rate = log_uniform(1, 100, random);
    }
    if (random.below(120) == 0) {
      battery = battery == 1 ? 2 * random.below(2) : 1;
    }
    const double inferences = rate * (0.5 + uniform(random));
    trace.slots.push_back(
        {session * kPowerPercent.size() + battery, static_cast<std::uint64_t>(std::max(1.0, std::round(inferences)))});
  }
  return trace;
}

/// A slot on a bitstream.
struct Run {
  std::uint64_t cost;    ///< in the policy's unit
  std::uint64_t energy;  ///< in nanojoule
  bool missed;           ///< its objective
};

/// What a day costs on every bitstream.
struct Day {
  std::vector<std::uint64_t> load;     ///< by bitstream: its cost, which is its energy
  std::vector<std::vector<Run>> runs;  ///< [slot][bitstream]
  std::size_t start = 0;               ///< what is loaded in the morning
};

inline std::vector<std::uint64_t> costs(const std::vector<Run>& runs) {
  std::vector<std::uint64_t> result;
  for (const Run& run : runs) {
    result.push_back(run.cost);
  }
  return result;
}

struct Spent {
  std::uint64_t cost = 0;
  std::uint64_t energy = 0;
  std::size_t missed = 0;  ///< slots
  std::size_t loads = 0;

  [[nodiscard]] Spent with_load(std::uint64_t load) const { return {cost + load, energy + load, missed, loads + 1}; }
  [[nodiscard]] Spent with_run(const Run& run) const {
    return {cost + run.cost, energy + run.energy, missed + (run.missed ? 1 : 0), loads};
  }
};

inline bool cheaper(const Spent& a, const Spent& b) { return a.cost < b.cost; }

/// What is spent where slot t runs on bitstream choice(t, present).
template <class Choice>
Spent spend(const Day& day, const Choice& choice) {
  Spent spent;
  std::size_t present = day.start;
  for (std::size_t t = 0; t < day.runs.size(); ++t) {
    const std::size_t next = choice(t, present);
    spent = next != present ? spent.with_load(day.load[next]) : spent;
    spent = spent.with_run(day.runs[t][next]);
    present = next;
  }
  return spent;
}

inline std::size_t cheapest(const std::vector<std::uint64_t>& costs) {
  return static_cast<std::size_t>(std::min_element(costs.begin(), costs.end()) - costs.begin());
}

/// Stays on `bitstream`.
inline Spent never_switch(const Day& day, std::size_t bitstream) {
  return spend(day, [&](std::size_t, std::size_t) { return bitstream; });
}

/// Always the cheapest for the slot, whatever loading costs.
inline Spent always_switch(const Day& day) {
  return spend(day, [&](std::size_t t, std::size_t) { return cheapest(costs(day.runs[t])); });
}

/// The cheapest for the slot, its load included: nothing after it counts.
inline Spent myopic(const Day& day) {
  return spend(day, [&](std::size_t t, std::size_t present) {
    std::vector<std::uint64_t> all = costs(day.runs[t]);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] += i == present ? 0 : day.load[i];
    }
    return cheapest(all);
  });
}

/// Where the runtime's policy goes, a slot at a time. `expected`: it is told that so many slots will be like each, or
/// nothing where that is 0.
template <std::size_t MostBitstreams>
Spent by_policy(const Day& day, std::uint64_t expected = 0) {
  SwitchingPolicy<MostBitstreams> policy{day.load.data(), day.load.size(), day.start};
  return spend(day, [&](std::size_t t, std::size_t) {
    std::vector<std::uint64_t> all = costs(day.runs[t]);
    if (expected == 0) {
      return policy.next(all.data());
    }
    for (std::uint64_t& cost : all) {
      cost *= expected;
    }
    return policy.next_alone(all.data());
  });
}

/// The least that any sequence of loads spends, by dynamic programming: it knows the whole day.
inline Spent offline_optimum(const Day& day) {
  const std::size_t count = day.load.size();
  std::vector<Spent> least(count);
  for (std::size_t i = 0; i < count; ++i) {
    least[i] = i == day.start ? Spent{} : Spent{}.with_load(day.load[i]);
  }
  for (const auto& runs : day.runs) {
    const Spent from = *std::min_element(least.begin(), least.end(), cheaper);
    for (std::size_t i = 0; i < count; ++i) {
      const Spent loaded = from.with_load(day.load[i]);
      least[i] = (cheaper(loaded, least[i]) ? loaded : least[i]).with_run(runs[i]);
    }
  }
  return *std::min_element(least.begin(), least.end(), cheaper);
}

}  // namespace gandse::trainer
