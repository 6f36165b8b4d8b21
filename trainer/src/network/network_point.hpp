// A whole network as a search sees it: which bitstream, which schedule for each different layer, and how good that is.
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <vector>

#include "gandse/runtime/neighbour.hpp"
#include "gandse/runtime/network_task.hpp"
#include "gandse/runtime/network_total.hpp"
#include "gandse/runtime/switching_cost.hpp"
#include "task/task.hpp"

namespace gandse::trainer {

inline constexpr std::size_t kBitstreams = 8;  ///< of the tables that the studies draw

/// A network task that owns its layers, and the hardware of its bitstreams as pins.
template <class Template>
struct NetworkInstance {
  std::vector<typename Template::Layer> layers;
  Objective objective{};
  std::vector<typename Template::Pins> bitstreams;

  /// The question as the library takes it, with the table that the pins are of. Refers to layers and table.
  [[nodiscard]] NetworkTask<Template> on(const std::vector<Bitstream<Template>>& table) const {
    return {layers.data(), layers.size(), objective, table.data(), table.size()};
  }
};

/// log2 of the score of a network of that latency and energy.
template <class Template>
double network_log_score(double latency, double energy, const Objective& objective) {
  constexpr double kFemtojoulePerCycle = 1000.0 / Template::Technology::kClockMhz;  // of a microwatt
  return std::max(std::log2(latency / static_cast<double>(objective.latency.value)),
                  std::log2(energy / (latency * kFemtojoulePerCycle * static_cast<double>(objective.power.value))));
}

/// What a network's schedules come to; of a search, the best that it found.
struct NetworkFound {
  double log_score = INFINITY;
  std::size_t bitstream = 0;
  Cost cost{};  ///< of all layers
  bool satisfied = false;

  /// Octaves above the objective.
  [[nodiscard]] double shortfall() const { return satisfied ? 0 : std::max(0.0, log_score); }
  [[nodiscard]] double log_energy() const { return std::log2(static_cast<double>(cost.energy.value)); }
};

/// What is best: the least score; the least energy among those that meet the objective, or else the least shortfall;
/// the least energy, that of a missed objective counted kMissed times.
enum class Measure : std::uint8_t { score, energy, bill };

/// What a search is after. It walks on the score, or on log2 of the energy plus `penalty` times the shortfall, which
/// leads to where the objective is met; what it keeps is the best by `measure`.
struct Aim {
  Measure measure = Measure::score;
  double penalty = 0;

  [[nodiscard]] double walked(const NetworkFound& at) const {
    return measure == Measure::score ? at.log_score : at.log_energy() + penalty * at.shortfall();
  }
  [[nodiscard]] bool better(const NetworkFound& a, const NetworkFound& b) const {
    switch (measure) {
      case Measure::score:
        return a.log_score < b.log_score;
      case Measure::energy:
        return a.shortfall() != b.shortfall() ? a.shortfall() < b.shortfall() : a.cost.energy < b.cost.energy;
      default:
        return billed(a) < billed(b);
    }
  }

 private:
  static std::uint64_t billed(const NetworkFound& at) { return switching_cost(at.cost.energy, at.satisfied, 1); }
};

/// A task whose equal layers are one, as they are to the runtime's explorer.
template <class Template>
struct GroupedTask {
  struct Group {
    typename Template::Layer layer;
    std::uint64_t times;
  };

  explicit GroupedTask(const NetworkInstance<Template>& task) : objective(task.objective), bitstreams(task.bitstreams) {
    for (const auto& layer : task.layers) {
      const auto same = [&](const Group& group) { return same_layer<Template>(group.layer, layer); };
      const auto known = std::find_if(groups.begin(), groups.end(), same);
      if (known == groups.end()) {
        groups.push_back({layer, 1});
      } else {
        ++known->times;
      }
    }
  }

  Objective objective;
  const std::vector<typename Template::Pins>& bitstreams;
  std::vector<Group> groups;
};

/// A bitstream, and a schedule for each group that runs on it. What is known of a group's cost is not evaluated again.
template <class Template>
class NetworkPoint {
 public:
  using Configuration = typename Template::Configuration;
  struct Schedule {
    Configuration configuration{};
    Cost cost{};  ///< of one layer
  };

