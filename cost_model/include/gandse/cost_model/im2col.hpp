// The im2col template: an output-stationary systolic array fed from three SRAMs. The machine, the derivation of every
// equation below and a drawing are in cost_model/im2col.md; tests/ holds the event-driven simulator it must equal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/double_buffer.hpp"
#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/layer_features.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/technology.hpp"
#include "gandse/cost_model/workload.hpp"

namespace gandse {

/// An output-stationary systolic array fed from three SRAMs (cost_model/im2col.md). Its members are those of the
/// template interface, which TemplateCheck describes; here stands what is special. `Technology_` is Asic45nm or derives
/// from it.
template <class Technology_ = Asic45nm>
struct Im2col {
  ///@{
  /// Types of the template interface; the layer has no fields of its own.
  using Technology = Technology_;
  using Layer = gandse::Layer;
  ///@}

  class Bound;  ///< lower bounds for an exact search; defined in im2col_bound.hpp

  /// Indices of `parameters`, which says what each one sizes.
  enum Index : std::uint8_t { PEN, SDB, DSB, ISS, WSS, OSS, TIC, TOC, TOW, TOH, TKW, TKH };
  ///@{
  /// Size and types of the design space.
  static constexpr std::size_t kParameters = 12;
  using Configuration = gandse::Configuration<kParameters>;
  using Pins = gandse::Pins<kParameters>;
  ///@}

  static constexpr const char* kName = "im2col";  ///< for the command line
  /// Counts changes of the equations: weights trained on another version are refused.
  static constexpr std::uint64_t kModelVersion = 1;

  static constexpr const auto& layer_fields = kLayerFields;  ///< those of `Layer`

  /// The design space, by `Index`.
  static constexpr std::array<Parameter, kParameters> parameters{{
      {"PEN", "PEs", "processing elements of the array", 8, {8, 16, 32, 64, 128, 256, 512, 1024}},
      {"SDB", "B/cycle", "bandwidth from the SRAMs into the array", 8, {4, 8, 16, 32, 64, 128, 256, 512}},
      {"DSB", "B/cycle", "DRAM bandwidth", 8, {1, 2, 4, 8, 16, 32, 64, 128}},
      {"ISS", "KiB", "input SRAM", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"WSS", "KiB", "weight SRAM", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"OSS", "KiB", "output SRAM (int32 partial sums)", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"TIC", "channels", "input channels of a tile", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"TOC", "channels", "output channels of a tile", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"TOW", "pixels", "output columns of a tile", 10, {1, 2, 4, 7, 8, 14, 16, 28, 32, 56}},
      {"TOH", "pixels", "output rows of a tile", 10, {1, 2, 4, 7, 8, 14, 16, 28, 32, 56}},
      {"TKW", "taps", "kernel columns of a tile", 7, {1, 2, 3, 4, 5, 6, 7}},
      {"TKH", "taps", "kernel rows of a tile", 7, {1, 2, 3, 4, 5, 6, 7}},
  }};

  /// The order in which a generator draws: hardware first, tiles next; the SRAMs last, because the tiles leave each of
  /// them at most two canonical sizes (just enough to stream, or just enough to stay resident).
  static constexpr std::array<std::uint8_t, kParameters> draw_order{PEN, SDB, DSB, TOC, TOH, TOW,
                                                                    TIC, TKH, TKW, ISS, WSS, OSS};

  /// Whether a bitstream fixes a parameter: array, bandwidths and SRAMs. Tiles are the schedule.
  static constexpr bool is_hardware(std::size_t parameter) { return parameter <= OSS; }

  /// The parameters of the schedule.
  static constexpr ParameterSet kTiles = parameter_set(TIC, TOC, TOW, TOH, TKW, TKH);
  /// The parameters that the choices which `allowed` offers depend on.
  static constexpr ParameterSet dependencies(std::size_t parameter) {
    switch (parameter) {
      case PEN:
      case DSB:
        return 0;
      case SDB:
        return parameter_set(PEN);
      case ISS:
        return kTiles & ~parameter_set(TOC);
      case WSS:
        return kTiles & ~parameter_set(TOW, TOH);
      case OSS:
        return parameter_set(TOC, TOW, TOH);
      default:
        return kTiles;
    }
  }

  /// Whether the parameters before it leave a parameter one canonical choice: OSS alone, which the output tile decides.
  static constexpr bool is_derived(std::size_t parameter) { return parameter == OSS; }

