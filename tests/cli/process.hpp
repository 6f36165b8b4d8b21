// Runs the command line under test and looks at what comes out of it.
#pragma once

#include <spawn.h>
#include <sys/types.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gandse::test {

struct Result {
  int exit_code = -1;  ///< -1: ended by a signal
  std::string out;
  std::string err;
  long peak_kib = 0;  ///< the most memory it held at once

  [[nodiscard]] nlohmann::ordered_json json() const { return nlohmann::ordered_json::parse(out); }
  /// Whether the error output holds all of `parts`.
  [[nodiscard]] bool complains(const std::vector<std::string>& parts) const;
};

/// Runs gandse; its standard output goes to the file `out`, if one is given, and is then not in the result.
Result gandse(const std::vector<std::string>& arguments, const std::string& out = {});

/// Starts gandse with these files open, and destroys `actions`.
pid_t spawn(const std::vector<std::string>& arguments, posix_spawn_file_actions_t& actions);

/// Whether `text` is on standard output while gandse is still at work, which is ended then.
bool says_early(const std::vector<std::string>& arguments, std::string_view text);

/// A file that lives as long as the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string read_file(const std::string& path);

/// CSV without quotes, by column name.
class Csv {
 public:
  explicit Csv(const std::string& text);
  [[nodiscard]] const std::string& header() const { return header_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] const std::string& at(std::size_t row, std::string_view column) const;

 private:
  std::string header_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

std::vector<std::string> split(std::string_view text, char separator);

inline constexpr const char* kLayerText = "ic=64,oc=64,oh=56,ow=56,kh=3,kw=3";
inline constexpr const char* kTaskHeader = "ic,oc,oh,ow,kh,kw,stride,repeat,latency_cycles,power_uw\n";
inline constexpr const char* kPointHeader =
    "ic,oc,oh,ow,kh,kw,stride,repeat,PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,TOH,TKW,TKH\n";

}  // namespace gandse::test
