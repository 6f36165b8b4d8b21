#include "support/progress.hpp"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace gandse::trainer {

namespace {
constexpr std::size_t kWidth = 30;
constexpr std::chrono::milliseconds kRedraw{200};
constexpr std::chrono::milliseconds kReprint{10'000};
}  // namespace

Progress::Progress(std::string title, std::size_t total)
    : title_(std::move(title)), total_(total == 0 ? 1 : total), terminal_(isatty(STDERR_FILENO) != 0) {
  if (terminal_) {
    draw();
  }
}

Progress::~Progress() {
  if (terminal_) {
    std::fputc('\n', stderr);
  }
}

void Progress::advance(std::size_t amount, const std::string& note) {
  const std::lock_guard lock{mutex_};
  done_ += amount;
  if (!note.empty()) {
    note_ = note;
  }
  const auto now = Clock::now();
  if (now - drawn_ >= (terminal_ ? kRedraw : kReprint) || (done_ >= total_ && amount > 0)) {
    drawn_ = now;
    draw();
  }
}

void Progress::draw() {
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  const double share = static_cast<double>(done_) / static_cast<double>(total_);
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(kWidth));
  const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
  std::fprintf(stderr, "%s%s [%s] %3.0f %%  %.0f s", terminal_ ? "\r" : "", title_.c_str(), bar.c_str(), 100.0 * share,
               elapsed);
  if (done_ > 0 && done_ < total_) {
    std::fprintf(stderr, ", %.0f s left", elapsed / share - elapsed);
  }
  std::fprintf(stderr, "  %s%s", note_.c_str(), terminal_ ? "\x1b[K" : "\n");
  std::fflush(stderr);
}

}  // namespace gandse::trainer
