// gandse-tune: the settings of the search baselines, by one protocol for all of them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <sstream>
#include <string>

#include "compare/tuning.hpp"
#include "net/recipes.hpp"
#include "programs/program_main.hpp"
#include "support/option_values.hpp"

namespace {

using namespace gandse::trainer;

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path csv;
  std::size_t tasks = 200;
  std::uint64_t seed = 11;
  unsigned threads = default_threads();
};

template <class Template>
void tune(const Plan& plan, const std::string& command) {
  const auto tasks = paper_style_tasks<Template>(read_networks<Template>(plan.networks / "training.csv"), plan.tasks,
                                                 plan.seed, plan.threads);
  const auto grid = tuning_grid<Template>();
  std::vector<std::array<double, kTuningBudgets.size()>> octaves;
  std::vector<double> sum;
  std::map<std::string, std::size_t> best;
  Progress progress{"settings", grid.size()};
  for (const auto& setting : grid) {
    octaves.push_back(judge_setting(setting, tasks, plan.threads));
    sum.push_back(std::accumulate(octaves.back().begin(), octaves.back().end(), 0.0));
    const auto at = best.try_emplace(setting.method, sum.size() - 1).first;
    at->second = sum.back() < sum[at->second] ? sum.size() - 1 : at->second;
    progress.advance();
  }
  std::ostringstream out;
  out << tuning_header() << '\n';
  for (std::size_t i = 0; i < grid.size(); ++i) {
    out << grid[i].method << ',' << grid[i].setting;
    for (const double value : octaves[i]) {
      out << ',' << value;
    }
    const bool chosen = best.at(grid[i].method) == i;
    out << ',' << sum[i] << ',' << (chosen ? "yes" : "") << '\n';
    if (chosen) {
      std::printf("%-10s %s\n", grid[i].method.c_str(), grid[i].setting.c_str());
    }
  }
  const std::string text =
      sealed_csv("made by: " + command + "\nmean log2(score / optimum) on " + std::to_string(plan.tasks) +
                     " paper-style tasks of the training networks; the least sum is chosen",
                 out.str());
  write_text(plan.csv, text);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Tunes the search baselines: every setting of a grid on paper-style tasks of the training networks, at 300, "
      "1000\n"
      "and 10 000 evaluations. Prints the best of every method and writes them down, for gandse-compare to read.",
      "gandse-tune"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--networks", plan.networks, "folder with training.csv")->capture_default_str();
  app.add_option("--tasks", plan.tasks, "tasks")->check(whole_number(1, 100'000))->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of the tasks")->check(whole_number())->capture_default_str();
  app.add_option("--csv", plan.csv, "table of all settings; default: bench/results/TEMPLATE/tuning.csv");
  app.add_option("--threads", plan.threads, "threads")->check(whole_number(1, 1024))->capture_default_str();
  return program_main(app, argc, argv, [&](const std::string& command) {
    with_recipe(name, [&](const auto& recipe) {
      using Template = typename std::decay_t<decltype(recipe)>::Weights::Template;
      if (plan.csv.empty()) {
        plan.csv = std::filesystem::path{"bench/results"} / Template::kName / "tuning.csv";
      }
      tune<Template>(plan, command);
    });
    return true;
  });
}
