#include "running.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace gandse::test {

namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::milliseconds kLook{5};

}  // namespace

Terminal::Terminal() : device_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  if (device_ < 0 || grantpt(device_) != 0 || unlockpt(device_) != 0) {
    throw std::runtime_error("cannot make a terminal");
  }
  fcntl(device_, F_SETFL, O_NONBLOCK);
}

Terminal::~Terminal() { close(device_); }

std::string Terminal::path() const { return ptsname(device_); }

const std::string& Terminal::text() {
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(device_, buffer.data(), buffer.size())) > 0;) {
    text_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return text_;
}

Running::Running(const std::vector<std::string>& arguments, Screen screen, Reader reader) {
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  std::array<int, 2> pipe{-1, -1};
  if (reader == Reader::gone) {
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("cannot make a pipe");
    }
    close(pipe[0]);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  } else {
    out_terminal_ = reader == Reader::terminal ? std::make_unique<Terminal>() : nullptr;
    const std::string out = out_terminal_ ? out_terminal_->path() : out_.path();
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_NOCTTY, 0);
  }
  err_terminal_ = screen == Screen::terminal ? std::make_unique<Terminal>() : nullptr;
  const std::string error = err_terminal_ ? err_terminal_->path() : err_.path();
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error.c_str(), O_WRONLY | O_NOCTTY, 0);
  process_ = spawn(arguments, actions);
  if (pipe[1] >= 0) {
    close(pipe[1]);
  }
}

Running::~Running() {
  if (at_work()) {
    send(SIGKILL);
    waitpid(process_, nullptr, 0);
  }
}

std::string Running::out() { return out_terminal_ ? out_terminal_->text() : read_file(out_.path()); }

std::string Running::err() { return err_terminal_ ? err_terminal_->text() : read_file(err_.path()); }

bool Running::wait_until(const std::function<bool()>& met) {
  for (const auto start = std::chrono::steady_clock::now(); std::chrono::steady_clock::now() - start < kPatience;) {
    if (met()) {
      return true;
    }
    if (!at_work()) {
      return met();
    }
    std::this_thread::sleep_for(kLook);
  }
  return false;
}

void Running::send(int signal) const { kill(process_, signal); }

int Running::end() {
  if (!wait_until([&] { return !at_work(); })) {
    return -1000;
  }
  return WIFSIGNALED(status_) ? -WTERMSIG(status_) : WEXITSTATUS(status_);
}

bool Running::at_work() {
  ended_ = ended_ || waitpid(process_, &status_, WNOHANG) == process_;
  return !ended_;
}

}  // namespace gandse::test
