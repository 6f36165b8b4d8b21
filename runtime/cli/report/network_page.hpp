// The report of a network's answer.
#pragma once

#include <string>
#include <vector>

#include "network_answer.hpp"
#include "quantities.hpp"
#include "report/part_charts.hpp"

namespace gandse::cli::report {

template <class Template>
Page network_page(const NetworkAnswer<Template>& answer, const std::string& command) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const NetworkDecision& decision = answer.decision;
  Page page{"A network on " + std::string{Template::kName}, command, {}, {}, {}};
  page.sentences = {
      "Bitstream " + answer.table.names[decision.bitstream] + ": latency " +
          format_latency(decision.cost.latency, kClock) + " of " + format_latency(answer.objective.latency, kClock) +
          ", power " + format_power(power(decision.cost, kClock)) + " of " + format_power(answer.objective.power) + ".",
      decision.satisfied
          ? "The objective is met."
          : "The objective is missed by " + format_percent(decision.excess_ppm) + ": " + name(decision.binding) + ".",
      "The layer that counts most is " + answer.network.names[decision.binding_layer] + "."};
  page.figures.push_back(objective_figure(decision.cost, answer.objective, kClock));
  Grid grid{"Layers", {}};
  for (const auto& [i, count] : answer.copies()) {
    const Record row = layer_answer(answer, i, count);
    Fields& fields = grid.rows.emplace_back(row.question);
    fields.insert(fields.end(), row.configuration.begin(), row.configuration.end());
    fields.insert(fields.end(), row.verdict.begin(), row.verdict.end());
    const Fields parts = breakdown_record<Template>(answer.network.layers[i], &answer.schedules[i].configuration);
    fields.insert(fields.end(), parts.begin(), parts.end());
  }
  if constexpr (HasBreakdown<Template>) {
    std::vector<LayerParts<decltype(Template::breakdown({}, {}))>> layers;
    for (const auto& [i, count] : answer.copies()) {
      layers.push_back({answer.network.names[i], count,
                        Template::breakdown(answer.network.layers[i], answer.schedules[i].configuration)});
    }
    page.figures.push_back(latency_figure(layers, kClock));
    page.figures.push_back(energy_figure(layers));
    page.figures.push_back(roofline_figure(layers));
    page.figures.push_back(stages_figure(answer.breakdown(), kClock));
  }
  page.tables.push_back(std::move(grid));
  return page;
}

}  // namespace gandse::cli::report
