// gandse-networks: whole networks on a table of bitstreams; the runtime's NetworkExplorer against annealing and a
// genetic algorithm that get the same table and the same time, and against what is possible at all.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "checkpoint.hpp"
#include "gandse/runtime/network.hpp"
#include "generators.hpp"
#include "network_oracle.hpp"
#include "network_search.hpp"
#include "network_tasks.hpp"
#include "networks.hpp"
#include "progress.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

constexpr std::array<std::size_t, 4> kLayers{8, 16, 32, 64};
constexpr std::array<std::size_t, 4> kFewLayers{1, 2, 3, 4};  ///< whose optimum can be found

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path folder;
  std::size_t cases = 15;  ///< per number of layers
  std::uint64_t seed = 1;
};

template <class Template>
struct Search {
  std::string method;
  std::string setting;
  std::function<double(const NetworkTask<Template>&, double seconds, Random&)> run;
};

template <class Template>
std::vector<Search<Template>> settings() {
  std::vector<Search<Template>> all;
  for (const double start : {0.05, 0.01, 0.002}) {
    for (const double load : {0.1, 0.02, 0.004}) {
      const NetworkAnnealing schedule{start, start / 500, load, 3};
      std::ostringstream text;
      text << "start " << start << ", load " << load;
      all.push_back({"annealing", text.str(), [=](const auto& task, double seconds, Random& random) {
                       return anneal_network<Template>(task, seconds, schedule, random).log_score;
                     }});
    }
  }
  for (const std::uint32_t population : {24U, 48U, 96U}) {
    for (const double mutation : {0.02, 0.05, 0.2}) {
      const NetworkGenetic genetic{population, mutation, 0.3};
      std::ostringstream text;
      text << "population " << population << ", mutation " << mutation;
      all.push_back({"genetic", text.str(), [=](const auto& task, double seconds, Random& random) {
                       return evolve_network<Template>(task, seconds, genetic, random).log_score;
                     }});
    }
  }
  return all;
}

struct Ours {
  double log_score;
  double seconds;
};

template <class Weights>
class Study {
 public:
  using Template = typename Weights::Template;

  Study(const Weights& weights, const Plan& plan)
      : plan_(plan), random_{plan.seed}, table_(bitstream_table(weights, plan.networks, random_)), explorer_(weights) {}

