#include "support/file_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace gandse::trainer {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20U;
constexpr int kMostLinks = 40;

std::string cause() { return std::generic_category().message(errno); }

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw std::runtime_error(file.string() + ": cannot be written: " + why);
}

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

/// Holds back, for this thread, the signals by which people and systems end a program.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t ending{};
    sigemptyset(&ending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
      sigaddset(&ending, signal);
    }
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// A name beside the new file that is removed again unless it is renamed.
class Part {
 public:
  explicit Part(const fs::path& folder) {
    static std::atomic<unsigned> parts{0};
    name_ = folder / (".gandse-" + std::to_string(getpid()) + '-' + std::to_string(parts++) + ".part");
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() {
    if (made_) {
      unlink(name_.c_str());
    }
  }

  int create(mode_t mode) {
    const int descriptor = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    made_ = descriptor >= 0;
    return descriptor;
  }
  bool link(int unnamed) {
    const std::string open_file = "/proc/self/fd/" + std::to_string(unnamed);
    made_ = linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name_.c_str(), AT_SYMLINK_FOLLOW) == 0;
    return made_;
  }
  bool rename_to(const fs::path& file) {
    const bool renamed = rename(name_.c_str(), file.c_str()) == 0;
    made_ = made_ && !renamed;
    return renamed;
  }

 private:
  fs::path name_;
  bool made_ = false;
};

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

bool write_and_sync(int descriptor, std::span<const std::uint8_t> bytes) {
  return write_all(descriptor, bytes) && fsync(descriptor) == 0;
}

void write_in_place(const fs::path& file, std::span<const std::uint8_t> bytes) {
  const Descriptor stream{::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC)};
  if (!stream.open() || !write_all(stream.get(), bytes)) {
    refuse(file, cause());
  }
}

/// What `file` leads to by symbolic links; nothing where that is to be written in place: a device, a pipe, or what a
/// process has open (/dev/stdout).
fs::path replaced_by_name(const fs::path& file) {
  struct stat there {};
  if (stat(file.c_str(), &there) == 0) {
    if (S_ISDIR(there.st_mode)) {
      refuse(file, "it is a folder");
    }
    if (!S_ISREG(there.st_mode)) {
      return {};
    }
  }
  fs::path target = file;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target)); ++links) {
    if (links == kMostLinks) {
      refuse(file, "its symbolic links lead nowhere");
    }
    const fs::path folder = target.has_parent_path() ? target.parent_path() : ".";
    if (*std::next(fs::canonical(folder).begin()) == "proc") {
      return {};
    }
    target = folder / fs::read_symlink(target);
  }
  return target;
}

void replace(const fs::path& file, std::span<const std::uint8_t> bytes) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  constexpr mode_t kUsualMode = 0666;  // less what the user's mask takes away
  struct stat old {};
  const bool replaces = stat(file.c_str(), &old) == 0;
  const auto keep_mode = [&](int descriptor) { return !replaces || fchmod(descriptor, old.st_mode & 07777U) == 0; };
  Part part{folder};
  bool written = false;
#ifdef O_TMPFILE
  // Has no name before it is whole: nothing stays of it, however the program ends.
  if (const Descriptor unnamed{::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, kUsualMode)}; unnamed.open()) {
    if (!write_and_sync(unnamed.get(), bytes) || !keep_mode(unnamed.get())) {
      refuse(file, cause());
    }
    written = part.link(unnamed.get());
  }
#endif
  if (!written) {
    const Descriptor named{part.create(kUsualMode)};
    if (!named.open() || !write_and_sync(named.get(), bytes) || !keep_mode(named.get())) {
      refuse(file, cause());
    }
  }
  if (!part.rename_to(file)) {
    refuse(file, cause());
  }
  const Descriptor entries{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (entries.open()) {
    fsync(entries.get());
  }
}

}  // namespace

InputFile::InputFile(fs::path file) : path_(std::move(file)), descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw std::runtime_error(path_.string() + ": cannot be read: " + cause());
  }
}

InputFile::~InputFile() { close(descriptor_); }

std::size_t InputFile::read(std::span<std::uint8_t> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(descriptor_, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno != EINTR) {
      throw std::runtime_error(path_.string() + ": cannot be read: " + cause());
    }
    if (count == 0) {
      break;
    }
    done += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }
  return done;
}

std::vector<std::uint8_t> InputFile::read(std::uint64_t count) {
  constexpr std::uint64_t kStep = std::uint64_t{1} << 20U;
  std::vector<std::uint8_t> bytes;
  while (bytes.size() < count) {
    const std::size_t before = bytes.size();
    const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(count - before, std::max(kStep, before / 2)));
    bytes.resize(before + step);
    const std::size_t got = read(std::span{bytes}.subspan(before));
    if (got < step) {
      bytes.resize(before + got);
      break;
    }
  }
  return bytes;
}

std::vector<std::uint8_t> read_bytes(const fs::path& file) {
  auto bytes = InputFile{file}.read(kMostBytes + 1);
  if (bytes.size() > kMostBytes) {
    throw std::runtime_error(file.string() + ": has more than 256 MiB, and is nothing that is read here");
  }
  return bytes;
}

void write_atomically(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
  const SignalsHeld held;
  fs::path target;
  try {
    if (file.has_parent_path()) {
      fs::create_directories(file.parent_path());
    }
    target = replaced_by_name(file);
  } catch (const fs::filesystem_error& error) {
    refuse(file, error.code().message());
  }
  if (target.empty()) {
    write_in_place(file, bytes);
  } else {
    replace(target, bytes);
  }
}

}  // namespace gandse::trainer
