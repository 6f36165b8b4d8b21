#include "interruption.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>

namespace gandse::cli {

namespace {

std::atomic<int> noted{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

extern "C" void note_signal(int signal) { noted = signal; }

}  // namespace

void defer_interruption() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_DFL) {
      struct sigaction action {};
      action.sa_handler = note_signal;
      sigemptyset(&action.sa_mask);
      action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
      sigaction(signal, &action, nullptr);
    }
  }
}

int interruption() { return noted; }

void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);  // it is blocked
}

}  // namespace gandse::cli
