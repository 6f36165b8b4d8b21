// Options that several commands share. Templates of the application (CLI::App): of all sources only main.cpp, which
// parses, compiles CLI11.
#pragma once

#include <cstdint>
#include <string>

#include "gandse/runtime/explorer.hpp"
#include "number.hpp"
#include "optional_text.hpp"

namespace gandse::cli {

inline constexpr const char* kLayerHelp =
    "the layer, as ic=64,oc=64,oh=56,ow=56,kh=3,kw=3[,stride=1][,pad=0][,dilation=1][,repeat=1]";

template <class App>
void add_objective_options(App& app, std::string& latency, std::string& power) {
  app.add_option("--latency", latency, "at most: 2ms, 10us, 100ns, 0.5s or 5000cycles")->type_name("TIME")->required();
  app.add_option("--power", power, "at most: 400mW, 250000uW or 0.4W")->type_name("POWER")->required();
}

/// Answers for people unless one of them is given.
template <class App>
void add_format_options(App& app, bool& json, bool& breakdown) {
  auto* in_json = app.add_flag("--json", json, "answer in JSON");
  app.add_flag(
         "--breakdown", breakdown,
         "answer in CSV, with where time and energy go: utilisation, what bounds, cycles of each stage, energy by\n"
         "component, bytes by memory")
      ->excludes(in_json);
}

template <class App>
void add_pin_option(App& app, OptionalText& pins) {
  add_optional(app, "--pin", pins, "parameters that are fixed, as PEN=256,WSS=64")->type_name("PINS");
}

/// `what` says whose resources are limited.
template <class App>
void add_limit_option(App& app, OptionalText& limits, const std::string& what) {
  add_optional(app, "--limit", limits, "at most so much of " + what + ", as sram=128,pe=256")->type_name("LIMITS");
}

template <class App>
auto* add_bitstreams_option(App& app, std::string& file, const std::string& help) {
  return app.add_option("--bitstreams", file, help)->type_name("BITSTREAMS.csv");
}

inline constexpr const char* kBitstreamsHelp =
    "file of the hardware that is stored: a column for each hardware parameter, and optionally name,\n"
    "load_us and load_uj";

/// Numbers arrive as text and are read by our own strict parser: CLI11's would accept more than it should.
struct NodesOption {
  std::string text = "20000000";

  /// `of` says what so many are for.
  template <class App>
  void add_to(App& app, const std::string& of) {
    app.add_option("--nodes", text,
                   "where the generator misses the objective: partial configurations, " + of +
                       ", that exhaustive searches may\nlook at (the default: a second or two); what they find is the "
                       "answer, or what stands in the way; 0: no search")
        ->type_name("N")
        ->capture_default_str();
  }
  [[nodiscard]] std::uint64_t parse() const { return parse_whole("--nodes", text, 0, 1'000'000'000'000); }
};

/// Budget, candidates and seed.
struct EffortOptions {
  OptionalText budget;
  OptionalText candidates;
  OptionalText seed;

  /// `each` prefixes the help text with what the numbers count, for example "per layer ".
  template <class Defaults, class App>
  void add_to(App& app, const std::string& each = "") {
    constexpr Defaults kDefaults;
    add(app, each, std::to_string(kDefaults.budget), std::to_string(kDefaults.candidates));
  }
  /// For a command with either of two kinds of options; `when` says when it is the other kind.
  template <class Defaults, class Others, class App>
  void add_to(App& app, const std::string& each, const std::string& when) {
    constexpr Defaults kDefaults;
    constexpr Others kOthers;
    add(app, each, std::to_string(kDefaults.budget) + "; " + when + " " + std::to_string(kOthers.budget),
        std::to_string(kDefaults.candidates) + "; " + when + " " + std::to_string(kOthers.candidates));
  }

  template <class Defaults>
  [[nodiscard]] Defaults parse() const {
    Defaults options;
    if (budget) {
      options.budget = static_cast<std::uint32_t>(parse_whole("--budget", *budget, 1, 1'000'000));
    }
    if (candidates) {
      options.candidates = static_cast<std::uint32_t>(parse_whole("--candidates", *candidates, 1, 65535));
    }
    if (seed) {
      options.seed = parse_whole("--seed", *seed, 0, UINT64_MAX);
    }
    return options;
  }

 private:
  template <class App>
  void add(App& app, const std::string& each, const std::string& default_budget,
           const std::string& default_candidates) {
    add_optional(app, "--budget", budget, each + "evaluations of the cost model at most, 1..1000000")
        ->type_name("N")
        ->default_str(default_budget);
    add_optional(app, "--candidates", candidates, each + "proposals of the generator among them, 1..65535")
        ->type_name("N")
        ->default_str(default_candidates);
    add_optional(app, "--seed", seed, "same seed, same decisions")
        ->type_name("N")
        ->default_str(std::to_string(Options{}.seed));
  }
};

}  // namespace gandse::cli
