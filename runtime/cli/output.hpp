// Standard output: written in whole rows, and watched for whether anybody reads it.
#pragma once

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace gandse::cli {

/// Standard output takes no more.
class OutputLost : public std::runtime_error {
 public:
  /// `error`: of errno, 0 where it is not known.
  explicit OutputLost(int error);
};

/// Has a row, or all that was written before, out: in one piece where it fits the stream's buffer. `errno` must have
/// been 0 before it was written. Throws OutputLost.
void flush_row(std::ostream& out);

/// Writes a row of CSV and has it out. Throws OutputLost.
void write_row(std::ostream& out, const std::vector<std::string>& fields);

/// Whether standard output is a pipe whose reader is gone.
bool nobody_reads();

/// Says on standard error why output is lost, once however many threads find out.
void report_lost_output(const std::string& what);

}  // namespace gandse::cli
