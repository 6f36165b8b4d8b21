// What the process tells its caller: one table for all commands.
#pragma once

#include "bad_input.hpp"
#include "gandse/cost_model/reason.hpp"

namespace gandse::cli {

enum class ExitCode : int {
  satisfied = 0,    ///< answered; where there are objectives, all are met, however that was found
  fault = 1,        ///< our own failure, or standard output could not be written
  bad_input = 2,    ///< arguments, a file or a row that cannot be understood or lies outside the limits
  unsatisfied = 3,  ///< a sound question whose best answer misses an objective, or that has no configuration at all
};

/// The same for people; README.md beside this file holds these lines, too.
inline constexpr const char* kExitCodes = R"(Exit codes, of every command:
  0  answered; where there is an objective, it is met, however that was found
  3  answered: not met, or not possible (pins or a configuration that break a rule, too large a layer, limits)
  2  bad input: unreadable, out of range or unknown
  1  internal fault, or standard output could not be written
Of many rows or tasks: 2 if one is bad input, else 3 if one is not met or not possible, else 0.
Ended by SIGINT or SIGTERM: 128 + the signal's number in a shell; rows that were answered are whole.)";

/// Of an answer: what the template says of the question, and whether the objective is met.
constexpr ExitCode exit_code(Reason reason, bool satisfied) {
  return is_bad_input(reason)                  ? ExitCode::bad_input
         : reason == Reason::none && satisfied ? ExitCode::satisfied
                                               : ExitCode::unsatisfied;
}

/// Of a file whose rows are `good` input, all of them satisfied or not.
constexpr ExitCode exit_code_of_rows(bool good, bool all_satisfied) {
  return !good ? ExitCode::bad_input : all_satisfied ? ExitCode::satisfied : ExitCode::unsatisfied;
}

}  // namespace gandse::cli
