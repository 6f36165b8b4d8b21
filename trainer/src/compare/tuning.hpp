// How the search baselines were tuned: every setting of a grid on the same tasks of the training networks.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "learn/quality.hpp"
#include "search/annealing.hpp"
#include "search/genetic.hpp"
#include "search/library_search.hpp"
#include "support/csv_rows.hpp"

namespace gandse::trainer {

template <class Template>
struct TunedSetting {
  using Configuration = typename Template::Configuration;
  std::string method;
  std::string setting;
  std::function<void(Trial<Template>&, std::span<const Configuration> start, Random&)> run;
};

/// The grids.
template <class Template>
std::vector<TunedSetting<Template>> tuning_grid() {
  using Start = std::span<const typename Template::Configuration>;
  std::vector<TunedSetting<Template>> grid;
  const auto add = [&](const char* method, const std::string& text, auto run) { grid.push_back({method, text, run}); };
  const auto text = [](const auto&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    return out.str();
  };
  for (const double hot : {0.12, 0.25, 0.5}) {
    for (const double cold : {0.01, 0.03}) {
      for (const std::uint32_t moves : {2U, 4U, 6U}) {
        for (const std::uint32_t restarts : {1U, 3U}) {
          const AnnealingSchedule schedule{hot, cold, moves, restarts};
          add("annealing", text("start ", hot, " end ", cold, " moves ", moves, " restarts ", restarts),
              [schedule](Trial<Template>& trial, Start start, Random& random) {
                anneal<Template>(trial, start, random, schedule);
              });
        }
      }
    }
  }
  for (const std::uint32_t population : {25U, 50U, 100U}) {
    for (const std::uint32_t tournament : {2U, 4U}) {
      for (const double mutation : {0.05, 0.1, 0.2, 0.3}) {
        for (const double step_share : {0.3, 0.7}) {
          const GeneticSettings settings{population, tournament, mutation, step_share};
          add("genetic",
              text("population ", population, " tournament ", tournament, " mutation ", mutation, " step_share ",
                   step_share),
              [settings](Trial<Template>& trial, Start start, Random& random) {
                evolve<Template>(trial, start, random, settings);
              });
        }
      }
    }
  }
  for (const char* algorithm : {"sade", "de1220", "sga", "gaco", "pso_gen"}) {
    for (const std::uint32_t population : {10U, 20U, 50U}) {
      const PagmoSettings settings{algorithm, population};
      add("pagmo", text(algorithm, " population ", population),
          [settings](Trial<Template>& trial, Start start, Random& random) {
            pagmo_search<Template>(trial, start, random, settings);
          });
    }
  }
  for (const char* algorithm :
       {"GN_CRS2_LM", "GN_DIRECT_L_RAND", "GN_ESCH", "GN_ISRES", "LN_SBPLX", "LN_COBYLA", "LN_NELDERMEAD"}) {
    const NloptSettings settings{algorithm};
    add("nlopt", algorithm, [settings](Trial<Template>& trial, Start start, Random& random) {
      nlopt_search<Template>(trial, start, random, settings);
    });
  }
  return grid;
}

inline constexpr std::array<std::uint32_t, 3> kTuningBudgets{300, 1000, 10'000};

/// Of gandse-tune's table.
inline std::string tuning_header() {
  std::string header = "method,setting";
  for (const std::uint32_t budget : kTuningBudgets) {
    header += ",octaves_" + std::to_string(budget);
  }
  return header + ",sum,chosen";
}

/// Of each method the setting that gandse-tune chose on this template, as `file` says. Throws std::runtime_error where
/// it cannot be read, is none of its tables, or chose what is no longer in the grid.
template <class Template>
std::vector<TunedSetting<Template>> chosen_settings(const std::filesystem::path& file) {
  const auto grid = tuning_grid<Template>();
  std::vector<TunedSetting<Template>> chosen;
  for (const CsvRow& row : read_sealed_csv(file, tuning_header())) {
    if (row.cells.back() != "yes") {
      continue;
    }
    const auto at = std::find_if(grid.begin(), grid.end(), [&](const TunedSetting<Template>& setting) {
      return row.cells[0] == setting.method && row.cells[1] == setting.setting;
    });
    if (at == grid.end()) {
      fail(file, row.line, "no such setting any more: tune again (gandse-tune): " + row.cells[0] + ", " + row.cells[1]);
    }
    chosen.push_back(*at);
  }
  if (chosen.empty()) {
    throw std::runtime_error(file.string() + ": holds no chosen setting: tune the searches first (gandse-tune)");
  }
  return chosen;
}

/// Mean of log2(score / optimum) over `tasks`, per budget; a task without an answer counts as 16 octaves.
template <class Template>
std::array<double, kTuningBudgets.size()> judge_setting(const TunedSetting<Template>& setting,
                                                        const std::vector<JudgedTask<Template>>& tasks,
                                                        unsigned threads) {
  std::array<double, kTuningBudgets.size()> means{};
  for (std::size_t b = 0; b < kTuningBudgets.size(); ++b) {
    std::vector<double> octaves(tasks.size());
    parallel_for(tasks.size(), threads, [&](std::size_t i) {
      Trial<Template> trial{tasks[i].task, kTuningBudgets[b]};
      Random random{9'000'000U + i};
      setting.run(trial, {}, random);
      octaves[i] = std::min(std::log2(trial.best().score / tasks[i].optimum), 16.0);
    });
    for (const double value : octaves) {
      means[b] += value / static_cast<double>(tasks.size());
    }
  }
  return means;
}

}  // namespace gandse::trainer
