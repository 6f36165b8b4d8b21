// What the command line says of its commands and options, apart from the library that parses them: completions and the
// manual are made of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

struct OptionHelp {
  std::string name;           ///< "--goal"; empty where it is told by its place
  std::string value;          ///< what is given, such as "TIME" or "LAYERS.csv"; empty for a flag
  std::string text;           ///< one line
  std::string default_value;  ///< empty where there is none
  bool required = false;
  std::vector<std::string> choices;  ///< the values, where they are listed
};

struct CommandHelp {
  std::string name;
  std::string text;
  std::vector<OptionHelp> options;  ///< those told by their place first, in order
};

struct ProgramHelp {
  std::string name;
  std::string text;
  std::vector<OptionHelp> options;  ///< without a command
  std::vector<CommandHelp> commands;
};

/// Whether the value is the name of a file: it is called FILE, or as one ("LAYERS.csv").
bool is_file(const OptionHelp& option);

/// What "TEXT:{score,energy}" lists; nothing of another type.
std::vector<std::string> choices_of(std::string_view type);

/// `text` with line ends as blanks.
std::string one_line(std::string text);

/// A template of the application (CLI::App), as those of options.hpp.
template <class App>
std::vector<OptionHelp> options_of(const App& app) {
  std::vector<OptionHelp> placed;
  std::vector<OptionHelp> named;
  for (const auto* option : app.get_options()) {
    const std::string type = option->get_type_name();
    OptionHelp help{{},
                    {},
                    one_line(option->get_description()),
                    option->get_default_str(),
                    option->get_required(),
                    choices_of(type)};
    if (option->get_positional()) {
      help.value = option->get_single_name();
      placed.push_back(std::move(help));
    } else {
      help.name = "--" + option->get_lnames().front();
      help.value = option->get_items_expected_max() == 0 ? "" : type;
      named.push_back(std::move(help));
    }
  }
  placed.insert(placed.end(), named.begin(), named.end());
  return placed;
}

/// The same of the program and all its commands.
template <class App>
ProgramHelp help_of(const App& app) {
  ProgramHelp help{app.get_name(), one_line(app.get_description()), options_of(app), {}};
  for (const auto* command : app.get_subcommands([](const App*) { return true; })) {
    help.commands.push_back({command->get_name(), one_line(command->get_description()), options_of(*command)});
  }
  return help;
}

}  // namespace gandse::cli
