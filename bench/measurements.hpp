// What Google Benchmark wrote to a JSON file: per benchmark, the time of every repetition.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gandse::bench {

struct Measurement {
  std::string name;
  std::vector<double> nanoseconds;  ///< CPU time per iteration, ascending; where timed by hand, that
  std::map<std::string, double> counters;
  std::string error;  ///< why it was not measured

  [[nodiscard]] double median() const { return nanoseconds[nanoseconds.size() / 2]; }
  [[nodiscard]] double least() const { return nanoseconds.front(); }
  [[nodiscard]] double most() const { return nanoseconds.back(); }
};

struct Measurements {
  std::map<std::string, std::string> context;  ///< machine and build
  std::vector<Measurement> all;                ///< by name; those that differ in a number at the end by that

  /// Null where there is none, or it failed.
  [[nodiscard]] const Measurement* find(const std::string& name) const {
    const auto at = std::find_if(all.begin(), all.end(), [&](const Measurement& m) { return m.name == name; });
    return at == all.end() || at->nanoseconds.empty() ? nullptr : &*at;
  }
};

inline bool by_name(const Measurement& a, const Measurement& b) {
  const auto split = [](const std::string& name) {
    const auto slash = name.rfind('/') + 1;
    const bool number = slash < name.size() && name.find_first_not_of("0123456789", slash) == std::string::npos;
    return number ? std::pair{name.substr(0, slash), std::stoull(name.substr(slash))} : std::pair{name, 0ULL};
  };
  return split(a.name) < split(b.name);
}

/// Throws std::runtime_error that names the file.
inline Measurements read_measurements(const std::filesystem::path& file) {
  std::ifstream stream{file};
  if (!stream) {
    throw std::runtime_error(file.string() + " cannot be read");
  }
  try {
    const auto json = nlohmann::json::parse(stream);
    Measurements result;
    for (const auto& [key, value] : json.at("context").items()) {
      result.context[key] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    for (const auto& run : json.at("benchmarks")) {
      if (run.at("run_type") != "iteration") {
        continue;
      }
      const auto name = run.at("run_name").get<std::string>();
      auto at =
          std::find_if(result.all.begin(), result.all.end(), [&](const Measurement& m) { return m.name == name; });
      if (at == result.all.end()) {
        at = result.all.insert(result.all.end(), Measurement{name, {}, {}, {}});
      }
      if (run.value("error_occurred", false)) {
        at->error = run.at("error_message").get<std::string>();
        continue;
      }
      const double unit = run.at("time_unit") == "us" ? 1e3 : run.at("time_unit") == "ms" ? 1e6 : 1.0;
      const char* const time = name.ends_with("/manual_time") ? "real_time" : "cpu_time";
      at->nanoseconds.push_back(run.at(time).get<double>() * unit);
      for (const char* counter : {"MACs/s", "bytes/s", "evaluations/s", "candidates/s", "evaluations"}) {
        if (run.contains(counter)) {
          at->counters[counter] = run.at(counter).get<double>();
        }
      }
    }
    for (auto& measurement : result.all) {
      std::sort(measurement.nanoseconds.begin(), measurement.nanoseconds.end());
    }
    std::sort(result.all.begin(), result.all.end(), by_name);
    return result;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(file.string() + " is not what gandse_bench --benchmark_out writes: " + error.what());
  }
}

}  // namespace gandse::bench
