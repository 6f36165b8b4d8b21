// One training from nothing, or from where a killed run stopped, to a checkpoint.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "checkpoint.hpp"
#include "gan.hpp"
#include "generators.hpp"
#include "quality.hpp"

namespace gandse::trainer {

struct TrainingPlan {
  DatasetOptions data;
  GanOptions gan;
  std::filesystem::path networks;  ///< folder with training.csv, validation.csv, held_out.csv
  std::filesystem::path work;      ///< folder for the data set, the state after every epoch, and the log
  std::filesystem::path output;    ///< the checkpoint
  std::string command;
  std::size_t validation_tasks = 300;
  std::size_t held_out_tasks = 1000;
  std::uint32_t reference_evaluations = 100'000;  ///< of each of three annealing runs per held-out task
  unsigned threads = 1;
  bool fresh = false;  ///< start anew even if the work folder holds a state
};

/// What a state or a data set in the work folder must match to be taken up again.
template <class Template>
std::uint64_t data_key(const TrainingPlan& plan) {
  Fingerprint hash;
  hash.add(Template::fingerprint()).add(plan.data.groups).add(plan.data.random_draws);
  hash.add(plan.data.rounds).add(plan.data.seed);
  for (const std::uint8_t byte : read_bytes(plan.networks / "training.csv")) {
    hash.add(byte);
  }
  return hash.value();
}

inline std::uint64_t training_key(std::uint64_t data_key, const GanOptions& options) {
  Fingerprint hash;
  hash.add(data_key).add(options.epochs).add(options.batch).add(options.seed);
  hash.add(std::bit_cast<std::uint64_t>(options.critic_weight)).add(std::bit_cast<std::uint64_t>(options.rate));
  return hash.value();
}

template <class Template>
std::uint64_t fingerprint(const std::vector<Sample<Template>>& samples) {
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
  const auto file = plan.work / "dataset.cbor";
  if (!plan.fresh && std::filesystem::exists(file)) {
    const auto json = read_cbor(file);
    if (json.at("key") == key) {
      std::fprintf(stderr, "labels: taken from %s\n", file.c_str());
      return from_blob<Sample<Template>>(json.at("samples"));
    }
  }
  auto samples = make_dataset<Template>(read_networks(plan.networks / "training.csv"), plan.data, plan.threads);
  write_atomically(file, nlohmann::json::to_cbor({{"key", key}, {"samples", to_blob(samples)}}));
  return samples;
}

/// The state after an epoch: enough to go on as if nothing had happened.
template <class Template>
void save_state(const std::filesystem::path& file, std::uint64_t key, std::size_t epochs_done, const std::string& log,
                Gan<Template>& gan, const std::vector<Sample<Template>>& samples) {
  std::vector<typename Template::Configuration> labels;
  for (const auto& sample : samples) {
    labels.push_back(sample.label);
  }
  write_atomically(
      file, nlohmann::json::to_cbor({{"key", key},
                                     {"epochs_done", epochs_done},
                                     {"log", log},
                                     {"labels", to_blob(labels)},
                                     {"generator", to_blob(gan.generator().parameters())},
                                     {"discriminator", to_blob(gan.discriminator().parameters())},
                                     {"generator_optimiser", to_blob(gan.generator_optimiser().state())},
                                     {"discriminator_optimiser", to_blob(gan.discriminator_optimiser().state())}}));
}

/// Takes up a saved state; the number of epochs it had done, 0 where there is none for this plan.
template <class Template>
std::size_t load_state(const std::filesystem::path& file, std::uint64_t key, std::string& log, Gan<Template>& gan,
                       std::vector<Sample<Template>>& samples) {
  if (!std::filesystem::exists(file)) {
    return 0;
  }
  const auto json = read_cbor(file);
  if (json.at("key") != key) {
    std::fprintf(stderr, "%s belongs to a training with other options: starting anew\n", file.c_str());
    return 0;
  }
  const auto labels = from_blob<typename Template::Configuration>(json.at("labels"));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i].label = labels.at(i);
    samples[i].label_cost = Template::evaluate(samples[i].task.layer, labels[i]).cost;
  }
  gan.refresh_labels();
  json.at("log").get_to(log);
  gan.generator().set_parameters(from_blob<float>(json.at("generator")));
  gan.discriminator().set_parameters(from_blob<float>(json.at("discriminator")));
  gan.generator_optimiser().set_state(from_blob<float>(json.at("generator_optimiser")));
  gan.discriminator_optimiser().set_state(from_blob<float>(json.at("discriminator_optimiser")));
  const auto epochs_done = json.at("epochs_done").template get<std::size_t>();
  std::fprintf(stderr, "going on after epoch %zu of an earlier run\n", epochs_done);
  return epochs_done;
}

