// Files are replaced in one step: whatever happens, there is the old one or the new one, and nothing beside it.
#include "support/file_bytes.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "../temporary_folder.hpp"

namespace gandse::test {

using namespace trainer;
namespace fs = std::filesystem;

namespace {

std::vector<std::uint8_t> bytes(const std::string& text) { return {text.begin(), text.end()}; }

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

}  // namespace

TEST_CASE("a file is replaced, keeps its mode, and its folders are made") {
  const TemporaryFolder folder;
  const auto file = folder / "deep" / "down" / "file";
  write_atomically(file, bytes("first"));
  fs::permissions(file, fs::perms{0640});
  write_atomically(file, bytes("second"));
  CHECK(read_bytes(file) == bytes("second"));
  CHECK(fs::status(file).permissions() == fs::perms{0640});
  CHECK(entries(file.parent_path()) == 1);
}

TEST_CASE("a symbolic link stays, and what it leads to is replaced") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  fs::create_symlink("elsewhere/target", folder / "second");
  fs::create_symlink("second", folder / "first");
  for (const char* text : {"made", "replaced"}) {  // at first it leads nowhere yet
    write_atomically(folder / "first", bytes(text));
    CHECK(fs::is_symlink(folder / "first"));
    CHECK(fs::is_symlink(folder / "second"));
    CHECK(read_bytes(folder / "elsewhere" / "target") == bytes(text));
  }
  CHECK(entries(folder / "elsewhere") == 1);
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  CHECK_THROWS_WITH_AS(write_atomically(folder / "a", {}), doctest::Contains("a: cannot be written: "),
                       std::runtime_error);
}

TEST_CASE("devices and pipes are written to, never replaced") {
  const TemporaryFolder folder;
  fs::create_symlink("/dev/null", folder / "null");
  write_atomically(folder / "null", bytes("nothing"));
  CHECK(fs::is_symlink(folder / "null"));
  CHECK(fs::is_character_file("/dev/null"));
  fs::create_symlink("/dev/full", folder / "full");
  CHECK_THROWS_WITH_AS(write_atomically(folder / "full", bytes("too much")),
                       doctest::Contains("full: cannot be written: No space left on device"), std::runtime_error);
  CHECK(fs::is_symlink(folder / "full"));

  const auto pipe = folder / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  write_atomically(pipe, bytes("through"));
  std::array<char, 16> got{};
  CHECK(read(reader, got.data(), got.size()) == 7);
  CHECK(std::string{got.data()} == "through");
  close(reader);
  CHECK(fs::is_fifo(pipe));

  // What a process has open, as /dev/stdout.
  const int held = open((folder / "held").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  write_atomically("/proc/self/fd/" + std::to_string(held), bytes("open"));
  CHECK(read(held, got.data(), got.size()) == 4);
  close(held);
}

TEST_CASE("what cannot be written is named with its cause, and nothing stays of it") {
  const TemporaryFolder folder;
  const auto file = folder / "file";
  write_atomically(file, bytes("old"));
  CHECK_THROWS_WITH_AS(write_atomically(folder.path(), {}), doctest::Contains("cannot be written: it is a folder"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(write_atomically(file / "beneath", {}),
                       doctest::Contains("beneath: cannot be written: Not a dir"), std::runtime_error);
  const pid_t child = fork();
  if (child == 0) {  // a file system that is full looks the same
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_atomically(file, std::vector<std::uint8_t>(1000));
    } catch (const std::runtime_error& error) {
      _exit(std::string{error.what()}.find("file: cannot be written: File too large") != std::string::npos ? 7 : 8);
    }
    _exit(9);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 7);
  CHECK(read_bytes(file) == bytes("old"));
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("whenever a writer is ended, the file is whole, and alone in its folder") {
  constexpr std::size_t kBytes = 3 << 20U;
  const TemporaryFolder folder;
  const auto file = folder / "file";
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      signal(SIGTERM, SIG_DFL);  // doctest's own handler would report it
      for (std::uint8_t pattern = 1;; ++pattern) {
        write_atomically(file, std::vector<std::uint8_t>(kBytes, pattern));
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{15 + 3 * round});
    kill(child, SIGTERM);
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    REQUIRE(entries(folder.path()) <= 1);
    if (fs::exists(file)) {
      const auto found = read_bytes(file);
      REQUIRE(found.size() == kBytes);
      CHECK(std::all_of(found.begin(), found.end(), [&](std::uint8_t byte) { return byte == found.front(); }));
    }
  }
  CHECK(fs::exists(file));
}

TEST_CASE("what cannot be read is named with its cause") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(read_bytes(folder / "missing"), doctest::Contains("missing: cannot be read: No such file"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_bytes(folder.path()), doctest::Contains("cannot be read: Is a directory"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(read_bytes("/dev/zero"), doctest::Contains("/dev/zero: has more than 256 MiB"),
                       std::runtime_error);
}

}  // namespace gandse::test
