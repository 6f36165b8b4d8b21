#include "network/network_tuning.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <sstream>
#include <stdexcept>

#include "support/csv_rows.hpp"
#include "support/file_bytes.hpp"

namespace gandse::trainer {

namespace {

constexpr const char* kHeader = "method,by,setting";

/// One that is the first or last of its values could have gone on beyond them.
template <std::size_t N>
std::string named(const char* what, const std::array<double, N>& values, double value) {
  std::ostringstream text;
  text << what << ' ' << value << (value == values.front() || value == values.back() ? "*" : "");
  return text.str();
}

[[noreturn]] void tune_again(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what +
                           ": tune the searches over networks first (gandse-networks TEMPLATE --results FOLDER)");
}

}  // namespace

const char* name(Measure measure) {
  switch (measure) {
    case Measure::energy:
      return "energy";
    case Measure::score:
      return "score";
    default:
      return "bill";
  }
}

std::vector<NetworkSetting> network_settings(Measure measure) {
  constexpr std::array kStarts{4.0, 1.0, 0.25, 0.05, 0.01, 0.002};
  constexpr std::array kLoads{0.1, 0.02, 0.004};
  constexpr std::array kPopulations{12.0, 24.0, 48.0, 96.0, 192.0};
  constexpr std::array kMutations{0.01, 0.02, 0.05, 0.2, 0.5};
  constexpr std::array kPenalties{0.25, 1.0, 4.0, 16.0, 64.0};
  std::vector<NetworkSetting> annealing;
  std::vector<NetworkSetting> genetic;
  for (const double penalty : kPenalties) {
    if (measure == Measure::score && penalty != kPenalties.front()) {
      break;  // has none
    }
    const Aim aim{measure, penalty};
    const std::string by = measure == Measure::score ? "" : named(" penalty", kPenalties, penalty);
    const auto anneal = [&](const NetworkAnnealing& setting, const std::string& how) {
      annealing.push_back({aim, setting, named("start", kStarts, setting.start) + " " + how + by});
    };
    for (const double start : kStarts) {
      for (const double load : kLoads) {
        anneal({start, load, false}, named("load", kLoads, load));
      }
      anneal({start, 0, true}, "halving");
    }
    for (const double population : kPopulations) {
      for (const double mutation : kMutations) {
        genetic.push_back(
            {aim, NetworkGenetic{static_cast<std::uint32_t>(population), mutation},
             named("population", kPopulations, population) + " " + named("mutation", kMutations, mutation) + by});
      }
    }
  }
  annealing.insert(annealing.end(), genetic.begin(), genetic.end());
  return annealing;
}

std::filesystem::path tuned_networks_file(const std::string& template_name) {
  return std::filesystem::path{"bench/results"} / template_name / "networks" / "tuned.csv";
}

void write_tuned_networks(const std::filesystem::path& file, const std::string& command,
                          const std::vector<NetworkSetting>& chosen) {
  std::ostringstream out;
  out << kHeader << '\n';
  for (const NetworkSetting& setting : chosen) {
    out << setting.method() << ',' << name(setting.aim.measure) << ',' << setting.text << '\n';
  }
  const std::string text = sealed_csv("made by: " + command, out.str());
  write_text(file, text);
}

std::vector<NetworkSetting> read_tuned_networks(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    tune_again(file, "there is no such file");
  }
  std::vector<NetworkSetting> tuned;
  for (const CsvRow& row : read_sealed_csv(file, kHeader)) {
    const auto known = [&](Measure measure) {
      for (const NetworkSetting& setting : network_settings(measure)) {
        if (row.cells == std::vector<std::string>{setting.method(), name(measure), setting.text}) {
          tuned.push_back(setting);
          return true;
        }
      }
      return false;
    };
    if (!std::any_of(kTunedMeasures.begin(), kTunedMeasures.end(), known)) {
      tune_again(file, "line " + std::to_string(row.line) + " names a setting that is not among those tried");
    }
  }
  for (const Measure measure : kTunedMeasures) {
    for (const char* method : kNetworkMethods) {
      const auto is = [&](const NetworkSetting& s) {
        return s.aim.measure == measure && s.method() == std::string{method};
      };
      if (std::count_if(tuned.begin(), tuned.end(), is) != 1) {
        tune_again(file, std::string{"there must be one setting of "} + method + " by " + name(measure));
      }
    }
  }
  return tuned;
}

const NetworkSetting& tuned_by(const std::vector<NetworkSetting>& tuned, Measure measure, const std::string& method) {
  const auto at = std::find_if(tuned.begin(), tuned.end(), [&](const NetworkSetting& setting) {
    return setting.aim.measure == measure && setting.method() == method;
  });
  if (at == tuned.end()) {
    throw std::runtime_error("no tuned setting of " + method + " by " + name(measure));
  }
  return *at;
}

}  // namespace gandse::trainer
