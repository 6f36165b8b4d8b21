// What was asked of a network, and what came of it.
#pragma once

#include <cstdint>
#include <vector>

#include "answer.hpp"
#include "breakdown.hpp"
#include "gandse/runtime/network_decision.hpp"
#include "gandse/runtime/network_total.hpp"
#include "gandse/runtime/schedule.hpp"
#include "network_files.hpp"

namespace gandse::cli {

/// What was asked and what came of it.
template <class Template>
struct NetworkAnswer {
  const Network<Template>& network;
  const BitstreamTable<Template>& table;
  Objective objective;
  NetworkDecision decision{};
  std::vector<Schedule<Template>> schedules{};  ///< one for each layer
  std::uint64_t evaluations = 0;                ///< on all bitstreams
  std::uint64_t nanoseconds = 0;                ///< wall-clock time of the decision alone
  FoundBy found_by = FoundBy::generator;

  /// Layers that run alike, together.
  [[nodiscard]] std::vector<Copies> copies() const {
    return copies_of(network, [&](std::size_t a, std::size_t b) {
      return schedules[a].configuration == schedules[b].configuration;
    });
  }

  /// Of all layers together.
  [[nodiscard]] auto breakdown() const requires HasBreakdown<Template> {
    return breakdown_of(network, [&](std::size_t i) { return schedules[i].configuration; });
  }

  [[nodiscard]] Total judged(const NetworkDecision& other) const {
    return judged_total(Checked{other.cost.latency.value}, Checked{other.cost.energy.value}, objective,
                        Template::Technology::kClockMhz);
  }
};

/// What is said of the layer, or the equal layers, at `i`: also what CSV says.
template <class Template>
Record layer_answer(const NetworkAnswer<Template>& answer, std::size_t i, std::size_t count) {
  Record row{
      {{"name", answer.network.names[i]}}, configuration_record<Template>(&answer.schedules[i].configuration), {}};
  const Fields layer = layer_record<Template>(answer.network.layers[i]);
  row.question.insert(row.question.end(), layer.begin(), layer.end());
  row.question.push_back({kCountColumn, std::uint64_t{count}});
  add_figures<Template>(row.verdict, &answer.schedules[i].cost);
  return row;
}

}  // namespace gandse::cli
