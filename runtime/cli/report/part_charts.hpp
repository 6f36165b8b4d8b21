// Charts of breakdowns, of whatever template.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "breakdown.hpp"
#include "quantities.hpp"
#include "report/charts.hpp"
#include "report/page.hpp"

namespace gandse::cli::report {

/// A layer that runs `count` times, and where its time and energy go.
template <class Parts>
struct LayerParts {
  std::string name;
  std::uint64_t count;
  Parts parts;

  /// Of all its runs.
  [[nodiscard]] double times(std::uint64_t amount) const {
    return static_cast<double>(count) * static_cast<double>(amount);
  }
};

inline std::string times_text(std::uint64_t count) { return count == 1 ? "" : ", " + std::to_string(count) + " times"; }

/// A value as the first of `parts`, or with its colour: alone at `index`.
inline std::vector<double> alone(std::size_t index, std::size_t size, double value) {
  std::vector<double> parts(size, 0.0);
  parts[index] = value;
  return parts;
}

template <class Parts>
std::uint64_t energy_of(const Parts& parts) {
  std::uint64_t sum = 0;
  for (const BreakdownPart& part : parts.energy) {
    sum += part.amount;
  }
  return sum;
}

/// How long each layer takes, coloured by what bounds it.
template <class Parts>
Figure latency_figure(const std::vector<LayerParts<Parts>>& layers, std::uint32_t clock_mhz) {
  double most = 0;
  for (const auto& layer : layers) {
    most = std::max(most, layer.times(layer.parts.cycles));
  }
  BarChart chart{
      "Latency by layer", "What bounds a layer is the stage that is busy longest.", time_unit(most, clock_mhz), {}, {}};
  for (const BreakdownPart& stage : layers.front().parts.busy) {
    chart.legend.push_back(std::string{"bound by "} + stage.name);
  }
  for (const auto& layer : layers) {
    chart.bars.push_back({layer.name, alone(layer.parts.bound(), chart.legend.size(), layer.times(layer.parts.cycles)),
                          format_percent(utilisation(layer.parts)) + " utilised" +
                              (layer.count == 1 ? "" : ", x" + std::to_string(layer.count))});
  }
  return {"latency", draw(chart)};
}

/// How much energy each layer takes, by component.
template <class Parts>
Figure energy_figure(const std::vector<LayerParts<Parts>>& layers) {
  double most = 0;
  for (const auto& layer : layers) {
    most = std::max(most, layer.times(energy_of(layer.parts)));
  }
  BarChart chart{layers.size() == 1 ? "Energy" : "Energy by layer",
                 "By component: arithmetic, memories, leakage.",
                 energy_unit(most),
                 {},
                 {}};
  for (const BreakdownPart& component : layers.front().parts.energy) {
    chart.legend.emplace_back(component.name);
  }
  for (const auto& layer : layers) {
    Bar bar{layer.name, {}, format_energy(Femtojoule{layer.count * energy_of(layer.parts)})};
    for (const BreakdownPart& component : layer.parts.energy) {
      bar.parts.push_back(layer.times(component.amount));
    }
    chart.bars.push_back(std::move(bar));
  }
  return {"energy", draw(chart)};
}

/// How busy each stage is, beside the latency.
template <class Parts>
Figure stages_figure(const Parts& parts, std::uint32_t clock_mhz) {
  const auto cycles = static_cast<double>(parts.cycles);
  BarChart chart{"Stages",
                 "How long each stage works; they overlap. The longest bounds the latency.",
                 time_unit(cycles, clock_mhz),
                 {},
                 {},
                 cycles,
                 "latency"};
  for (const BreakdownPart& stage : parts.busy) {
    chart.bars.push_back({stage.name, {static_cast<double>(stage.amount)}, percent(stage.amount, parts.cycles)});
  }
  return {"stages", draw(chart)};
}

/// What layers do of what the array and DRAM allow.
template <class Parts>
Figure roofline_figure(const std::vector<LayerParts<Parts>>& layers) {
  const Parts& first = layers.front().parts;
  Roofline chart{"Roofline",
                 "Multiplications in a cycle over multiplications for each byte of DRAM. The slope is the bandwidth of "
                 "DRAM, the ceiling all PEs.",
                 static_cast<double>(first.pes),
                 static_cast<double>(first.dram_bandwidth),
                 {},
                 {}};
  for (const BreakdownPart& stage : first.busy) {
    chart.legend.push_back(std::string{"bound by "} + stage.name);
  }
  for (const auto& layer : layers) {
    double bytes = 0;
    for (const BreakdownPart& memory : layer.parts.bytes) {
      const std::string name = memory.name;
      bytes += name.size() > 5 && name.substr(name.size() - 5) == "_dram" ? static_cast<double>(memory.amount) : 0.0;
    }
    const auto macs = static_cast<double>(layer.parts.macs);
    chart.marks.push_back({macs / std::max(bytes, 1.0), macs / static_cast<double>(layer.parts.cycles), layer.name,
                           static_cast<int>(layer.parts.bound())});
  }
  return {"roofline", draw(chart)};
}

/// Latency and power as parts of what they may be.
inline Figure objective_figure(const Cost& cost, const Objective& objective, std::uint32_t clock_mhz) {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  };
  const Microwatt watts = power(cost, clock_mhz);
  const BarChart chart{
      "Against the objective",
      "Latency and power, in percent of what they may be.",
      {1, "%"},
      {},
      {{"latency", {share(cost.latency.value, objective.latency.value)}, format_latency(cost.latency, clock_mhz)},
       {"power", {share(watts.value, objective.power.value)}, format_power(watts)}},
      100.0,
      "objective"};
  return {"objective", draw(chart)};
}

/// Latency and power of a cost, as a chart of both has them.
inline Mark mark_of(const Cost& cost, std::uint32_t clock_mhz, std::string name, int colour = 0, bool chosen = false) {
  const Microwatt watts = power(cost, clock_mhz);
  name.append(": ").append(format_latency(cost.latency, clock_mhz)).append(", ").append(format_power(watts));
  return {static_cast<double>(cost.latency.value), static_cast<double>(watts.value), std::move(name), colour, chosen};
}

/// Points that none beats, and what was asked and decided beside them.
inline Figure front_figure(std::string description, std::vector<std::string> legend, std::vector<Mark> marks,
                           std::optional<Objective> objective, std::uint32_t clock_mhz) {
  double slowest = 0;
  double hungriest = 0;
  for (const Mark& mark : marks) {
    slowest = std::max(slowest, mark.x);
    hungriest = std::max(hungriest, mark.y);
  }
  Plane chart{"Latency and power",   std::move(description), time_unit(slowest, clock_mhz),
              power_unit(hungriest), std::move(legend),      std::move(marks)};
  if (objective) {
    chart.objective = Point{static_cast<double>(objective->latency.value), static_cast<double>(objective->power.value)};
  }
  return {"front", draw(chart)};
}

}  // namespace gandse::cli::report
