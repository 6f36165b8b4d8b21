// The subcommands of one template, seen without its types: what the registry holds.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "exit_code.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/network.hpp"

namespace gandse::cli {

struct ExploreArguments {
  std::string layer;
  std::string latency;
  std::string power;
  std::string pins;  ///< empty: none
  Options options;
  bool json = false;
};

struct BatchArguments {
  std::string file;
  Options options;
  bool table = false;  ///< for people, instead of CSV
};

struct CostArguments {
  std::string layer;
  std::string configuration;
  bool json = false;
};

struct NetworkArguments {
  std::string layers;
  std::string bitstreams;
  std::string latency;
  std::string power;
  NetworkOptions options;
  bool json = false;
};

/// Each command writes its answer to `out` and what is wrong with single rows to `err`, and throws BadInput when there
/// is no answer to give.
class Commands {
 public:
  virtual ~Commands() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  virtual ExitCode explore(const ExploreArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode batch(const BatchArguments& arguments, std::ostream& out, std::ostream& err) const = 0;
  virtual ExitCode cost(const CostArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode costs(const std::string& file, std::ostream& out, std::ostream& err) const = 0;
  virtual ExitCode network(const NetworkArguments& arguments, std::ostream& out) const = 0;
  virtual ExitCode space(bool json, std::ostream& out) const = 0;
};

}  // namespace gandse::cli
