// Searches over whole networks: which bitstream, and which schedule for each layer. Both know that layers add up: what
// one changes is evaluated, nothing else. They end when their time is over.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/neighbour.hpp"
#include "task.hpp"

namespace gandse::trainer {

template <class Template>
struct NetworkTask {
  std::vector<typename Template::Layer> layers;
  Objective objective{};
  std::vector<typename Template::Pins> bitstreams;
};

class Deadline {
 public:
  explicit Deadline(double seconds) : seconds_(seconds) {}
  /// Share of the time that is gone.
  [[nodiscard]] double gone() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() / seconds_;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double seconds_;
};

/// log2 of the score of a network of that latency and energy.
template <class Template>
double network_log_score(double latency, double energy, const Objective& objective) {
  constexpr double kFemtojoulePerCycle = 1000.0 / Template::Technology::kClockMhz;  // of a microwatt
  return std::max(std::log2(latency / static_cast<double>(objective.latency.value)),
                  std::log2(energy / (latency * kFemtojoulePerCycle * static_cast<double>(objective.power.value))));
}

/// The best that a search found.
struct NetworkFound {
  double log_score = INFINITY;
  std::size_t bitstream = 0;
  Cost cost{};  ///< of all layers
};

/// A bitstream, and a schedule for each layer that runs on it.
template <class Template>
class NetworkPoint {
 public:
  using Configuration = typename Template::Configuration;

  /// Random schedules on `bitstream`.
  NetworkPoint(const NetworkTask<Template>& task, std::size_t bitstream, Random& random)
      : bitstream_(bitstream), schedules_(task.layers.size()), costs_(task.layers.size()) {
    for (std::size_t layer = 0; layer < task.layers.size(); ++layer) {
      set(task, layer,
          random_canonical_configuration<Template>(task.layers[layer], task.bitstreams[bitstream], random));
    }
  }

  [[nodiscard]] std::size_t bitstream() const { return bitstream_; }
  [[nodiscard]] const Configuration& schedule(std::size_t layer) const { return schedules_[layer]; }
  [[nodiscard]] const Cost& cost(std::size_t layer) const { return costs_[layer]; }
  [[nodiscard]] NetworkFound found(const NetworkTask<Template>& task) const {
    return {log_score(task), bitstream_, {{latency_}, {energy_}}};
  }
  [[nodiscard]] double log_score(const NetworkTask<Template>& task) const {
    return network_log_score<Template>(static_cast<double>(latency_), static_cast<double>(energy_), task.objective);
  }

  /// One evaluation.
  void set(const NetworkTask<Template>& task, std::size_t layer, const Configuration& schedule) {
    constexpr std::uint64_t kImpossible = std::uint64_t{1} << 54U;  // of each of 256 layers: fits in 64 bits
    const Evaluation evaluation = Template::evaluate(task.layers[layer], schedule);
    put(layer, schedule, evaluation.legal() ? evaluation.cost : Cost{{kImpossible}, {kImpossible}});
  }
  /// What is known to cost that.
  void put(std::size_t layer, const Configuration& schedule, const Cost& cost) {
    latency_ += cost.latency.value - costs_[layer].latency.value;
    energy_ += cost.energy.value - costs_[layer].energy.value;
    costs_[layer] = cost;
    schedules_[layer] = schedule;
  }

  /// All schedules, carried over to another bitstream: as they are where they run there, else random ones.
  void load(const NetworkTask<Template>& task, std::size_t bitstream, Random& random) {
    bitstream_ = bitstream;
    for (std::size_t layer = 0; layer < task.layers.size(); ++layer) {
      set(task, layer, carried(task, layer, schedules_[layer], bitstream, random));
    }
  }

  static Configuration carried(const NetworkTask<Template>& task, std::size_t layer, Configuration schedule,
                               std::size_t bitstream, Random& random) {
    const auto& pins = task.bitstreams[bitstream];
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      schedule[i] = pins.is_pinned(i) ? pins.choice[i] : schedule[i];
    }
    return Template::evaluate(task.layers[layer], schedule).legal()
               ? Template::canonicalise(task.layers[layer], schedule, pins)
               : random_canonical_configuration<Template>(task.layers[layer], pins, random);
  }

  /// Up to `moves` random neighbour moves of one layer's schedule.
  [[nodiscard]] Configuration moved(const NetworkTask<Template>& task, std::size_t layer, std::uint32_t moves,
                                    Random& random) const {
    const auto& pins = task.bitstreams[bitstream_];
    const Neighbourhood<Template> neighbourhood{task.layers[layer], pins};
    Configuration schedule = schedules_[layer];
    for (std::uint32_t left = 1 + random.below(moves); left > 0;) {
      const std::size_t parameter = random.below(Template::kParameters);
      if (!pins.is_pinned(parameter)) {
        const std::uint8_t choice = neighbourhood.next_choice(schedule, parameter, random.below(2) == 0);
        schedule = neighbourhood.with(schedule, parameter, choice);
        --left;
      }
    }
    return schedule;
  }

