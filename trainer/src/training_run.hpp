// One training from nothing, or from where a killed run stopped, to a checkpoint.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iomanip>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "diffusion.hpp"
#include "generators.hpp"
#include "proposals.hpp"
#include "quality.hpp"
#include "template_contract.hpp"
#include "training_range.hpp"

namespace gandse::trainer {

struct TrainingPlan {
  DatasetOptions data;
  std::filesystem::path networks;  ///< folder with training.csv, validation.csv, held_out.csv
  std::filesystem::path work;      ///< folder for the state after every epoch, and the log
  std::filesystem::path dataset;   ///< file of the data set, made where it is not there yet; trainings may share it
  std::filesystem::path output;    ///< the checkpoint
  std::string name;                ///< of the generator
  std::string method;
  std::string command;  ///< that makes the same checkpoint again
  std::size_t validation_tasks = 300;
  std::size_t held_out_tasks = 1000;
  unsigned threads = 1;
  bool fresh = false;  ///< start anew even if the work folder holds a state
};

/// What a data set in the work folder must match to be taken up again. The first number changes with the labels'
/// method.
template <class Template>
std::uint64_t data_key(const TrainingPlan& plan) {
  Fingerprint hash;
  hash.add(2).add(kObjectivesPerGroup).add(fingerprint<Template>()).add(plan.data.groups).add(plan.data.random_draws);
  hash.add(plan.data.rounds).add(plan.data.seed);
  for (const auto& field : Template::layer_fields) {
    hash.add(field.typical);
  }
  for (const std::uint8_t byte : read_bytes(plan.networks / "training.csv")) {
    hash.add(byte);
  }
  return hash.value();
}

template <class Template>
std::uint64_t data_fingerprint(const std::vector<Sample<Template>>& samples) {
  Fingerprint hash;
  for (const auto& s : samples) {
    for (const auto& field : Template::layer_fields) {
      hash.add(s.task.layer.*field.member);
    }
    hash.add(s.task.objective.latency.value).add(s.task.objective.power.value);
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      hash.add(s.task.pins.choice[i]).add(s.label[i]);
    }
  }
  return hash.value();
}

template <class Template>
std::vector<Sample<Template>> load_or_make_dataset(const TrainingPlan& plan, std::uint64_t key) {
  const auto& file = plan.dataset;
  if (!plan.fresh && std::filesystem::exists(file)) {
    const auto json = read_cbor(file);
    if (json.at("key") == key) {
      std::fprintf(stderr, "labels: taken from %s\n", file.c_str());
      return from_blob<Sample<Template>>(json.at("samples"));
    }
  }
  auto samples =
      make_dataset<Template>(read_networks<Template>(plan.networks / "training.csv"), plan.data, plan.threads);
  write_atomically(file, nlohmann::json::to_cbor({{"key", key}, {"samples", to_blob(samples)}}));
  return samples;
}

/// The log of a training: one object per epoch; a column may be missing in some of them.
using Log = nlohmann::ordered_json;

inline void write_log(const std::filesystem::path& file, const Log& log) {
  std::vector<std::string> columns;
  for (const auto& row : log) {
    for (const auto& [name, value] : row.items()) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        columns.push_back(name);
      }
    }
  }
  std::ostringstream out;
  out << std::setprecision(5);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out << (i > 0 ? "," : "") << columns[i];
  }
  for (const auto& row : log) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      out << (i > 0 ? "," : "\n");
      if (row.contains(columns[i])) {
        out << row[columns[i]].get<double>();
      }
    }
  }
  const std::string text = out.str() + '\n';
  write_atomically(file, {text.begin(), text.end()});
}

/// Takes up the state in `file`; the number of epochs it had done, 0 where there is none for this training.
template <class Learner>
std::size_t load_state(const std::filesystem::path& file, const std::string& key, Log& log, Learner& learner) {
  if (!std::filesystem::exists(file)) {
    return 0;
  }
  const auto json = read_cbor(file);
  if (json.at("key") != key) {
    std::fprintf(stderr, "%s belongs to a training with other options: starting anew\n", file.c_str());
    return 0;
  }
  log = Log::parse(json.at("log").template get<std::string>());
  learner.set_state(json.at("learner"));
  std::fprintf(stderr, "going on after epoch %zu of an earlier run\n", log.size());
  return log.size();
}

/// All epochs of `learner`, with its state and log saved after each. `judge()` returns further columns of the log.
template <class Learner, class Judge>
void run_epochs(Learner& learner, const TrainingPlan& plan, std::size_t epochs, std::size_t samples,
                const std::string& key, const Judge& judge) {
  const auto file = plan.work / "state.cbor";
  Log log = Log::array();
  const std::size_t done = plan.fresh ? 0 : load_state(file, key, log, learner);
  Progress progress{"training", (epochs - done) * samples};
  for (std::size_t epoch = done; epoch < epochs; ++epoch) {
    Log row{{"epoch", epoch + 1}};
    const EpochLog means = learner.epoch(epoch, [&](std::size_t n) { progress.advance(n); });
    for (const auto& [name, mean] : means.means()) {
      row[name] = mean;
    }
    for (const auto& [name, value] : judge()) {
      row[name] = value;
    }
    log.push_back(row);
    // The log travels inside the state: a kill can neither lose a line of it nor repeat one.
    write_atomically(file, nlohmann::json::to_cbor({{"key", key}, {"log", log.dump()}, {"learner", learner.state()}}));
    write_log(plan.work / "log.csv", log);
    progress.advance(0, row.dump());
  }
}

