#include "completion.hpp"

#include <string_view>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

/// What a shell offers for a value: words, files, or nothing.
struct Offer {
  bool files = false;
  std::vector<std::string> words;
};

class Completion {
 public:
  Completion(const ProgramHelp& help, const std::vector<std::string>& templates, std::ostream& out)
      : help_(help), templates_(templates), out_(out) {}

  void bash() const;
  void zsh() const;
  void fish() const;

 private:
  [[nodiscard]] Offer offer(const OptionHelp& option) const {
    return {is_file(option), option.value == "TEMPLATE" ? templates_ : option.choices};
  }
  void zsh_arguments(const std::vector<OptionHelp>& options, const char* indent) const;

  const ProgramHelp& help_;
  const std::vector<std::string>& templates_;
  std::ostream& out_;
};

/// `text` with a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    result += special.find(c) == std::string_view::npos ? "" : "\\";
    result += c;
  }
  return result;
}

/// `text` in single quotes.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    result += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return result.append("'");
}

std::vector<std::string> names_of(const std::vector<OptionHelp>& options) {
  std::vector<std::string> names;
  for (const OptionHelp& option : options) {
    if (!option.name.empty()) {
      names.push_back(option.name);
    }
  }
  return names;
}

// The words before the present one tell the command, and how many arguments were given by their place. Bash takes '='
// for a word of its own: what such words join begins at `at`.
void Completion::bash() const {
  const std::string function = std::string{"_"}.append(help_.name);
  std::vector<std::string> commands;
  out_ << "# bash completion of " << help_.name << ", made by: " << help_.name << " completion bash\n\n"
       << "# COMMAND OPTION-OR-PLACE: what may stand there, in `values`; `files` for those; nothing is no value.\n"
       << function << "_values() {\n  case \"$1 $2\" in\n";
  for (const CommandHelp& command : help_.commands) {
    commands.push_back(command.name);
    std::size_t place = 0;
    for (const OptionHelp& option : command.options) {
      if (option.value.empty()) {
        continue;
      }
      const Offer offered = offer(option);
      out_ << "    " << quoted(command.name + " " + (option.name.empty() ? std::to_string(place++) : option.name))
           << ") values=" << quoted(offered.files ? "files" : joined(offered.words, " ")) << " ;;\n";
    }
  }
  out_ << "    *) return 1 ;;\n  esac\n}\n\n" << function << "_options() {\n  case $1 in\n";
  for (const CommandHelp& command : help_.commands) {
    out_ << "    " << command.name << ") options=" << quoted(joined(names_of(command.options), " ")) << " ;;\n";
  }
  out_ << "    *) options=" << quoted(joined(names_of(help_.options), " ")) << " ;;\n  esac\n}\n\n"
       << function << R"(() {
  local word=${COMP_WORDS[COMP_CWORD]} at=$COMP_CWORD before= command= place=0 values= options= i
  if [[ $word == = ]]; then
    word= at=$((at + 1))
  fi
  while ((at > 1)) && [[ ${COMP_WORDS[at - 1]} == = ]]; do # --goal=..., or ic=...
    at=$((at - 2))
  done
  before=${COMP_WORDS[at - 1]}
  if ((at < COMP_CWORD)) && [[ ${COMP_WORDS[at]} == -* ]]; then
    before=${COMP_WORDS[at]}
  fi
  for ((i = 1; i < at; ++i)); do
    if [[ ${COMP_WORDS[i]} == = ]]; then
      i=$((i + 1))
    elif [[ ${COMP_WORDS[i]} == -* ]]; then
      if )"
       << function << R"(_values "$command" "${COMP_WORDS[i]}"; then
        [[ ${COMP_WORDS[i + 1]} == = ]] || i=$((i + 1))
      fi
    elif [[ -z $command ]]; then
      command=${COMP_WORDS[i]}
    else
      place=$((place + 1))
    fi
  done
  COMPREPLY=()
  values=
  if [[ $before == -* ]] && )"
       << function << R"(_values "$command" "$before"; then
    :
  elif [[ $word == -* ]]; then
    )" << function
       << R"(_options "$command"
    values=$options
  elif ((at < COMP_CWORD)); then
    :
  elif [[ -z $command ]]; then
    values=)"
       << quoted(joined(commands, " ")) << R"(
  else
    )" << function
       << R"(_values "$command" "$place"
  fi
  if [[ $values == files ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\n'
    COMPREPLY=($(compgen -f -- "$word"))
  elif [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
  fi
}
complete -F )"
       << function << " " << help_.name << '\n';
}