 private:
  std::size_t bitstream_;
  std::vector<Configuration> schedules_;
  std::vector<Cost> costs_;
  std::uint64_t latency_ = 0;
  std::uint64_t energy_ = 0;
};

struct NetworkAnnealing {
  double start = 0.05;  ///< temperature in octaves of score
  double end = 0.0005;
  double load = 0.005;  ///< share of the steps that try another bitstream
  std::uint32_t moves = 3;
};

template <class Template>
NetworkFound anneal_network(const NetworkTask<Template>& task, double seconds, const NetworkAnnealing& schedule,
                            Random& random) {
  const Deadline deadline{seconds};
  const auto bitstreams = static_cast<std::uint32_t>(task.bitstreams.size());
  const auto layers = static_cast<std::uint32_t>(task.layers.size());
  NetworkPoint<Template> present{task, random.below(bitstreams), random};
  double present_log = present.log_score(task);
  NetworkFound best = present.found(task);
  double temperature = schedule.start;
  for (std::uint64_t step = 0;; ++step) {
    if (step % 32 == 0) {
      const double gone = deadline.gone();
      if (gone >= 1) {
        return best;
      }
      temperature = schedule.start * std::pow(schedule.end / schedule.start, gone);
    }
    const auto accepted = [&](double log) {
      return log <= present_log || uniform(random) < std::exp((present_log - log) / temperature);
    };
    if (uniform(random) < schedule.load) {
      NetworkPoint<Template> other = present;
      other.load(task, random.below(bitstreams), random);
      const double log = other.log_score(task);
      if (accepted(log)) {
        present = other;
        present_log = log;
      }
    } else {
      const std::size_t layer = random.below(layers);
      const auto before = present.schedule(layer);
      const Cost cost_before = present.cost(layer);
      const auto next = present.moved(task, layer, schedule.moves, random);
      if (next == before) {
        continue;
      }
      present.set(task, layer, next);
      const double log = present.log_score(task);
      if (accepted(log)) {
        present_log = log;
      } else {
        present.put(layer, before, cost_before);
      }
    }
    if (present_log < best.log_score) {
      best = present.found(task);
    }
  }
}

struct NetworkGenetic {
  std::uint32_t population = 24;
  double mutation = 0.1;      ///< share of a child's layers that move
  double other_parent = 0.3;  ///< share of its layers that come from the second parent
};

/// Steady state: a child replaces the worst if it is better.
template <class Template>
NetworkFound evolve_network(const NetworkTask<Template>& task, double seconds, const NetworkGenetic& settings,
                            Random& random) {
  const Deadline deadline{seconds};
  const auto bitstreams = static_cast<std::uint32_t>(task.bitstreams.size());
  struct Member {
    NetworkPoint<Template> point;
    double log;
  };
  std::vector<Member> members;
  const auto add = [&](std::size_t bitstream) {
    NetworkPoint<Template> point{task, bitstream, random};
    const double log = point.log_score(task);
    members.push_back({std::move(point), log});
  };
  while (members.size() < settings.population && (members.size() < 2 || deadline.gone() < 0.5)) {
    add(members.size() % bitstreams);
  }
  const auto better = [](const Member& a, const Member& b) { return a.log < b.log; };
  const auto parent = [&]() -> const Member& {
    const Member& a = members[random.below(static_cast<std::uint32_t>(members.size()))];
    const Member& b = members[random.below(static_cast<std::uint32_t>(members.size()))];
    return better(a, b) ? a : b;
  };
  while (deadline.gone() < 1) {
    Member child = parent();
    const Member& other = parent();
    for (std::size_t layer = 0; layer < task.layers.size(); ++layer) {
      if (uniform(random) < settings.other_parent) {
        child.point.set(
            task, layer,
            NetworkPoint<Template>::carried(task, layer, other.point.schedule(layer), child.point.bitstream(), random));
      }
      if (uniform(random) < settings.mutation) {
        child.point.set(task, layer, child.point.moved(task, layer, 3, random));
      }
    }
    child.log = child.point.log_score(task);
    const auto worst = std::max_element(members.begin(), members.end(), better);
    if (child.log < worst->log) {
      *worst = std::move(child);
    }
  }
  return std::min_element(members.begin(), members.end(), better)->point.found(task);
}

}  // namespace gandse::trainer
