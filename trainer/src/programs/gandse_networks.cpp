// gandse-networks: whole networks on a table of bitstreams; the runtime's NetworkExplorer against annealing and a
// genetic algorithm that get the same table and the same time, and against what is possible at all.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>

#include "compare/network_report.hpp"
#include "compare/network_study.hpp"
#include "net/recipes.hpp"
#include "network/network_tuning.hpp"
#include "programs/program_main.hpp"
#include "support/option_values.hpp"

namespace {

using namespace gandse::trainer;

/// Tunes the searches where that is wanted, compares, and writes down both.
template <class Weights>
void study(const Weights& weights, const NetworkStudyPlan& plan, const std::filesystem::path& tuned,
           const std::filesystem::path& folder, const std::string& command) {
  NetworkStudy<Weights> networks{weights, plan};
  const auto settings = plan.tuning == 0 ? read_tuned_networks(tuned) : networks.tune();
  for (const auto& setting : settings) {
    std::fprintf(stderr, "%s\n", text_of(setting).c_str());
  }
  if (plan.tuning != 0 && !folder.empty()) {
    write_tuned_networks(folder / "tuned.csv", command, settings);
  }
  if (plan.seeds == 0) {
    return;
  }
  const NetworkResults results = networks.run(settings);
  const std::string page = network_page(command, results);
  std::fputs(page.c_str(), stdout);
  if (!folder.empty()) {
    write_text(folder / "networks.csv", network_csv(command, results));
    write_text(folder / "README.md", page);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Decides whole held-out networks on a table of bitstreams, and lets annealing and a genetic algorithm do the\n"
      "same in the same time, and in ten times that. One thread; times are the processor's.",
      "gandse-networks"};
  NetworkStudyPlan plan;
  std::filesystem::path folder;
  std::filesystem::path tuned;
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
  app.add_option("--tuned", tuned, "tuned settings; default: bench/results/TEMPLATE/networks/tuned.csv");
  app.add_option("--results", folder, "folder to write tuned.csv, networks.csv and README.md to");
  return program_main(app, argc, argv, [&](const std::string& command) {
    with_recipe(name, [&](const auto& recipe) {
      using Weights = typename std::decay_t<decltype(recipe)>::Weights;
      const auto weights = committed_weights<Weights>(recipe.name);
      study(*weights, plan, tuned.empty() ? tuned_networks_file(Weights::Template::kName) : tuned, folder, command);
    });
    return true;
  });
}
