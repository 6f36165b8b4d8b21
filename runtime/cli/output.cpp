#include "output.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "csv.hpp"

namespace gandse::cli {

OutputLost::OutputLost(int error)
    : std::runtime_error(std::string{"cannot write to standard output"} +
                         (error != 0 ? std::string{": "} + std::strerror(error) : "")) {}

void flush_row(std::ostream& out) {
  if (!out.flush()) {
    throw OutputLost{errno};
  }
}

void write_row(std::ostream& out, const std::vector<std::string>& fields) {
  errno = 0;
  write_csv_row(out, fields);
  flush_row(out);
}

bool nobody_reads() {
  pollfd output{STDOUT_FILENO, 0, 0};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

void report_lost_output(const std::string& what) {
  static std::atomic_flag said = ATOMIC_FLAG_INIT;
  if (!said.test_and_set()) {
    std::cerr << "gandse: " << what << '\n';
  }
}

}  // namespace gandse::cli
