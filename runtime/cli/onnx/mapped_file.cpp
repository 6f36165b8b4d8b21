#include "onnx/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli {

MappedFile::MappedFile(const std::string& path) {
  const auto refuse = [&](const std::string& why) { throw BadInput(in_quotes(path, kLongestPath) + " " + why); };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    refuse(std::string{"cannot be opened: "} + std::strerror(errno));
  }
  struct stat status {};
  const bool regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  void* start = MAP_FAILED;
  if (regular && status.st_size > 0) {
    start = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
  }
  close(file);
  if (!regular || status.st_size == 0) {
    refuse(regular ? "is empty" : "is not a regular file, which a model has to be");
  }
  if (start == MAP_FAILED) {
    refuse("cannot be read");
  }
  start_ = start;
  bytes_ = {static_cast<const char*>(start), static_cast<std::size_t>(status.st_size)};
}

MappedFile::~MappedFile() { munmap(start_, bytes_.size()); }

}  // namespace gandse::cli
