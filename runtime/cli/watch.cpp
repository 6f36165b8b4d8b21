#include "watch.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
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

/// Columns of the terminal; 0 where it does not say.
std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
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
  count(unit, of);
  defer_interruption();
}

void Watch::count(const char* unit, std::uint64_t of, bool at_most) {
  unit_ = nullptr;  // so that the thread shows no mixture of two
  done_ = 0;
  of_ = of;
  at_most_ = at_most;
  counting_since_ = std::chrono::steady_clock::now();
  unit_ = unit;
}

void Watch::measure(const Share& share) {
  share_part_.store(share.part, std::memory_order_relaxed);
  share_whole_.store(share.whole, std::memory_order_relaxed);
}

bool Watch::go_on() {
  reached(asked_.fetch_add(1, std::memory_order_relaxed));
  return interruption() == 0;
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
      show(std::chrono::steady_clock::now() - start);
    }
  }
  wipe();
}

// The line ends with a return, so that whatever else is printed begins where it stands and covers it.
void Watch::show(std::chrono::steady_clock::duration working) {
  Progress progress;
  progress.working = std::chrono::duration_cast<std::chrono::seconds>(working);
  progress.unit = unit_;
  if (progress.unit != nullptr) {
    progress.count = {done_, of_};
    progress.at_most = at_most_;
    progress.share = {share_part_, share_whole_};
    progress.counting = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                              counting_since_.load());
  }
  const std::size_t columns = terminal_columns();
  std::string line = fitted("gandse " + command_ + ": " + progress_text(progress) +
                                (interruption() != 0 ? "; ends after this; once more: at once" : ""),
                            columns);
  const std::size_t length = line.size();
  line.resize(std::max(length, shown_), ' ');
  to_terminal(fitted(line, columns) + '\r');
  shown_ = length;
}

void Watch::wipe() {
  if (shown_ != 0) {
    to_terminal(std::string(shown_, ' ') + '\r');
    shown_ = 0;
  }
}

}  // namespace gandse::cli
