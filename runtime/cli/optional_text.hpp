// Options that may be left out. Templates of the application (CLI::App), as in options.hpp.
#pragma once

#include <optional>
#include <string>

namespace gandse::cli {

/// An option that may be left out. One that is given but empty is a value as any other, for its parser to refuse.
using OptionalText = std::optional<std::string>;

/// By a callback: into a std::optional itself CLI11 writes nothing if the text is empty.
template <class App>
auto* add_optional(App& app, const std::string& name, OptionalText& text, const std::string& help) {
  return app.template add_option_function<std::string>(
      name, [&text](const std::string& given) { text = given; }, help);
}

}  // namespace gandse::cli
