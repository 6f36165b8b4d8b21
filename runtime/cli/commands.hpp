// The subcommands of one template, seen without its types: what the registry holds.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "exit_code.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/network.hpp"
#include "watch.hpp"

namespace gandse::cli {

/// An option that may be left out. One that is given but empty is a value as any other, for its parser to refuse.
using OptionalText = std::optional<std::string>;

struct ExploreArguments {
  std::string generator;  ///< by its name, as all answers in JSON say it
  std::string layer;
  std::string latency;
  std::string power;
  OptionalText pins;
  OptionalText limits;
  Options options;
  std::uint64_t nodes = 0;  ///< of exhaustive searches where the objective is missed, in all
  bool json = false;
};

struct BatchArguments {
  std::string file;
  Options options;
  bool table = false;  ///< for people, instead of CSV
};

struct CostArguments {
  std::string generator;
  std::string layer;
  std::string configuration;
  bool json = false;
};

struct NetworkArguments {
  std::string generator;
  std::string layers;
  OptionalText limits;
  std::string bitstreams;
  std::string latency;
  std::string power;
  NetworkOptions options;
  std::uint64_t nodes = 0;  ///< as in ExploreArguments
  bool json = false;
};

struct FrontArguments {
  std::string generator;
  std::string layer;    ///< either this
  std::string network;  ///< or these two
  std::string bitstreams;
  OptionalText pins;  ///< of a layer
  OptionalText limits;
  Options options;                 ///< of a layer
  NetworkOptions network_options;  ///< of a network
  bool json = false;
};

struct ReconfigureArguments {
  std::string generator;
  std::string tasks;
  std::string bitstreams;
  OptionalText loaded;   ///< none: the first
  OptionalText waiting;  ///< none: the time of loads does not count
  NetworkOptions options;
  bool json = false;
};

struct SpaceArguments {
  std::string generator;
  bool json = false;
};

/// Each command writes its answer to `out` and what is wrong with single rows or tasks to `err`, and throws BadInput
/// when the question cannot be understood. Those that may work for long say to a watch how far they are.
class Commands {
 public:
  virtual ~Commands() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;                  ///< of the template
  [[nodiscard]] virtual std::string_view generator() const = 0;             ///< its name
  [[nodiscard]] virtual std::vector<std::string> layer_fields() const = 0;  ///< their names
  virtual ExitCode explore(const ExploreArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode batch(const BatchArguments& arguments, std::ostream& out, std::ostream& err, Watch& watch) const = 0;
  virtual ExitCode cost(const CostArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode costs(const std::string& file, std::ostream& out, std::ostream& err, Watch& watch) const = 0;
  virtual ExitCode network(const NetworkArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode reconfigure(const ReconfigureArguments& arguments, std::ostream& out, std::ostream& err,
                               Watch& watch) const = 0;
  virtual ExitCode front(const FrontArguments& arguments, std::ostream& out, Watch& watch) const = 0;
  virtual ExitCode space(const SpaceArguments& arguments, std::ostream& out) const = 0;
};

}  // namespace gandse::cli
