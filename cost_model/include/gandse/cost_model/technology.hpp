// Constants of a process and board: clock, energy per action, leakage. A technology is a type, so that a template
// instance carries it at compile time and the generated weights can refuse another one, by its values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"  // templates that include this one use it

namespace gandse {

/// One constant of a technology, for reports: `count` values, one per SRAM size where there is more than one.
struct TechnologyConstant {
  const char* name;             ///< for reports; part of the fingerprint
  const char* unit;             ///< of every value, such as "fJ/B"
  const char* source;           ///< publication or assumption that the values come from
  const std::uint32_t* values;  ///< `count` of them
  std::size_t count;            ///< 1, or one per SRAM size
};

/// 45 nm, int8, 500 MHz, LPDDR4. All energies in femtojoule; every SRAM table is indexed by log2(size in KiB), 1..512.
struct Asic45nm {
  static constexpr const char* kName = "asic45nm";  ///< for the command line

  /// BitFusion (ISCA 2018) runs its 45 nm array at 500 MHz; its synthesis table belongs to that clock.
  static constexpr std::uint32_t kClockMhz = 500;

  /// One int8 MAC in a systolic PE with its registers: 0.20 pJ (BitFusion, synthesis table).
  static constexpr std::uint32_t kMacFj = 200;

  /// Leakage of one PE in a cycle: 16 uW (BitFusion, synthesis table) over 2 ns.
  static constexpr std::uint32_t kPeLeakageFj = 32;

  /// Reading one byte of an SRAM, by 32-bit words, CACTI 7: .035 .060 .107 .20 .31 .46 .60 .86 1.28 pJ/bit for 1..256
  /// KiB, times 8 bits; 512 KiB extrapolated by CACTI's own trend 0.08 * sqrt(KiB) = 1.81 pJ/bit.
  static constexpr std::array<std::uint32_t, 10> kSramReadFj{280, 480, 856, 1600, 2480, 3680, 4800, 6880, 10240, 14480};

  /// Writing one byte to an SRAM: CACTI 7 gives 1.5 x the read for small arrays (here up to 4 KiB) and 0.75 to 1 x for
  /// large ones (here 1).
  static constexpr std::array<std::uint32_t, 10> kSramWriteFj{420,  720,  1284, 1600,  2480,
                                                              3680, 4800, 6880, 10240, 14480};

  /// Leakage of one KiB of SRAM in a cycle. CACTI 7 gives about 1.5 mW/KiB with high-performance cells;
  /// low-standby-power cells are ASSUMED at 1/50 of that: 30 uW/KiB over 2 ns. The one figure here without a published
  /// source.
  static constexpr std::uint32_t kSramLeakageFj = 60;

  /// Moving one byte from or to DRAM: LPDDR4, 8 pJ/bit (Accelergy's CACTI plug-in table, after Chatterjee et al., MICRO
  /// 2017), times 8 bits.
  static constexpr std::uint32_t kDramFj = 64000;

  /// Every constant of `Technology` but its clock. `Technology` is this one, or derives from it and overrides what it
  /// likes.
  template <class Technology>
  static constexpr std::array<TechnologyConstant, 6> constants() {
    return {{
        {"mac_fj", "fJ", "BitFusion (ISCA 2018), synthesis table: int8 MAC with its registers", &Technology::kMacFj, 1},
        {"pe_leakage_fj_per_cycle", "fJ/cycle", "BitFusion (ISCA 2018), synthesis table: 16 uW per PE",
         &Technology::kPeLeakageFj, 1},
        {"sram_read_fj_per_byte", "fJ/B", "CACTI 7, for 1, 2, 4 ... 256 KiB; 512 KiB extrapolated",
         Technology::kSramReadFj.data(), Technology::kSramReadFj.size()},
        {"sram_write_fj_per_byte", "fJ/B", "CACTI 7, for 1, 2, 4 ... 256 KiB; 512 KiB extrapolated",
         Technology::kSramWriteFj.data(), Technology::kSramWriteFj.size()},
        {"sram_leakage_fj_per_kib_cycle", "fJ/(KiB cycle)", "assumed: low-standby-power cells, 30 uW/KiB",
         &Technology::kSramLeakageFj, 1},
        {"dram_fj_per_byte", "fJ/B", "LPDDR4, 8 pJ/bit: Accelergy, after Chatterjee et al. (MICRO 2017)",
         &Technology::kDramFj, 1},
    }};
  }
};

/// The same process with 16-bit operands. SRAM figures are per byte, and stay.
struct Asic45nmInt16 : Asic45nm {
  static constexpr const char* kName = "asic45nm_int16";  ///< for the command line

  /// One 16-bit MAC in a systolic PE with its registers: 0.60 pJ (BitFusion, synthesis table).
  static constexpr std::uint32_t kMacFj = 600;

  /// Leakage of one PE in a cycle: 57 uW (BitFusion, synthesis table) over 2 ns.
  static constexpr std::uint32_t kPeLeakageFj = 114;

  /// As Asic45nm::constants, with the sources of the 16-bit figures.
  template <class Technology>
  static constexpr std::array<TechnologyConstant, 6> constants() {
    auto all = Asic45nm::constants<Technology>();
    all[0].source = "BitFusion (ISCA 2018), synthesis table: 16-bit MAC with its registers";
    all[1].source = "BitFusion (ISCA 2018), synthesis table: 57 uW per PE";
    return all;
  }
};

/// Every constant of a technology but its clock, for reports and for the fingerprint. What a technology overrides of
/// the one that it derives from is in it, however little else it says.
template <class Technology>
constexpr auto constants_of() {
  return Technology::template constants<Technology>();
}

}  // namespace gandse
