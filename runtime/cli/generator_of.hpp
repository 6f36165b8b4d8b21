// A generator with its types: what answers each command.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "commands.hpp"
#include "console.hpp"
#include "exit_code.hpp"
#include "generator.hpp"
#include "layer_text.hpp"
#include "replay.hpp"

namespace gandse::cli {

/// That of `weights`. Each one is compiled in a source of its own, which CMake makes.
template <class Weights>
class GeneratorOf final : public Generator {
 public:
  using Template = typename Weights::Template;

  GeneratorOf(std::string name, const Weights& weights) : name_(std::move(name)), weights_(weights) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view template_name() const override { return Template::kName; }
  [[nodiscard]] std::string fingerprint() const override { return fingerprint_text<Template>(); }
  [[nodiscard]] std::vector<std::string> layer_fields() const override { return layer_words<Template>(); }
  [[nodiscard]] ExitCode run(const AnyCommand& command, const Console& console) const override {
    const auto run = [&]<class Command>(const Command& one) {
      if constexpr (kAsksTemplate<Command>) {
        return one.run(weights_, name_, console);
      } else {
        return one.run(console);
      }
    };
    return std::visit(run, command.chosen);
  }

 private:
  std::string name_;
  const Weights& weights_;
};

}  // namespace gandse::cli
