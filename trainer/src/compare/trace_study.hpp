// The study of days of changing networks: the runtime's Reconfigurator beside ways to switch that know less or more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <vector>

#include "compare/trace_results.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "network/network_tasks.hpp"
#include "network/network_tuning.hpp"
#include "network/traces.hpp"
#include "support/processor_time.hpp"
#include "support/progress.hpp"

namespace gandse::trainer {

struct TraceStudyPlan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path tuned;  ///< what gandse-networks chose
  std::size_t traces = 12;      ///< per seed
  std::uint64_t seeds = 5;
};

/// A table of bitstreams, and days on it.
template <class Weights>
class TraceBoard {
 public:
  using Template = typename Weights::Template;

  TraceBoard(const Weights& weights, const TraceStudyPlan& plan, std::uint64_t seed)
      : plan_(plan),
        seed_(seed),
        random_{seed},
        searches_{seed},
        tuned_(read_tuned_networks(plan.tuned)),
        table_(bitstream_table(weights, plan.networks, random_)),
        explorer_(weights),
        device_(weights) {}

  // One day, with all costs of loading.
  void live(std::size_t number, std::vector<Lived>& lived) {
    std::vector<NetworkInstance<Template>> networks;
    for (std::size_t i = 0; i < kNetworksOfDay; ++i) {
      const std::size_t layers = 1 + random_.below(kMostLayersOfDay);
      // The i-th of as many is drawn from another real network.
      networks.push_back(network_tasks(plan_.networks / "held_out.csv", layers, i + 1, table_, random_).back());
      networks.back().objective = objective_within_reach(explorer_, networks.back(), table_, random_);
    }
    const Trace<Template> trace = make_trace(networks, random_);
    judge(trace);
    for (const std::uint64_t factor : kLoadFactors) {
      for (auto& bitstream : table_) {
        bitstream.load = load_cost<Template>(factor);
      }
      const std::uint64_t load = loading_cost(table_.front().load, kWaiting, Template::Technology::kClockMhz);
      for (Day* day : {&ours_, &billed_, &scored_}) {
        day->load.assign(table_.size(), load);
      }
      Spent fixed = never_switch(ours_, 0);
      for (std::size_t i = 1; i < table_.size(); ++i) {
        const Spent other = never_switch(ours_, i);
        fixed = cheaper(other, fixed) ? other : fixed;
      }
      const auto to_best_score = [&](std::size_t t, std::size_t /*present*/) {
        return best_score_[trace.slots[t].task];
      };
      const Spent best = offline_optimum(ours_);
      lived.push_back({seed_,
                       number,
                       factor,
                       {best, on_device(trace, {1, false}), on_device(trace, {kMeanSession, true}), myopic(ours_),
                        always_switch(ours_), never_switch(ours_, ours_.start), fixed, by_policy<kBitstreams>(billed_),
                        by_policy<kBitstreams>(billed_, kMeanSession), spend(scored_, to_best_score)},
                       (2 * table_.size() - 1) * (best.cost + load) + load});
      if (lived.back().spent[kOurs].cost > lived.back().bound) {
        throw std::logic_error("the policy spends more than is proven for it");
      }
    }
  }

  [[nodiscard]] std::size_t hopeless() const { return hopeless_; }
  [[nodiscard]] std::size_t objectives() const { return objectives_; }

 private:
  struct On {
    Cost cost{};
    bool satisfied = false;

    [[nodiscard]] Run run(std::uint64_t inferences) const {
      return {switching_cost(cost.energy, satisfied, inferences), switching_cost(cost.energy, true, inferences),
              !satisfied};
    }
  };

