// The settings of the searches over whole networks: all that gandse-networks tries, and the file in which it writes
// what it chose. Nobody else holds a copy.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "network/network_search.hpp"

namespace gandse::trainer {

inline constexpr std::array<Measure, 2> kTunedMeasures{Measure::energy, Measure::score};
inline constexpr std::array<const char*, 2> kNetworkMethods{"annealing", "genetic"};

const char* name(Measure measure);

struct NetworkSetting {
  Aim aim;
  std::variant<NetworkAnnealing, NetworkGenetic> search;
  std::string text;  ///< names and values; *: the first or last of those that are tried

  [[nodiscard]] const char* method() const { return kNetworkMethods[search.index()]; }
};

/// All that is tried by `measure`, energy or score: of annealing, then of the genetic algorithm.
std::vector<NetworkSetting> network_settings(Measure measure);

template <class Template>
NetworkFound search_network(const NetworkSetting& setting, const NetworkInstance<Template>& task, double seconds,
                            Random& random) {
  if (const auto* annealing = std::get_if<NetworkAnnealing>(&setting.search)) {
    return anneal_network<Template>(task, seconds, *annealing, setting.aim, random);
  }
  return evolve_network<Template>(task, seconds, std::get<NetworkGenetic>(setting.search), setting.aim, random);
}

/// Where gandse-networks keeps what it chose for a template.
std::filesystem::path tuned_networks_file(const std::string& template_name);

/// `command` is what chose them.
void write_tuned_networks(const std::filesystem::path& file, const std::string& command,
                          const std::vector<NetworkSetting>& chosen);
/// One of every measure and method. Throws std::runtime_error naming the file, and what to do, where it cannot be read,
/// one is missing, or one is no longer among those that are tried.
std::vector<NetworkSetting> read_tuned_networks(const std::filesystem::path& file);

/// Of those, the one by `measure` and `method`. Throws std::runtime_error where there is none.
const NetworkSetting& tuned_by(const std::vector<NetworkSetting>& tuned, Measure measure, const std::string& method);

}  // namespace gandse::trainer
