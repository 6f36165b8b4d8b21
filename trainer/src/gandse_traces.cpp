// gandse-traces: days of an edge device that is asked for different networks; the runtime's Reconfigurator beside ways
// to switch that know less or more.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "checkpoint.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "generators.hpp"
#include "network_tasks.hpp"
#include "network_tuning.hpp"
#include "option_values.hpp"
#include "processor_time.hpp"
#include "progress.hpp"
#include "quantile.hpp"
#include "traces.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

constexpr std::size_t kNetworks = 5;
constexpr std::size_t kMostLayers = 16;
struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path folder;
  std::filesystem::path tuned;  ///< what gandse-networks chose
  std::size_t traces = 12;      ///< per seed
  std::uint64_t seeds = 5;
};

constexpr std::array<const char*, 10> kMethods{"optimum in hindsight",
                                               "ours",
                                               "ours, told a session's mean length",
                                               "for this minute alone, its load included",
                                               "always switch",
                                               "never switch",
                                               "one bitstream, the best in hindsight",
                                               "annealing, same time and policy",
                                               "annealing, told the same",
                                               "annealing, same time, to its best score"};

constexpr std::size_t kOptimum = 0;
constexpr std::size_t kOurs = 1;
constexpr std::size_t kOursTold = 2;

/// A day with one cost of loading.
struct Lived {
  std::uint64_t seed;
  std::size_t number;
  std::uint64_t factor;
  std::array<Spent, kMethods.size()> spent;
  std::uint64_t bound;  ///< on what ours spends

  [[nodiscard]] double cost(std::size_t method) const { return ratio(spent[method].cost, spent[kOptimum].cost); }
  [[nodiscard]] double energy(std::size_t method) const { return ratio(spent[method].energy, spent[kOptimum].energy); }
  [[nodiscard]] double of_bound() const { return ratio(spent[kOurs].cost, bound); }

 private:
  static double ratio(std::uint64_t a, std::uint64_t b) { return static_cast<double>(a) / static_cast<double>(b); }
};

/// A table of bitstreams, and days on it.
template <class Weights>
class Board {
 public:
  using Template = typename Weights::Template;

  Board(const Weights& weights, const Plan& plan, std::uint64_t seed)
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
    std::vector<NetworkTask<Template>> networks;
    for (std::size_t i = 0; i < kNetworks; ++i) {
      const std::size_t layers = 1 + random_.below(kMostLayers);
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
        const auto decision =
            explorer_.decide(task.layers.data(), task.layers.size(), task.objective, &table_[b], 1, options);
        const double seconds = time.seconds();
        if (!decision.legal()) {
          throw std::runtime_error("a bitstream of the table cannot run a network");
        }
        ours.back().push_back({decision.cost, decision.satisfied});
        any = any || decision.satisfied;
        const NetworkTask<Template> on_this{task.layers, task.objective, {task.bitstreams[b]}};
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
    device_.begin(table_.data(), table_.size(), ours_.start, {}, kWaiting);
    return spend(ours_, [&](std::size_t t, std::size_t /*present*/) {
      const auto& task = trace.tasks[trace.slots[t].task];
      const auto result = device_.next(task.layers.data(), task.layers.size(), task.objective,
                                       {horizon.inferences * trace.slots[t].inferences, horizon.known});
      const On on{result.cost, result.satisfied};
      if (!result.legal() || on.run(trace.slots[t].inferences).cost != ours_.runs[t][result.bitstream].cost) {
        throw std::logic_error("the device decides otherwise than the explorer");
      }
      return result.bitstream;
    });
  }

  const Plan& plan_;
  std::uint64_t seed_;
  Random random_;    ///< of table and days
  Random searches_;  ///< how much of it is drawn is a matter of time
  std::vector<NetworkSetting> tuned_;
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, kMostLayers, 1> explorer_;
  Reconfigurator<Weights, kMostLayers, kBitstreams> device_;
  Day ours_;
  Day billed_;
  Day scored_;
  std::vector<std::size_t> best_score_;  ///< by task, the bitstream
  std::size_t hopeless_ = 0;
  std::size_t objectives_ = 0;
};