// NAME=[text]:called:values, or PLACE:called:values.
void Completion::zsh_arguments(const std::vector<OptionHelp>& options, const char* indent) const {
  std::size_t place = 0;
  for (const OptionHelp& option : options) {
    std::string argument = option.name.empty() ? std::to_string(++place) : option.name;
    if (!option.name.empty()) {
      argument += (option.value.empty() ? "[" : "=[") + escaped(option.text, "[]:\\") + "]";
    }
    if (!option.value.empty()) {
      const Offer offered = offer(option);
      argument.append(":").append(option.choices.empty() ? option.value : "value").append(":");
      if (offered.files) {
        argument += "_files";
      } else if (!offered.words.empty()) {
        argument.append("(").append(joined(offered.words, " ")).append(")");
      }
    }
    out_ << " \\\n" << indent << quoted(argument);
  }
}

void Completion::zsh() const {
  out_ << "#compdef " << help_.name << "\n# zsh completion of " << help_.name << ", made by: " << help_.name
       << " completion zsh\n\n_" << help_.name << "() {\n"
       << "  local curcontext=$curcontext state line\n  local -a commands\n  typeset -A opt_args\n  commands=(\n";
  for (const CommandHelp& command : help_.commands) {
    out_ << "    " << quoted(command.name + ":" + escaped(command.text, ":\\")) << '\n';
  }
  out_ << "  )\n  _arguments -C";
  zsh_arguments(help_.options, "    ");
  out_ << " \\\n    '1:command:->command' '*::argument:->argument'\n"
       << "  case $state in\n    command) _describe command commands ;;\n    argument)\n      case $words[1] in\n";
  for (const CommandHelp& command : help_.commands) {
    out_ << "        " << command.name << ")\n          _arguments";
    zsh_arguments(command.options, "            ");
    out_ << "\n          ;;\n";
  }
  out_ << "      esac\n      ;;\n  esac\n}\n\n_" << help_.name << " \"$@\"\n";
}

void Completion::fish() const {
  const std::string complete = std::string{"complete -c "}.append(help_.name);
  const auto text = [](const std::string& plain) { return quoted(escaped(plain, "\\")); };
  const auto add_option = [&](const std::string& when, const OptionHelp& option) {
    const Offer offered = offer(option);
    out_ << complete << when;
    if (!option.name.empty()) {
      out_ << " -l " << option.name.substr(2)
           << (option.value.empty() ? ""
               : offered.files      ? " -r"
                                    : " -x")
           << " -d " << text(option.text);
    }
    if (offered.files) {
      out_ << " -F";
    } else if (!offered.words.empty()) {
      out_ << " -a " << text(joined(offered.words, " "));
    }
    out_ << '\n';
  };
  out_ << "# fish completion of " << help_.name << ", made by: " << help_.name << " completion fish\n\n"
       << complete << " -f\n";
  for (const OptionHelp& option : help_.options) {
    add_option(" -n __fish_use_subcommand", option);
  }
  for (const CommandHelp& command : help_.commands) {
    out_ << complete << " -n __fish_use_subcommand -a " << command.name << " -d " << text(command.text) << '\n';
    for (const OptionHelp& option : command.options) {
      add_option(" -n '__fish_seen_subcommand_from " + command.name + "'", option);
    }
  }
}

}  // namespace

void write_completion(const std::string& shell, const ProgramHelp& help, const std::vector<std::string>& templates,
                      std::ostream& out) {
  const Completion completion{help, templates, out};
  if (shell == "bash") {
    completion.bash();
  } else if (shell == "zsh") {
    completion.zsh();
  } else if (shell == "fish") {
    completion.fish();
  } else {
    throw BadInput("there is no completion for " + in_quotes(shell) + "; shells are bash, zsh and fish");
  }
}

}  // namespace gandse::cli
