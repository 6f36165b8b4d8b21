// Networks to decide, and a table of bitstreams to decide them on: what the studies of whole networks are made of.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "gandse/runtime/bitstream.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/feasibility.hpp"
#include "gandse/runtime/network.hpp"
#include "network/network_point.hpp"
#include "task/layer_files.hpp"

namespace gandse::trainer {

/// What a board might hold: the hardware that single training layers would have, with SRAM to spare for others.
template <class Weights>
std::vector<Bitstream<typename Weights::Template>> bitstream_table(const Weights& weights,
                                                                   const std::filesystem::path& networks,
                                                                   Random& random) {
  using Template = typename Weights::Template;
  const auto layers = read_networks<Template>(networks / "training.csv");
  if (std::none_of(layers.begin(), layers.end(),
                   [](const auto& named) { return Template::check(named.layer) == Reason::none; })) {
    throw std::runtime_error((networks / "training.csv").string() + ": holds no layer that the template accepts");
  }
  std::vector<Bitstream<Template>> table;
  while (table.size() < kBitstreams) {
    const auto& layer = layers[random.below(static_cast<std::uint32_t>(layers.size()))].layer;
    if (Template::check(layer) != Reason::none) {
      continue;
    }
    const Objective objective{{Template::macs(layer) / (16U << random.below(5)) + 1}, {30'000U << random.below(5)}};
    Bitstream<Template> bitstream;
    bitstream.hardware = Explorer<Weights>{weights}.explore({layer, objective}).configuration;
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (Template::is_derived(i) || std::string{Template::parameters[i].unit} == "KiB") {
        const int most = Template::parameters[i].count - 1;
        bitstream.hardware[i] = static_cast<std::uint8_t>(std::min(most, bitstream.hardware[i] + 2));
      }
    }
    table.push_back(bitstream);
  }
  return table;
}

/// Networks of as many layers, each drawn from one real network, with a random objective. Every bitstream of the table
/// runs all of them: layers that one cannot run are passed over.
template <class Template>
std::vector<NetworkInstance<Template>> network_tasks(const std::filesystem::path& file, std::size_t layers,
                                                     std::size_t count, const std::vector<Bitstream<Template>>& table,
                                                     Random& random) {
  std::map<std::string, std::vector<typename Template::Layer>> networks;
  for (const auto& named : read_networks<Template>(file)) {
    const auto runs = [&](const Bitstream<Template>& bitstream) {
      return Template::check_pins(named.layer, pins_of(bitstream)) == Reason::none;
    };
    if (Template::check(named.layer) == Reason::none && std::all_of(table.begin(), table.end(), runs)) {
      networks[named.network].push_back(named.layer);
    }
  }
  if (networks.empty()) {
    throw std::runtime_error(file.string() + ": holds no layer that every bitstream of the table runs");
  }
  std::vector<NetworkInstance<Template>> tasks;
  while (tasks.size() < count) {
    auto network = networks.begin();
    std::advance(network, static_cast<std::ptrdiff_t>(tasks.size() % networks.size()));
    NetworkInstance<Template> task;
    std::uint64_t macs = 0;
    while (task.layers.size() < layers) {
      task.layers.push_back(network->second[random.below(static_cast<std::uint32_t>(network->second.size()))]);
      macs += Template::macs(task.layers.back());
    }
    task.objective = {{macs / (20U << random.below(4)) + 1}, {80'000U << random.below(3)}};
    for (const auto& bitstream : table) {
      task.bitstreams.push_back(pins_of(bitstream));
    }
    tasks.push_back(std::move(task));
  }
  return tasks;
}

/// A deadline and a power that the table can reach: on a random bitstream, 1.05 to 2 times the least latency that
/// `explorer` finds, and 1.1 to 2 times the power of the least energy at that deadline, both log-uniform.
template <class Explorer, class Template>
Objective objective_within_reach(Explorer& explorer, const NetworkInstance<Template>& task,
                                 const std::vector<Bitstream<Template>>& table, Random& random) {
  const std::size_t bitstream = random.below(static_cast<std::uint32_t>(table.size()));
  NetworkOptions options;
  options.goal = Goal::energy;
  const auto decide = [&](Cycles latency) {
    const auto decision = explorer.explore(task.on(table).on(bitstream).with({latency, kAnyPower}), options);
    if (!decision.legal()) {
      throw std::runtime_error("a bitstream of the table cannot run a network");
    }
    return decision.cost;
  };
  const auto times = [](std::uint64_t value, double factor) {
    return static_cast<std::uint64_t>(std::ceil(factor * static_cast<double>(value)));
  };
  const Cycles latency{times(decide({1}).latency.value, log_uniform(1.05, 2, random))};
  const Microwatt power = objective_of<Template>(decide(latency)).power;
  return {latency, {times(power.value, log_uniform(1.1, 2, random))}};
}

}  // namespace gandse::trainer