  void run(const std::string& command) {
    const auto chosen = tune();
    std::ostringstream csv;
    csv << "# made by: " << command
        << "\nlayers,case,method,times_our_time,log2_score,our_log2_score,our_microseconds\n";
    std::ostringstream page;
    page << "# Whole networks\n\nWritten by `" << command
         << "`; do not edit. Points: [networks.csv](networks.csv). Networks of layers drawn from one held-out network "
            "each, "
         << plan_.cases << " per number of layers; one table of " << kBitstreams
         << " bitstreams for all methods; median of three seeds of each search. The score is log2 of the worse of "
            "latency and power over "
            "the objective.\n\nTuned on validation networks, at our time: "
         << chosen[0].setting << " (annealing); " << chosen[1].setting
         << " (genetic).\n\n| layers | our median time | against | time | ours no worse | strictly better | median "
            "difference, octaves | worst |\n|---|---|---|---|---|---|---|---|\n";
    std::map<std::pair<std::string, double>, std::vector<double>> all;
    std::ostringstream gaps;
    few(gaps, csv);
    for (const std::size_t layers : kLayers) {
      const auto tasks = network_tasks(plan_.networks / "held_out.csv", layers, plan_.cases, table_, random_);
      std::vector<double> seconds;
      std::vector<double> above;
      std::map<std::pair<std::string, double>, std::vector<double>> differences;
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Ours ours = decide(tasks[i]);
        seconds.push_back(ours.seconds);
        above.push_back(compare_with_possible(csv, layers, i, "bound", oracle_.bound(tasks[i]), ours));
        for (const auto& search : chosen) {
          for (const double times : {1.0, 10.0}) {
            const double theirs = median_of_seeds(search, tasks[i], times * ours.seconds);
            differences[{search.method, times}].push_back(theirs - ours.log_score);
            all[{search.method, times}].push_back(theirs - ours.log_score);
            csv << layers << ',' << i << ',' << search.method << ',' << times << ',' << theirs << ',' << ours.log_score
                << ',' << 1e6 * ours.seconds << '\n';
          }
        }
      }
      std::sort(seconds.begin(), seconds.end());
      std::ostringstream time;
      time.precision(3);
      time << 1e3 * seconds[seconds.size() / 2] << " ms";
      for (auto& [against, found] : differences) {
        row(page, std::to_string(layers), time.str(), against, found);
      }
      gap_row(gaps, layers, "certified bound", above);
    }
    for (auto& [against, found] : all) {
      row(page, "all", "", against, found);
    }
    page
        << "\nHow far the decisions are above what is possible at all: the optimum over all bitstreams and canonical "
           "schedules for a few layers, for more a certified lower bound of it (Lagrange relaxation over all canonical "
           "schedules), which may itself be below any decision.\n\n| layers | against | median gap | 90 of 100 are "
           "within "
           "| worst |\n|---|---|---|---|---|\n"
        << gaps.str();
    std::fputs(page.str().c_str(), stdout);
    if (!plan_.folder.empty()) {
      std::filesystem::create_directories(plan_.folder);
      write(plan_.folder / "networks.csv", csv.str());
      write(plan_.folder / "README.md", page.str());
    }
  }

 private:
  static constexpr double kSame = 1e-4;  ///< octaves

  static void write(const std::filesystem::path& file, const std::string& text) {
    write_atomically(file, {text.begin(), text.end()});
  }

  // Networks of so few layers that their optimum is known.
  void few(std::ostream& gaps, std::ostream& csv) {
    for (const std::size_t layers : kFewLayers) {
      const auto tasks = network_tasks(plan_.networks / "held_out.csv", layers, 2 * plan_.cases, table_, random_);
      std::vector<double> above;
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        const Ours ours = decide(tasks[i]);
        above.push_back(
            compare_with_possible(csv, layers, i, "optimum", oracle_.optimum(tasks[i], ours.log_score), ours));
      }
      gap_row(gaps, layers, "optimum", above);
    }
  }

  static double compare_with_possible(std::ostream& csv, std::size_t layers, std::size_t task, const char* what,
                                      double possible, const Ours& ours) {
    csv << layers << ',' << task << ',' << what << ",," << possible << ',' << ours.log_score << ','
        << 1e6 * ours.seconds << '\n';
    return ours.log_score - possible;
  }

  static void gap_row(std::ostream& out, std::size_t layers, const char* against, std::vector<double>& octaves) {
    std::sort(octaves.begin(), octaves.end());
    const auto percent = [&](double share) {
      const auto at = static_cast<std::size_t>(share * static_cast<double>(octaves.size() - 1));
      return 100 * (std::exp2(octaves[at]) - 1);
    };
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "| %zu | %s | %.2f %% | %.2f %% | %.2f %% |\n", layers, against,
                  percent(0.5), percent(0.9), percent(1));
    out << text.data();
  }

  static void row(std::ostream& out, const std::string& layers, const std::string& time,
                  const std::pair<std::string, double>& against, std::vector<double>& differences) {
    std::sort(differences.begin(), differences.end());
    const auto share = [&](double least) {
      const auto count = std::count_if(differences.begin(), differences.end(), [&](double d) { return d > least; });
      return 100.0 * static_cast<double>(count) / static_cast<double>(differences.size());
    };
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "| %s | %s | %s | %.0f x | %.0f %% | %.0f %% | %.3f | %.3f |\n",
                  layers.c_str(), time.c_str(), against.first.c_str(), against.second, share(-kSame), share(kSame),
                  differences[differences.size() / 2], differences.front());
    out << text.data();
  }

  Ours decide(const NetworkTask<Template>& task) {
    const auto start = std::chrono::steady_clock::now();
    const auto decision =
        explorer_.decide(task.layers.data(), task.layers.size(), task.objective, table_.data(), table_.size());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!decision.legal()) {
      throw std::runtime_error("a network cannot be run by any bitstream of the table");
    }
    return {network_log_score<Template>(static_cast<double>(decision.cost.latency.value),
                                        static_cast<double>(decision.cost.energy.value), task.objective),
            seconds};
  }

  double median_of_seeds(const Search<Template>& search, const NetworkTask<Template>& task, double seconds) {
    std::array<double, 3> found{};
    for (double& log : found) {
      Random random{random_.next()};
      log = search.run(task, seconds, random);
    }
    std::sort(found.begin(), found.end());
    return found[1];
  }

  // Of each method, the setting with the best mean on validation networks.
  std::vector<Search<Template>> tune() {
    std::vector<NetworkTask<Template>> tasks;
    for (const std::size_t layers : kLayers) {
      for (auto& task : network_tasks(plan_.networks / "validation.csv", layers, 3, table_, random_)) {
        tasks.push_back(std::move(task));
      }
    }
    std::vector<double> seconds;
    for (const auto& task : tasks) {
      seconds.push_back(decide(task).seconds);
    }
    std::vector<Search<Template>> chosen;
    std::map<std::string, double> best;
    for (const auto& search : settings<Template>()) {
      double sum = 0;
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        sum += median_of_seeds(search, tasks[i], seconds[i]);
      }
      const auto known = best.find(search.method);
      if (known == best.end()) {
        best[search.method] = sum;
        chosen.push_back(search);
      } else if (sum < known->second) {
        known->second = sum;
        chosen.back() = search;  // settings of a method stand together
      }
    }
    return chosen;
  }

  const Plan& plan_;
  Random random_;
  std::vector<Bitstream<Template>> table_;
  NetworkExplorer<Weights, 64> explorer_;
  NetworkOracle<Template> oracle_;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Decides whole held-out networks on a table of bitstreams, and lets annealing and a genetic algorithm do the\n"
      "same in the same time, and in ten times that. One thread: nothing else should run.",
      "gandse-networks"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--networks", plan.networks, "folder with training.csv, validation.csv, held_out.csv")
      ->capture_default_str();
  app.add_option("--cases", plan.cases, "networks per number of layers (8, 16, 32 and 64)")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of table, networks and searches")->capture_default_str();
  app.add_option("--results", plan.folder, "folder to write networks.csv and README.md to");
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
