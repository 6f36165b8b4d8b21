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
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_.path().c_str(), O_WRONLY, 0);
  }
  std::string error = err_.path();
  if (screen == Screen::terminal) {
    terminal_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal_ < 0 || grantpt(terminal_) != 0 || unlockpt(terminal_) != 0) {
      throw std::runtime_error("cannot make a terminal");
    }
    error = ptsname(terminal_);
    fcntl(terminal_, F_SETFL, O_NONBLOCK);
  }
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
  if (terminal_ >= 0) {
    close(terminal_);
  }
}

std::string Running::out() const { return read_file(out_.path()); }

std::string Running::err() {
  if (terminal_ < 0) {
    return read_file(err_.path());
  }
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(terminal_, buffer.data(), buffer.size())) > 0;) {
    screen_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return screen_;
}

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
