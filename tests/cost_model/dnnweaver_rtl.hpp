// Cycles measured on the RTL of DNNWeaver2, and the same layers as the template sees them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gandse/cost_model/dnnweaver.hpp"

namespace gandse::test {

struct RtlRow {
  DnnweaverLayer layer;
  Dnnweaver<>::Configuration configuration{};  ///< largest SRAMs; the rest as it was measured
  std::uint64_t measured = 0;                  ///< cycles, a memory port for each buffer
  std::uint64_t shared_bus = 0;                ///< cycles, one port for all
  std::uint64_t published_model = 0;           ///< what the model shipped with the RTL says
  std::uint64_t predicted = 0;                 ///< what the template says
};

/// Throws std::runtime_error where the file cannot be read, or holds what the template cannot express.
std::vector<RtlRow> read_rtl_rows(const std::string& file);

struct RtlError {
  double mean = 0;              ///< of |model / measured - 1|
  double worst = 0;             ///< the largest
  double rank_correlation = 0;  ///< Spearman's, equal values sharing their mean rank
};

RtlError rtl_error(const std::vector<RtlRow>& rows, std::uint64_t RtlRow::*model,
                   std::uint64_t RtlRow::*measured = &RtlRow::measured);

}  // namespace gandse::test
