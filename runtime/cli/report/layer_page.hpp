// The report of one layer's answer.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "layer_text.hpp"
#include "quantities.hpp"
#include "report/part_charts.hpp"

namespace gandse::cli::report {

/// `front`: costs that none beats, for the decision to stand beside.
template <class Template>
Page layer_page(const Task<Template>& task, const Answer<Template>& answer, const std::vector<Cost>& front,
                const std::string& command) {
  constexpr std::uint32_t kClock = Template::Technology::kClockMhz;
  const Decision<Template>& decision = answer.decision;
  Page page{"A layer on " + std::string{Template::kName}, command, {}, {}, {}};
  page.sentences = {"Layer: " + layer_text<Template>(task.layer) + ".",
                    decision.legal()
                        ? "Latency " + format_latency(decision.cost.latency, kClock) + " of " +
                              format_latency(task.objective.latency, kClock) + ", power " +
                              format_power(power(decision.cost, kClock)) + " of " + format_power(task.objective.power) +
                              ": " + outcome(decision) + "."
                        : std::string{"No configuration: "} + describe<Template>(decision.reason).sentence + "."};
  const Record row = record(task, answer);
  Fields fields = row.question;
  fields.insert(fields.end(), row.configuration.begin(), row.configuration.end());
  fields.insert(fields.end(), row.verdict.begin(), row.verdict.end());
  if (decision.legal()) {
    page.figures.push_back(objective_figure(decision.cost, task.objective, kClock));
    std::vector<Mark> marks;
    for (const Cost& cost : front) {
      marks.push_back(mark_of(cost, kClock, "one of the front"));
    }
    marks.push_back(mark_of(decision.cost, kClock, "the decision", 1, true));
    page.figures.push_back(front_figure("What the layer can have at all, and what was decided.",
                                        {"none beats them", "the decision"}, std::move(marks), task.objective, kClock));
    if constexpr (HasBreakdown<Template>) {
      const auto parts = Template::breakdown(task.layer, decision.configuration);
      const std::vector<LayerParts<decltype(Template::breakdown({}, {}))>> alone_in{{"the layer", 1, parts}};
      page.figures.push_back(stages_figure(parts, kClock));
      page.figures.push_back(energy_figure(alone_in));
      page.figures.push_back(roofline_figure(alone_in));
    }
    const Fields parts = breakdown_record<Template>(task.layer, &decision.configuration);
    fields.insert(fields.end(), parts.begin(), parts.end());
  }
  page.tables.push_back({"The answer", {std::move(fields)}});
  return page;
}

}  // namespace gandse::cli::report
