// gandse-compare: generators and canonical annealing on the same held-out tasks, in one run.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "float_inference.hpp"
#include "generators.hpp"
#include "quality.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

struct Row {
  std::string method;
  Quality quality;
};

void print(const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows) {
    width = std::max(width, row.method.size());
  }
  std::printf("%-*s  evaluations  satisfied  median gap  p90 gap  p99 gap  within 1%%  within 5%%  median us\n",
              static_cast<int>(width), "method");
  for (const auto& [method, q] : rows) {
    std::printf("%-*s  %11.1f  %7.2f %%  %8.3f %%  %6.2f%%  %6.2f%%  %7.2f %%  %7.2f %%  %9.1f\n",
                static_cast<int>(width), method.c_str(), q.evaluations, 100.0 * q.satisfied, 100.0 * q.median_gap,
                100.0 * q.p90_gap, 100.0 * q.p99_gap, 100.0 * q.within_1, 100.0 * q.within_5, q.microseconds);
  }
}

void write_csv(const std::filesystem::path& file, const std::string& command, const std::vector<Row>& rows) {
  if (file.has_parent_path()) {
    std::filesystem::create_directories(file.parent_path());
  }
  std::ofstream stream{file};
  stream << "# made by: " << command
         << "\nmethod,tasks,evaluations,satisfied,median_gap,p90_gap,p99_gap,within_1,within_5,median_us\n";
  for (const auto& [method, q] : rows) {
    stream << method << ',' << q.tasks << ',' << q.evaluations << ',' << q.satisfied << ',' << q.median_gap << ','
           << q.p90_gap << ',' << q.p99_gap << ',' << q.within_1 << ',' << q.within_5 << ',' << q.microseconds << '\n';
  }
  if (!stream.flush()) {
    throw std::runtime_error(file.string() + ": cannot be written");
  }
}

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::vector<std::filesystem::path> checkpoints;
  std::filesystem::path csv;
  std::size_t tasks = 1000;
  std::uint64_t seed = 2;
  std::uint32_t reference_runs = 3;
  std::uint32_t reference_evaluations = 100'000;
  std::vector<std::uint32_t> candidates{8, 32, 64, 128};
  std::vector<std::uint32_t> annealing{128, 300, 1000, 3000, 10'000};
  unsigned threads = default_threads();
  double floor_first = 0;
  double floor_satisfied = 0;
  double floor_within_1 = 0;
  double floor_within_5 = 0;
  double ceiling_median = INFINITY;
};

// Whether every generator reaches the floors.
template <class Weights>
bool compare(const Plan& plan, const std::string& command) {
  using Template = typename Weights::Template;
  auto tasks = paper_style_tasks<Template>(read_networks(plan.networks / "held_out.csv"), plan.tasks, plan.seed);
  {
    Progress progress{"reference", tasks.size()};
    add_reference(tasks, plan.reference_runs, plan.reference_evaluations, plan.threads, &progress);
  }
  std::vector<Row> rows;
  bool above_floor = true;
  for (const auto& file : plan.checkpoints) {
    const std::string name = file.stem().string();
    const Checkpoint checkpoint = load_checkpoint(file);
    GeneratorNet net = restore<Weights>(checkpoint);
    const auto weights = quantise<Weights>(net, checkpoint.range);
    rows.push_back({name + ": first proposal (float)", measure_float_first(net, tasks, 1)});
    const Quality first = measure_generator(*weights, tasks, {1, 1, 1}, plan.threads);
    rows.push_back({name + ": first proposal", first});
    for (const std::uint32_t candidates : plan.candidates) {
      const Options split{Options{}.budget, candidates, 1};
      const std::string label = std::to_string(candidates) + " candidates, rest refinement";
      rows.push_back({name + ": " + label, measure_generator(*weights, tasks, split, plan.threads)});
    }
    const Quality full = measure_generator(*weights, tasks, {}, plan.threads);
    rows.push_back({name + ": default", full});
    above_floor = above_floor && first.satisfied >= plan.floor_first && full.satisfied >= plan.floor_satisfied &&
                  full.within_1 >= plan.floor_within_1 && full.within_5 >= plan.floor_within_5 &&
                  full.median_gap <= plan.ceiling_median;
  }
  for (const std::uint32_t evaluations : plan.annealing) {
    rows.push_back({"annealing", measure(tasks, plan.threads, [&](const Task<Template>& task, std::size_t i) {
                      const auto found = anneal(task, evaluations, 77'000'000 + i);
                      return Outcome{found.score, found.score <= 1.0, evaluations};
                    })});
  }
  print(rows);
  if (!plan.csv.empty()) {
    write_csv(plan.csv, command, rows);
  }
  return above_floor;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Judges generators and canonical simulated annealing on paper-style tasks of held-out networks. The gap is\n"
      "to the best of several long annealing runs per task.",
      "gandse-compare"};
  Plan plan;
  std::string name;
  bool quick = false;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--checkpoint", plan.checkpoints, "checkpoints to judge; default: the committed one");
  app.add_option("--networks", plan.networks, "folder with held_out.csv")->capture_default_str();
  app.add_option("--tasks", plan.tasks, "tasks")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of the tasks")->capture_default_str();
  app.add_option("--reference-runs", plan.reference_runs, "annealing runs per task")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--reference-evaluations", plan.reference_evaluations, "of each of them")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--annealing", plan.annealing, "evaluations of the annealing rows")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--candidates", plan.candidates, "splits of the default budget to show beside the default one")
      ->check(CLI::Range(1, 65'535))
      ->capture_default_str();
  app.add_option("--threads", plan.threads, "threads")->check(CLI::Range(1, 1024))->capture_default_str();
  app.add_option("--csv", plan.csv, "also write the table here");
  app.add_option("--floor-first", plan.floor_first, "exit 1 if a first proposal satisfies a smaller share");
  app.add_option("--floor-satisfied", plan.floor_satisfied, "exit 1 if the default budget satisfies a smaller share");
  app.add_option("--floor-within-1", plan.floor_within_1, "exit 1 if fewer of its decisions are within 1 %");
  app.add_option("--floor-within-5", plan.floor_within_5, "exit 1 if fewer of its decisions are within 5 %");
  app.add_option("--ceiling-median", plan.ceiling_median, "exit 1 if the median gap of its decisions is larger");
  app.add_flag("--quick", quick, "300 tasks, reference of 2 x 20 000 evaluations, for a test");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (quick) {
    plan.tasks = 300;
    plan.reference_runs = 2;
    plan.reference_evaluations = 20'000;
  }
  std::string command = "gandse-compare";
  for (int i = 1; i < argc; ++i) {
    command += std::string{" "} + argv[i];
  }
  try {
    bool above_floor = true;
    with_recipe(name, [&](const auto& recipe) {
      if (plan.checkpoints.empty()) {
        plan.checkpoints.push_back(std::string{"trainer/checkpoints/"} + recipe.name + ".cbor");
      }
      above_floor = compare<typename std::decay_t<decltype(recipe)>::Weights>(plan, command);
    });
    if (!above_floor) {
      std::fprintf(stderr, "gandse-compare: a generator is below the floor\n");
    }
    return above_floor ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gandse-compare: %s\n", error.what());
    return 2;
  }
}
