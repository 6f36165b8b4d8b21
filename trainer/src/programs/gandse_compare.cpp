// gandse-compare: the generator, the learned baselines and the searches on the same held-out tasks, in one run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "compare/contenders.hpp"
#include "compare/curve_points.hpp"
#include "compare/plots.hpp"
#include "compare/report.hpp"
#include "learn/methods.hpp"
#include "learn/training_run.hpp"
#include "programs/program_main.hpp"
#include "support/option_values.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

constexpr double kMostFloor = 10;  // beyond 1: a bound that is never reached
constexpr double kMostCeiling = 1e9;

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path tight;
  std::filesystem::path tuning;
  std::filesystem::path checkpoints = "trainer/checkpoints";
  std::filesystem::path checkpoint;  ///< of the generator that is judged as deployed
  std::filesystem::path study;       ///< folder of the methods' checkpoints
  std::filesystem::path results;     ///< folder for curves.csv, README.md and plots
  std::size_t tasks = 1000;
  std::uint64_t seed = 2;
  std::vector<std::uint32_t> budgets{1, 3, 10, 30, 128, 300, 1000, 3000, 10'000, 30'000};
  unsigned threads = default_threads();
  bool quick = false;
  double floor_first = 0;
  double floor_satisfied = 0;
  double floor_slack_5 = 0;
  double floor_slack_1 = 0;
  double ceiling_median = INFINITY;
  double ceiling_p90 = INFINITY;
};

template <class Weights>
std::shared_ptr<const Weights> load(const Checkpoint& checkpoint) {
  const GeneratorNet net = restore<Weights>(checkpoint);
  return quantise<Weights>(net, checkpoint.range);
}

// Every committed generator of the template by its name, to see what their sizes cost and bring.
template <class Template>
void add_sizes(const std::filesystem::path& checkpoints, std::vector<Contender<Template>>& contenders) {
  for_each_recipe<Template>([&](const auto& recipe) {
    using Weights = typename std::decay_t<decltype(recipe)>::Weights;
    const auto file = checkpoints / (std::string{recipe.name} + ".cbor");
    Contender<Template> contender = deployed<Weights>(load<Weights>(load_checkpoint(file)));
    contender.method = recipe.name;
    contender.variant = std::to_string(sizeof(Weights)) + " bytes";
    contender.largest = kMostProposals;
    contenders.push_back(std::move(contender));
  });
}

// Of diffusion-SEED.cbor.
std::uint64_t diffusion_seed(const std::filesystem::path& file) {
  const std::string text = file.stem().string().substr(std::string_view{"diffusion-"}.size());
  std::uint64_t seed = 0;
  if (!parses(text, seed)) {
    throw std::runtime_error(file.string() + ": is not called diffusion-SEED.cbor");
  }
  return seed;
}

// The methods of the study folder: METHOD-SEED.cbor.
template <class Weights>
void add_study(const std::filesystem::path& folder, unsigned threads,
               std::vector<Contender<typename Weights::Template>>& contenders) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".cbor" && entry.path().stem().string().find('-') != std::string::npos) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    if (file.stem().string().starts_with("diffusion-")) {
      using Template = typename Weights::Template;
      std::vector<std::shared_ptr<Diffusion<Template>>> models;
      for (unsigned thread = 0; thread < threads; ++thread) {
        models.push_back(load_diffusion<Template>(file));
      }
      add_diffusion<Template>(contenders, diffusion_seed(file), std::move(models));
      continue;
    }
    const Checkpoint checkpoint = load_checkpoint(file);
    with_method<Weights>(checkpoint.method, [&](auto method) {
      add_generator(contenders, checkpoint.method, checkpoint.seed,
                    load<typename decltype(method)::Weights>(checkpoint));
    });
  }
}

