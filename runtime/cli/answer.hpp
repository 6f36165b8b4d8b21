// The answer to a task and how it is printed, as `explore` and `batch` share them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "bad_input.hpp"
#include "colour.hpp"
#include "exit_code.hpp"
#include "gandse/runtime/explore_within.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/task.hpp"
#include "quantities.hpp"
#include "record.hpp"

namespace gandse::cli {

/// Who found an answer: the generator and its refinement, within the budget, or the exhaustive search that follows
/// where they miss the objective.
enum class FoundBy : std::uint8_t { generator, search };

constexpr const char* name(FoundBy found_by) { return found_by == FoundBy::generator ? "generator" : "search"; }

template <class Template>
struct Answer {
  Decision<Template> decision;
  std::uint64_t nanoseconds = 0;  ///< wall-clock time of the decision alone
  FoundBy found_by = FoundBy::generator;
};

template <class Weights>
Answer<typename Weights::Template> answer(const Weights& weights, const Task<typename Weights::Template>& task,
                                          const Options& options) {
  const Explorer<Weights> explorer{weights};
  const auto start = std::chrono::steady_clock::now();
  const auto decision = explorer.explore(task, options);
  const auto time = std::chrono::steady_clock::now() - start;
  return {decision, static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count())};
}

template <class Weights>
Answer<typename Weights::Template> answer_within(const Weights& weights,
                                                 const Limits<typename Weights::Template>& limits,
                                                 const Task<typename Weights::Template>& task, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto found = explore_within(Explorer{weights}, task, limits, options);
  const auto time = std::chrono::steady_clock::now() - start;
  return {found.decision,
          static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(time).count())};
}

template <class Template>
ExitCode exit_code(const Decision<Template>& decision) {
  return exit_code(decision.reason, decision.satisfied);
}

template <class Template>
Fields layer_record(const typename Template::Layer& layer) {
  Fields fields;
  for (const auto& field : Template::layer_fields) {
    fields.push_back({field.name, std::uint64_t{layer.*field.member}});
  }
  return fields;
}

/// A choice as it is written: its name where it has one, otherwise its value.
inline Value choice_value(const Parameter& parameter, std::uint8_t choice) {
  return parameter.is_named() ? Value{std::string{parameter.names[choice]}}
                              : Value{std::uint64_t{parameter.values[choice]}};
}

/// The value of every parameter, or nothing where there is no configuration.
template <class Template>
Fields configuration_record(const typename Template::Configuration* configuration) {
  Fields fields;
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const Parameter& parameter = Template::parameters[i];
    fields.push_back(
        {parameter.name, configuration != nullptr ? choice_value(parameter, (*configuration)[i]) : Value{}});
  }
  return fields;
}

/// "latency_cycles", "energy_fj" and "power_uw" of `cost`, or nothing where there is none.
template <class Template>
void add_figures(Fields& fields, const Cost* cost) {
  const bool any = cost != nullptr;
  fields.push_back({"latency_cycles", any ? Value{cost->latency.value} : Value{}});
  fields.push_back({"energy_fj", any ? Value{cost->energy.value} : Value{}});
  fields.push_back({"power_uw", any ? Value{power(*cost, Template::Technology::kClockMhz).value} : Value{}});
}

/// The verdict columns of a decision; `decision` is null, and `reason` says why, for a row that could not be read.
template <class Template>
Fields verdict_record(const Answer<Template>* answer, const char* reason) {
  const bool legal = answer != nullptr && answer->decision.legal();
  Fields fields{{"legal", std::uint64_t{legal}}, {"satisfied", std::uint64_t{legal && answer->decision.satisfied}}};
  add_figures<Template>(fields, legal ? &answer->decision.cost : nullptr);
  fields.push_back({"evaluations", legal ? Value{std::uint64_t{answer->decision.evaluations}} : Value{}});
  fields.push_back({"time_ns", legal ? Value{answer->nanoseconds} : Value{}});
  fields.push_back({"reason", std::string{reason}});
  fields.push_back({"binding", std::string{name(legal ? answer->decision.binding : Binding::none)}});
  fields.push_back({"excess", legal ? Value{Ppm{answer->decision.excess_ppm}} : Value{}});
  return fields;
}

template <class Template>
Record record(const Task<Template>& task, const Answer<Template>& answer) {
  const Decision<Template>& decision = answer.decision;
  Record result{layer_record<Template>(task.layer),
                configuration_record<Template>(decision.legal() ? &decision.configuration : nullptr),
                verdict_record<Template>(&answer, describe<Template>(decision.reason).name)};
  result.question.push_back({"objective_latency_cycles", task.objective.latency.value});
  result.question.push_back({"objective_power_uw", task.objective.power.value});
  return result;
}

inline constexpr const char* kExtrapolated =
    "beyond what the generator was trained on: it guesses, and local search does more of the work\n";

/// "satisfied", which objective is missed by how much, or why there is no configuration.
template <class Template>
std::string outcome(const Decision<Template>& decision) {
  if (!decision.legal()) {
    return describe<Template>(decision.reason).name;
  }
  if (decision.satisfied) {
    return "satisfied";
  }
  if (decision.binding == Binding::none) {
    return "meets latency and power, but not within the limits";
  }
  const std::string which = decision.binding == Binding::both ? "latency and power, the worse" : name(decision.binding);
  return "misses " + which + " by " + format_percent(decision.excess_ppm);
}

/// That of the outcome.
template <class Template>
Tone tone_of(const Decision<Template>& decision) {
  return decision.legal() && decision.satisfied ? Tone::good : Tone::bad;
}

}  // namespace gandse::cli
