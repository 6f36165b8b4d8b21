// gandse-traces: days of an edge device that is asked for different networks; the runtime's Reconfigurator beside ways
// to switch that know less or more.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <string>
#include <type_traits>

#include "compare/trace_report.hpp"
#include "compare/trace_study.hpp"
#include "net/recipes.hpp"
#include "network/network_tuning.hpp"
#include "programs/program_main.hpp"
#include "support/option_values.hpp"

using namespace gandse::trainer;

int main(int argc, char** argv) {
  CLI::App app{
      "Days of changing networks on one table of bitstreams: what the runtime's reconfigurator spends, beside other "
      "ways\n"
      "to switch and the optimum in hindsight.",
      "gandse-traces"};
  TraceStudyPlan plan;
  std::filesystem::path folder;
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
  app.add_option("--results", folder, "folder to write traces.csv and README.md to");
  return program_main(app, argc, argv, [&](const std::string& command) {
    with_recipe(name, [&](const auto& recipe) {
      using Weights = typename std::decay_t<decltype(recipe)>::Weights;
      if (plan.tuned.empty()) {
        plan.tuned = tuned_networks_file(Weights::Template::kName);
      }
      const TraceResults results = study_traces(*committed_weights<Weights>(recipe.name), plan);
      const std::string page = trace_page(command, results);
      std::fputs(page.c_str(), stdout);
      if (!folder.empty()) {
        write_text(folder / "traces.csv", trace_csv(command, results));
        write_text(folder / "README.md", page);
      }
    });
    return true;
  });
}
