#include "output.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <iostream>

#include "complaint.hpp"
#include "csv.hpp"

namespace gandse::cli {

void write_row(std::ostream& out, const std::vector<std::string>& fields) {
  write_csv_row(out, fields);
  if (!out.flush()) {
    throw OutputLost{};
  }
}

bool nobody_reads() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

void report_lost_output(int error) {
  static std::atomic_flag said = ATOMIC_FLAG_INIT;
  if (!said.test_and_set()) {
    complain(std::cerr, std::string{"cannot write to standard output: "} + std::strerror(error));
  }
}

}  // namespace gandse::cli
