// Layers of real networks, from the CSV files in trainer/networks/. Whole networks are held out: training.csv is all
// that training ever sees, validation.csv is logged while training, held_out.csv is judged once at the end.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gandse/cost_model/workload.hpp"

namespace gandse::trainer {

struct NamedLayer {
  std::string network;
  Layer layer;
};

/// Reads `network,ic,oc,oh,ow,kh,kw,stride,repeat`. Throws std::runtime_error naming the file and line of what is
/// wrong.
std::vector<NamedLayer> read_networks(const std::filesystem::path& file);

}  // namespace gandse::trainer
