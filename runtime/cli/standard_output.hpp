// Standard output that remembers why it failed: a stream tells only that it did, and errno is another's by then.
#pragma once

#include <array>
#include <ostream>
#include <streambuf>

namespace gandse::cli {

/// Stands behind std::cout as long as it lives. What is buffered at its end is lost: flush before.
class StandardOutput final : public std::streambuf {
 public:
  StandardOutput();
  ~StandardOutput() override;
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput(StandardOutput&&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;
  StandardOutput& operator=(StandardOutput&&) = delete;

  /// errno of the first write that failed; 0 where none has.
  [[nodiscard]] int error() const { return error_; }

 protected:
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  bool write_buffered();

  std::array<char, 65536> buffer_{};
  int error_ = 0;
  std::streambuf* before_;
};

/// The error of the StandardOutput that `out` writes to; 0 where that is another buffer.
int write_error(const std::ostream& out);

}  // namespace gandse::cli
