// The study of whole networks: the runtime's NetworkExplorer, annealing and a genetic algorithm decide on the same
// table in the same time.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "compare/network_results.hpp"
#include "gandse/runtime/network.hpp"
#include "network/network_oracle.hpp"
#include "network/network_search.hpp"
#include "network/network_tasks.hpp"
#include "network/network_tuning.hpp"
#include "support/processor_time.hpp"
#include "support/progress.hpp"
#include "support/quantile.hpp"

namespace gandse::trainer {

struct NetworkStudyPlan {
  std::filesystem::path networks = "trainer/networks";
  std::size_t cases = 8;  ///< per number of layers and seed
  std::uint64_t seeds = 5;
  std::uint64_t tuning = 3;  ///< tables to tune the searches on
};

/// A table of bitstreams, and who decides on it.
template <class Weights>
class NetworkRig {
 public:
  using Template = typename Weights::Template;
  struct Ours {
    NetworkFound found;
    double seconds;
  };

  NetworkRig(const Weights& weights, const NetworkStudyPlan& plan, std::uint64_t seed)
      : plan_(plan),
        seed_(seed),
        random_{seed},
        searches_{seed},
        table_(bitstream_table(weights, plan.networks, random_)),
        explorer_(weights) {}

  /// Every second one is within reach of the table, the others' objectives are random; of the same real network in turn
  /// with the seed.
  std::vector<NetworkInstance<Template>> tasks(const char* file, std::size_t layers, std::size_t count) {
    auto tasks = network_tasks(plan_.networks / file, layers, count, table_, random_);
    for (std::size_t i = seed_ % 2; i < tasks.size(); i += 2) {
      tasks[i].objective = objective_within_reach(explorer_, tasks[i], table_, random_);
    }
    return tasks;
  }

  /// Decided three times over: the median time.
  Ours decide(const NetworkInstance<Template>& task, Measure measure) {
    NetworkOptions options;
    options.goal = measure == Measure::score ? Goal::score : Goal::energy;
    Ours ours{};
    std::vector<double> seconds;
    for (int i = 0; i < 3; ++i) {
      ProcessorTime time;
      const auto decision = explorer_.explore(task.on(table_), options);
      seconds.push_back(time.seconds());
      if (!decision.legal()) {
        throw std::runtime_error("a network cannot be run by any bitstream of the table");
      }
      ours.found = {network_log_score<Template>(static_cast<double>(decision.cost.latency.value),
                                                static_cast<double>(decision.cost.energy.value), task.objective),
                    decision.bitstream, decision.cost, decision.satisfied};
    }
    ours.seconds = quantile(seconds, 0.5);
    return ours;
  }

  /// The median of three runs.
  NetworkFound search(const NetworkSetting& setting, const NetworkInstance<Template>& task, double seconds) {
    std::array<NetworkFound, 3> found{};
    for (auto& each : found) {
      each = search_network<Template>(setting, task, seconds, searches_);
    }
    const auto better = [&](const NetworkFound& a, const NetworkFound& b) { return setting.aim.better(a, b); };
    std::sort(found.begin(), found.end(), better);
    return found[1];
  }

 private:
  const NetworkStudyPlan& plan_;
  std::uint64_t seed_;
  Random random_;    ///< of table and tasks
  Random searches_;  ///< how much of it is drawn is a matter of time
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, 64> explorer_;
};

template <class Weights>
class NetworkStudy {
 public:
  using Template = typename Weights::Template;

  NetworkStudy(const Weights& weights, const NetworkStudyPlan& plan) : weights_(weights), plan_(plan) {}