  /// Random schedules on `bitstream`.
  NetworkPoint(const GroupedTask<Template>& task, std::size_t bitstream, Random& random)
      : bitstream_(bitstream), schedules_(task.groups.size()) {
    for (std::size_t group = 0; group < task.groups.size(); ++group) {
      set(task, group, drawn(task, group, bitstream, random));
    }
  }

  [[nodiscard]] std::size_t bitstream() const { return bitstream_; }
  [[nodiscard]] const Schedule& schedule(std::size_t group) const { return schedules_[group]; }
  [[nodiscard]] NetworkFound found(const GroupedTask<Template>& task) const {
    const Cost cost{{latency_}, {energy_}};
    return {network_log_score<Template>(static_cast<double>(latency_), static_cast<double>(energy_), task.objective),
            bitstream_, cost, satisfies(cost, task.objective, Template::Technology::kClockMhz)};
  }

  void set(const GroupedTask<Template>& task, std::size_t group, const Schedule& schedule) {
    const Cost& before = schedules_[group].cost;
    latency_ += task.groups[group].times * (schedule.cost.latency.value - before.latency.value);
    energy_ += task.groups[group].times * (schedule.cost.energy.value - before.energy.value);
    schedules_[group] = schedule;
  }

  /// All schedules, carried over to another bitstream.
  void load(const GroupedTask<Template>& task, std::size_t bitstream, Random& random) {
    bitstream_ = bitstream;
    for (std::size_t group = 0; group < task.groups.size(); ++group) {
      set(task, group, carried(task, group, schedules_[group].configuration, bitstream, random));
    }
  }

  /// A schedule of another bitstream on this one: as it is where it runs here, else a random one.
  [[nodiscard]] Schedule carried_here(const GroupedTask<Template>& task, std::size_t group,
                                      const Configuration& configuration, Random& random) const {
    return carried(task, group, configuration, bitstream_, random);
  }

  /// Up to `moves` random neighbour moves of one group's schedule.
  [[nodiscard]] Schedule moved(const GroupedTask<Template>& task, std::size_t group, std::uint32_t moves,
                               Random& random) const {
    const auto& pins = task.bitstreams[bitstream_];
    const Neighbourhood<Template> neighbourhood{task.groups[group].layer, pins};
    Configuration next = schedules_[group].configuration;
    for (std::uint32_t left = 1 + random.below(moves); left > 0;) {
      const std::size_t parameter = random.below(Template::kParameters);
      if (!pins.is_pinned(parameter)) {
        const std::uint8_t choice = neighbourhood.next_choice(next, parameter, random.below(2) == 0);
        next = neighbourhood.with(next, parameter, choice);
        --left;
      }
    }
    return next == schedules_[group].configuration ? schedules_[group] : evaluated(task, group, next);
  }

 private:
  static Schedule evaluated(const GroupedTask<Template>& task, std::size_t group, const Configuration& configuration) {
    constexpr std::uint64_t kImpossible = std::uint64_t{1} << 54U;  // of each of 256 layers: fits in 64 bits
    const Evaluation evaluation = Template::evaluate(task.groups[group].layer, configuration);
    return {configuration, evaluation.legal() ? evaluation.cost : Cost{{kImpossible}, {kImpossible}}};
  }

  static Schedule drawn(const GroupedTask<Template>& task, std::size_t group, std::size_t bitstream, Random& random) {
    return evaluated(
        task, group,
        random_canonical_configuration<Template>(task.groups[group].layer, task.bitstreams[bitstream], random));
  }

  static Schedule carried(const GroupedTask<Template>& task, std::size_t group, Configuration configuration,
                          std::size_t bitstream, Random& random) {
    const auto& pins = task.bitstreams[bitstream];
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      configuration[i] = pins.is_pinned(i) ? pins.choice[i] : configuration[i];
    }
    const auto& layer = task.groups[group].layer;
    const Evaluation evaluation = Template::evaluate(layer, configuration);
    // The canonical form costs the same: of pinned hardware there is nothing to lower.
    return evaluation.legal() ? Schedule{Template::canonicalise(layer, configuration, pins), evaluation.cost}
                              : drawn(task, group, bitstream, random);
  }

  std::size_t bitstream_;
  std::vector<Schedule> schedules_;
  std::uint64_t latency_ = 0;
  std::uint64_t energy_ = 0;
};

}  // namespace gandse::trainer
