// Searches over whole networks, which end when their processor time is over. Both know that layers add up: what one
// changes is evaluated, nothing else.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "network/network_point.hpp"
#include "support/processor_time.hpp"

namespace gandse::trainer {

/// Asks the clock about a hundred times, however often it is asked itself.
class Deadline {
 public:
  explicit Deadline(double seconds) : seconds_(seconds) {}
  /// Share of the time that is gone.
  [[nodiscard]] double gone() {
    if (++passed_over_ >= stride_) {
      const double before = gone_;
      gone_ = time_.seconds() / seconds_;
      stride_ = gone_ - before < kStep ? 2 * stride_ : std::max(1U, stride_ / 2);
      passed_over_ = 0;
    }
    return gone_;
  }

 private:
  static constexpr double kStep = 1.0 / 128;

  ProcessorTime time_;
  double seconds_;
  double gone_ = 0;
  unsigned stride_ = 1;
  unsigned passed_over_ = 0;
};

/// gandse-networks chooses them (network_tuning.hpp).
struct NetworkAnnealing {
  double start;  ///< temperature in octaves of what is walked on; a 500th of it at the end
  double load;   ///< share of the steps that try another bitstream
  bool halving;  ///< loads nothing: the time is shared over all bitstreams, then over the better half, and so on
};

/// One present point, and the best that it has been at.
template <class Template>
class NetworkWalk {
 public:
  NetworkWalk(const GroupedTask<Template>& task, const Aim& aim, std::size_t bitstream, Random& random)
      : task_(task),
        aim_(aim),
        random_(random),
        present_(task, bitstream, random),
        other_(present_),
        best_(present_.found(task)),
        walked_(aim.walked(best_)) {}

  [[nodiscard]] const NetworkFound& best() const { return best_; }

  /// Tries another schedule of one group.
  void move(double temperature) {
    const std::size_t group = random_.below(static_cast<std::uint32_t>(task_.groups.size()));
    const auto before = present_.schedule(group);
    const auto next = present_.moved(task_, group, kMoves, random_);
    if (next.configuration == before.configuration) {
      return;
    }
    present_.set(task_, group, next);
    if (!accepts(present_.found(task_), temperature)) {
      present_.set(task_, group, before);
    }
  }

  /// Tries another bitstream.
  void load(double temperature) {
    other_ = present_;
    other_.load(task_, random_.below(static_cast<std::uint32_t>(task_.bitstreams.size())), random_);
    if (accepts(other_.found(task_), temperature)) {
      std::swap(present_, other_);
    }
  }

 private:
  static constexpr std::uint32_t kMoves = 3;  ///< of one step

  bool accepts(const NetworkFound& found, double temperature) {
    const double walked = aim_.walked(found);
    if (walked > walked_ && uniform(random_) >= std::exp((walked_ - walked) / temperature)) {
      return false;
    }
    walked_ = walked;
    if (aim_.better(found, best_)) {
      best_ = found;
    }
    return true;
  }

  const GroupedTask<Template>& task_;
  Aim aim_;
  Random& random_;
  NetworkPoint<Template> present_;
  NetworkPoint<Template> other_;  ///< kept for its memory
  NetworkFound best_;
  double walked_;
};

template <class Template>
NetworkFound anneal_network(const NetworkInstance<Template>& whole, double seconds, const NetworkAnnealing& annealing,
                            const Aim& aim, Random& random) {
  Deadline deadline{seconds};
  const GroupedTask<Template> task{whole};
  const auto bitstreams = static_cast<std::uint32_t>(task.bitstreams.size());
  // Until so much of the time is gone.
  const auto go_on = [&](NetworkWalk<Template>& walk, double end) {
    for (double gone = deadline.gone(); gone < end; gone = deadline.gone()) {
      const double temperature = annealing.start * std::pow(1.0 / 500, gone);
      for (int step = 0; step < 32; ++step) {
        if (!annealing.halving && uniform(random) < annealing.load) {
          walk.load(temperature);
        } else {
          walk.move(temperature);
        }
      }
    }
  };
  std::vector<NetworkWalk<Template>> walks;
  for (std::uint32_t b = 0; b < (annealing.halving ? bitstreams : 1U); ++b) {
    walks.emplace_back(task, aim, annealing.halving ? b : random.below(bitstreams), random);
  }
  std::vector<NetworkWalk<Template>*> running;
  for (auto& each : walks) {
    running.push_back(&each);
  }
  const auto better = [&](const auto* a, const auto* b) { return aim.better(a->best(), b->best()); };
  const std::uint32_t rounds = 1 + static_cast<std::uint32_t>(std::ceil(std::log2(running.size())));
  for (std::uint32_t round = 0; round < rounds; ++round) {
    const auto share = 1.0 / (static_cast<double>(rounds) * static_cast<double>(running.size()));
    for (std::size_t i = 0; i < running.size(); ++i) {
      go_on(*running[i], static_cast<double>(round) / rounds + share * static_cast<double>(i + 1));
    }
    std::sort(running.begin(), running.end(), better);
    running.resize((running.size() + 1) / 2);
  }
  const auto best = [&](const auto& a, const auto& b) { return aim.better(a.best(), b.best()); };
  return std::min_element(walks.begin(), walks.end(), best)->best();
}

struct NetworkGenetic {
  std::uint32_t population;
  double mutation;  ///< share of a child's groups that move
};

/// Steady state: a child replaces the worst if it is better.
template <class Template>
NetworkFound evolve_network(const NetworkInstance<Template>& whole, double seconds, const NetworkGenetic& genetic,
                            const Aim& aim, Random& random) {
  constexpr double kOtherParent = 0.3;  // share of a child's groups that come from the second parent
  Deadline deadline{seconds};
  const GroupedTask<Template> task{whole};
  const auto bitstreams = static_cast<std::uint32_t>(task.bitstreams.size());
  struct Member {
    NetworkPoint<Template> point;
    double walked;
  };
  NetworkFound best;
  const auto judge = [&](const NetworkPoint<Template>& point) {
    const NetworkFound found = point.found(task);
    if (best.log_score == INFINITY || aim.better(found, best)) {
      best = found;
    }
    return aim.walked(found);
  };
  std::vector<Member> members;
  while (members.size() < genetic.population && (members.size() < 2 || deadline.gone() < 0.5)) {
    NetworkPoint<Template> point{task, members.size() % bitstreams, random};
    const double walked = judge(point);
    members.push_back({std::move(point), walked});
  }
  const auto better = [](const Member& a, const Member& b) { return a.walked < b.walked; };
  const auto parent = [&]() -> const Member& {
    const Member& a = members[random.below(static_cast<std::uint32_t>(members.size()))];
    const Member& b = members[random.below(static_cast<std::uint32_t>(members.size()))];
    return better(a, b) ? a : b;
  };
  Member child = members.front();  // kept for its memory
  while (deadline.gone() < 1) {
    child = parent();
    const NetworkPoint<Template>& other = parent().point;
    for (std::size_t group = 0; group < task.groups.size(); ++group) {
      if (uniform(random) < kOtherParent) {
        const auto& theirs = other.schedule(group);
        child.point.set(task, group,
                        other.bitstream() == child.point.bitstream()
                            ? theirs
                            : child.point.carried_here(task, group, theirs.configuration, random));
      }
      if (uniform(random) < genetic.mutation) {
        child.point.set(task, group, child.point.moved(task, group, 3, random));
      }
    }
    child.walked = judge(child.point);
    const auto worst = std::max_element(members.begin(), members.end(), better);
    if (better(child, *worst)) {
      std::swap(*worst, child);
    }
  }
  return best;
}

}  // namespace gandse::trainer
