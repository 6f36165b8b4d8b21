#include "watch.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "exit_code.hpp"
#include "interruption.hpp"
#include "output.hpp"

namespace gandse::cli {

namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr unsigned kTicksPerLine = 10;

/// Past the stream: that is the main thread's.
void to_terminal(const std::string& text) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Watch::Watch(std::string command) : command_(std::move(command)), thread_([this] { run(); }) {}

Watch::~Watch() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Watch::begin(const char* unit, std::uint64_t of) {
  of_ = of;
  unit_ = unit;
  defer_interruption();
}

bool Watch::go_on() {
  asked_.fetch_add(1, std::memory_order_relaxed);
  return interruption() == 0;
}

std::uint64_t Watch::done() const {
  const std::uint64_t asked = asked_;
  return asked == 0 ? 0 : asked - 1;  // those before the present one, or before the end
}

void Watch::run() {
  const bool terminal = isatty(STDERR_FILENO) == 1;
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t asked_before = 0;
  std::unique_lock lock{mutex_};
  for (unsigned tick = 1; !ended_.wait_for(lock, kTick, [this] { return over_; }); ++tick) {
    const std::uint64_t asked = asked_;
    if (nobody_reads()) {
      wipe();
      report_lost_output(EPIPE);
      std::_Exit(static_cast<int>(ExitCode::fault));  // what the main thread is at may take hours
    }
    if (interruption() != 0 && reading_ && asked == asked_before) {
      wipe();
      end_by(interruption());
    }
    asked_before = asked;
    if (terminal && tick % kTicksPerLine == 0) {
      show(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start));
    }
  }
  wipe();
}

// The line ends with a return, so that whatever else is printed begins where it stands and covers it.
void Watch::show(std::chrono::seconds elapsed) {
  std::string line = "gandse " + command_ + ": ";
  if (const char* unit = unit_; unit != nullptr) {
    const std::uint64_t of = of_;
    line += std::to_string(done()) + (of != 0 ? " of " + std::to_string(of) : "") + " " + unit + ", ";
  }
  line += std::to_string(elapsed.count()) + " s" + (interruption() != 0 ? "; ends after this; once more: at once" : "");
  const std::size_t length = line.size();
  line.resize(length < shown_ ? shown_ : length, ' ');
  to_terminal(line + '\r');
  shown_ = line.size();
}

void Watch::wipe() {
  if (shown_ != 0) {
    to_terminal(std::string(shown_, ' ') + '\r');
    shown_ = 0;
  }
}

}  // namespace gandse::cli
