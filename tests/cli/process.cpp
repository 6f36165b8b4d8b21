#include "process.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;  // NOLINT: POSIX wants it so

namespace gandse::test {

bool Result::complains(const std::vector<std::string>& parts) const {
  const bool all = std::all_of(parts.begin(), parts.end(),
                               [&](const std::string& part) { return err.find(part) != std::string::npos; });
  if (!all) {
    MESSAGE("error output was: " << err);
  }
  return all;
}

namespace {

pid_t start(const std::vector<std::string>& arguments, const std::string& out, const std::string& err) {
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY, 0);
  return spawn(arguments, actions);
}

}  // namespace

pid_t spawn(const std::vector<std::string>& arguments, posix_spawn_file_actions_t& actions) {
  std::vector<std::string> words{GANDSE_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  pid_t process = 0;
  const int error = posix_spawn(&process, GANDSE_BINARY, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("cannot run " GANDSE_BINARY);
  }
  return process;
}

Result gandse(const std::vector<std::string>& arguments, const std::string& out) {
  const TemporaryFile captured_out{""};
  const TemporaryFile captured_err{""};
  const pid_t process = start(arguments, out.empty() ? captured_out.path() : out, captured_err.path());
  int status = 0;
  rusage usage{};
  if (wait4(process, &status, 0, &usage) != process) {
    throw std::runtime_error("cannot wait for " GANDSE_BINARY);
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(captured_out.path()), read_file(captured_err.path()),
          usage.ru_maxrss};
}

bool says_early(const std::vector<std::string>& arguments, std::string_view text) {
  const TemporaryFile out{""};
  const TemporaryFile err{""};
  const pid_t process = start(arguments, out.path(), err.path());
  const auto at_work = [&] { return waitpid(process, nullptr, WNOHANG) == 0; };
  while (at_work()) {
    if (read_file(out.path()).find(text) != std::string::npos) {
      const bool early = at_work();
      if (early) {
        kill(process, SIGKILL);
        waitpid(process, nullptr, 0);
      }
      return early;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

TemporaryFile::TemporaryFile(std::string_view content)
    : path_(std::filesystem::temp_directory_path() / "gandse-test-XXXXXX") {
  const int file = mkstemp(path_.data());
  if (file < 0) {
    throw std::runtime_error("cannot make a temporary file");
  }
  close(file);
  std::ofstream(path_, std::ios::binary) << content;
}

TemporaryFile::~TemporaryFile() { unlink(path_.c_str()); }

std::string read_file(const std::string& path) {
  std::ostringstream text;
  std::ifstream stream(path, std::ios::binary);
  if (stream.peek() != std::ifstream::traits_type::eof()) {
    text << stream.rdbuf();
  }
  return text.str();
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Csv::Csv(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  REQUIRE(lines.size() >= 2);
  REQUIRE(lines.back().empty());  // the last line ends, too
  lines.pop_back();
  header_ = lines.front();
  columns_ = split(header_, ',');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    rows_.push_back(split(lines[i], ','));
    REQUIRE(rows_.back().size() == columns_.size());
  }
}

const std::string& Csv::at(std::size_t row, std::string_view column) const {
  const auto position = std::find(columns_.begin(), columns_.end(), column);
  REQUIRE(position != columns_.end());
  REQUIRE(row < rows_.size());
  return rows_[row][static_cast<std::size_t>(position - columns_.begin())];
}

}  // namespace gandse::test
