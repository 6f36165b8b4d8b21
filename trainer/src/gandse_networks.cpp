// gandse-networks: whole networks on a table of bitstreams; the runtime's NetworkExplorer against annealing and a
// genetic algorithm that get the same table and the same time, and against what is possible at all.
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
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "gandse/runtime/network.hpp"
#include "generators.hpp"
#include "network_oracle.hpp"
#include "network_search.hpp"
#include "network_tasks.hpp"
#include "network_tuning.hpp"
#include "option_values.hpp"
#include "processor_time.hpp"
#include "progress.hpp"
#include "quantile.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

constexpr std::array<std::size_t, 4> kLayers{8, 16, 32, 64};
constexpr std::array<std::size_t, 4> kFewLayers{1, 2, 3, 4};  ///< whose optimum can be found
constexpr std::array<double, 2> kTimes{1, 10};
constexpr std::size_t kTuningCases = 2;           ///< per number of layers and seed
constexpr std::uint64_t kFirstTuningSeed = 1001;  ///< tables that are not measured on
constexpr double kSlow = 10e-3;                   ///< seconds

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path folder;
  std::filesystem::path tuned;
  std::size_t cases = 8;  ///< per number of layers and seed
  std::uint64_t seeds = 5;
  std::uint64_t tuning = 3;  ///< tables to tune the searches on; 0: `tuned` has the settings
};

/// Ours and another's, of one network.
struct Comparison {
  std::uint64_t seed;
  std::size_t layers;
  std::size_t number;
  Measure measure;
  std::string against;
  double times;  ///< our time
  NetworkFound theirs;
  NetworkFound ours;
  double seconds;  ///< ours

  /// By how many octaves ours is better: of score; or of shortfall, or where that is the same and none is left, of
  /// energy. 0: the same.
  [[nodiscard]] double advantage() const {
    constexpr double kSame = 1e-4;                        // octaves
    static const double kSameEnergy = std::log2(1.0001);  // one in ten thousand
    const auto beyond = [](double octaves, double same) { return std::abs(octaves) <= same ? 0 : octaves; };
    if (measure == Measure::score) {
      return beyond(theirs.log_score - ours.log_score, kSame);
    }
    const double shortfall = beyond(theirs.shortfall() - ours.shortfall(), kSame);
    return shortfall != 0 || !theirs.satisfied || !ours.satisfied
               ? shortfall
               : beyond(theirs.log_energy() - ours.log_energy(), kSameEnergy);
  }
};

/// Ours by score, and what is possible.
struct Gap {
  std::uint64_t seed;
  std::size_t layers;
  std::size_t number;
  std::string against;
  double possible;
  double ours;
};

/// What the networks of a size are like.
struct Size {
  std::vector<double> different;  ///< layers
  std::vector<double> space;      ///< log10
  std::vector<double> seconds;    ///< of our decisions
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/// A table of bitstreams, and who decides on it.
template <class Weights>
class Rig {
 public:
  using Template = typename Weights::Template;
  struct Ours {
    NetworkFound found;
    double seconds;
  };

  Rig(const Weights& weights, const Plan& plan, std::uint64_t seed)
      : plan_(plan),
        seed_(seed),
        random_{seed},
        searches_{seed},
        table_(bitstream_table(weights, plan.networks, random_)),
        explorer_(weights) {}

  /// Every second one is within reach of the table, the others' objectives are random; of the same real network in turn
  /// with the seed.
  std::vector<NetworkTask<Template>> tasks(const char* file, std::size_t layers, std::size_t count) {
    auto tasks = network_tasks(plan_.networks / file, layers, count, table_, random_);
    for (std::size_t i = seed_ % 2; i < tasks.size(); i += 2) {
      tasks[i].objective = objective_within_reach(explorer_, tasks[i], table_, random_);
    }
    return tasks;
  }