  /// Indices of `rules`.
  enum RuleIndex : std::uint8_t { kInputSramTooSmall, kWeightSramTooSmall, kOutputSramTooSmall };
  /// The ways to be illegal: half of each SRAM must hold a tile, because SRAMs are double-buffered.
  static constexpr std::array<Rule, 3> rules{{
      {"input_sram_too_small",
       "half the input SRAM (ISS) cannot hold one input tile: raise ISS or lower TIC, TOH, TOW, "
       "TKH or TKW"},
      {"weight_sram_too_small",
       "half the weight SRAM (WSS) cannot hold one weight tile: raise WSS or lower TOC, TIC, TKH "
       "or TKW"},
      {"output_sram_too_small",
       "half the output SRAM (OSS) cannot hold the int32 sums of one output tile: raise OSS or "
       "lower TOC, TOH or TOW"},
  }};

  /// What can be limited. DSPs and block RAMs are estimates (resource.hpp).
  static constexpr std::array<Resource, 4> resources{{
      {"sram", "KiB", "all SRAMs"},
      {"pe", "PEs", "processing elements"},
      {"dsp", "DSPs", "FPGA estimate: two int8 multiplications each"},
      {"bram", "blocks", "FPGA estimate: block RAMs of 4 KiB"},
  }};
  /// Amounts of `resources`, in its order and units.
  static constexpr std::array<std::uint32_t, 4> used(const Configuration& configuration) {
    std::uint32_t kib = 0;
    std::uint32_t blocks = 0;
    for (std::size_t sram = ISS; sram <= OSS; ++sram) {
      kib += parameters[sram].values[configuration[sram]];
      blocks += ceil_div(parameters[sram].values[configuration[sram]], kBlockRamKib);
    }
    const std::uint32_t pes = parameters[PEN].values[configuration[PEN]];
    return {kib, pes, ceil_div(pes, 2), blocks};
  }

  /// log2 of the rows of the array, which are output channels. Rows and columns are powers of two, as square as PEN
  /// allows.
  static constexpr unsigned log2_rows(unsigned pen_choice) { return (pen_choice + 3U) / 2U; }
  /// log2 of the columns of the array, which are output pixels.
  static constexpr unsigned log2_columns(unsigned pen_choice) { return pen_choice + 3U - log2_rows(pen_choice); }

  /// What the machine does for one layer, all groups: everything that energy is charged for. Bytes unless said.
  struct Activity {
    Reason reason = Reason::none;      ///< why the configuration is illegal; all else is then 0
    std::uint64_t cycles = 0;          ///< from the first load to the end of the last store
    std::uint64_t compute_cycles = 0;  ///< the array is busy; in the rest of `cycles` it waits for DRAM
    std::uint64_t macs = 0;            ///< multiplications, those of the padding of edge tiles included
    std::uint64_t input_dram = 0;      ///< loaded from DRAM into the input SRAM
    std::uint64_t weight_dram = 0;     ///< loaded from DRAM into the weight SRAM
    std::uint64_t output_dram = 0;     ///< int8 results, stored to DRAM
    std::uint64_t input_feed = 0;      ///< read from the input SRAM into the array
    std::uint64_t weight_feed = 0;     ///< read from the weight SRAM into the array
    std::uint64_t partial_sums = 0;    ///< read from, and as many written to, the output SRAM
  };

