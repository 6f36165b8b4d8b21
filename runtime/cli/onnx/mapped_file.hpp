// A file as bytes in memory, read by the system page by page as they are looked at.
#pragma once

#include <string>
#include <string_view>

namespace gandse::cli {

class MappedFile {
 public:
  /// Throws BadInput if `path` cannot be read or is empty.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile(MappedFile&&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;

  /// Valid as long as the object. Of a file that another program cuts short meanwhile, reading ends the process.
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  void* start_ = nullptr;
  std::string_view bytes_;
};

}  // namespace gandse::cli