template <class Template>
CurvePoint judge_point(const std::string& set, const Contender<Template>& contender, std::uint32_t budget,
                       const std::vector<JudgedTask<Template>>& tasks, const std::vector<std::uint32_t>& slacks,
                       unsigned threads) {
  const auto verdicts = judge_all(tasks, threads, [&](const Task<Template>& task, std::size_t i) {
    return contender.decide(task, budget, contender.seed * 77'000'000U + i);
  });
  CurvePoint point{set, contender.method, contender.variant, contender.seed, budget, summarise(verdicts), {}};
  for (std::size_t s = 0; s < kSlackPercents.size() && !slacks.empty(); ++s) {
    std::size_t all = 0;
    std::size_t satisfied = 0;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (slacks[i] == kSlackPercents[s]) {
        ++all;
        satisfied += verdicts[i].satisfied ? 1U : 0U;
      }
    }
    point.satisfied_at[s] = static_cast<double>(satisfied) / static_cast<double>(std::max<std::size_t>(all, 1));
  }
  return point;
}

// Whether the deployed generator reaches the floors.
bool above_floor(const Plan& plan, const std::vector<CurvePoint>& points) {
  bool good = true;
  const auto hold = [&](bool reached, const char* what, double value, double bound) {
    if (!reached) {
      std::fprintf(stderr, "gandse-compare: %s is %.4f, the bound is %.4f\n", what, value, bound);
      good = false;
    }
  };
  for (const CurvePoint& p : points) {
    if (p.method != kDeployed) {
      continue;
    }
    const Quality& q = p.quality;
    if (p.set == "paper" && p.budget == 1) {
      hold(q.satisfied >= plan.floor_first, "share satisfied by the first proposal", q.satisfied, plan.floor_first);
    }
    if (p.set == "paper" && p.budget == Options{}.budget) {
      hold(q.satisfied >= plan.floor_satisfied, "share of paper-style tasks satisfied", q.satisfied,
           plan.floor_satisfied);
      hold(q.median_gap <= plan.ceiling_median, "median gap of paper-style tasks", q.median_gap, plan.ceiling_median);
    }
    if (p.set == "tight" && p.budget == Options{}.budget) {
      hold(p.satisfied_at[2] >= plan.floor_slack_5, "share satisfied at slack 5 %", p.satisfied_at[2],
           plan.floor_slack_5);
      hold(p.satisfied_at[3] >= plan.floor_slack_1, "share satisfied at slack 1 %", p.satisfied_at[3],
           plan.floor_slack_1);
      hold(q.median_gap <= plan.ceiling_median, "median gap", q.median_gap, plan.ceiling_median);
      hold(q.p90_gap <= plan.ceiling_p90, "p90 gap", q.p90_gap, plan.ceiling_p90);
    }
  }
  return good;
}