  /// Counts what exactly this configuration does. Tiles larger than the layer count as the smallest choice that covers
  /// it.
  static constexpr Activity activity(const Layer& layer, const Configuration& configuration) {
    Activity result;
    result.reason = check(layer, configuration);
    if (result.reason != Reason::none) {
      return result;
    }
    const Tiling t = tiling(layer, configuration);
    const unsigned pen = configuration[PEN];
    const unsigned row_bits = log2_rows(pen);
    const unsigned column_bits = log2_columns(pen);
    const std::uint32_t edge = (1U << row_bits) + (1U << column_bits);
    const std::uint32_t row_folds = (t.m + (1U << row_bits) - 1U) >> row_bits;
    const std::uint32_t column_folds = (t.n + (1U << column_bits) - 1U) >> column_bits;
    const std::uint64_t compute = std::uint64_t{row_folds} * column_folds *
                                  (std::uint64_t{t.k} * feed_cycles(pen, configuration[SDB]) + edge - 2U);

    const std::uint64_t groups = layer.repeat;
    const std::uint64_t output_blocks = t.output_blocks;
    const std::uint64_t pixel_blocks = t.pixel_blocks;
    const std::uint64_t reduction = t.reduction_steps;
    // No count below can wrap on a legal layer (cost_model/im2col_proofs.md: 2^60); only energies are checked.
    const std::uint64_t output_tiles = groups * output_blocks * pixel_blocks;
    const std::uint64_t steps = output_tiles * reduction;

    const bool weight_stays = t.weight_block() <= half_bytes(configuration[WSS]);
    const bool input_stays = t.input_block() <= half_bytes(configuration[ISS]);
    const std::uint64_t weight_loads = weight_stays ? groups * output_blocks * reduction : steps;
    const std::uint64_t input_loads = input_stays ? groups * pixel_blocks * reduction : steps;

    // A step lasts as long as the slower of the array and the DMA, which first stores the output tile that the last
    // step finished, then loads what the next step needs. Steps fall into classes by what that is; count and add them
    // up.
    const std::uint32_t load_weight = transfer_cycles(t.weight_tile, configuration[DSB]);
    const std::uint32_t load_input = transfer_cycles(t.input_tile, configuration[DSB]);
    const std::uint32_t store = transfer_cycles(t.output_tile, configuration[DSB]);
    const auto step = [&](bool stores, bool first_pixels, bool first_outputs) -> std::uint64_t {
      const std::uint32_t dma = (stores ? store : 0U) + (!weight_stays || first_pixels ? load_weight : 0U) +
                                (!input_stays || first_outputs ? load_input : 0U);
      return dma > compute ? dma : compute;
    };
    const auto tile = [&](bool first_pixels, bool first_outputs) {  // all steps that load for one output tile
      return step(true, first_pixels, first_outputs) + (reduction - 1U) * step(false, first_pixels, first_outputs);
    };
    std::uint64_t cycles =
        load_weight + load_input +  // nothing overlaps the first load
        groups * (tile(true, true) + (pixel_blocks - 1U) * tile(false, true) +
                  (output_blocks - 1U) * (tile(true, false) + (pixel_blocks - 1U) * tile(false, false)));
    cycles -= step(true, true, true);  // the very first loads came before any step, and no tile before them
    if (reduction > 1U || output_tiles == 1U) {
      cycles += compute;  // the last step loads nothing
    } else {              // every step but the first stores its predecessor's tile
      const bool first_pixels = pixel_blocks == 1U;
      const bool first_outputs = pixel_blocks > 1U || output_blocks == 1U;
      cycles += step(false, first_pixels, first_outputs) - step(true, first_pixels, first_outputs);
      cycles += store > compute ? store : compute;  // the last step loads nothing
    }
    cycles += store;  // nothing overlaps the last store

    result.cycles = cycles;
    result.compute_cycles = steps * compute;
    result.macs = steps * t.m * t.n * t.k;
    result.input_dram = input_loads * t.input_tile;
    result.weight_dram = weight_loads * t.weight_tile;
    result.output_dram = output_tiles * t.output_tile;
    result.input_feed = steps * row_folds * t.k * t.n;
    result.weight_feed = steps * column_folds * t.k * t.m;
    result.partial_sums = steps * kPartialSumBytes * t.output_tile;
    return result;
  }

  /// fJ per cycle of all PEs and SRAMs that are instantiated.
  static constexpr std::uint64_t leakage(const Configuration& configuration) {
    const std::uint64_t kib = (std::uint64_t{1} << configuration[ISS]) + (std::uint64_t{1} << configuration[WSS]) +
                              (std::uint64_t{1} << configuration[OSS]);
    return (std::uint64_t{8} << configuration[PEN]) * Technology::kPeLeakageFj + kib * Technology::kSramLeakageFj;
  }

  /// Energy in fJ of an activity on this configuration: action counts times the technology's constants.
  static constexpr Checked energy(const Activity& a, const Configuration& configuration) {
    const std::uint32_t iss = configuration[ISS];
    const std::uint32_t wss = configuration[WSS];
    const std::uint32_t oss = configuration[OSS];
    Checked fj;
    return fj.add(a.macs, Technology::kMacFj)
        .add(a.input_feed, Technology::kSramReadFj[iss])
        .add(a.input_dram, Technology::kSramWriteFj[iss])
        .add(a.weight_feed, Technology::kSramReadFj[wss])
        .add(a.weight_dram, Technology::kSramWriteFj[wss])
        .add(a.partial_sums, Technology::kSramReadFj[oss] + Technology::kSramWriteFj[oss])
        .add(a.input_dram, Technology::kDramFj)
        .add(a.weight_dram, Technology::kDramFj)
        .add(a.output_dram, Technology::kDramFj)
        .add(a.cycles, leakage(configuration));
  }

