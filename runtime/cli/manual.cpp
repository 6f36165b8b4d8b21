#include "manual.hpp"

#include <string>

#include "exit_code.hpp"
#include "gandse/version.h"

namespace gandse::cli {

namespace {

/// Plain text for troff: its hyphens are those of options, no line of it begins with a request, and long lists of
/// NAME=VALUE may be broken after a comma.
std::string plain(std::string_view text) {
  std::string result;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) {
      result += "\\&";
    }
    result += c == '\\' ? "\\e" : c == '-' ? "\\-" : c == ',' ? ",\\:" : std::string(1, c);
    line_begins = c == '\n';
  }
  return result;
}

/// As it stands, line by line.
void write_lines(std::string_view lines, std::ostream& out) {
  while (!lines.empty() && lines.back() == '\n') {
    lines.remove_suffix(1);
  }
  out << ".nf\n" << plain(lines) << "\n.fi\n";
}

std::string bold(std::string_view text) { return std::string{"\\fB"}.append(plain(text)).append("\\fR"); }
std::string italic(std::string_view text) { return std::string{"\\fI"}.append(plain(text)).append("\\fR"); }

void write_options(const std::vector<OptionHelp>& options, std::ostream& out) {
  for (const OptionHelp& option : options) {
    out << ".TP\n" << (option.name.empty() ? "" : bold(option.name));
    if (!option.value.empty()) {
      out << (option.name.empty() ? "" : " ") << italic(option.value);
    }
    out << '\n' << plain(option.text);
    if (option.required && !option.name.empty()) {
      out << " (required)";
    }
    if (!option.default_value.empty()) {
      out << " (default: " << plain(option.default_value) << ')';
    }
    out << '\n';
  }
}

}  // namespace

void write_manual(const ProgramHelp& help, std::string_view examples, std::ostream& out) {
  std::string title = help.name;
  for (char& c : title) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  out << ".TH " << title << R"( 1 "" ")" << help.name << " " << GANDSE_VERSION_TEXT
      << "\" \"User Commands\"\n.ad l\n.nh\n"
      << ".SH NAME\n"
      << help.name << " \\- " << plain(help.text) << "\n.SH SYNOPSIS\n";
  for (const CommandHelp& command : help.commands) {
    out << bold(help.name + " " + command.name) << " [" << italic("OPTIONS") << ']';
    for (const OptionHelp& option : command.options) {
      out << (option.name.empty() ? " " : "") << (option.name.empty() ? italic(option.value) : "");
    }
    out << "\n.br\n";
  }
  for (const OptionHelp& option : help.options) {
    out << bold(help.name + " " + option.name) << "\n.br\n";
  }
  out << ".SH COMMANDS\n";
  for (const CommandHelp& command : help.commands) {
    out << ".SS " << plain(command.name) << '\n' << plain(command.text) << '\n';
    write_options(command.options, out);
  }
  out << ".SH EXAMPLES\n";
  write_lines(examples, out);
  out << ".SH \"EXIT STATUS\"\n";
  write_lines(kExitCodes, out);
  out << ".SH ENVIRONMENT\n.TP\n"
      << bold("NO_COLOR") << "\nif it is set and not empty, answers have no colours\n.TP\n"
      << bold("TERM") << "\nno colours, either, if it is not set or is " << bold("dumb") << '\n';
}

}  // namespace gandse::cli