template <class Weights>
bool compare(const Plan& plan, const std::string& command) {
  using Template = typename Weights::Template;
  auto tight = read_tight_tasks<Template>(plan.tight);
  const auto paper = paper_style_tasks<Template>(read_networks<Template>(plan.networks / "held_out.csv"), plan.tasks,
                                                 plan.seed, plan.threads);
  std::vector<JudgedTask<Template>> tight_tasks;
  std::vector<std::uint32_t> slacks;
  for (const auto& task : tight) {
    tight_tasks.push_back({task.task, task.optimum.score});
    slacks.push_back(task.slack_percent);
  }

  const auto tuned = chosen_settings<Template>(plan.tuning);
  const auto generator = load<Weights>(load_checkpoint(plan.checkpoint));
  std::vector<Contender<Template>> contenders;
  contenders.push_back(deployed<Weights>(generator));
  if (!plan.quick) {
    add_searches<Weights>(contenders, 1, generator, tuned);
    add_sizes<Template>(plan.checkpoints, contenders);
    if (!plan.study.empty()) {
      add_study<Weights>(plan.study, plan.threads, contenders);
    }
  } else {
    for (const auto& setting : tuned) {
      if (setting.method == "annealing") {
        add_search(contenders, setting.method, 1, generator, setting.run);
      }
    }
  }
  std::vector<CurvePoint> points;
  {
    Progress progress{"comparison", contenders.size()};
    for (const auto& contender : contenders) {
      for (const std::uint32_t budget : plan.budgets) {
        if (budget <= contender.largest) {
          points.push_back(judge_point(std::string{"paper"}, contender, budget, paper, {}, plan.threads));
          points.push_back(judge_point(std::string{"tight"}, contender, budget, tight_tasks, slacks, plan.threads));
        }
      }
      progress.advance(1, contender.method + " " + contender.variant);
    }
  }
  print_points(points);
  if (!plan.results.empty()) {
    write_points(plan.results / "curves.csv", command, points);
    write_report(plan.results, command, points);
    plot(plan.results, points);
  }
  return above_floor(plan, points);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Compares the generator with searches and learned baselines on held-out networks: paper-style tasks, and tight\n"
      "tasks whose objective lies 25, 10, 5 and 1 % above a certified optimum. Every gap is to the certified optimum.",
      "gandse-compare"};
  Plan plan;
  std::string name;
  std::filesystem::path report;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--checkpoint", plan.checkpoint, "generator to judge; default: the committed one");
  app.add_option("--study", plan.study, "folder of trainer/study.sh with the learned methods' checkpoints")
      ->check(CLI::ExistingDirectory);
  app.add_option("--results", plan.results, "folder to write curves.csv, README.md and plots to");
  app.add_option("--report", report, "only write README.md and plots of this folder anew, from its curves.csv")
      ->check(CLI::ExistingDirectory);
  app.add_option("--networks", plan.networks, "folder with held_out.csv")->capture_default_str();
  app.add_option("--tight-tasks", plan.tight,
                 "file of gandse-oracle tight; default: bench/results/TEMPLATE/tight_tasks.csv");
  app.add_option("--tuning", plan.tuning,
                 "file of gandse-tune, for the searches' settings; default: bench/results/TEMPLATE/tuning.csv");
  app.add_option("--tasks", plan.tasks, "paper-style tasks")->check(whole_number(1, 1'000'000))->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of the paper-style tasks")->check(whole_number())->capture_default_str();
  auto* budgets = app.add_option("--budgets", plan.budgets, "evaluations per decision")
                      ->check(whole_number(1, 1'000'000))
                      ->capture_default_str();
  app.add_option("--threads", plan.threads, "threads")->check(whole_number(1, 1024))->capture_default_str();
  app.add_flag("--quick", plan.quick, "only the generator and annealing, budgets up to 1000: for a test");
  app.add_option("--floor-first", plan.floor_first, "exit 1 if first proposals satisfy a smaller share")
      ->check(real_number(0, kMostFloor));
  app.add_option("--floor-satisfied", plan.floor_satisfied,
                 "exit 1 if the default satisfies a smaller share of the paper-style tasks")
      ->check(real_number(0, kMostFloor));
  app.add_option("--floor-slack-5", plan.floor_slack_5, "exit 1 if the default satisfies less at slack 5 %")
      ->check(real_number(0, kMostFloor));
  app.add_option("--floor-slack-1", plan.floor_slack_1, "exit 1 if the default satisfies less at slack 1 %")
      ->check(real_number(0, kMostFloor));
  app.add_option("--ceiling-median", plan.ceiling_median, "exit 1 if the default's median gap is larger")
      ->check(real_number(0, kMostCeiling));
  app.add_option("--ceiling-p90", plan.ceiling_p90, "exit 1 if the default's 90th percentile of the gap is larger")
      ->check(real_number(0, kMostCeiling));
  return program_main(app, argc, argv, [&](const std::string& command) {
    if (plan.quick && budgets->count() == 0) {
      plan.budgets = {1, 128, 1000};
    }
    bool good = true;
    if (!report.empty()) {
      const auto points = read_points(report / "curves.csv");
      write_report(report, command, points);
      plot(report, points);
      return true;
    }
    with_recipe(name, [&](const auto& recipe) {
      if (plan.checkpoint.empty()) {
        plan.checkpoint = plan.checkpoints / (std::string{recipe.name} + ".cbor");
      }
      const auto results =
          std::filesystem::path{"bench/results"} / std::decay_t<decltype(recipe)>::Weights::Template::kName;
      plan.tight = plan.tight.empty() ? results / "tight_tasks.csv" : plan.tight;
      plan.tuning = plan.tuning.empty() ? results / "tuning.csv" : plan.tuning;
      good = compare<typename std::decay_t<decltype(recipe)>::Weights>(plan, command);
    });
    return good;
  });
}