  /// Judges exactly this configuration: its cost, or why it is illegal.
  static constexpr Evaluation evaluate(const Layer& layer, const Configuration& configuration) {
    const Activity a = activity(layer, configuration);
    if (a.reason != Reason::none) {
      return {a.reason, {}};
    }
    const Checked fj = energy(a, configuration);
    if (fj.overflowed()) {
      return {Reason::too_large, {}};
    }
    return {Reason::none, {{a.cycles}, {fj.value()}}};
  }

  /// Judges the layer alone: its fields must lie within their limits, and it may have 2^40 MACs at most.
  static constexpr Reason check(const Layer& layer) {
    if (!within_limits(layer, kLayerFields)) {
      return Reason::layer_out_of_range;
    }
    const std::uint64_t of_group = macs_of_group(layer);
    return of_group > kMaxMacs || of_group * layer.repeat > kMaxMacs ? Reason::too_large : Reason::none;
  }

  /// MACs of a layer that `check` accepts, without padding.
  static constexpr std::uint64_t macs(const Layer& layer) { return macs_of_group(layer) * layer.repeat; }

  /// Whether any configuration keeps these pins, each of which is a legal choice: none, the layer's reason, or the rule
  /// that the pins break. Tiles only grow with their parameters, so it is enough to try the smallest ones beside the
  /// pins in the largest SRAMs beside the pins.
  static constexpr Reason check_pins(const Layer& layer, const Pins& pins) {
    Configuration roomiest{};
    for (std::size_t parameter = 0; parameter < kParameters; ++parameter) {
      const bool sram = parameter == ISS || parameter == WSS || parameter == OSS;
      roomiest[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter]
                            : sram                    ? static_cast<std::uint8_t>(kLargestSram)
                                                      : std::uint8_t{0};
    }
    return check(layer, roomiest);
  }

  /// Choices of `parameter` that are canonical and legal beside the other entries of `configuration`. While a generator
  /// draws, parameters that are not drawn yet hold choice 0 (the least demanding) or their pin. A pinned parameter has
  /// only its pin. Empty only if the pins cannot be met, or if `configuration` holds tiles that fit no SRAM.
  static constexpr ChoiceMask allowed(const Layer& layer, const Configuration& configuration, const Pins& pins,
                                      std::size_t parameter) {
    if (pins.is_pinned(parameter)) {
      return only_choice(pins.choice[parameter]);
    }
    switch (parameter) {
      case SDB:
        return canonical_feeds(configuration[PEN]);
      case ISS:
      case WSS:
      case OSS: {
        const Tiling t = tiling(layer, configuration);
        if (parameter == ISS) {
          return canonical_sizes(t.input_tile, t.input_block());
        }
        const std::uint64_t sums = kPartialSumBytes * t.output_tile;
        return parameter == WSS ? canonical_sizes(t.weight_tile, t.weight_block()) : canonical_sizes(sums, sums);
      }
      case PEN:
      case DSB:
        return choices_up_to(parameters[parameter].count - 1U);
      default:
        return fitting_tiles(layer, configuration, pins, parameter);
    }
  }

  /// The cheapest-to-name configuration of the same behaviour: tiles at the smallest choice that covers the layer, SDB
  /// and each SRAM at the smallest choice of the same feed rate or residency. Cycles never change, energy never rises,
  /// pins stay, and an illegal configuration is returned as it is.
  static constexpr Configuration canonicalise(const Layer& layer, Configuration configuration, const Pins& pins = {}) {
    if (check(layer, configuration) != Reason::none) {
      return configuration;
    }
    for (std::size_t parameter = TIC; parameter <= TKH; ++parameter) {
      if (!pins.is_pinned(parameter)) {
        configuration[parameter] =
            lowered_choice(parameters[parameter], dimension(layer, parameter), configuration[parameter]);
      }
    }
    if (!pins.is_pinned(SDB)) {
      const unsigned cycles = feed_cycles(configuration[PEN], configuration[SDB]);
      while (configuration[SDB] > 0 && feed_cycles(configuration[PEN], configuration[SDB] - 1U) == cycles) {
        --configuration[SDB];
      }
    }
    const Tiling t = tiling(layer, configuration);
    const auto lower = [&](std::size_t parameter, std::uint64_t tile_bytes, std::uint64_t block_bytes) {
      if (!pins.is_pinned(parameter)) {
        const bool stays = block_bytes <= half_bytes(configuration[parameter]);
        configuration[parameter] = static_cast<std::uint8_t>(smallest_sram(stays ? block_bytes : tile_bytes));
      }
    };
    lower(ISS, t.input_tile, t.input_block());
    lower(WSS, t.weight_tile, t.weight_block());
    lower(OSS, kPartialSumBytes * t.output_tile, kPartialSumBytes * t.output_tile);
    return configuration;
  }

