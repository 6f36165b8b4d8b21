// Energy in picojoule, in floating point, from the published figures written down a second time.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "im2col_simulator.hpp"

namespace gandse::test {

inline constexpr double kClockHz = 500e6;     // BitFusion (ISCA 2018)
inline constexpr double kMacPj = 0.20;        // BitFusion, synthesis table: 8-bit systolic PE with registers, per cycle
inline constexpr double kPeLeakageW = 16e-6;  // BitFusion, same table
inline constexpr double kDramPjPerBit = 8;    // LPDDR4: Accelergy's CACTI plug-in table, after Chatterjee (MICRO 2017)
// CACTI 7, 32-bit word, read, pJ/bit at 1, 2, 4 ... 256 KiB.
inline constexpr std::array<double, 9> kSramReadPjPerBit{.035, .060, .107, .20, .31, .46, .60, .86, 1.28};
inline constexpr double kSramLeakageWPerKib = 1.5e-3 / 50;  // CACTI 7, high-performance cells; a fiftieth is assumed

inline double sram_read_pj_per_byte(std::size_t choice) {
  const double kib = std::exp2(static_cast<double>(choice));
  return 8 * (choice < kSramReadPjPerBit.size() ? kSramReadPjPerBit[choice] : 0.08 * std::sqrt(kib));
}

/// CACTI 7: 1.5 times the read for small arrays, 0.75 to 1 times for large ones.
inline double sram_write_pj_per_byte(std::size_t choice) {
  return sram_read_pj_per_byte(choice) * (choice <= 2 ? 1.5 : 1.0);
}

inline double energy_pj(const Counts& counts, const Configuration& configuration) {
  const auto n = [](std::uint64_t figure) { return static_cast<double>(figure); };
  const auto value = [&](std::size_t parameter) -> double {
    return Machine::parameters[parameter].values[configuration[parameter]];
  };
  const std::size_t iss = configuration[Machine::ISS];
  const std::size_t wss = configuration[Machine::WSS];
  const std::size_t oss = configuration[Machine::OSS];
  // Logic that a choice makes larger leaks like PEs of as many LUTs, of which a PE has 97 (synthesis for ECP5).
  const Hardware machine = hardware(configuration);
  const auto port = n(machine.dram_bandwidth);
  const auto rows = n(machine.rows);
  const double word = rows / n(machine.feed);
  const double banks = std::max(word, port);
  const double luts = (97 + 16 / n(machine.feed)) * value(Machine::PEN) + 16 * banks * std::log2(banks) +
                      450 * std::min(port, rows) + 128 * port;
  const double watts =
      luts / 97 * kPeLeakageW + (value(Machine::ISS) + value(Machine::WSS) + value(Machine::OSS)) * kSramLeakageWPerKib;
  return n(counts.macs) * kMacPj +                                                                                    //
         n(counts.input_feed) * sram_read_pj_per_byte(iss) +                                                          //
         n(counts.weight_feed) * sram_read_pj_per_byte(wss) +                                                         //
         n(counts.input_fill) * sram_write_pj_per_byte(iss) +                                                         //
         n(counts.weight_dram) * sram_write_pj_per_byte(wss) +                                                        //
         n(counts.partial_sums) * (sram_read_pj_per_byte(oss) + sram_write_pj_per_byte(oss)) +                        //
         n(counts.input_dram + counts.weight_dram + counts.constant_dram + counts.output_dram) * 8 * kDramPjPerBit +  //
         n(counts.cycles) / kClockHz * watts * 1e12;
}

}  // namespace gandse::test
