// gandse: the command line. Reads arguments, runs one command of one template, and answers with an exit code.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <variant>

#include "bad_input.hpp"
#include "colour.hpp"
#include "commands.hpp"
#include "complaint.hpp"
#include "completion.hpp"
#include "exit_code.hpp"
#include "generator.hpp"
#include "help.hpp"
#include "interruption.hpp"
#include "manual.hpp"
#include "output.hpp"
#include "registry.hpp"
#include "shell_words.hpp"
#include "standard_output.hpp"
#include "version.hpp"
#include "watch.hpp"

namespace {

using namespace gandse::cli;

template <std::size_t... Index>
std::array<AnyCommand, sizeof...(Index)> each_command(std::index_sequence<Index...> /*all*/) {
  return {AnyCommand{decltype(AnyCommand::chosen){std::in_place_index<Index>}}...};
}

class CommandLine {
 public:
  CommandLine() {
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      std::visit([&](auto& command) { add(command, i); }, commands_[i].chosen);
    }
    completion_ = app_.add_subcommand("completion", "a script by which a shell completes commands, options and files");
    completion_->add_option("SHELL", shell_, "bash, zsh or fish")->type_name(kShells)->required();
    manual_ = app_.add_subcommand("man", "this program's manual page, for man -l");
    app_.set_version_flag("--version", version_text);
    app_.footer("\nExamples:\n" + examples_ + "\n" + kExitCodes);
    app_.require_subcommand(0, 1);  // none is answered by `run`, with the help
  }

  ExitCode run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
      app_.exit(asked, std::cout, std::cerr);
      return ExitCode::satisfied;
    } catch (const CLI::ParseError& error) {
      throw BadInput(std::string{error.what()} + "; see gandse --help");
    }
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      if (apps_[i]->parsed()) {
        const Palette palette{use_colour(isatty(STDOUT_FILENO) == 1, std::getenv)};
        Watch watch{apps_[i]->get_name()};
        const std::string words = shell_words(argc, argv);
        const Console console{std::cout, std::cerr, words, watch, palette};
        const auto run = [&]<class Command>(const Command& command) {
          if constexpr (kAsksTemplate<Command>) {
            return find_generator(template_).run(commands_[i], console);
          } else {
            return command.run(console);
          }
        };
        return std::visit(run, commands_[i].chosen);
      }
    }
    if (completion_->parsed()) {
      write_completion(shell_, help_of(app_), all_template_words(), std::cout);
      return ExitCode::satisfied;
    }
    if (manual_->parsed()) {
      write_manual(help_of(app_), examples_, std::cout);
      return ExitCode::satisfied;
    }
    std::cerr << app_.help();
    return ExitCode::bad_input;
  }

 private:
  template <class Command>
  void add(Command& command, std::size_t index) {
    apps_[index] = app_.add_subcommand(Command::kName, Command::kHelp);
    if constexpr (kAsksTemplate<Command>) {
      apps_[index]
          ->add_option("TEMPLATE", template_,
                       "the accelerator family, such as im2col, or one of its generators, such as im2col_8k")
          ->required();
    }
    command.declare(*apps_[index]);
    examples_ += Command::kExamples;
  }

  static constexpr std::size_t kCommandCount = std::variant_size_v<decltype(AnyCommand::chosen)>;

  CLI::App app_{"Finds the accelerator configuration for a neural-network layer, a latency and a power budget.",
                "gandse"};
  std::string template_;
  std::string shell_;
  std::string examples_;
  std::array<AnyCommand, kCommandCount> commands_ = each_command(std::make_index_sequence<kCommandCount>{});
  std::array<CLI::App*, kCommandCount> apps_{};  ///< of the commands
  CLI::App* completion_ = nullptr;
  CLI::App* manual_ = nullptr;
};

/// Whether all that was printed has been written. Complains where not, with the cause of the first write that failed.
bool written() {
  if (std::cout.flush()) {
    return true;
  }
  report_lost_output(write_error(std::cout));
  return false;
}

ExitCode guarded_run(int argc, const char* const* argv) {
  const StandardOutput output;
  try {
    const ExitCode result = CommandLine{}.run(argc, argv);
    if (!written()) {
      return ExitCode::fault;
    }
    if (interruption() != 0) {
      complain(std::cerr,
               std::string{"stopped ("} + strsignal(interruption()) + "); what was answered until then is whole");
      end_by(interruption());
    }
    return result;
  } catch (const OutputLost&) {
    written();
    return ExitCode::fault;
  } catch (const BadInput& bad) {
    written();  // rows that were answered before stay answered
    complain(std::cerr, bad.what());
    return ExitCode::bad_input;
  } catch (const std::exception& error) {
    complain(std::cerr, std::string{"internal fault: "} + error.what());
    return ExitCode::fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe shall be an error that we report, not a silent death
  return static_cast<int>(guarded_run(argc, argv));
}