  /// Number of features that `encode` writes: one per field, one per choice of the six tile parameters.
  static constexpr std::size_t kLayerFeatures = kLayerFields.size() + 54;
  /// What a generator sees of a layer, int8: log2 of every field (8 steps per octave), then for every tile choice how
  /// much larger than the layer its padded cover is (64 steps per octave; 127 if a smaller choice covers already).
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    for (const auto& field : kLayerFields) {
      *features++ = size_feature(layer.*field.member);
    }
    for (std::size_t parameter = TIC; parameter <= TKH; ++parameter) {
      const std::uint32_t size = dimension(layer, parameter);
      const unsigned cover = covering_choice(parameters[parameter], size);
      for (unsigned choice = 0; choice < parameters[parameter].count; ++choice) {
        *features++ = choice > cover ? std::int8_t{127} : waste_feature(size, parameters[parameter].values[choice]);
      }
    }
  }

 private:
  static constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 40U;
  static constexpr std::uint32_t kPartialSumBytes = 4;
  static constexpr unsigned kLargestSram = 9;

  struct Tiling {
    std::uint32_t m = 0, n = 0, k = 0;  ///< GEMM of one tile: output channels, output pixels, reduction
    std::uint32_t input_tile = 0, weight_tile = 0, output_tile = 0;          ///< bytes (int8)
    std::uint32_t output_blocks = 0, pixel_blocks = 0, reduction_steps = 0;  ///< loop counts, outer to inner

    /// Bytes that must stay in half an SRAM so that nothing is loaded twice within a group.
    [[nodiscard]] constexpr std::uint64_t weight_block() const { return std::uint64_t{reduction_steps} * weight_tile; }
    [[nodiscard]] constexpr std::uint64_t input_block() const {
      return std::uint64_t{pixel_blocks} * reduction_steps * input_tile;
    }
  };

  /// Of a layer within its limits: less than 2^64, because (2^16 - 1)^2 * 2^24 * 2^8 is.
  static constexpr std::uint64_t macs_of_group(const Layer& layer) {
    const std::uint32_t pixels = layer.oh * layer.ow;
    const std::uint32_t taps = layer.kh * layer.kw;
    return std::uint64_t{layer.ic} * layer.oc * pixels * taps;
  }

  static constexpr std::uint32_t dimension(const Layer& layer, std::size_t parameter) {
    switch (parameter) {
      case TIC:
        return layer.ic;
      case TOC:
        return layer.oc;
      case TOW:
        return layer.ow;
      case TOH:
        return layer.oh;
      case TKW:
        return layer.kw;
      default:
        return layer.kh;
    }
  }

  /// Sizes of a tile, by parameter from TIC on. Every product below fits in 32 bits: at most 512 * 887 * 887.
  struct Tile {
    std::array<std::uint32_t, kParameters - TIC> size;

    [[nodiscard]] constexpr std::uint32_t operator[](std::size_t parameter) const { return size[parameter - TIC]; }
    [[nodiscard]] constexpr std::uint32_t input_bytes(const Layer& layer) const {
      return (*this)[TIC] * (((*this)[TOH] - 1U) * layer.stride + (*this)[TKH]) *
             (((*this)[TOW] - 1U) * layer.stride + (*this)[TKW]);
    }
    [[nodiscard]] constexpr std::uint32_t reduction() const { return (*this)[TIC] * (*this)[TKH] * (*this)[TKW]; }
    [[nodiscard]] constexpr std::uint32_t weight_bytes() const { return (*this)[TOC] * reduction(); }
    [[nodiscard]] constexpr std::uint32_t outputs() const { return (*this)[TOC] * (*this)[TOH] * (*this)[TOW]; }
  };

  static constexpr Tile tile_of(const Layer& layer, const Configuration& configuration) {
    const auto size = [&](std::size_t parameter, std::uint32_t dimension) -> std::uint32_t {
      return parameters[parameter].values[lowered_choice(parameters[parameter], dimension, configuration[parameter])];
    };
    return {{size(TIC, layer.ic), size(TOC, layer.oc), size(TOW, layer.ow), size(TOH, layer.oh), size(TKW, layer.kw),
             size(TKH, layer.kh)}};
  }