  /// Decided three times over: the median time.
  Ours decide(const NetworkTask<Template>& task, Measure measure) {
    NetworkOptions options;
    options.goal = measure == Measure::score ? Goal::score : Goal::energy;
    Ours ours{};
    std::vector<double> seconds;
    for (int i = 0; i < 3; ++i) {
      ProcessorTime time;
      const auto decision = explorer_.decide(task.layers.data(), task.layers.size(), task.objective, table_.data(),
                                             table_.size(), options);
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
  NetworkFound search(const NetworkSetting& setting, const NetworkTask<Template>& task, double seconds) {
    std::array<NetworkFound, 3> found{};
    for (auto& each : found) {
      each = search_network<Template>(setting, task, seconds, searches_);
    }
    const auto better = [&](const NetworkFound& a, const NetworkFound& b) { return setting.aim.better(a, b); };
    std::sort(found.begin(), found.end(), better);
    return found[1];
  }

 private:
  const Plan& plan_;
  std::uint64_t seed_;
  Random random_;    ///< of table and tasks
  Random searches_;  ///< how much of it is drawn is a matter of time
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, 64> explorer_;
};

template <class Weights>
class Study {
 public:
  using Template = typename Weights::Template;

  Study(const Weights& weights, const Plan& plan) : weights_(weights), plan_(plan) {}

  void run(const std::string& command) {
    const auto chosen = plan_.tuning == 0 ? read_tuned_networks(plan_.tuned) : tune();
    for (const auto& setting : chosen) {
      std::fprintf(stderr, "%s\n", line(setting).c_str());
    }
    if (plan_.tuning != 0 && !plan_.folder.empty()) {
      write_tuned_networks(plan_.folder / "tuned.csv", command, chosen);
    }
    if (plan_.seeds == 0) {
      return;
    }
    Progress progress{"networks", plan_.seeds * (kLayers.size() + 1)};
    for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
      const auto rig = std::make_unique<Rig<Weights>>(weights_, plan_, seed);
      NetworkOracle<Template> oracle;
      few(seed, *rig, oracle);
      progress.advance();
      for (std::size_t size = 0; size < kLayers.size(); ++size) {
        many(seed, size, chosen, *rig, oracle);
        progress.advance();
      }
    }
    const std::string text = page(command, chosen);
    std::fputs(text.c_str(), stdout);
    if (!plan_.folder.empty()) {
      std::filesystem::create_directories(plan_.folder);
      write(plan_.folder / "networks.csv", csv(command));
      write(plan_.folder / "README.md", text);
    }
  }

 private:
  static void write(const std::filesystem::path& file, const std::string& text) {
    write_atomically(file, {text.begin(), text.end()});
  }

  static std::string line(const NetworkSetting& setting) {
    return std::string{setting.method()} + ", by " + name(setting.aim.measure) + ": " + setting.text;
  }

  // Of each measure and method, the setting with the best mean on validation networks.
  std::vector<NetworkSetting> tune() {
    struct Case {
      Rig<Weights>* rig;
      NetworkTask<Template> task;
    };
    std::vector<std::unique_ptr<Rig<Weights>>> rigs;
    std::vector<Case> cases;
    for (std::uint64_t seed = 0; seed < plan_.tuning; ++seed) {
      rigs.push_back(std::make_unique<Rig<Weights>>(weights_, plan_, kFirstTuningSeed + seed));
      for (const std::size_t layers : kLayers) {
        for (auto& task : rigs.back()->tasks("validation.csv", layers, kTuningCases)) {
          cases.push_back({rigs.back().get(), std::move(task)});
        }
      }
    }
    std::vector<NetworkSetting> chosen;
    for (const Measure measure : kTunedMeasures) {
      std::vector<typename Rig<Weights>::Ours> ours;
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
          sum += Comparison{0, 0, 0, measure, "", 1, theirs, ours[i].found, 0}.advantage();
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

  // Networks of so few layers that their optimum is known.
  void few(std::uint64_t seed, Rig<Weights>& rig, NetworkOracle<Template>& oracle) {
    for (const std::size_t layers : kFewLayers) {
      const auto tasks = rig.tasks("held_out.csv", layers, plan_.cases);
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        const double ours = rig.decide(tasks[i], Measure::score).found.log_score;
        gaps_.push_back({seed, layers, i, "optimum", oracle.optimum(tasks[i], ours), ours});
      }
    }
  }

  void many(std::uint64_t seed, std::size_t size, const std::vector<NetworkSetting>& chosen, Rig<Weights>& rig,
            NetworkOracle<Template>& oracle) {
    const std::size_t layers = kLayers[size];
    const auto tasks = rig.tasks("held_out.csv", layers, plan_.cases);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      sizes_[size].different.push_back(static_cast<double>(GroupedTask<Template>{tasks[i]}.groups.size()));
      sizes_[size].space.push_back(oracle.log_space(tasks[i]));
      for (const Measure measure : kTunedMeasures) {
        const auto ours = rig.decide(tasks[i], measure);
        if (measure == Measure::score) {
          gaps_.push_back({seed, layers, i, "certified bound", oracle.bound(tasks[i]), ours.found.log_score});
        } else {
          sizes_[size].seconds.push_back(ours.seconds);
        }
        for (const auto& search : chosen) {
          if (search.aim.measure != measure) {
            continue;
          }
          for (const double times : kTimes) {
            const auto theirs = rig.search(search, tasks[i], times * ours.seconds);
            comparisons_.push_back(
                {seed, layers, i, measure, search.method(), times, theirs, ours.found, ours.seconds});
          }
        }
      }
    }
  }

  [[nodiscard]] std::string csv(const std::string& command) const {
    std::ostringstream out;
    out << "# made by: " << command
        << "\nseed,layers,case,measure,against,times_our_time,their_bitstream,their_satisfied,their_log2_score,their_"
           "energy_fj,"
           "our_bitstream,our_satisfied,our_log2_score,our_energy_fj,our_microseconds\n";
    for (const auto& c : comparisons_) {
      out << c.seed << ',' << c.layers << ',' << c.number << ',' << name(c.measure) << ',' << c.against << ','
          << c.times << ',' << c.theirs.bitstream << ',' << c.theirs.satisfied << ',' << c.theirs.log_score << ','
          << c.theirs.cost.energy.value << ',' << c.ours.bitstream << ',' << c.ours.satisfied << ',' << c.ours.log_score
          << ',' << c.ours.cost.energy.value << ',' << 1e6 * c.seconds << '\n';
    }
    for (const auto& gap : gaps_) {
      out << gap.seed << ',' << gap.layers << ',' << gap.number << ",score," << gap.against << ",,,," << gap.possible
          << ",,,," << gap.ours << ",,\n";
    }
    return out.str();
  }

  [[nodiscard]] std::string page(const std::string& command, const std::vector<NetworkSetting>& chosen) const {
    std::ostringstream out;
    out << "# Whole networks\n\nWritten by `" << command
        << "`; do not edit. Points: [networks.csv](networks.csv). Networks of layers drawn from one held-out network "
           "each (layers that every bitstream runs), "
        << plan_.cases << " per number of layers and seed, " << plan_.seeds
        << " seeds; a seed has its own networks and its own table of " << kBitstreams
        << " bitstreams, the same for all methods. Every second objective is within reach of a bitstream of the table, "
           "the "
           "others are random, from easy to hopeless (trainer/src/network_tasks.hpp). Ours is deterministic and timed "
           "as the median of three decisions; "
           "of a search the median of three runs counts. Times are the processor's. Equal layers are one for "
           "everybody.\n\nTuned on validation "
           "networks and other tables, at our time (*: first or last of the values tried):\n\n";
    for (const auto& search : chosen) {
      out << "- " << line(search) << '\n';
    }
    out << "\n| layers | different, mean | bitstreams x canonical schedules, median | our median time | over 10 ms "
           "|\n|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < kLayers.size(); ++i) {
      const Size& size = sizes_[i];
      const auto slow = std::count_if(size.seconds.begin(), size.seconds.end(), [](double s) { return s > kSlow; });
      std::array<char, 200> text{};
      std::snprintf(text.data(), text.size(), "| %zu | %.1f | 10^%.0f | %.2f ms | %.0f %% |\n", kLayers[i],
                    mean(size.different), quantile(size.space, 0.5), 1e3 * quantile(size.seconds, 0.5),
                    100.0 * static_cast<double>(slow) / static_cast<double>(size.seconds.size()));
      out << text.data();
    }
    out << "\n**Energy.** First by how much the objective is missed (log2 of the worse of latency and power over the "
           "objective, where above 0; within 0.0001 is the same); where both meet it, energy (within 0.01 % is the "
           "same). In octaves: of the first where that decides, else of the second. In brackets the least and most of "
           "the seeds.\n\n| layers | against | time | ours no worse | strictly better | met by ours | by theirs | "
           "median difference, octaves | worst |\n|---|---|---|---|---|---|---|---|---|\n";
    rows(out, Measure::energy);
    out << "\n**Score.** The same networks where the least score is asked for: log2 of the worse of latency and power "
           "over the objective.\n\n| layers | against | time | ours no worse | strictly better | met by ours | by "
           "theirs | median difference, octaves | worst |\n|---|---|---|---|---|---|---|---|---|\n";
    rows(out, Measure::score);
    out << "\nHow far the decisions by score are above what is possible at all: the optimum over all bitstreams and "
           "canonical schedules for a few layers, for more a certified lower bound of it (Lagrange relaxation over all "
           "canonical schedules), which may itself be below any decision.\n\n| layers | against | median gap | 90 of "
           "100 are within | worst |\n|---|---|---|---|---|\n";
    for (const std::size_t layers : kFewLayers) {
      gap_row(out, layers);
    }
    for (const std::size_t layers : kLayers) {
      gap_row(out, layers);
    }
    return out.str();
  }

