// gandse: the command line. Reads arguments, runs one command of one template, and answers with an exit code.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

#include "bad_input.hpp"
#include "complaint.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "number.hpp"
#include "output.hpp"
#include "registry.hpp"
#include "standard_output.hpp"
#include "watch.hpp"

namespace {

using namespace gandse::cli;

constexpr const char* kFooter = R"(
Examples:
  gandse explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW
  gandse explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW --pin PEN=256,WSS=64 --json
  gandse batch im2col tasks.csv > decisions.csv
  gandse batch im2col tasks.csv --table
  gandse network im2col runtime/examples/resnet18.csv --bitstreams runtime/examples/bitstreams.csv --latency 12ms --power 260mW
  gandse reconfigure im2col runtime/examples/day.csv --bitstreams runtime/examples/bitstreams.csv
  gandse front im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3
  gandse space im2col

)";

constexpr const char* kLayerHelp = "the layer, as ic=64,oc=64,oh=56,ow=56,kh=3,kw=3[,stride=1][,repeat=1]";

/// By a callback: into a std::optional itself CLI11 writes nothing where the text is empty.
CLI::Option* add_optional(CLI::App& command, const std::string& name, OptionalText& text, const std::string& help) {
  return command.add_option_function<std::string>(
      name, [&text](const std::string& given) { text = given; }, help);
}

/// Numbers arrive as text and are read by our own strict parser: CLI11's would accept more than it should.
struct OptionTexts {
  OptionalText budget;
  OptionalText candidates;
  OptionalText seed;

  /// `each`: of what the numbers are said.
  template <class Defaults>
  void add_to(CLI::App& command, const std::string& each = "") {
    constexpr Defaults kDefaults;
    add(command, each, std::to_string(kDefaults.budget), std::to_string(kDefaults.candidates));
  }
  /// For a command with either of two kinds of options; `when` says when it is the other kind.
  template <class Defaults, class Others>
  void add_to(CLI::App& command, const std::string& each, const std::string& when) {
    constexpr Defaults kDefaults;
    constexpr Others kOthers;
    add(command, each, std::to_string(kDefaults.budget) + "; " + when + " " + std::to_string(kOthers.budget),
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
  void add(CLI::App& command, const std::string& each, const std::string& default_budget,
           const std::string& default_candidates) {
    add_optional(command, "--budget", budget, each + "evaluations of the cost model at most, 1..1000000")
        ->type_name("N")
        ->default_str(default_budget);
    add_optional(command, "--candidates", candidates, each + "proposals of the generator among them, 1..65535")
        ->type_name("N")
        ->default_str(default_candidates);
    add_optional(command, "--seed", seed, "same seed, same decisions")
        ->type_name("N")
        ->default_str(std::to_string(gandse::Options{}.seed));
  }
};

class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "gandse " GANDSE_VERSION);
    app_.footer(std::string{kFooter} + kExitCodes);
    app_.require_subcommand(0, 1);  // none is answered by `run`, with the help

    add_template(explore_);
    explore_.add_option("--layer", explore_arguments_.layer, kLayerHelp)->type_name("LAYER")->required();
    add_objective(explore_, explore_arguments_.latency, explore_arguments_.power);
    add_pins(explore_, explore_arguments_.pins);
    add_limits(explore_, explore_arguments_.limits, "the configuration's resources");
    options_.add_to<gandse::Options>(explore_);
    add_nodes(explore_, "in all");
    explore_.add_flag("--json", explore_arguments_.json, "answer in JSON");

    add_template(batch_);
    batch_
        .add_option("TASKS.csv", batch_arguments_.file,
                    "columns by name, in any order: the layer's fields, latency_cycles, power_uw, and optionally\n"
                    "pin_<PARAMETER> (empty = free) and name")
        ->required();
    options_.add_to<gandse::Options>(batch_);
    batch_.add_flag("--table", batch_arguments_.table, "a table for people instead of CSV");

    add_template(cost_);
    cost_.add_option("--layer", cost_arguments_.layer, kLayerHelp)->type_name("LAYER")->required();
    cost_.add_option("--config", cost_arguments_.configuration, "the value of every parameter, as PEN=256,SDB=64,...")
        ->type_name("CONFIGURATION")
        ->required();
    cost_.add_flag("--json", cost_arguments_.json, "answer in JSON");

