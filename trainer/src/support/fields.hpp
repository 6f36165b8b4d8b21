// The named values that a file holds, each taken as what it must be.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace gandse::trainer {

/// Every member throws std::runtime_error naming file and value where that is missing, of another type, or out of its
/// range.
class Fields {
 public:
  Fields(nlohmann::json values, std::filesystem::path file);

  /// Printable ASCII: it is written into comments of C++ headers.
  [[nodiscard]] std::string text(const char* name) const;
  /// JSON within text.
  [[nodiscard]] nlohmann::ordered_json json(const char* name) const;
  [[nodiscard]] std::uint64_t whole(const char* name, std::uint64_t least = 0, std::uint64_t most = UINT64_MAX) const;
  [[nodiscard]] std::int32_t int32(const char* name) const;
  [[nodiscard]] double real(const char* name, double least = std::numeric_limits<double>::lowest(),
                            double most = std::numeric_limits<double>::max()) const;
  [[nodiscard]] std::vector<std::uint32_t> list(const char* name) const;
  /// Finite numbers.
  [[nodiscard]] std::vector<float> floats(const char* name) const;
  /// What to_blob made.
  template <class T>
  [[nodiscard]] std::vector<T> blob(const char* name) const {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto bytes = binary(name);
    if (bytes.size() % sizeof(T) != 0) {
      refuse(name, "is cut short");
    }
    std::vector<T> all(bytes.size() / sizeof(T));
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::uint8_t*>(all.data()));
    return all;
  }
  [[nodiscard]] Fields fields(const char* name) const;

  [[noreturn]] void refuse(const std::string& name, const std::string& what) const;

 private:
  [[nodiscard]] const nlohmann::json& at(const char* name) const;
  [[nodiscard]] std::span<const std::uint8_t> binary(const char* name) const;

  nlohmann::json values_;
  std::filesystem::path file_;
};

/// Arrays of plain numbers as CBOR byte strings (little-endian; the trainer runs on x86-64 and AArch64).
template <class T>
nlohmann::json to_blob(std::span<const T> values) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  return nlohmann::json::binary({bytes, bytes + values.size() * sizeof(T)});
}
template <class T>
nlohmann::json to_blob(const std::vector<T>& values) {
  return to_blob(std::span<const T>{values});
}

}  // namespace gandse::trainer