  void rows(std::ostream& out, Measure measure) const {
    for (std::size_t i = 0; i <= kLayers.size(); ++i) {
      for (const char* method : kNetworkMethods) {
        for (const double times : kTimes) {
          std::vector<Comparison> of;
          for (const auto& c : comparisons_) {
            if (c.measure == measure && c.against == method && c.times == times &&
                (i == kLayers.size() || c.layers == kLayers[i])) {
              of.push_back(c);
            }
          }
          row(out, i == kLayers.size() ? "all" : std::to_string(kLayers[i]), of);
        }
      }
    }
  }

  // In percent, over all and in brackets by seed.
  template <class Is>
  [[nodiscard]] std::string share(const std::vector<Comparison>& of, const Is& is) const {
    const auto percent = [&](std::uint64_t seed) {
      double count = 0;
      double all = 0;
      for (const auto& c : of) {
        const bool counts = seed == 0 || c.seed == seed;
        all += counts ? 1 : 0;
        count += counts && is(c) ? 1 : 0;
      }
      return 100 * count / all;
    };
    std::vector<double> by_seed;
    for (std::uint64_t seed = 1; seed <= plan_.seeds; ++seed) {
      by_seed.push_back(percent(seed));
    }
    std::array<char, 100> text{};
    std::snprintf(text.data(), text.size(), "%.1f %% [%.0f .. %.0f]", percent(0), quantile(by_seed, 0),
                  quantile(by_seed, 1));
    return text.data();
  }

