// A question of a stream of networks, and its answer: keep what runs, change the schedules alone, or load a bitstream.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/network_decision.hpp"

namespace gandse {

/// What to do before a network runs.
enum class Step : std::uint8_t {
  keep,    ///< nothing: bitstream and schedules stay
  retile,  ///< change the schedules; the bitstream stays
  load     ///< load another bitstream, and change the schedules
};

/// Its name, as reports print it.
constexpr const char* name(Step step) {
  constexpr std::array<const char*, 3> kNames{"keep", "retile", "load"};
  return kNames[static_cast<std::size_t>(step)];
}

/// How often a network is going to be run.
struct Horizon {
  /// All of them if that is known, otherwise those until the next question; 0 counts as 1.
  std::uint64_t inferences = 1;
  bool known = false;  ///< `inferences` are all that will be run
};

/// The next network of a stream. Refers to its layers, which must stay until it is answered.
template <class Template>
struct StreamTask {
  const typename Template::Layer* layers = nullptr;  ///< run one after the other
  std::size_t layer_count = 0;                       ///< number of layers
  Objective objective{};                             ///< latency of all layers, and the average power over them
  Horizon horizon{};                                 ///< how often it is going to be run
};

/// What holds for all networks of a stream.
template <class Template>
struct StreamOptions {
  NetworkOptions network{};   ///< work for each decision; its goal does not matter
  Microwatt waiting{};        ///< power that is spent for nothing while a bitstream loads: the time of a load counts
  Limits<Template> limits{};  ///< bitstreams that exceed one are passed over
};

/// What to do for a network; Reconfigurator::configuration gives the schedules.
struct [[nodiscard]] Reconfiguration {
  Reason reason = Reason::none;   ///< why nothing changes; none if there is a decision
  std::size_t refused = 0;        ///< if there is none, as in NetworkDecision
  Step step = Step::keep;         ///< what changes
  std::size_t bitstream = 0;      ///< index in the table: what to run it on
  Cost cost{};                    ///< of one inference; what a load delays the first one by is not in it
  Cost load{};                    ///< of loading the bitstream, if the step is to load it; otherwise zero
  bool satisfied = false;         ///< one inference meets the objective, exactly
  bool extrapolated = false;      ///< a layer lies beyond what the generator was trained on
  std::uint64_t evaluations = 0;  ///< calls of the cost model that it took; 0 if the step is to keep what runs

  [[nodiscard]] constexpr bool legal() const { return reason == Reason::none; }  ///< whether there is a decision
};

}  // namespace gandse
