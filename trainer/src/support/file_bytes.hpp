// Files as a whole: read to their end, and replaced in one step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace gandse::trainer {

/// A file that is read from its beginning.
class InputFile {
 public:
  /// Throws std::runtime_error naming the file and the cause where it cannot be opened.
  explicit InputFile(std::filesystem::path file);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Fills `bytes`; fewer only where the file ends. Returns their number. Throws as the constructor does.
  std::size_t read(std::span<std::uint8_t> bytes);
  /// The next `count` bytes; fewer only where the file ends. Takes memory for no more than there are.
  std::vector<std::uint8_t> read(std::uint64_t count);

 private:
  std::filesystem::path path_;
  int descriptor_;
};

/// All bytes of `file`. Throws std::runtime_error naming the file and the cause, also where it has more than 256 MiB.
std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file);

/// Replaces `file`, and makes the folders that it lies in. Whoever looks, even after a crash, finds the old file or the
/// new one, and no other beside it. A symbolic link stays, and what it leads to is replaced; a device or pipe is
/// written to. Throws std::runtime_error naming the file and the cause; the old file is there then.
void write_atomically(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes);
inline void write_text(const std::filesystem::path& file, const std::string& text) {
  write_atomically(file, {text.begin(), text.end()});
}

}  // namespace gandse::trainer
