// What the process tells its caller.
#pragma once

namespace gandse::cli {

enum class ExitCode : int {
  satisfied = 0,    ///< done; for `explore` and `batch`: every objective is met
  fault = 1,        ///< our own failure, or standard output could not be written
  bad_input = 2,    ///< arguments, a file or a row that cannot be understood or lies outside the limits
  unsatisfied = 3,  ///< a sound question whose best answer misses an objective, or that has no configuration at all
};

}  // namespace gandse::cli
