// gandse-train: from nothing to good weights. A killed run goes on after its last whole epoch.
#include <CLI/CLI.hpp>
#include <Eigen/Core>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <string>
#include <type_traits>

#include "learn/diffusion.hpp"
#include "learn/methods.hpp"
#include "learn/training_run.hpp"
#include "programs/program_main.hpp"
#include "support/option_values.hpp"

namespace {

using namespace gandse::trainer;

constexpr double kMostRate = 10;
constexpr double kMostWeight = 1e6;

struct Choices {
  TrainingPlan plan;
  TrainingOptions training;
  GanOptions gan;
  ReinforceOptions reinforce;
  DiffusionOptions diffusion;
};

// What `Learner` takes of them.
template <class Options>
Options options_for(const Choices& choices) {
  Options options{};
  if constexpr (std::is_same_v<Options, GanOptions>) {
    options = choices.gan;
  } else if constexpr (std::is_same_v<Options, ReinforceOptions>) {
    options = choices.reinforce;
  } else if constexpr (std::is_same_v<Options, DiffusionOptions>) {
    options = choices.diffusion;
  }
  static_cast<TrainingOptions&>(options) = choices.training;
  return options;
}

// The call that makes this checkpoint again: what decides the result, and no path of this machine.
std::string command_of(const std::string& name, const Choices& c) {
  const Choices usual;
  std::ostringstream text;
  text << "gandse-train " << name << " --method " << c.plan.method << " --groups " << c.plan.data.groups << " --epochs "
       << c.training.epochs << " --seed " << c.training.seed;
  if (c.plan.method == "gan") {
    text << " --critic-weight " << c.gan.critic_weight << " --score-weight " << c.gan.score_weight;
  }
  if (c.plan.method == "reinforce") {
    text << " --entropy-weight " << c.reinforce.entropy_weight;
  }
  if (c.plan.data.seed != usual.plan.data.seed) {
    text << " --data-seed " << c.plan.data.seed;
  }
  if (c.training.batch != usual.training.batch) {
    text << " --batch " << c.training.batch;
  }
  if (c.training.rate != usual.training.rate) {
    text << " --rate " << c.training.rate;
  }
  return text.str();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Trains the generator of a template: certified optima as labels, then the conditional GAN, or one of the "
      "methods\n"
      "it is compared with. Writes a checkpoint; gandse-export makes the C++ header of it.",
      "gandse-train"};
  Choices choices;
  TrainingPlan& plan = choices.plan;
  plan.threads = default_threads();
  plan.networks = "trainer/networks";
  plan.method = "gan";
  std::string name;
  app.add_option("template", name, "template to train for, for example im2col")->required();
  app.add_option("--method", plan.method, "gan, supervised, mlp, large-mlp, reinforce or diffusion")
      ->capture_default_str();
  app.add_option(
      "--output", plan.output,
      "checkpoint to write; default: trainer/checkpoints/NAME.cbor for the GAN, in the work folder otherwise");
  app.add_option("--work", plan.work, "folder for state and log; default: build/train/NAME-METHOD");
  app.add_option("--dataset", plan.dataset,
                 "file of the data set, made where it is not there yet; default: in the work folder");
  app.add_option("--networks", plan.networks, "folder with training.csv, validation.csv, held_out.csv")
      ->capture_default_str();
  app.add_option("--groups", plan.data.groups, "layers in the data set; 8 objectives each")
      ->check(whole_number(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--data-seed", plan.data.seed, "seed of the data set")->check(whole_number())->capture_default_str();
  app.add_option("--epochs", choices.training.epochs, "passes over the data set")
      ->check(whole_number(1, 100'000))
      ->capture_default_str();
  app.add_option("--batch", choices.training.batch, "rows per step")
      ->check(whole_number(8, 65'536))
      ->capture_default_str();
  app.add_option("--rate", choices.training.rate, "learning rate at the start")
      ->check(real_number(0, kMostRate, true))
      ->capture_default_str();
  app.add_option("--critic-weight", choices.gan.critic_weight, "gan: weight of D's verdict in G's loss")
      ->check(real_number(0, kMostWeight))
      ->capture_default_str();
  app.add_option("--score-weight", choices.gan.score_weight, "gan: weight of the cost model's score in G's loss")
      ->check(real_number(0, kMostWeight))
      ->capture_default_str();
  app.add_option("--entropy-weight", choices.reinforce.entropy_weight, "reinforce: weight of the policy's entropy")
      ->check(real_number(0, kMostWeight))
      ->capture_default_str();
  app.add_option("--seed", choices.training.seed, "seed of the training")->check(whole_number())->capture_default_str();
  app.add_option("--threads", plan.threads, "threads")->check(whole_number(1, 1024))->capture_default_str();
  app.add_option("--validation-tasks", plan.validation_tasks, "tasks judged after every epoch")
      ->check(whole_number(1, 100'000))
      ->capture_default_str();
  app.add_option("--held-out-tasks", plan.held_out_tasks, "tasks judged at the end")
      ->check(whole_number(1, 100'000))
      ->capture_default_str();
  app.add_flag("--fresh", plan.fresh, "start anew instead of going on with what the work folder holds");
  return program_main(app, argc, argv, [&](const std::string& /*command*/) {
    with_recipe(name, [&](const auto& recipe) {
      plan.name = recipe.name;
      if (plan.work.empty()) {
        plan.work = std::string{"build/train/"} + recipe.name + '-' + plan.method;
      }
      if (plan.output.empty()) {
        plan.output = plan.method == "gan" ? std::filesystem::path{"trainer/checkpoints"} / (plan.name + ".cbor")
                                           : plan.work / "checkpoint.cbor";
      }
      if (plan.dataset.empty()) {
        plan.dataset = plan.work / "dataset.cbor";
      }
      if (plan.data.groups * kObjectivesPerGroup < choices.training.batch) {
        throw std::runtime_error("--batch must not exceed the " +
                                 std::to_string(plan.data.groups * kObjectivesPerGroup) + " samples of --groups");
      }
      plan.command = command_of(name, choices);
      std::filesystem::create_directories(plan.work);
      const auto start = std::chrono::steady_clock::now();
      if (plan.method == "diffusion") {
        train_diffusion<typename std::decay_t<decltype(recipe)>::Weights::Template>(
            plan, options_for<DiffusionOptions>(choices));
        return;
      }
      Checkpoint c;
      with_method<typename std::decay_t<decltype(recipe)>::Weights>(plan.method, [&](auto method) {
        using Method = decltype(method);
        using Learner = typename Method::Learner;
        c = train<typename Method::Weights, Learner>(plan, options_for<typename Learner::Options>(choices),
                                                     Method::kJoint);
      });
      std::printf(
          "%s after %.0f s\nheld-out networks, %zu paper-style tasks:\n  first proposal alone: satisfied %.2f %%\n"
          "  default budget: satisfied %.2f %%, median gap %.3f %%, within 1 %% %.2f %%\n",
          plan.output.c_str(), std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          c.held_out_tasks, 100.0 * c.held_out_first_satisfied, 100.0 * c.held_out_satisfied,
          100.0 * c.held_out_median_gap, 100.0 * c.held_out_within_1);
    });
    return true;
  });
}
