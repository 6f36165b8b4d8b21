// Checkpoints: the float generator with everything its exported header must tell. A framed file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "net/generator_net.hpp"
#include "support/fields.hpp"
#include "support/framed_file.hpp"

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

/// Both throw std::runtime_error naming the file and what is wrong; writing is write_atomically's.
void save(const Checkpoint& checkpoint, const std::filesystem::path& file);
Checkpoint load_checkpoint(const std::filesystem::path& file);

}  // namespace gandse::trainer
