// The verilated machine with a memory at its port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "registers.hpp"

namespace gandse::test {

/// Choices of the hardware that this program was built with; tiles are the smallest.
extern const Machine::Configuration kHardware;

/// What one layer took.
struct Run {
  std::uint64_t cycles = 0, stalls = 0;  ///< as the machine counts
  std::uint64_t wire = 0;                ///< from start to idle, seen from outside
  std::uint64_t bytes_read = 0, bytes_written = 0;
  std::uint64_t faults = 0;  ///< requests outside of the memory, or that changed while they were refused
};

/// The machine, and bytes at its port.
class RtlMachine {
 public:
  explicit RtlMachine(std::size_t memory_bytes);
  ~RtlMachine();
  RtlMachine(const RtlMachine&) = delete;
  RtlMachine& operator=(const RtlMachine&) = delete;

  /// Refuses so many percent of all beats that are offered, after `seed`.
  void refuse(unsigned percent, std::uint32_t seed);

  /// Runs a layer; gives up after `most_cycles`, which is a fault.
  Run run(const std::vector<std::uint32_t>& registers, std::uint64_t most_cycles);

  std::vector<std::uint8_t> memory;

 private:
  struct Port;
  void clock();

  std::unique_ptr<Port> port_;
  Run run_;
};

}  // namespace gandse::test
