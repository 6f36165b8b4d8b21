// gandse-traces: days of an edge device that is asked for different networks; the runtime's Reconfigurator beside ways
// to switch that know less or more.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "gandse/runtime/reconfigurator.hpp"
#include "generators.hpp"
#include "network_search.hpp"
#include "network_tasks.hpp"
#include "progress.hpp"
#include "traces.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

constexpr std::size_t kNetworks = 5;
constexpr std::size_t kMostLayers = 16;
constexpr NetworkAnnealing kAnnealing{0.01, 0.02, false};

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path folder;
  std::size_t traces = 40;
  std::uint64_t seed = 1;
};

/// What is spent, by method, in units of the offline optimum.
struct Row {
  std::vector<double> ratios;
  double loads = 0;
};

template <class Weights>
class Study {
 public:
  using Template = typename Weights::Template;
  using Device = Reconfigurator<Weights, kMostLayers, kBitstreams>;

  Study(const Weights& weights, const Plan& plan)
      : plan_(plan), random_{plan.seed}, explorer_(weights), device_(weights) {
    table_ = bitstream_table(weights, plan.networks, random_);
  }

  void run(const std::string& command) {
    std::ostringstream csv;
    csv << "# made by: " << command << "\ntrace,load_factor,method,nanojoule,loads,offline_nanojoule,bound_nanojoule\n";
    Progress progress{"traces", plan_.traces};
    for (std::size_t i = 0; i < plan_.traces; ++i) {
      one(i, csv);
      progress.advance();
    }
    std::ostringstream page;
    page << "# Days of changing networks\n\nWritten by `" << command
         << "`; do not edit. Points: [traces.csv](traces.csv). " << plan_.traces << " days of 1440 minutes, each with "
         << kNetworks << " networks of up to " << kMostLayers
         << " layers drawn from held-out networks, two deadlines and three battery states; one table of " << kBitstreams
         << " bitstreams. The model, and what loading costs: trainer/src/traces.hpp. Cost: energy of inferences and "
            "loads; "
         << kMissed << " times where an objective is missed; " << hopeless_ << " of " << objectives_
         << " objectives are missed on every bitstream.\n\nThe optimum knows the whole day (dynamic programming over "
            "the "
            "same costs). Annealing gets, for every network and objective, the time that our decision takes, and goes "
            "where "
            "it finds the best score.\n";
    for (const std::uint64_t factor : kLoadFactors) {
      page << "\nLoading costs " << factor * static_cast<std::uint64_t>(std::lround(1e3 * kLoadSeconds * kLoadWatt))
           << " mJ:\n"
           << kHead;
      for (const char* method : kMethods) {
        row(page, method, rows_[{factor, method}]);
      }
    }
    page << "\nAll days and loads:\n" << kHead;
    for (const char* method : kMethods) {
      Row all;
      for (const std::uint64_t factor : kLoadFactors) {
        const Row& of = rows_[{factor, method}];
        all.ratios.insert(all.ratios.end(), of.ratios.begin(), of.ratios.end());
        all.loads += of.loads;
      }
      row(page, method, all);
    }
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(),
                  "\nOurs never spends more than %.3f of what is proven for it, (2 n - 1) (optimum + load) + load.\n",
                  share_of_bound_);
    page << text.data();
    std::fputs(page.str().c_str(), stdout);
    if (!plan_.folder.empty()) {
      std::filesystem::create_directories(plan_.folder);
      write(plan_.folder / "traces.csv", csv.str());
      write(plan_.folder / "README.md", page.str());
    }
  }

 private:
  static constexpr std::array<const char*, 6> kMethods{
      "ours",         "for this minute alone, its load included", "always switch",
      "never switch", "one bitstream, the best in hindsight",     "annealing, same time"};
  static constexpr const char* kHead =
      "\n| method | median of cost / optimum | 9 of 10 days within | worst | loads per day |\n|---|---|---|---|---|\n";

  static void write(const std::filesystem::path& file, const std::string& text) {
    write_atomically(file, {text.begin(), text.end()});
  }

  static void row(std::ostream& out, const char* method, Row of) {
    std::sort(of.ratios.begin(), of.ratios.end());
    const auto at = [&](double share) {
      return of.ratios[static_cast<std::size_t>(share * static_cast<double>(of.ratios.size() - 1))];
    };
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "| %s | %.3f | %.3f | %.3f | %.1f |\n", method, at(0.5), at(0.9), at(1),
                  of.loads / static_cast<double>(of.ratios.size()));
    out << text.data();
  }

  // One day, with all costs of loading.
  void one(std::size_t number, std::ostream& csv) {
    std::vector<NetworkTask<Template>> networks;
    for (std::size_t i = 0; i < kNetworks; ++i) {
      const std::size_t layers = 1 + random_.below(kMostLayers);
      // The i-th of as many is drawn from another real network.
      networks.push_back(network_tasks(plan_.networks / "held_out.csv", layers, i + 1, table_, random_).back());
    }
    const Trace<Template> trace = make_trace(networks, random_);
    Day day;
    Day annealed;
    std::vector<std::size_t> annealed_choice;
    judge(trace, day, annealed, annealed_choice);
    for (const std::uint64_t factor : kLoadFactors) {
      for (auto& bitstream : table_) {
        bitstream.load = load_cost<Template>(factor);
      }
      day.load.assign(table_.size(), switching_cost(table_.front().load.energy, true, 1));
      annealed.load = day.load;
      Spent fixed = never_switch(day, 0);
      for (std::size_t i = 1; i < table_.size(); ++i) {
        const Spent other = never_switch(day, i);
        fixed = other.total < fixed.total ? other : fixed;
      }
      const auto annealing = [&](std::size_t t, std::size_t /*present*/) {
        return annealed_choice[trace.slots[t].task];
      };
      const std::array<Spent, kMethods.size()> spent{
          live(trace, day),          myopic(day), always_switch(day), never_switch(day, day.start), fixed,
          spend(annealed, annealing)};
      const Spent best = offline_optimum(day);
      const std::uint64_t load = day.load.front();
      const std::uint64_t bound = (2 * table_.size() - 1) * (best.total + load) + load;
      if (spent[0].total > bound) {
        throw std::logic_error("the policy spends more than is proven for it");
      }
      share_of_bound_ = std::max(share_of_bound_, static_cast<double>(spent[0].total) / static_cast<double>(bound));
      for (std::size_t i = 0; i < spent.size(); ++i) {
        Row& of = rows_[{factor, kMethods[i]}];
        of.ratios.push_back(static_cast<double>(spent[i].total) / static_cast<double>(best.total));
        of.loads += static_cast<double>(spent[i].loads);
        csv << number << ',' << factor << ",\"" << kMethods[i] << "\"," << spent[i].total << ',' << spent[i].loads
            << ',' << best.total << ',' << bound << '\n';
      }
    }
  }

  // Costs of every slot on every bitstream, as our explorer decides, and as annealing does in the same time: its choice
  // of bitstream is the only one that it knows the cost of.
  void judge(const Trace<Template>& trace, Day& day, Day& annealed, std::vector<std::size_t>& annealed_choice) {
    struct On {
      Cost cost{};
      bool satisfied = false;
    };
    std::vector<std::vector<On>> ours;
    std::vector<On> theirs;
    for (const auto& task : trace.tasks) {
      const auto start = std::chrono::steady_clock::now();
      ours.emplace_back();
      bool any = false;
      for (const auto& bitstream : table_) {
        NetworkOptions options;
        options.goal = Goal::energy;
        const auto decision =
            explorer_.decide(task.layers.data(), task.layers.size(), task.objective, &bitstream, 1, options);
        if (!decision.legal()) {
          throw std::runtime_error("a bitstream of the table cannot run a network");
        }
        ours.back().push_back({decision.cost, decision.satisfied});
        any = any || decision.satisfied;
      }
      hopeless_ += any ? 0 : 1;
      ++objectives_;
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      const NetworkFound found = anneal_network<Template>(task, seconds, kAnnealing, Aim{}, random_);
      annealed_choice.push_back(found.bitstream);
      theirs.push_back({found.cost, satisfies(found.cost, task.objective, Template::Technology::kClockMhz)});
    }
    for (const Slot& slot : trace.slots) {
      day.cost.emplace_back();
      for (const On& on : ours[slot.task]) {
        day.cost.back().push_back(switching_cost(on.cost.energy, on.satisfied, slot.inferences));
      }
      const On& on = theirs[slot.task];
      annealed.cost.emplace_back(table_.size(), switching_cost(on.cost.energy, on.satisfied, slot.inferences));
    }
  }

  // The device itself, minute by minute.
  Spent live(const Trace<Template>& trace, const Day& day) {
    device_.begin(table_.data(), table_.size(), day.start);
    return spend(day, [&](std::size_t t, std::size_t /*present*/) {
      const auto& task = trace.tasks[trace.slots[t].task];
      const auto result =
          device_.next(task.layers.data(), task.layers.size(), task.objective, {trace.slots[t].inferences, false});
      if (!result.legal() || switching_cost(result.cost.energy, result.satisfied, trace.slots[t].inferences) !=
                                 day.cost[t][result.bitstream]) {
        throw std::logic_error("the device decides otherwise than the explorer");
      }
      return result.bitstream;
    });
  }

  const Plan& plan_;
  Random random_;
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, kMostLayers, 1> explorer_;
  Device device_;
  std::map<std::pair<std::uint64_t, std::string>, Row> rows_;  ///< by load factor and method
  double share_of_bound_ = 0;
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
  app.add_option("--traces", plan.traces, "days")->check(CLI::Range(1, 10'000))->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of table, networks, days and annealing")->capture_default_str();
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
