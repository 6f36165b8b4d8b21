// gandse-train: from nothing to good weights. A killed run goes on after its last whole epoch.
#include <CLI/CLI.hpp>
#include <Eigen/Core>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <sstream>
#include <string>

#include "training_run.hpp"

namespace {

using namespace gandse::trainer;

// The call that makes this generator again: what decides the result, and no path of this machine.
std::string command_of(const std::string& name, const TrainingPlan& plan) {
  const TrainingPlan usual;
  std::ostringstream text;
  text << "gandse-train " << name << " --groups " << plan.data.groups << " --epochs " << plan.gan.epochs
       << " --critic-weight " << plan.gan.critic_weight << " --seed " << plan.gan.seed;
  if (plan.data.seed != usual.data.seed) {
    text << " --data-seed " << plan.data.seed;
  }
  if (plan.gan.batch != usual.gan.batch) {
    text << " --batch " << plan.gan.batch;
  }
  if (plan.gan.rate != usual.gan.rate) {
    text << " --rate " << plan.gan.rate;
  }
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Trains the generator of a template: labels from a long canonical search, then the conditional GAN.\n"
      "Writes a checkpoint; gandse-export makes the C++ header of it.",
      "gandse-train"};
  TrainingPlan plan;
  plan.threads = default_threads();
  plan.networks = "trainer/networks";
  std::string name;
  app.add_option("template", name, "template to train for, for example im2col")->required();
  app.add_option("--output", plan.output, "checkpoint to write; default: trainer/checkpoints/NAME.cbor");
  app.add_option("--work", plan.work, "folder for data set, state and log; default: build/train/NAME");
  app.add_option("--networks", plan.networks, "folder with training.csv, validation.csv, held_out.csv")
      ->capture_default_str();
  app.add_option("--groups", plan.data.groups, "layers in the data set; 8 objectives each")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--data-seed", plan.data.seed, "seed of the data set")->capture_default_str();
  app.add_option("--epochs", plan.gan.epochs, "passes over the data set")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--batch", plan.gan.batch, "samples per step")->check(CLI::Range(1, 65'536))->capture_default_str();
  app.add_option("--rate", plan.gan.rate, "learning rate at the start")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--critic-weight", plan.gan.critic_weight, "weight of D's verdict in G's loss; 0 trains G alone")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--seed", plan.gan.seed, "seed of the training")->capture_default_str();
  app.add_option("--threads", plan.threads, "threads")->check(CLI::Range(1, 1024))->capture_default_str();
  app.add_option("--validation-tasks", plan.validation_tasks, "tasks judged after every epoch")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--held-out-tasks", plan.held_out_tasks, "tasks judged at the end")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--reference-evaluations", plan.reference_evaluations, "of each annealing run of the reference")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_flag("--fresh", plan.fresh, "start anew instead of going on with what the work folder holds");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    with_recipe(name, [&](const auto& recipe) {
      if (plan.output.empty()) {
        plan.output = std::string{"trainer/checkpoints/"} + recipe.name + ".cbor";
      }
      if (plan.work.empty()) {
        plan.work = std::string{"build/train/"} + recipe.name;
      }
      if (plan.data.groups * kObjectivesPerGroup < plan.gan.batch) {
        throw std::runtime_error("--batch must not exceed the " +
                                 std::to_string(plan.data.groups * kObjectivesPerGroup) + " samples of --groups");
      }
      plan.command = command_of(name, plan);
      std::filesystem::create_directories(plan.work);
      const auto start = std::chrono::steady_clock::now();
      const Checkpoint c = train(recipe, plan);
      std::printf(
          "%s after %.0f s\nheld-out networks, %zu paper-style tasks:\n  first proposal alone: satisfied %.2f %%\n"
          "  default budget: satisfied %.2f %%, median gap %.3f %%, within 1 %% %.2f %%\n",
          plan.output.c_str(), std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          c.held_out_tasks, 100.0 * c.held_out_first_satisfied, 100.0 * c.held_out_satisfied,
          100.0 * c.held_out_median_gap, 100.0 * c.held_out_within_1);
    });
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gandse-train: %s\n", error.what());
    return 2;
  }
}