template <class Recipe>
Checkpoint train(const Recipe& recipe, const TrainingPlan& plan) {
  using Weights = typename Recipe::Weights;
  using Template = typename Weights::Template;
  const auto start = std::chrono::steady_clock::now();
  const auto validation_networks = read_networks(plan.networks / "validation.csv");
  const auto held_out_networks = read_networks(plan.networks / "held_out.csv");
  const std::uint64_t key = data_key<Template>(plan);
  auto samples = load_or_make_dataset<Template>(plan, key);
  const std::uint64_t data_fingerprint = fingerprint<Template>(samples);
  auto validation = paper_style_tasks<Template>(validation_networks, plan.validation_tasks, 1);
  add_reference(validation, 1, plan.reference_evaluations, plan.threads);

  const GeneratorShape shape = shape_of<Template>(Weights::kTrunkWidth, Weights::kTrunkLayers, Weights::kHeadWidth);
  Gan<Template> gan{samples, shape, plan.gan};
  const auto state = plan.work / "state.cbor";
  // The log travels inside the state: a kill can neither lose a line of it nor repeat one.
  std::string log =
      "epoch,seconds,label_loss,switched_off,relabelled,critic_loss,d_loss,d_accuracy,drawn_legal,drawn_satisfied,"
      "validation_first_satisfied,validation_satisfied,validation_median_gap,validation_within_1\n";
  const std::uint64_t state_key = training_key(key, plan.gan);
  const std::size_t done = plan.fresh ? 0 : load_state(state, state_key, log, gan, samples);

  write_atomically(plan.work / "log.csv", {log.begin(), log.end()});
  {
    Progress progress{"training", (plan.gan.epochs - done) * (samples.size() / plan.gan.batch * plan.gan.batch)};
    for (std::size_t epoch = done; epoch < plan.gan.epochs; ++epoch) {
      const EpochLog e = gan.epoch(epoch, [&](std::size_t n) { progress.advance(n); });
      const auto weights = quantise<Weights>(gan.generator(), gan.activation_range());
      const Quality first = measure_generator(*weights, validation, {1, 1, 1}, plan.threads);
      const Quality full = measure_generator(*weights, validation, {}, plan.threads);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      std::array<char, 512> line{};
      std::snprintf(line.data(), line.size(), "%zu,%.1f,%.4f,%.4f,%zu,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.5f,%.4f\n",
                    epoch + 1, seconds, e.label_loss, e.switched_off, e.relabelled, e.critic_loss, e.d_loss,
                    e.d_accuracy, e.legal, e.satisfied, first.satisfied, full.satisfied, full.median_gap,
                    full.within_1);
      log += line.data();
      save_state(state, state_key, epoch + 1, log, gan, samples);
      write_atomically(plan.work / "log.csv", {log.begin(), log.end()});
      std::array<char, 96> note{};
      std::snprintf(note.data(), note.size(), "epoch %zu, label loss %.3f, within 1 %%: %.1f %%", epoch + 1,
                    e.label_loss, 100.0 * full.within_1);
      progress.advance(0, note.data());
    }
  }

  Checkpoint c;
  c.generator = recipe.name;
  c.fingerprint = Template::fingerprint();
  c.data_fingerprint = data_fingerprint;
  c.command = plan.command;
  c.seed = plan.gan.seed;
  c.critic_weight = plan.gan.critic_weight;
  c.epochs = plan.gan.epochs;
  c.samples = samples.size();
  c.trunk_width = shape.trunk_width;
  c.trunk_layers = shape.trunk_layers;
  c.head_width = shape.head_width;
  c.parameters = gan.generator().parameters();
  c.range = gan.activation_range();

  const auto weights = quantise<Weights>(gan.generator(), c.range);
  auto held_out = paper_style_tasks<Template>(held_out_networks, plan.held_out_tasks, 2);
  {
    Progress progress{"held-out reference", held_out.size()};
    add_reference(held_out, 3, plan.reference_evaluations, plan.threads, &progress);
  }
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