  static constexpr Tiling tiling(const Layer& layer, const Configuration& configuration) {
    const Tile tile = tile_of(layer, configuration);
    Tiling t;
    t.m = tile[TOC];
    t.n = tile[TOH] * tile[TOW];
    t.k = tile.reduction();
    t.input_tile = tile.input_bytes(layer);
    t.weight_tile = tile.weight_bytes();
    t.output_tile = tile.outputs();
    t.output_blocks = ceil_div(layer.oc, tile[TOC]);
    t.pixel_blocks = ceil_div(layer.oh, tile[TOH]) * ceil_div(layer.ow, tile[TOW]);
    t.reduction_steps = ceil_div(layer.ic, tile[TIC]) * ceil_div(layer.kh, tile[TKH]) * ceil_div(layer.kw, tile[TKW]);
    return t;
  }

  static constexpr Reason check(const Layer& layer, const Configuration& configuration) {
    if (!within_choices(configuration, parameters)) {
      return Reason::choice_out_of_range;
    }
    const Reason layer_reason = check(layer);
    if (layer_reason != Reason::none) {
      return layer_reason;
    }
    const Tiling t = tiling(layer, configuration);
    if (t.input_tile > half_bytes(configuration[ISS])) {
      return template_reason(kInputSramTooSmall);
    }
    if (t.weight_tile > half_bytes(configuration[WSS])) {
      return template_reason(kWeightSramTooSmall);
    }
    if (kPartialSumBytes * t.output_tile > half_bytes(configuration[OSS])) {
      return template_reason(kOutputSramTooSmall);
    }
    return Reason::none;
  }

  static constexpr ChoiceMask canonical_sizes(std::uint64_t tile_bytes, std::uint64_t block_bytes) {
    const unsigned stream = smallest_sram(tile_bytes);
    const unsigned resident = smallest_sram(block_bytes);
    return static_cast<ChoiceMask>((stream <= kLargestSram ? only_choice(stream) : 0U) |
                                   (resident <= kLargestSram ? only_choice(resident) : 0U));
  }

  /// Cycles to feed one reduction index into all rows and columns (one byte each).
  static constexpr unsigned feed_cycles(unsigned pen_choice, unsigned sdb_choice) {
    const std::uint32_t edge = (1U << log2_rows(pen_choice)) + (1U << log2_columns(pen_choice));
    const unsigned bits = sdb_choice + 2U;  // SDB = 4 << choice
    return (edge + (1U << bits) - 1U) >> bits;
  }

  static constexpr ChoiceMask canonical_feeds(unsigned pen_choice) {
    ChoiceMask mask = only_choice(0);
    for (unsigned choice = 1; choice < parameters[SDB].count; ++choice) {
      if (feed_cycles(pen_choice, choice) != feed_cycles(pen_choice, choice - 1U)) {
        mask = static_cast<ChoiceMask>(mask | only_choice(choice));
      }
    }
    return mask;
  }

  static constexpr std::uint32_t transfer_cycles(std::uint32_t bytes, unsigned dsb_choice) {
    return (bytes + (1U << dsb_choice) - 1U) >> dsb_choice;
  }

  /// Tile choices up to the covering one whose tiles fit the SRAMs (the largest, or the pinned ones). Every tile grows
  /// with every parameter, so the fitting choices are a prefix.
  static constexpr ChoiceMask fitting_tiles(const Layer& layer, const Configuration& configuration, const Pins& pins,
                                            std::size_t parameter) {
    const auto capacity = [&](std::size_t sram) {
      return half_bytes(pins.is_pinned(sram) ? pins.choice[sram] : kLargestSram);
    };
    const std::uint32_t input = capacity(ISS);
    const std::uint32_t weight = capacity(WSS);
    const std::uint32_t output = capacity(OSS);
    Tile tile = tile_of(layer, configuration);
    for (unsigned choice = covering_choice(parameters[parameter], dimension(layer, parameter)) + 1U; choice-- > 0;) {
      tile.size[parameter - TIC] = parameters[parameter].values[choice];
      if (tile.input_bytes(layer) <= input && tile.weight_bytes() <= weight &&
          kPartialSumBytes * tile.outputs() <= output) {
        return choices_up_to(choice);
      }
    }
    return 0;
  }
};

}  // namespace gandse
