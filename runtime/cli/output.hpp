// Standard output: written in whole rows, and watched for whether anybody reads it.
#pragma once

#include <exception>
#include <ostream>
#include <string>
#include <vector>

namespace gandse::cli {

/// Standard output takes no more.
class OutputLost : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "cannot write to standard output"; }
};

/// Writes a row of CSV and has it out, in one piece where it fits the stream's buffer. Throws OutputLost.
void write_row(std::ostream& out, const std::vector<std::string>& fields);

/// Whether standard output is a pipe whose reader is gone.
bool nobody_reads();

/// Says on standard error why output is lost, an error of errno, once however many threads find out.
void report_lost_output(int error);

}  // namespace gandse::cli