template <class Weights>
class Study {
 public:
  Study(const Weights& weights, const Plan& plan) : weights_(weights), plan_(plan) {}

  void run(const std::string& command) {
    Progress progress{"traces", plan_.seeds * plan_.traces};
    for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
      const auto board = std::make_unique<Board<Weights>>(weights_, plan_, seed);
      for (std::size_t i = 0; i < plan_.traces; ++i) {
        board->live(i, lived_);
        progress.advance();
      }
      hopeless_ += board->hopeless();
      objectives_ += board->objectives();
    }
    const std::string text = page(command);
    std::fputs(text.c_str(), stdout);
    if (!plan_.folder.empty()) {
      std::filesystem::create_directories(plan_.folder);
      write(plan_.folder / "traces.csv", csv(command));
      write(plan_.folder / "README.md", text);
    }
  }

 private:
  static constexpr std::uint64_t kAllFactors = 0;

  static void write(const std::filesystem::path& file, const std::string& text) {
    write_atomically(file, {text.begin(), text.end()});
  }

  [[nodiscard]] std::string csv(const std::string& command) const {
    std::ostringstream out;
    out << "# made by: " << command
        << "\nseed,trace,load_factor,method,cost,energy_nanojoule,missed_minutes,loads,bound\n";
    for (const Lived& day : lived_) {
      for (std::size_t m = 0; m < kMethods.size(); ++m) {
        const Spent& spent = day.spent[m];
        out << day.seed << ',' << day.number << ',' << day.factor << ",\"" << kMethods[m] << "\"," << spent.cost << ','
            << spent.energy << ',' << spent.missed << ',' << spent.loads << ',' << day.bound << '\n';
      }
    }
    return out.str();
  }

  [[nodiscard]] std::string page(const std::string& command) const {
    std::ostringstream out;
    out << "# Days of changing networks\n\nWritten by `" << command
        << "`; do not edit. Points: [traces.csv](traces.csv). " << plan_.seeds << " seeds, each with its own table of "
        << kBitstreams << " bitstreams and " << plan_.traces << " days of " << kSlots << " minutes; a day has "
        << kNetworks << " networks of up to " << kMostLayers
        << " layers drawn from held-out networks (layers that every bitstream runs), two deadlines and three battery "
           "states. The model, and what loading "
           "takes: trainer/src/traces.hpp. Cost: energy of inferences and loads, that of minutes that miss their "
           "objective counted "
        << kMissed << " times; " << hopeless_ << " of " << objectives_
        << " objectives are missed on every bitstream.\n\nThe optimum knows the whole day (dynamic programming over "
           "the costs that our explorer finds). Annealing gets, for every network and objective, the time that our "
           "decision takes: once an equal share of it on each bitstream, by what is billed, and goes where the same "
           "policy as ours says; once on all bitstreams by score, and always goes where it finds the best. Told a "
           "session's mean length, "
        << kMeanSession
        << " minutes, the device counts on so many more minutes like the "
           "present one (a known horizon; what is proven does not cover it).\n\nIn "
           "brackets the least and most of the seeds' medians. Energy is the median, too; minutes missed and loads are "
           "means.\n";
    for (const std::uint64_t factor : kLoadFactors) {
      const Cost load = load_cost<typename Weights::Template>(factor);
      constexpr std::uint32_t kClock = Weights::Template::Technology::kClockMhz;
      out << "\nLoading takes " << static_cast<double>(load.latency.value) / (1e6 * kClock) << " s and "
          << 1e-9 * static_cast<double>(loading_cost(load, kWaiting, kClock)) << " J:\n";
      rows(out, factor);
    }
    out << "\nAll days and loads:\n";
    rows(out, kAllFactors);
    double of_bound = 0;
    for (const Lived& day : lived_) {
      of_bound = std::max(of_bound, day.of_bound());
    }
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(),
                  "\nOurs never spends more than %.3f of what is proven for it, (2 n - 1) (optimum + load) + load.\n",
                  of_bound);
    out << text.data() << farthest(kOurs) << farthest(kOursTold);
    return out.str();
  }

  // From the optimum, of all seeds and load levels.
  [[nodiscard]] std::string farthest(std::size_t method) const {
    constexpr double kAccepted = 1.10;
    double worst = 0;
    for (const std::uint64_t factor : kLoadFactors) {
      for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
        worst = std::max(worst, quantile(costs_of(method, factor, seed), 0.5));
      }
    }
    std::array<char, 300> text{};
    std::snprintf(text.data(), text.size(),
                  "The median of `%s` is at most %.3f times the optimum on every seed and load level: %s %.2f.\n",
                  kMethods[method], worst, worst <= kAccepted ? "within" : "on some, above", kAccepted);
    return text.data();
  }

  // Seed 0: all.
  [[nodiscard]] std::vector<double> costs_of(std::size_t method, std::uint64_t factor, std::uint64_t seed) const {
    std::vector<double> ratios;
    for (const Lived& day : lived_) {
      if ((factor == kAllFactors || day.factor == factor) && (seed == 0 || day.seed == seed)) {
        ratios.push_back(day.cost(method));
      }
    }
    return ratios;
  }

  void rows(std::ostream& out, std::uint64_t factor) const {
    out << "\n| method | median of cost / optimum | 9 of 10 days within | worst | energy / optimum's | minutes missed "
           "| "
           "loads per day |\n|---|---|---|---|---|---|---|\n";
    for (std::size_t method = 0; method < kMethods.size(); ++method) {
      std::vector<double> energy;
      double missed = 0;
      double loads = 0;
      for (const Lived& day : lived_) {
        if (factor == kAllFactors || day.factor == factor) {
          energy.push_back(day.energy(method));
          missed += static_cast<double>(day.spent[method].missed);
          loads += static_cast<double>(day.spent[method].loads);
        }
      }
      std::vector<double> medians;
      for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
        medians.push_back(quantile(costs_of(method, factor, seed), 0.5));
      }
      const auto all = costs_of(method, factor, 0);
      const auto days = static_cast<double>(all.size());
      std::array<char, 300> text{};
      std::snprintf(text.data(), text.size(), "| %s | %.3f [%.3f .. %.3f] | %.3f | %.3f | %.3f | %.1f %% | %.1f |\n",
                    kMethods[method], quantile(all, 0.5), quantile(medians, 0), quantile(medians, 1),
                    quantile(all, 0.9), quantile(all, 1), quantile(energy, 0.5), 100 * missed / (days * kSlots),
                    loads / days);
      out << text.data();
    }
  }

  const Weights& weights_;
  const Plan& plan_;
  std::vector<Lived> lived_;
  std::size_t hopeless_ = 0;
  std::size_t objectives_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Days of changing networks on one table of bitstreams: what the runtime's reconfigurator spends, beside other "
      "ways\n"
      "to switch and the optimum in hindsight.",
      "gandse-traces"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--networks", plan.networks, "folder with training.csv and held_out.csv")->capture_default_str();
  app.add_option("--traces", plan.traces, "days per seed")->check(whole_number(1, 10'000))->capture_default_str();
  app.add_option("--seeds", plan.seeds, "seeds 1, 2, ... of table, networks, days and annealing")
      ->check(whole_number(1, 1000))
      ->capture_default_str();
  app.add_option(
      "--tuned", plan.tuned,
      "annealing's settings; default: what gandse-networks chose, bench/results/TEMPLATE/networks/tuned.csv");
  app.add_option("--results", plan.folder, "folder to write traces.csv and README.md to");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  std::string command = "gandse-traces";
  for (int i = 1; i < argc; ++i) {
    command += std::string{" "} + argv[i];
  }
  try {
    with_recipe(name, [&](const auto& recipe) {
      using Weights = typename std::decay_t<decltype(recipe)>::Weights;
      if (plan.tuned.empty()) {
        plan.tuned = tuned_networks_file(Weights::Template::kName);
      }
      const Checkpoint checkpoint =
          load_checkpoint(std::filesystem::path{"trainer/checkpoints"} / (std::string{recipe.name} + ".cbor"));
      const auto weights = quantise<Weights>(restore<Weights>(checkpoint), checkpoint.range);
      std::make_unique<Study<Weights>>(*weights, plan)->run(command);
    });
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gandse-traces: %s\n", error.what());
    return 2;
  }
}
