// gandse-oracle: makes the tight tasks, and holds the oracle against plain enumeration of the whole canonical space.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "learn/quality.hpp"
#include "net/recipes.hpp"
#include "oracle/tight_tasks.hpp"
#include "programs/program_main.hpp"
#include "support/file_bytes.hpp"
#include "support/option_values.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

struct Plan {
  std::filesystem::path networks = "trainer/networks";
  std::filesystem::path csv;
  std::size_t rays = 150;
  std::size_t tasks = 1000;
  std::size_t enumerated = 24;
  std::uint64_t nodes = 10'000'000'000;
  std::uint64_t seed = 21;
  unsigned threads = default_threads();
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class Template>
void make_tight(const Plan& plan, const std::string& command) {
  const auto tasks = make_tight_tasks<Template>(read_networks<Template>(plan.networks / "held_out.csv"), plan.rays,
                                                plan.seed, plan.threads);
  write_text(plan.csv, tight_tasks_text(tasks, command));
  std::printf("%s: %zu tasks\n", plan.csv.c_str(), tasks.size());
}

// Whether the oracle is right on all tasks that were enumerated.
template <class Template>
bool verify(const Plan& plan, const std::string& command) {
  using Plain = Oracle<Template, NoBound<Template>>;
  const auto networks = read_networks<Template>(plan.networks / "held_out.csv");
  std::vector<Task<Template>> tasks;
  Attempts attempts{"a held-out layer with a legal configuration"};
  for (Random random{plan.seed}; tasks.size() < plan.tasks;) {
    attempts.count();
    const auto layer = networks[random.below(static_cast<std::uint32_t>(networks.size()))].layer;
    if (const auto objective = paper_style_objective<Template>(layer, random)) {
      tasks.push_back({layer, *objective, {}});
      attempts.succeed();
    }
  }
  // One thread: the time is part of the result.
  std::vector<double> seconds;
  std::vector<Found<Template>> found;
  {
    Progress progress{"oracle", tasks.size()};
    for (const auto& task : tasks) {
      const auto start = std::chrono::steady_clock::now();
      found.push_back(optimum(task, [&] { progress.advance(0); }));
      seconds.push_back(seconds_since(start));
      progress.advance();
    }
  }
  std::vector<std::string> lines(plan.enumerated);
  std::vector<char> equal(plan.enumerated);
  {
    Progress progress{"enumeration", plan.enumerated};
    parallel_for(plan.enumerated, plan.threads, [&](std::size_t i) {
      const auto start = std::chrono::steady_clock::now();
      Plain plain{tasks[i].layer, tasks[i].pins, {&tasks[i].objective, 1}};
      plain.run([&] { progress.advance(0); }, plan.nodes);
      equal[i] = plain.best(0).score == found[i].score ? 1 : 0;
      std::ostringstream line;
      line.precision(17);
      line << i << ',' << plain.visited() << ',' << plain.best(0).score << ',' << found[i].score << ','
           << (equal[i] != 0 ? "yes" : "no") << ',';
      line.precision(3);
      line << seconds_since(start) << ',' << seconds[i];
      lines[i] = line.str();
      progress.advance();
    });
  }
  std::sort(seconds.begin(), seconds.end());
  const auto quantile = [&](double q) {
    return seconds[static_cast<std::size_t>(q * (static_cast<double>(seconds.size()) - 1.0))];
  };
  const auto right = static_cast<std::size_t>(std::count(equal.begin(), equal.end(), char{1}));
  std::ostringstream out;
  out.precision(3);
  out << "# made by: " << command << "\n# oracle on " << tasks.size()
      << " paper-style tasks of held-out networks, one thread: median " << 1e3 * quantile(0.5) << " ms, p90 "
      << 1e3 * quantile(0.9) << " ms, longest " << 1e3 * seconds.back()
      << " ms\n# equal to plain enumeration of the whole canonical space: " << right << " of " << plan.enumerated
      << "\ntask,points,enumerated_score,oracle_score,equal,enumeration_seconds,oracle_seconds\n";
  for (const std::string& line : lines) {
    out << line << '\n';
  }
  write_text(plan.csv, out.str());
  std::printf("oracle: median %.2f ms, p90 %.2f ms, longest %.2f ms on %zu tasks; equal to enumeration on %zu of %zu\n",
              1e3 * quantile(0.5), 1e3 * quantile(0.9), 1e3 * seconds.back(), tasks.size(), right, plan.enumerated);
  return right == plan.enumerated;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The exact optimum of a task: by branch and bound over the canonical space.", "gandse-oracle"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col")->required();
  app.add_option("--networks", plan.networks, "folder with held_out.csv")->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of the tasks")->check(whole_number())->capture_default_str();
  app.add_option("--threads", plan.threads, "threads")->check(whole_number(1, 1024))->capture_default_str();
  app.require_subcommand(1);
  auto* tight = app.add_subcommand("tight", "make the tight tasks of the held-out networks");
  tight->add_option("--rays", plan.rays, "rays, each with slack 25, 10, 5 and 1 %")
      ->check(whole_number(1, 100'000))
      ->capture_default_str();
  tight->add_option("--csv", plan.csv, "file to write; default: bench/results/TEMPLATE/tight_tasks.csv");
  auto* verification =
      app.add_subcommand("verify", "time the oracle, and hold it against enumeration; exit 1 if it errs");
  verification->add_option("--tasks", plan.tasks, "tasks to time")
      ->check(whole_number(1, 100'000))
      ->capture_default_str();
  verification->add_option("--enumerated", plan.enumerated, "of them, those to enumerate")
      ->check(whole_number())
      ->capture_default_str();
  verification->add_option("--nodes", plan.nodes, "of one enumeration at most; more are refused")
      ->check(whole_number(1))
      ->capture_default_str();
  verification->add_option("--csv", plan.csv, "file to write; default: bench/results/TEMPLATE/oracle.csv");
  verification->callback([&] {
    if (plan.enumerated > plan.tasks) {
      throw CLI::ValidationError("--enumerated", "must not exceed --tasks");
    }
  });
  return program_main(app, argc, argv, [&](const std::string& command) {
    bool right = true;
    with_recipe(name, [&](const auto& recipe) {
      using Template = typename std::decay_t<decltype(recipe)>::Weights::Template;
      if (plan.csv.empty()) {
        plan.csv = std::filesystem::path{"bench/results"} / Template::kName /
                   (tight->parsed() ? "tight_tasks.csv" : "oracle.csv");
      }
      if (tight->parsed()) {
        make_tight<Template>(plan, command);
      } else {
        right = verify<Template>(plan, command);
      }
    });
    return right;
  });
}