    add_template(costs_);
    costs_
        .add_option("POINTS.csv", points_file_, "columns by name, in any order: the layer's fields and every parameter")
        ->required();

    add_template(network_);
    network_
        .add_option("LAYERS.csv", network_arguments_.layers,
                    "columns by name, in any order: the layer's fields, and optionally name; a file of batch will do")
        ->required();
    add_bitstreams(network_, network_arguments_.bitstreams);
    add_limits(network_, network_arguments_.limits, "resources of the bitstreams that may be used");
    add_objective(network_, network_arguments_.latency, network_arguments_.power);
    options_.add_to<gandse::NetworkOptions>(network_, "per layer and bitstream ");
    network_
        .add_option("--goal", goal_,
                    "what is best where the objective is met: score (as far below it as possible) or energy")
        ->check(CLI::IsMember({"score", "energy"}))
        ->capture_default_str();
    add_nodes(network_, "on each bitstream");
    network_.add_flag("--json", network_arguments_.json, "answer in JSON");

    add_template(front_);
    front_.add_option("--layer", front_arguments_.layer, kLayerHelp)->type_name("LAYER");
    add_pins(front_, front_arguments_.pins);
    add_limits(front_, front_arguments_.limits, "the configuration's, or the bitstreams', resources");
    front_.add_option("--network", front_arguments_.network, "instead of a layer, a file of layers, as for network")
        ->type_name("LAYERS.csv");
    front_.add_option("--bitstreams", front_arguments_.bitstreams, "then, the file of stored hardware, as for network")
        ->type_name("BITSTREAMS.csv");
    options_.add_to<gandse::Options, gandse::NetworkOptions>(
        front_, "for each octave of latency over power (and layer, and bitstream), ", "with --network");
    front_.add_flag("--json", front_arguments_.json, "answer in JSON");

    add_template(reconfigure_);
    reconfigure_
        .add_option(
            "TASKS.csv", reconfigure_arguments_.tasks,
            "tasks in the order they come: network (a file beside this one, as for network), latency, power,\n"
            "inferences, and optionally name and known (1: these are all inferences; else they are those until\n"
            "the next task, and nothing is known of it)")
        ->required();
    add_bitstreams(reconfigure_, reconfigure_arguments_.bitstreams);
    add_optional(reconfigure_, "--loaded", reconfigure_arguments_.loaded,
                 "the bitstream that is loaded first; default: the first")
        ->type_name("NAME");
    add_optional(reconfigure_, "--waiting", reconfigure_arguments_.waiting,
                 "power that is spent for nothing while a bitstream loads, so that the time of a load counts")
        ->type_name("POWER");
    options_.add_to<gandse::NetworkOptions>(reconfigure_, "per layer ");
    reconfigure_.add_flag("--json", reconfigure_arguments_.json, "answer in JSON");

