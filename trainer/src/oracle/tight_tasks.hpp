// Tasks that are hard by construction: the objective lies a known slack above the certified optimum of its ray.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"
#include "support/csv_rows.hpp"
#include "support/parallel.hpp"
#include "support/progress.hpp"
#include "task/layer_files.hpp"

namespace gandse::trainer {

inline constexpr std::array<std::uint32_t, 4> kSlackPercents{25, 10, 5, 1};

template <class Template>
struct TightTask {
  std::string network;
  Task<Template> task{};
  std::uint32_t slack_percent = 0;
  Found<Template> optimum{};  ///< for the objective as it is, rounded to whole cycles and microwatts
};

/// `rays` layers and rays of `networks` times every slack. Every second ray is paper-style; the others take latency and
/// power from two different configurations, so that either may dominate.
template <class Template>
std::vector<TightTask<Template>> make_tight_tasks(const std::vector<NamedLayer<Template>>& networks, std::size_t rays,
                                                  std::uint64_t seed, unsigned threads) {
  std::vector<TightTask<Template>> tasks(rays * kSlackPercents.size());
  Progress progress{"tight tasks", rays};
  parallel_for(rays, threads, [&](std::size_t ray) {
    Random random{seed * 1'000'003U + ray};
    Attempts attempts{"a layer with legal configurations, of which 0.05 % of the power is more than 1 uW"};
    for (bool done = false; !done;) {
      attempts.count();
      const NamedLayer<Template>& named = networks[random.below(static_cast<std::uint32_t>(networks.size()))];
      auto objective = paper_style_objective<Template>(named.layer, random);
      if (!objective) {
        continue;
      }
      if (ray % 2 == 1) {
        objective->power = paper_style_objective<Template>(named.layer, random).value_or(*objective).power;
      }
      const auto beat = [&] { progress.advance(0); };
      const auto nearest = optimum<Template>({named.layer, *objective, {}}, beat);
      done = true;
      for (std::size_t i = 0; i < kSlackPercents.size() && done; ++i) {
        auto& tight = tasks[ray * kSlackPercents.size() + i];
        const auto scaled = [&](std::uint64_t x) {
          const double wanted = static_cast<double>(x) * nearest.score * (1.0 + kSlackPercents[i] / 100.0);
          return static_cast<std::uint64_t>(std::round(wanted));
        };
        tight = {named.network,
                 {named.layer, {{scaled(objective->latency.value)}, {scaled(objective->power.value)}}, {}},
                 kSlackPercents[i],
                 {}};
        done = within_limits(tight.task.objective);
        if (done) {
          tight.optimum = optimum(tight.task, beat);
          // Rounding a small power must not decide what is satisfied.
          done = std::fabs(tight.optimum.score * (1.0 + kSlackPercents[i] / 100.0) - 1.0) < 0.0005;
        }
      }
    }
    progress.advance();
  });
  return tasks;
}

template <class Template>
std::string tight_tasks_header() {
  std::string header = "network";
  for (const auto& field : Template::layer_fields) {
    header += std::string{","} + field.name;
  }
  header += ",latency_cycles,power_uw,slack_percent,optimum_score";
  for (const auto& parameter : Template::parameters) {
    header += std::string{","} + parameter.name;
  }
  return header;
}

/// One line per task; the optimum as values, not choices.
template <class Template>
std::string tight_tasks_text(const std::vector<TightTask<Template>>& tasks, const std::string& command) {
  std::ostringstream out;
  out << tight_tasks_header<Template>() << '\n';
  out.precision(17);
  for (const auto& tight : tasks) {
    out << tight.network;
    for (const auto& field : Template::layer_fields) {
      out << ',' << tight.task.layer.*field.member;
    }
    out << ',' << tight.task.objective.latency.value << ',' << tight.task.objective.power.value << ','
        << tight.slack_percent << ',' << tight.optimum.score;
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      out << ',' << Template::parameters[i].values[tight.optimum.configuration[i]];
    }
    out << '\n';
  }
  return sealed_csv("made by: " + command, out.str());
}

/// Reads them back. Throws std::runtime_error naming file and line, also where the configuration does not cost what
/// optimum_score says: then the cost model has changed, and the tasks must be made again.
template <class Template>
std::vector<TightTask<Template>> read_tight_tasks(const std::filesystem::path& file) {
  std::vector<TightTask<Template>> tasks;
  for (const CsvRow& row : read_sealed_csv(file, tight_tasks_header<Template>())) {
    TightTask<Template> tight;
    std::size_t column = 0;
    tight.network = row.cells[column++];
    for (const auto& field : Template::layer_fields) {
      tight.task.layer.*field.member = number<std::uint32_t>(file, row, column++);
    }
    tight.task.objective.latency.value = number<std::uint64_t>(file, row, column++);
    tight.task.objective.power.value = number<std::uint64_t>(file, row, column++);
    if (Template::check(tight.task.layer) != Reason::none || !within_limits(tight.task.objective)) {
      fail(file, row.line, "the layer or the objective is out of range");
    }
    tight.slack_percent = number<std::uint32_t>(file, row, column++);
    if (std::count(kSlackPercents.begin(), kSlackPercents.end(), tight.slack_percent) == 0) {
      fail(file, row.line, "slack_percent must be 25, 10, 5 or 1");
    }
    const auto optimum_score = number<double>(file, row, column++);
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      const auto& parameter = Template::parameters[i];
      const auto value = number<std::uint32_t>(file, row, column++);
      const auto* const end = parameter.values.begin() + parameter.count;
      const auto* const at = std::find(parameter.values.begin(), end, value);
      if (at == end) {
        fail(file, row.line, std::to_string(value) + " is no value of " + parameter.name);
      }
      tight.optimum.configuration[i] = static_cast<std::uint8_t>(at - parameter.values.begin());
    }
    const Evaluation evaluation = Template::evaluate(tight.task.layer, tight.optimum.configuration);
    tight.optimum.cost = evaluation.cost;
    tight.optimum.score = evaluation.legal() ? score<Template>(evaluation.cost, tight.task.objective) : INFINITY;
    if (!(std::fabs(tight.optimum.score / optimum_score - 1.0) < 1e-9)) {
      fail(file, row.line, "the optimum does not cost what the file says: make the tasks again (gandse-oracle)");
    }
    tasks.push_back(tight);
  }
  return tasks;
}

}  // namespace gandse::trainer