  // Costs of every slot on every bitstream: as our explorer decides; as annealing does in the same time on each, by
  // what is billed; and as it does in as much time as all of these took, wherever it finds the best score.
  void judge(const Trace<Template>& trace) {
    std::vector<std::vector<On>> ours;
    std::vector<std::vector<On>> billed;
    std::vector<std::vector<On>> scored;
    best_score_.clear();
    for (const auto& task : trace.tasks) {
      ours.emplace_back();
      billed.emplace_back();
      double all_seconds = 0;
      bool any = false;
      for (std::size_t b = 0; b < table_.size(); ++b) {
        NetworkOptions options;
        options.goal = Goal::energy;
        ProcessorTime time;
        const auto decision = explorer_.explore(task.on(table_).on(b), options);
        const double seconds = time.seconds();
        if (!decision.legal()) {
          throw std::runtime_error("a bitstream of the table cannot run a network");
        }
        ours.back().push_back({decision.cost, decision.satisfied});
        any = any || decision.satisfied;
        const NetworkInstance<Template> on_this{task.layers, task.objective, {task.bitstreams[b]}};
        NetworkSetting by_bill = tuned_by(tuned_, Measure::energy, "annealing");
        by_bill.aim.measure = Measure::bill;
        const auto found = search_network<Template>(by_bill, on_this, seconds, searches_);
        billed.back().push_back({found.cost, found.satisfied});
        all_seconds += seconds;
      }
      hopeless_ += any ? 0 : 1;
      ++objectives_;
      const NetworkSetting& by_score = tuned_by(tuned_, Measure::score, "annealing");
      const auto found = search_network<Template>(by_score, task, all_seconds, searches_);
      best_score_.push_back(found.bitstream);
      // Nothing is known of the other bitstreams, where it does not go.
      scored.emplace_back(table_.size(), On{found.cost, found.satisfied});
    }
    ours_ = day(trace, ours);
    billed_ = day(trace, billed);
    scored_ = day(trace, scored);
  }

  static Day day(const Trace<Template>& trace, const std::vector<std::vector<On>>& tasks) {
    Day day;
    for (const Slot& slot : trace.slots) {
      day.runs.emplace_back();
      for (const On& on : tasks[slot.task]) {
        day.runs.back().push_back(on.run(slot.inferences));
      }
    }
    return day;
  }

  // The device itself, minute by minute; `horizon` counts minutes as the present one.
  Spent on_device(const Trace<Template>& trace, const Horizon& horizon) {
    StreamOptions<Template> options;
    options.waiting = kWaiting;
    if (!device_.begin(table_.data(), table_.size(), ours_.start, options)) {
      throw std::logic_error("the device refuses the table");
    }
    return spend(ours_, [&](std::size_t t, std::size_t /*present*/) {
      const auto& task = trace.tasks[trace.slots[t].task];
      const auto result = device_.next({task.layers.data(),
                                        task.layers.size(),
                                        task.objective,
                                        {horizon.inferences * trace.slots[t].inferences, horizon.known}});
      const On on{result.cost, result.satisfied};
      if (!result.legal() || on.run(trace.slots[t].inferences).cost != ours_.runs[t][result.bitstream].cost) {
        throw std::logic_error("the device decides otherwise than the explorer");
      }
      return result.bitstream;
    });
  }

  const TraceStudyPlan& plan_;
  std::uint64_t seed_;
  Random random_;    ///< of table and days
  Random searches_;  ///< how much of it is drawn is a matter of time
  std::vector<NetworkSetting> tuned_;
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, kMostLayersOfDay, 1> explorer_;
  Reconfigurator<Weights, kMostLayersOfDay, kBitstreams> device_;
  Day ours_;
  Day billed_;
  Day scored_;
  std::vector<std::size_t> best_score_;  ///< by task, the bitstream
  std::size_t hopeless_ = 0;
  std::size_t objectives_ = 0;
};

template <class Weights>
TraceResults study_traces(const Weights& weights, const TraceStudyPlan& plan) {
  using Template = typename Weights::Template;
  TraceResults results{plan.traces, plan.seeds, Template::Technology::kClockMhz, {}, {}, 0, 0};
  for (std::size_t i = 0; i < kLoadFactors.size(); ++i) {
    results.loads[i] = load_cost<Template>(kLoadFactors[i]);
  }
  Progress progress{"traces", plan.seeds * plan.traces};
  for (std::uint64_t seed = 1; seed <= plan.seeds; ++seed) {
    const auto board = std::make_unique<TraceBoard<Weights>>(weights, plan, seed);
    for (std::size_t i = 0; i < plan.traces; ++i) {
      board->live(i, results.days);
      progress.advance();
    }
    results.hopeless += board->hopeless();
    results.objectives += board->objectives();
  }
  return results;
}

}  // namespace gandse::trainer
