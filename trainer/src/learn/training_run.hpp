// One training from nothing, or from where a killed run stopped, to a checkpoint.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iomanip>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "learn/diffusion.hpp"
#include "learn/generator_quality.hpp"
#include "learn/policy.hpp"
#include "learn/quality.hpp"
#include "learn/training_range.hpp"
#include "net/checkpoint.hpp"
#include "net/recipes.hpp"
#include "oracle/template_contract.hpp"

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
void save_dataset(const std::filesystem::path& file, std::uint64_t key, std::span<const Sample<Template>> samples) {
  write_framed(file, FileKind::data_set, {{"key", key}, {"samples", to_blob(samples)}});
}

/// The whole groups that `file` holds: all, or the first ones where their making was stopped. None where they were made
/// with another key. Throws std::runtime_error naming the file where they are not what make_dataset makes.
template <class Template>
std::vector<Sample<Template>> load_dataset(const std::filesystem::path& file, std::uint64_t key, std::size_t groups) {
  const Fields fields{read_framed(file, FileKind::data_set), file};
  if (fields.whole("key") != key) {
    std::fprintf(stderr, "%s holds labels made with other options: making them anew\n", file.c_str());
    return {};
  }
  auto samples = fields.template blob<Sample<Template>>("samples");
  if (samples.size() % kObjectivesPerGroup != 0 || samples.size() > groups * kObjectivesPerGroup) {
    fields.refuse("samples", "are " + std::to_string(samples.size()) + "; expected whole groups of " +
                                 std::to_string(kObjectivesPerGroup) + ", and " + std::to_string(groups) +
                                 " of them at most");
  }
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (const std::string what = violation(samples[i]); !what.empty()) {
      fields.refuse("samples", "hold a wrong one, number " + std::to_string(i) + ": " + what);
    }
  }
  return samples;
}

template <class Template>
std::vector<Sample<Template>> load_or_make_dataset(const TrainingPlan& plan, std::uint64_t key) {
  const auto& file = plan.dataset;
  std::vector<Sample<Template>> samples;
  if (!plan.fresh && std::filesystem::exists(file)) {
    samples = load_dataset<Template>(file, key, plan.data.groups);
  }
  const std::size_t found = samples.size() / kObjectivesPerGroup;
  if (found == plan.data.groups) {
    std::fprintf(stderr, "labels: taken from %s\n", file.c_str());
    return samples;
  }
  if (found != 0) {
    std::fprintf(stderr, "labels: %zu of %zu layers taken from %s\n", found, plan.data.groups, file.c_str());
  }
  samples = make_dataset<Template>(read_networks<Template>(plan.networks / "training.csv"), plan.data, plan.threads,
                                   std::move(samples),
                                   [&](Begun<Template> begun) { save_dataset<Template>(file, key, begun); });
  save_dataset<Template>(file, key, samples);
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
        const auto& value = row[columns[i]];
        out << (value.is_null() ? NAN : value.template get<double>());  // JSON has no other way to say it
      }
    }
  }
  const std::string text = out.str() + '\n';
  write_text(file, text);
}

/// Takes up the state in `file`; the number of epochs it had done, 0 where there is none for this training. Throws
/// std::runtime_error naming the file where it is none of a training of so many epochs.
template <class Learner>
std::size_t load_state(const std::filesystem::path& file, const std::string& key, std::size_t epochs, Log& log,
                       Learner& learner) {
  if (!std::filesystem::exists(file)) {
    return 0;
  }
  const Fields fields{read_framed(file, FileKind::state), file};
  if (fields.text("key") != key) {
    std::fprintf(stderr, "%s belongs to a training with other options: starting anew\n", file.c_str());
    return 0;
  }
  log = fields.json("log");
  const auto is_row = [](const Log& row) {
    return row.is_object() &&
           std::all_of(row.begin(), row.end(), [](const Log& value) { return value.is_number() || value.is_null(); });
  };
  if (!log.is_array() || log.empty() || log.size() > epochs || !std::all_of(log.begin(), log.end(), is_row)) {
    fields.refuse("log", "is none of 1 to " + std::to_string(epochs) + " epochs");
  }
  learner.set_state(fields.fields("learner"));
  std::fprintf(stderr, "going on after epoch %zu of an earlier run\n", log.size());
  return log.size();
}

/// All epochs of `learner`, with its state and log saved after each. `judge()` returns further columns of the log.
template <class Learner, class Judge>
void run_epochs(Learner& learner, const TrainingPlan& plan, std::size_t epochs, std::size_t samples,
                const std::string& key, const Judge& judge) {
  const auto file = plan.work / "state.cbor";
  Log log = Log::array();
  const std::size_t done = plan.fresh ? 0 : load_state(file, key, epochs, log, learner);
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
    write_framed(file, FileKind::state, {{"key", key}, {"log", log.dump()}, {"learner", learner.state()}});
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
  write_framed(plan.output, FileKind::diffusion,
               {{"format", kDiffusionFormat},
                {"fingerprint", fingerprint<Template>()},
                {"command", plan.command},
                {"seed", options.seed},
                {"learner", learner.state()}});
}

/// The diffusion model of such a checkpoint, to propose with. Throws std::runtime_error where it is another template's.
template <class Template>
std::shared_ptr<Diffusion<Template>> load_diffusion(const std::filesystem::path& file) {
  static const std::vector<Sample<Template>> kNone;
  const Fields fields{read_framed(file, FileKind::diffusion), file};
  if (fields.text("format") != kDiffusionFormat || fields.whole("fingerprint") != fingerprint<Template>()) {
    throw std::runtime_error(file.string() + ": no diffusion model of this template: train again");
  }
  DiffusionOptions options;
  options.seed = fields.whole("seed");
  auto model = std::make_shared<Diffusion<Template>>(kNone, options);
  model->set_state(fields.fields("learner"));
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