  void row(std::ostream& out, const std::string& layers, const std::vector<Comparison>& of) const {
    std::vector<double> advantages;
    double ours = 0;
    double theirs = 0;
    for (const auto& c : of) {
      advantages.push_back(c.advantage());
      ours += c.ours.satisfied ? 1 : 0;
      theirs += c.theirs.satisfied ? 1 : 0;
    }
    const double percent = 100 / static_cast<double>(of.size());
    std::array<char, 300> text{};
    std::snprintf(text.data(), text.size(), "| %s | %s | %.0f x | %s | %s | %.1f %% | %.1f %% | %.3f | %.3f |\n",
                  layers.c_str(), of.front().against.c_str(), of.front().times,
                  share(of, [](const Comparison& c) { return c.advantage() >= 0; }).c_str(),
                  share(of, [](const Comparison& c) { return c.advantage() > 0; }).c_str(), percent * ours,
                  percent * theirs, quantile(advantages, 0.5), quantile(advantages, 0));
    out << text.data();
  }

  void gap_row(std::ostream& out, std::size_t layers) const {
    std::vector<double> percent;
    const char* against = "";
    for (const auto& gap : gaps_) {
      if (gap.layers == layers) {
        against = gap.against.c_str();
        percent.push_back(100 * (std::exp2(gap.ours - gap.possible) - 1));
      }
    }
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "| %zu | %s | %.2f %% | %.2f %% | %.2f %% |\n", layers, against,
                  quantile(percent, 0.5), quantile(percent, 0.9), quantile(percent, 1));
    out << text.data();
  }

  const Weights& weights_;
  const Plan& plan_;
  std::vector<Comparison> comparisons_;
  std::vector<Gap> gaps_;
  std::array<Size, kLayers.size()> sizes_;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Decides whole held-out networks on a table of bitstreams, and lets annealing and a genetic algorithm do the\n"
      "same in the same time, and in ten times that. One thread; times are the processor's.",
      "gandse-networks"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--networks", plan.networks, "folder with training.csv, validation.csv, held_out.csv")
      ->capture_default_str();
  app.add_option("--cases", plan.cases, "networks per number of layers (8, 16, 32 and 64) and seed")
      ->check(whole_number(1, 10'000))
      ->capture_default_str();
  app.add_option("--seeds", plan.seeds,
                 "seeds 1, 2, ... of table, networks and searches; 0: the searches are tuned alone")
      ->check(whole_number(0, 1000))
      ->capture_default_str();
  app.add_option("--tuning", plan.tuning, "tables to tune the searches on; 0: they are as --tuned says")
      ->check(whole_number(0, 1000))
      ->capture_default_str();
  app.add_option("--tuned", plan.tuned, "tuned settings; default: bench/results/TEMPLATE/networks/tuned.csv");
  app.add_option("--results", plan.folder, "folder to write tuned.csv, networks.csv and README.md to");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  std::string command = "gandse-networks";
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
    std::fprintf(stderr, "gandse-networks: %s\n", error.what());
    return 2;
  }
}