    add_template(space_);
    space_.add_flag("--json", space_arguments_.json, "answer in JSON");
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
    if (app_.get_subcommands().empty()) {
      std::cerr << app_.help();
      return ExitCode::bad_input;
    }
    Watch watch{app_.get_subcommands().front()->get_name()};
    return dispatch(find_template(template_), watch);
  }

 private:
  void add_template(CLI::App& command) {
    command
        .add_option("TEMPLATE", template_,
                    "the accelerator family, such as im2col, or one of its generators, such as im2col_8k")
        ->required();
  }

  static void add_objective(CLI::App& command, std::string& latency, std::string& power) {
    command.add_option("--latency", latency, "at most: 2ms, 10us, 100ns, 0.5s or 5000cycles")
        ->type_name("TIME")
        ->required();
    command.add_option("--power", power, "at most: 400mW, 250000uW or 0.4W")->type_name("POWER")->required();
  }

  static void add_pins(CLI::App& command, OptionalText& pins) {
    add_optional(command, "--pin", pins, "parameters that are fixed, as PEN=256,WSS=64")->type_name("PINS");
  }

  static void add_limits(CLI::App& command, OptionalText& limits, const std::string& what) {
    add_optional(command, "--limit", limits, "at most so much of " + what + ", as sram=128,pe=256")
        ->type_name("LIMITS");
  }

  static void add_bitstreams(CLI::App& command, std::string& file) {
    command
        .add_option("--bitstreams", file,
                    "file of the hardware that is stored: a column for each hardware parameter, and optionally name,\n"
                    "load_us and load_uj")
        ->type_name("BITSTREAMS.csv")
        ->required();
  }

  // `of`: what so many are for.
  void add_nodes(CLI::App& command, const std::string& of) {
    command
        .add_option("--nodes", nodes_,
                    "where the generator misses the objective: partial configurations, " + of +
                        ", that exhaustive searches may\nlook at (the default: a second or two); what they find is the "
                        "answer, or what stands in the way; 0: no search")
        ->type_name("N")
        ->capture_default_str();
  }
  [[nodiscard]] std::uint64_t parse_nodes() const { return parse_whole("--nodes", nodes_, 0, 1'000'000'000'000); }

  ExitCode dispatch(const Commands& commands, Watch& watch) {
    const std::string generator{commands.generator()};
    if (explore_.parsed()) {
      explore_arguments_.generator = generator;
      explore_arguments_.options = options_.parse<gandse::Options>();
      explore_arguments_.nodes = parse_nodes();
      return commands.explore(explore_arguments_, std::cout);
    }
    if (batch_.parsed()) {
      batch_arguments_.options = options_.parse<gandse::Options>();
      return commands.batch(batch_arguments_, std::cout, std::cerr, watch);
    }
    if (cost_.parsed()) {
      cost_arguments_.generator = generator;
      return commands.cost(cost_arguments_, std::cout);
    }
    if (costs_.parsed()) {
      return commands.costs(points_file_, std::cout, std::cerr, watch);
    }
    if (network_.parsed()) {
      network_arguments_.generator = generator;
      network_arguments_.options = options_.parse<gandse::NetworkOptions>();
      network_arguments_.options.goal = goal_ == "energy" ? gandse::Goal::energy : gandse::Goal::score;
      network_arguments_.nodes = parse_nodes();
      return commands.network(network_arguments_, std::cout);
    }
    if (front_.parsed()) {
      front_arguments_.generator = generator;
      front_arguments_.options = options_.parse<gandse::Options>();
      front_arguments_.network_options = options_.parse<gandse::NetworkOptions>();
      return commands.front(front_arguments_, std::cout, watch);
    }
    if (reconfigure_.parsed()) {
      reconfigure_arguments_.generator = generator;
      reconfigure_arguments_.options = options_.parse<gandse::NetworkOptions>();
      return commands.reconfigure(reconfigure_arguments_, std::cout, std::cerr, watch);
    }
    space_arguments_.generator = generator;
    return commands.space(space_arguments_, std::cout);
  }

  CLI::App app_{"Finds the accelerator configuration for a neural-network layer, a latency and a power budget.",
                "gandse"};
  CLI::App& explore_ = *app_.add_subcommand("explore", "the best configuration for one layer and one objective");
  CLI::App& batch_ = *app_.add_subcommand("batch", "one decision for every row of a file; CSV on standard output");
  CLI::App& cost_ = *app_.add_subcommand("cost", "what exactly this configuration costs");
  CLI::App& costs_ =
      *app_.add_subcommand("costs", "what exactly the configuration of every row costs; CSV on standard output");
  CLI::App& network_ = *app_.add_subcommand("network", "one stored bitstream for all layers, a schedule for each");
  CLI::App& front_ = *app_.add_subcommand("front", "what a layer or a network can have at all: points that none beats");
  CLI::App& reconfigure_ =
      *app_.add_subcommand("reconfigure", "a stream of networks: keep, retile, or load another bitstream");
  CLI::App& space_ = *app_.add_subcommand("space", "parameters, choices, limits and constants of a template");

  std::string template_;
  OptionTexts options_;  ///< of whichever command is run
  ExploreArguments explore_arguments_;
  BatchArguments batch_arguments_;
  CostArguments cost_arguments_;
  std::string points_file_;
  NetworkArguments network_arguments_;
  FrontArguments front_arguments_;
  ReconfigureArguments reconfigure_arguments_;
  std::string nodes_ = "20000000";
  std::string goal_ = "score";
  SpaceArguments space_arguments_;
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
