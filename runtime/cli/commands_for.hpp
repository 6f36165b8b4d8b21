// The commands of the template that a set of generated weights belongs to.
#pragma once

#include "batch.hpp"
#include "commands.hpp"
#include "cost.hpp"
#include "costs.hpp"
#include "explore.hpp"
#include "front.hpp"
#include "network.hpp"
#include "reconfigure.hpp"
#include "space.hpp"

namespace gandse::cli {

template <class Weights>
class CommandsFor final : public Commands {
 public:
  using Template = typename Weights::Template;

  CommandsFor(const char* generator, const Weights& weights) : generator_(generator), weights_(weights) {}

  [[nodiscard]] std::string_view name() const override { return Template::kName; }
  [[nodiscard]] std::string_view generator() const override { return generator_; }
  [[nodiscard]] std::vector<std::string> layer_fields() const override {
    std::vector<std::string> names;
    for (const auto& field : Template::layer_fields) {
      names.emplace_back(field.name);
    }
    return names;
  }
  ExitCode explore(const ExploreArguments& arguments, std::ostream& out) const override {
    return cli::explore(weights_, arguments, out);
  }
  ExitCode batch(const BatchArguments& arguments, std::ostream& out, std::ostream& err, Watch& watch) const override {
    return cli::batch(weights_, arguments, out, err, watch);
  }
  ExitCode cost(const CostArguments& arguments, std::ostream& out) const override {
    return cli::cost<Template>(arguments, out);
  }
  ExitCode costs(const std::string& file, std::ostream& out, std::ostream& err, Watch& watch) const override {
    return cli::costs<Template>(file, out, err, watch);
  }
  ExitCode network(const NetworkArguments& arguments, std::ostream& out) const override {
    return cli::network(weights_, arguments, out);
  }
  ExitCode reconfigure(const ReconfigureArguments& arguments, std::ostream& out, std::ostream& err,
                       Watch& watch) const override {
    return cli::reconfigure(weights_, arguments, out, err, watch);
  }
  ExitCode front(const FrontArguments& arguments, std::ostream& out, Watch& watch) const override {
    return cli::front(weights_, arguments, out, watch);
  }
  ExitCode space(const SpaceArguments& arguments, std::ostream& out) const override {
    return cli::space<Template>(arguments, out);
  }

 private:
  std::string_view generator_;
  const Weights& weights_;
};

}  // namespace gandse::cli