inline constexpr const char* kDiffusionFormat = "gandse-diffusion-1";

/// Trains the diffusion model; its checkpoint is its state.
template <class Template>
void train_diffusion(const TrainingPlan& plan, const DiffusionOptions& options) {
  const auto samples = load_or_make_dataset<Template>(plan, data_key<Template>(plan));
  Diffusion<Template> learner{samples, options};
  const std::string key = std::to_string(data_fingerprint<Template>(samples)) + ' ' + plan.command;
  run_epochs(learner, plan, options.epochs, samples.size(), key,
             [] { return std::vector<std::pair<const char*, double>>{}; });
  write_atomically(plan.output, nlohmann::json::to_cbor({{"format", kDiffusionFormat},
                                                         {"fingerprint", fingerprint<Template>()},
                                                         {"command", plan.command},
                                                         {"seed", options.seed},
                                                         {"learner", learner.state()}}));
}

/// The diffusion model of such a checkpoint, to propose with. Throws std::runtime_error where it is another template's.
template <class Template>
std::shared_ptr<Diffusion<Template>> load_diffusion(const std::filesystem::path& file) {
  static const std::vector<Sample<Template>> kNone;
  const auto json = read_cbor(file);
  if (json.value("format", "") != kDiffusionFormat || json.at("fingerprint") != fingerprint<Template>()) {
    throw std::runtime_error(file.string() + ": no diffusion model of this template: train again");
  }
  DiffusionOptions options;
  options.seed = json.at("seed").template get<std::uint64_t>();
  auto model = std::make_shared<Diffusion<Template>>(kNone, options);
  model->set_state(json.at("learner"));
  return model;
}

/// Throws std::runtime_error where the template breaks what training relies on.
template <class Template>
void require_contract() {
  const std::string broken = TemplateContract<Template>{1}.violation(kContractPoints);
  if (!broken.empty()) {
    throw std::runtime_error(broken);
  }
}

/// Trains a net of `Weights`' shape by `Learner`.
template <class Weights, class Learner>
Checkpoint train(const TrainingPlan& plan, const typename Learner::Options& options, bool joint) {
  using Template = typename Weights::Template;
  require_contract<Template>();
  const auto validation_networks = read_networks<Template>(plan.networks / "validation.csv");
  const auto held_out_networks = read_networks<Template>(plan.networks / "held_out.csv");
  const auto samples = load_or_make_dataset<Template>(plan, data_key<Template>(plan));
  const auto validation = paper_style_tasks<Template>(validation_networks, plan.validation_tasks, 1, plan.threads);

  GeneratorShape shape = shape_of<Template>(Weights::kTrunkWidth, Weights::kTrunkLayers, Weights::kHeadWidth);
  shape.joint = joint;
  Learner learner{samples, shape, options};
  Checkpoint c;
  c.data_fingerprint = data_fingerprint<Template>(samples);
  const std::string key = std::to_string(c.data_fingerprint) + ' ' + plan.command;
  run_epochs(learner, plan, options.epochs, samples.size(), key, [&] {
    const auto weights = quantise<Weights>(learner.generator(), activation_range(learner.generator(), samples));
    const Quality first = measure_generator(*weights, validation, {1, 1, 1}, plan.threads);
    const Quality full = measure_generator(*weights, validation, {}, plan.threads);
    return std::vector<std::pair<const char*, double>>{{"validation_first_satisfied", first.satisfied},
                                                       {"validation_first_median_gap", first.median_gap},
                                                       {"validation_satisfied", full.satisfied},
                                                       {"validation_within_1", full.within_1}};
  });

  c.generator = plan.name;
  c.method = plan.method;
  c.fingerprint = fingerprint<Template>();
  c.command = plan.command;
  c.seed = options.seed;
  c.epochs = options.epochs;
  c.samples = samples.size();
  c.trunk_width = shape.trunk_width;
  c.trunk_layers = shape.trunk_layers;
  c.head_width = shape.head_width;
  c.parameters = learner.generator().parameters();
  c.range = activation_range(learner.generator(), samples);
  set_training_range(c, training_range<Template>(samples));

  const auto weights = quantise<Weights>(learner.generator(), c.range);
  const auto held_out = paper_style_tasks<Template>(held_out_networks, plan.held_out_tasks, 2, plan.threads);
  const Quality first = measure_generator(*weights, held_out, {1, 1, 1}, plan.threads);
  const Quality full = measure_generator(*weights, held_out, {}, plan.threads);
  c.held_out_tasks = held_out.size();
  c.held_out_first_satisfied = first.satisfied;
  c.held_out_satisfied = full.satisfied;
  c.held_out_median_gap = full.median_gap;
  c.held_out_within_1 = full.within_1;
  save(c, plan.output);
  return c;
}

}  // namespace gandse::trainer
