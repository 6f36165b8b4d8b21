// The command line under test while it works: at a terminal, with a reader that goes away, ended by a signal.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "process.hpp"

namespace gandse::test {

/// A terminal of our own.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// The name of the device for whoever writes to it.
  [[nodiscard]] std::string path() const;
  /// What was written to it until now.
  const std::string& text();

 private:
  int device_;
  std::string text_;
};

class Running {
 public:
  enum class Reader { file, gone, terminal };  ///< standard output: kept, or a pipe that nobody reads
  enum class Screen { file, terminal };        ///< standard error

  explicit Running(const std::vector<std::string>& arguments, Screen screen = Screen::file,
                   Reader reader = Reader::file);
  ~Running();  ///< ends it, if it still works
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// What it said until now.
  [[nodiscard]] std::string out();
  [[nodiscard]] std::string err();

  /// Waits until `met()`; false where the program ends or half a minute passes before.
  [[nodiscard]] bool wait_until(const std::function<bool()>& met);
  void send(int signal) const;

  /// Waits for the end, half a minute at most. Its exit code; -N where signal N ended it, -1000 where nothing did.
  int end();

 private:
  [[nodiscard]] bool at_work();

  TemporaryFile out_{""};
  TemporaryFile err_{""};
  std::unique_ptr<Terminal> out_terminal_;
  std::unique_ptr<Terminal> err_terminal_;
  pid_t process_ = 0;
  int status_ = 0;
  bool ended_ = false;
};

}  // namespace gandse::test
