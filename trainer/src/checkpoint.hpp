// Checkpoints: the float generator with everything its exported header must tell. One CBOR file (RFC 8949).
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "generator_net.hpp"
#include "quality.hpp"

namespace gandse::trainer {

struct Checkpoint {
  std::string generator;               ///< name of the header it becomes, for example im2col_96k
  std::string method = "gan";          ///< how it learned: a name of methods.hpp
  std::uint64_t fingerprint = 0;       ///< of the template
  std::uint64_t data_fingerprint = 0;  ///< of the training set
  std::string command;                 ///< what made it
  std::uint64_t seed = 0;
  std::size_t epochs = 0;
  std::size_t samples = 0;
  std::size_t trunk_width = 0;
  std::size_t trunk_layers = 0;
  std::size_t head_width = 0;
  std::vector<float> parameters;
  ActivationRange range;
  std::vector<std::uint32_t> trained_most;  ///< of every field of a layer, in the template's order
  std::int32_t trained_least_ray = 0;       ///< as in TrainingRange
  std::int32_t trained_most_ray = 0;
  std::size_t held_out_tasks = 0;
  double held_out_first_satisfied = 0;  ///< first proposal alone
  double held_out_satisfied = 0;        ///< default budget
  double held_out_median_gap = 0;       ///< default budget, to the certified optimum
  double held_out_within_1 = 0;
};

/// Both throw std::runtime_error naming the file and what is wrong. Writing replaces the file in one step, so that a
/// killed run leaves the old one or the new one.
void save(const Checkpoint& checkpoint, const std::filesystem::path& file);
Checkpoint load_checkpoint(const std::filesystem::path& file);

void write_atomically(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes);
std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file);
/// Throws std::runtime_error naming the file where it is not CBOR.
nlohmann::json read_cbor(const std::filesystem::path& file);

/// Arrays of plain numbers as CBOR byte strings (little-endian; the trainer runs on x86-64 and AArch64).
template <class T>
nlohmann::json to_blob(const std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  return nlohmann::json::binary({bytes, bytes + values.size() * sizeof(T)});
}
template <class T>
std::vector<T> from_blob(const nlohmann::json& blob) {
  const auto& bytes = blob.get_binary();
  if (bytes.size() % sizeof(T) != 0) {
    throw std::runtime_error("an array is cut short");
  }
  std::vector<T> values(bytes.size() / sizeof(T));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::uint8_t*>(values.data()));
  return values;
}

}  // namespace gandse::trainer