  /// Of each measure and method, the setting with the best mean on validation networks.
  std::vector<NetworkSetting> tune() {
    struct Case {
      NetworkRig<Weights>* rig;
      NetworkInstance<Template> task;
    };
    std::vector<std::unique_ptr<NetworkRig<Weights>>> rigs;
    std::vector<Case> cases;
    for (std::uint64_t seed = 0; seed < plan_.tuning; ++seed) {
      rigs.push_back(std::make_unique<NetworkRig<Weights>>(weights_, plan_, kFirstTuningSeed + seed));
      for (const std::size_t layers : kManyLayers) {
        for (auto& task : rigs.back()->tasks("validation.csv", layers, kTuningCases)) {
          cases.push_back({rigs.back().get(), std::move(task)});
        }
      }
    }
    std::vector<NetworkSetting> chosen;
    for (const Measure measure : kTunedMeasures) {
      std::vector<typename NetworkRig<Weights>::Ours> ours;
      for (const Case& each : cases) {
        ours.push_back(each.rig->decide(each.task, measure));
      }
      const auto all = network_settings(measure);
      Progress progress{std::string{"tuning by "} + name(measure), all.size()};
      double least = 0;
      for (const auto& search : all) {
        double sum = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
          const auto theirs = cases[i].rig->search(search, cases[i].task, ours[i].seconds);
          sum += NetworkComparison{0, 0, 0, measure, "", 1, theirs, ours[i].found, 0}.advantage();
        }
        if (chosen.empty() || std::string{chosen.back().method()} != search.method() ||
            chosen.back().aim.measure != measure) {
          chosen.push_back(search);
          least = sum;
        } else if (sum < least) {
          chosen.back() = search;
          least = sum;
        }
        progress.advance();
      }
    }
    return chosen;
  }

  /// Held-out networks, with searches as `tuned` says.
  NetworkResults run(const std::vector<NetworkSetting>& tuned) {
    results_ = {plan_.cases, plan_.seeds, tuned, {}, {}, {}};
    Progress progress{"networks", plan_.seeds * (kManyLayers.size() + 1)};
    for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
      const auto rig = std::make_unique<NetworkRig<Weights>>(weights_, plan_, seed);
      NetworkOracle<Template> oracle;
      few(seed, *rig, oracle);
      progress.advance();
      for (std::size_t size = 0; size < kManyLayers.size(); ++size) {
        many(seed, size, *rig, oracle);
        progress.advance();
      }
    }
    return std::move(results_);
  }

 private:
  static constexpr std::size_t kTuningCases = 2;           ///< per number of layers and seed
  static constexpr std::uint64_t kFirstTuningSeed = 1001;  ///< tables that are not measured on

  // Networks of so few layers that their optimum is known.
  void few(std::uint64_t seed, NetworkRig<Weights>& rig, NetworkOracle<Template>& oracle) {
    for (const std::size_t layers : kFewLayers) {
      const auto tasks = rig.tasks("held_out.csv", layers, plan_.cases);
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        const double ours = rig.decide(tasks[i], Measure::score).found.log_score;
        results_.gaps.push_back({seed, layers, i, "optimum", oracle.optimum(tasks[i], ours), ours});
      }
    }
  }

  void many(std::uint64_t seed, std::size_t size, NetworkRig<Weights>& rig, NetworkOracle<Template>& oracle) {
    const std::size_t layers = kManyLayers[size];
    const auto tasks = rig.tasks("held_out.csv", layers, plan_.cases);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      results_.sizes[size].different.push_back(static_cast<double>(GroupedTask<Template>{tasks[i]}.groups.size()));
      results_.sizes[size].space.push_back(oracle.log_space(tasks[i]));
      for (const Measure measure : kTunedMeasures) {
        const auto ours = rig.decide(tasks[i], measure);
        if (measure == Measure::score) {
          results_.gaps.push_back({seed, layers, i, "certified bound", oracle.bound(tasks[i]), ours.found.log_score});
        } else {
          results_.sizes[size].seconds.push_back(ours.seconds);
        }
        for (const auto& search : results_.tuned) {
          if (search.aim.measure != measure) {
            continue;
          }
          for (const double times : kTimes) {
            const auto theirs = rig.search(search, tasks[i], times * ours.seconds);
            results_.comparisons.push_back(
                {seed, layers, i, measure, search.method(), times, theirs, ours.found, ours.seconds});
          }
        }
      }
    }
  }

  const Weights& weights_;
  const NetworkStudyPlan& plan_;
  NetworkResults results_;
};

}  // namespace gandse::trainer
