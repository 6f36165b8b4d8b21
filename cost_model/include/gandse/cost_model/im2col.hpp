// The im2col template: an output-stationary systolic array fed from three SRAMs. The machine, the derivation of every
// equation below and a drawing are in cost_model/im2col.md; cost_model/rtl/ is the machine itself. Tests hold it and an
// event-driven simulator to these equations.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/breakdown.hpp"
#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/double_buffer.hpp"
#include "gandse/cost_model/im2col_cut.hpp"
#include "gandse/cost_model/im2col_traffic.hpp"
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
  static constexpr std::uint64_t kModelVersion = 2;

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
  /// The parameters that the choices which `allowed` offers depend on. PEN sets the rows, and with them the blocks of
  /// channels that a tile consists of.
  static constexpr ParameterSet dependencies(std::size_t parameter) {
    switch (parameter) {
      case DSB:
        return 0;
      case PEN:
        return kTiles;
      case SDB:
        return parameter_set(PEN);
      case ISS:
        return parameter_set(PEN) | (kTiles & ~parameter_set(TOC));
      case WSS:
        return parameter_set(PEN) | (kTiles & ~parameter_set(TOW, TOH));
      case OSS:
        return parameter_set(PEN, TOC, TOW, TOH);
      default:
        return parameter_set(PEN) | kTiles;
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

  /// What can be limited. LUTs, DSPs and block RAMs are what synthesis takes (cost_model/im2col_decisions.md).
  static constexpr std::array<Resource, 5> resources{{
      {"sram", "KiB", "all SRAMs"},
      {"pe", "PEs", "processing elements"},
      {"dsp", "DSPs", "FPGA: a multiplier for each PE, two for each lane that scales sums"},
      {"bram", "blocks", "FPGA: block RAMs of 18 Kibit"},
      {"lut", "LUTs", "FPGA estimate: 4-input LUTs"},
  }};
  /// Amounts of `resources`, in its order and units.
  static constexpr std::array<std::uint32_t, 5> used(const Configuration& configuration) {
    const im2col::Array array = array_of(configuration);
    std::uint32_t kib = 0;
    for (std::size_t sram = ISS; sram <= OSS; ++sram) {
      kib += 1U << configuration[sram];
    }
    const std::uint32_t pes = 8U << configuration[PEN];
    const std::uint32_t lanes = 1U << array.lane_bits();
    return {kib, pes, pes + 2U * lanes, block_rams(array, configuration), chosen_luts(array) + kControlLuts};
  }

  /// The array, its feed and its port.
  static constexpr im2col::Array array_of(const Configuration& configuration) {
    return im2col::array_of(configuration[PEN], configuration[SDB], configuration[DSB]);
  }

  /// The layer as this configuration cuts it. Tiles larger than the layer count as the smallest choice that covers it,
  /// channels of a tile as one block at least.
  static constexpr im2col::Cut cut(const Layer& layer, const Configuration& configuration) {
    const unsigned row_bits = im2col::row_bits(configuration[PEN]);
    const im2col::Grouped grouped(layer, row_bits);
    return {layer, grouped, row_bits, sizes(layer, grouped, row_bits, configuration)};
  }

  /// What the machine does for one layer, all groups: everything that energy is charged for. Bytes unless said.
  struct Activity {
    Reason reason = Reason::none;      ///< why the configuration is illegal; all else is then 0
    std::uint64_t cycles = 0;          ///< from the first load to the end of the last store
    std::uint64_t compute_cycles = 0;  ///< the array is busy; in the rest of `cycles` it waits for DRAM
    std::uint64_t macs = 0;            ///< multiplications, those of padding included
    std::uint64_t input_dram = 0;      ///< loaded from DRAM for the input SRAM
    std::uint64_t input_fill = 0;      ///< written to the input SRAM, the zeros of padding included
    std::uint64_t weight_dram = 0;     ///< loaded from DRAM into the weight SRAM
    std::uint64_t constant_dram = 0;   ///< loaded from DRAM for scaling sums
    std::uint64_t output_dram = 0;     ///< int8 results, stored to DRAM
    std::uint64_t input_feed = 0;      ///< read from the input SRAM into the array
    std::uint64_t weight_feed = 0;     ///< read from the weight SRAM into the array
    std::uint64_t partial_sums = 0;    ///< read from, and as many written to, the output SRAM
  };

  /// Counts what exactly this configuration does.
  static constexpr Activity activity(const Layer& layer, const Configuration& configuration) {
    Activity result;
    result.reason = within_choices(configuration, parameters) ? check(layer) : Reason::choice_out_of_range;
    if (result.reason != Reason::none) {
      return result;
    }
    const im2col::Cut t = cut(layer, configuration);
    const im2col::Array array = array_of(configuration);
    result.reason = fit(t, array.row_bits, configuration);
    if (result.reason != Reason::none) {
      return result;
    }
    const std::uint64_t compute = t.step_cycles(array);
    const std::uint64_t groups = t.groups;
    const std::uint64_t output_blocks = t.output_blocks;
    const std::uint64_t pixel_blocks = t.pixel_blocks();
    const std::uint64_t reduction = t.reduction_steps();
    // No count below can wrap on a legal layer (cost_model/im2col_proofs.md); only energies are checked.
    const std::uint64_t output_tiles = groups * output_blocks * pixel_blocks;

    const bool weight_stays = t.weight_block_bytes(array.row_bits) <= half_bytes(configuration[WSS]);
    const bool input_stays = t.input_block_bytes() <= half_bytes(configuration[ISS]);

    // A step lasts as long as the slower of the array and the DMA, which first stores the output tile that the last
    // step finished, then loads what the next step needs. Steps fall into classes by what that is; count and add them
    // up.
    const std::uint32_t load_weight = t.weight_beats(array);
    const std::uint32_t load_input = t.input_beats(array);
    const std::uint32_t store = t.store_beats(array);
    const auto step = [&](bool stores, bool first_pixels, bool first_outputs) -> std::uint64_t {
      const std::uint64_t dma = std::uint64_t{stores ? store : 0U} +
                                (!weight_stays || first_pixels ? load_weight : 0U) +
                                (!input_stays || first_outputs ? load_input : 0U);
      return dma > compute ? dma : compute;
    };
    const auto tile = [&](bool first_pixels, bool first_outputs) {  // all steps that load for one output tile
      return step(true, first_pixels, first_outputs) + (reduction - 1U) * step(false, first_pixels, first_outputs);
    };
    std::uint64_t cycles =
        std::uint64_t{load_weight} + load_input +  // nothing overlaps the first load
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

    result = counts(layer, t, array, weight_stays, input_stays);
    result.cycles = cycles;
    return result;
  }

  /// fJ per cycle of all PEs, SRAMs and of the logic that feeds and stores, which leaks like PEs of as many LUTs.
  static constexpr std::uint64_t leakage(const Configuration& configuration) {
    const std::uint64_t kib = (std::uint64_t{1} << configuration[ISS]) + (std::uint64_t{1} << configuration[WSS]) +
                              (std::uint64_t{1} << configuration[OSS]);
    return per_pe(std::uint64_t{chosen_luts(array_of(configuration))} * Technology::kPeLeakageFj) +
           kib * Technology::kSramLeakageFj;
  }

  /// Energy in fJ of an activity on this configuration: action counts times the technology's constants.
  static constexpr Checked energy(const Activity& a, const Configuration& configuration) {
    const std::uint32_t iss = configuration[ISS];
    const std::uint32_t wss = configuration[WSS];
    const std::uint32_t oss = configuration[OSS];
    Checked fj;
    return fj.add(a.macs, Technology::kMacFj)
        .add(a.input_feed, Technology::kSramReadFj[iss])
        .add(a.input_fill, Technology::kSramWriteFj[iss])
        .add(a.weight_feed, Technology::kSramReadFj[wss])
        .add(a.weight_dram, Technology::kSramWriteFj[wss])
        .add(a.partial_sums, Technology::kSramReadFj[oss] + Technology::kSramWriteFj[oss])
        .add(a.input_dram, Technology::kDramFj)
        .add(a.weight_dram + a.constant_dram, Technology::kDramFj)
        .add(a.output_dram, Technology::kDramFj)
        .add(a.cycles, leakage(configuration));
  }

  /// Where time and energy of exactly this configuration go. Energy is linear in the activity, so that a part's energy
  /// is that of its activity alone; bytes that cross two memories are charged to each.
  static constexpr Breakdown<2, 8, 6> breakdown(const Layer& layer, const Configuration& configuration) {
    const Activity a = activity(layer, configuration);
    Breakdown<2, 8, 6> parts;
    parts.reason = a.reason;
    const bool legal = a.reason == Reason::none;
    const auto fj = [&](const Activity& part) { return legal ? energy(part, configuration).value() : 0U; };
    const auto of = [](std::uint64_t Activity::*count, std::uint64_t amount) {
      Activity part;
      part.*count = amount;
      return part;
    };
    const std::uint64_t weights = a.weight_dram * Technology::kDramFj;  // both SRAM and DRAM hold them
    Activity input_sram = of(&Activity::input_feed, a.input_feed);
    input_sram.input_fill = a.input_fill;
    Activity weight_sram = of(&Activity::weight_feed, a.weight_feed);
    weight_sram.weight_dram = a.weight_dram;
    std::uint64_t port = 0;
    if (legal) {
      const im2col::Cut t = cut(layer, configuration);
      const im2col::Array array = array_of(configuration);
      port = a.weight_dram / t.weight_bytes(array.row_bits) * t.weight_beats(array) +
             a.input_fill / t.input_bytes() * t.input_beats(array) +
             std::uint64_t{t.groups} * t.output_blocks * t.pixel_blocks() * t.store_beats(array);
      parts.pes = std::uint64_t{8} << configuration[PEN];
      parts.macs = macs(layer);
    }
    parts.cycles = a.cycles;
    parts.padded_macs = a.macs;
    parts.busy = {{{"array", a.compute_cycles}, {"dram_port", port}}};
    parts.energy = {{{"mac", fj(of(&Activity::macs, a.macs))},
                     {"input_sram", fj(input_sram)},
                     {"weight_sram", fj(weight_sram) - weights},
                     {"output_sram", fj(of(&Activity::partial_sums, a.partial_sums))},
                     {"input_dram", fj(of(&Activity::input_dram, a.input_dram))},
                     {"weight_dram", weights + fj(of(&Activity::constant_dram, a.constant_dram))},
                     {"output_dram", fj(of(&Activity::output_dram, a.output_dram))},
                     {"leakage", fj(of(&Activity::cycles, a.cycles))}}};
    parts.bytes = {{{"input_dram", a.input_dram},
                    {"weight_dram", a.weight_dram + a.constant_dram},
                    {"output_dram", a.output_dram},
                    {"input_sram", a.input_fill + a.input_feed},
                    {"weight_sram", a.weight_dram + a.weight_feed},
                    {"output_sram", 2U * a.partial_sums}}};
    return parts;
  }

  /// What each of `rules`, in its order, compares: the bytes of a tile, and half an SRAM. Of a layer that `check`
  /// accepts and legal choices.
  static constexpr std::array<Demand, rules.size()> demands(const Layer& layer, const Configuration& configuration) {
    const unsigned row_bits = im2col::row_bits(configuration[PEN]);
    const im2col::Tile t = tile(layer, configuration);
    return {{{t.input_bytes(), half_bytes(configuration[ISS]), "B"},
             {t.weight_bytes(row_bits), half_bytes(configuration[WSS]), "B"},
             {t.sum_bytes(row_bits), half_bytes(configuration[OSS]), "B"}}};
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
    if (!within_limits(layer, kLayerFields) || !padding_within_reach(layer)) {
      return Reason::layer_out_of_range;
    }
    return macs_of(layer) > kMaxMacs ? Reason::too_large : Reason::none;
  }

  /// MACs of a layer that `check` accepts, without padding.
  static constexpr std::uint64_t macs(const Layer& layer) { return macs_of(layer); }

  /// Whether any configuration keeps these pins, each of which is a legal choice: none, the layer's reason, or the rule
  /// that the pins break. For a given PEN tiles only grow with their parameters, so it is enough to try the smallest
  /// ones beside the pins in the largest SRAMs beside the pins.
  static constexpr Reason check_pins(const Layer& layer, const Pins& pins) {
    Configuration roomiest{};
    for (std::size_t parameter = 0; parameter < kParameters; ++parameter) {
      const bool sram = parameter == ISS || parameter == WSS || parameter == OSS;
      roomiest[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter]
                            : sram                    ? static_cast<std::uint8_t>(kLargestSram)
                                                      : std::uint8_t{0};
    }
    const Reason smallest_array = check(layer, roomiest);
    if (smallest_array < Reason::template_rule || pins.is_pinned(PEN)) {
      return smallest_array;
    }
    for (std::uint8_t pen = 1; pen < parameters[PEN].count; ++pen) {
      roomiest[PEN] = pen;
      if (check(layer, roomiest) == Reason::none) {
        return Reason::none;
      }
    }
    return smallest_array;
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
        const im2col::Cut t = cut(layer, configuration);
        const unsigned row_bits = im2col::row_bits(configuration[PEN]);
        return parameter == ISS   ? canonical_sizes(t.input_bytes(), t.input_block_bytes())
               : parameter == WSS ? canonical_sizes(t.weight_bytes(row_bits), t.weight_block_bytes(row_bits))
                                  : canonical_sizes(t.sum_bytes(row_bits), t.sum_bytes(row_bits));
      }
      case DSB:
        return choices_up_to(parameters[DSB].count - 1U);
      case PEN:
        return fitting_arrays(layer, configuration, pins);
      default:
        return fitting_tiles(layer, configuration, pins, parameter);
    }
  }

  /// The cheapest-to-name configuration of the same behaviour: tiles at the smallest choice that covers the layer and
  /// at least one block of channels, SDB and each SRAM at the smallest choice of the same feed rate or residency.
  /// Cycles never change, energy never rises, pins stay, and an illegal configuration is returned as it is.
  static constexpr Configuration canonicalise(const Layer& layer, Configuration configuration, const Pins& pins = {}) {
    if (check(layer, configuration) != Reason::none) {
      return configuration;
    }
    const unsigned row_bits = im2col::row_bits(configuration[PEN]);
    const im2col::Grouped grouped(layer, row_bits);
    for (std::size_t parameter = TIC; parameter <= TKH; ++parameter) {
      if (!pins.is_pinned(parameter)) {
        configuration[parameter] =
            static_cast<std::uint8_t>(effective_choice(layer, grouped, row_bits, configuration[parameter], parameter));
      }
    }
    if (!pins.is_pinned(SDB)) {
      const unsigned bits = feed_bits(configuration[PEN], configuration[SDB]);
      while (configuration[SDB] > 0 && feed_bits(configuration[PEN], configuration[SDB] - 1U) == bits) {
        --configuration[SDB];
      }
    }
    const im2col::Cut t = cut(layer, configuration);
    const auto lower = [&](std::size_t parameter, std::uint64_t tile_bytes, std::uint64_t block_bytes) {
      if (!pins.is_pinned(parameter)) {
        const bool stays = block_bytes <= half_bytes(configuration[parameter]);
        configuration[parameter] = static_cast<std::uint8_t>(smallest_sram(stays ? block_bytes : tile_bytes));
      }
    };
    lower(ISS, t.input_bytes(), t.input_block_bytes());
    lower(WSS, t.weight_bytes(row_bits), t.weight_block_bytes(row_bits));
    lower(OSS, t.sum_bytes(row_bits), t.sum_bytes(row_bits));
    return configuration;
  }

  /// Number of features that `encode` writes: one per field, one per choice of the six tile parameters.
  static constexpr std::size_t kLayerFeatures = kLayerFields.size() + 54;
  /// What a generator sees of a layer, int8: log2 of every field (8 steps per octave; of a pad, of pad + 1), then for
  /// every tile choice how much larger than the layer its padded cover is (64 steps per octave; 127 if a smaller choice
  /// covers already).
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    for (const auto& field : kLayerFields) {
      *features++ = size_feature(layer.*field.member + (field.min == 0 ? 1U : 0U));
    }
    const std::array<std::uint32_t, kParameters - TIC> dimensions{layer.ic, layer.oc, layer.ow,
                                                                  layer.oh, layer.kw, layer.kh};
    for (std::size_t parameter = TIC; parameter <= TKH; ++parameter) {
      const std::uint32_t size = dimensions[parameter - TIC];
      const unsigned cover = covering_choice(parameters[parameter], size);
      for (unsigned choice = 0; choice < parameters[parameter].count; ++choice) {
        *features++ = choice > cover ? std::int8_t{127} : waste_feature(size, parameters[parameter].values[choice]);
      }
    }
  }

 private:
  static constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 40U;
  static constexpr std::uint8_t kLargestSram = 9;

  /// MACs, or UINT64_MAX if they do not fit 64 bits.
  GANDSE_ONE_COPY static constexpr std::uint64_t macs_of(const Layer& layer) {
    const std::uint64_t channels = std::uint64_t{layer.ic} * layer.oc;
    const std::uint64_t pixels = std::uint64_t{layer.oh} * layer.ow;
    return saturated_product(saturated_product(channels, pixels), std::uint64_t{layer.kh} * layer.kw * layer.repeat);
  }

  /// Everything that does not depend on what waits for what. `cycles` stays 0.
  static constexpr Activity counts(const Layer& layer, const im2col::Cut& t, const im2col::Array& array,
                                   bool weight_stays, bool input_stays) {
    const std::uint64_t reductions = std::uint64_t{t.groups} * t.reduction_steps();
    const std::uint64_t steps = reductions * t.output_blocks * t.pixel_blocks();
    const std::uint64_t weight_loads = weight_stays ? reductions * t.output_blocks : steps;
    const std::uint64_t input_loads = input_stays ? reductions * t.pixel_blocks() : steps;
    const std::uint32_t channels = t.row_folds * t.output_block;
    const std::uint32_t word_bytes = 1U << array.word_bits();
    const std::uint32_t indices = t.words(array) * word_bytes;
    Activity a;
    a.compute_cycles = steps * t.step_cycles(array);
    a.input_dram = input_dram(layer, t) * (input_stays ? 1U : t.output_blocks);
    a.input_fill = input_loads * t.input_bytes();
    a.weight_dram = weight_loads * t.weight_bytes(array.row_bits);
    a.constant_dram = std::uint64_t{t.groups} * t.output_blocks * t.pixel_blocks() * channels * im2col::kConstantBytes;
    a.output_dram = std::uint64_t{t.groups} * t.output_channels * t.output_block * layer.oh * layer.ow;
    const std::uint64_t fed = steps * indices;
    const std::uint32_t lines = t.row_folds * t.n;
    const std::uint32_t sum_bytes = im2col::kSumBytes * t.n * channels;
    a.input_feed = fed * lines;
    const std::uint32_t folds = t.column_folds(array);
    if (t.diagonal) {  // a row takes one word for each tap
      const std::uint64_t taps = steps * t.runs * channels;
      a.macs = taps * t.n;
      const std::uint32_t bytes = folds * word_bytes;
      a.weight_feed = taps * bytes;
    } else {
      const std::uint64_t weights = fed * channels;
      a.macs = weights * t.n;
      a.weight_feed = weights * folds;
    }
    a.partial_sums = steps * sum_bytes;
    return a;
  }

  /// Bytes of the input that are loaded if no output block loads them anew.
  static constexpr std::uint64_t input_dram(const Layer& layer, const im2col::Cut& t) {
    const im2col::TileSizes& tile = t.sizes;
    const im2col::Axis rows{t.row_blocks,   t.kh_steps,       tile[im2col::kOh], tile[im2col::kKh],
                            layer.stride_h, layer.dilation_h, layer.pad_top,     input_rows(layer)};
    const im2col::Axis columns{t.column_blocks, t.kw_steps,       tile[im2col::kOw], tile[im2col::kKw],
                               layer.stride_w,  layer.dilation_w, layer.pad_left,    input_columns(layer)};
    return std::uint64_t{t.groups} * t.input_channels * t.input_block * rows.loaded(false) * columns.loaded(true);
  }

  /// Size of what a tile parameter cuts, groups lying side by side.
  static constexpr std::uint32_t dimension(const Layer& layer, const im2col::Grouped& grouped, std::size_t parameter) {
    switch (parameter) {
      case TIC:
        return grouped.ic;
      case TOC:
        return grouped.oc;
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

  /// Choices of a tile parameter that differ: from the one that names a block of channels to the one that covers the
  /// layer. Those of channels are powers of two.
  struct Range {
    unsigned least, cover;
  };
  static constexpr Range range(const Layer& layer, const im2col::Grouped& grouped, unsigned row_bits,
                               std::size_t parameter) {
    if (parameter <= TOC) {
      const unsigned bits = ceil_log2(parameter == TIC ? grouped.ic : grouped.oc);
      const unsigned last = parameters[TIC].count - 1U;
      return {bits < row_bits ? bits : row_bits, bits < last ? bits : last};
    }
    return {0, covering_choice(parameters[parameter], dimension(layer, grouped, parameter))};
  }

  /// The choice that a tile parameter counts as.
  static constexpr unsigned effective_choice(const Layer& layer, const im2col::Grouped& grouped, unsigned row_bits,
                                             unsigned choice, std::size_t parameter) {
    const Range r = range(layer, grouped, row_bits, parameter);
    return choice < r.least ? r.least : choice < r.cover ? choice : r.cover;
  }

  static constexpr im2col::TileSizes sizes(const Layer& layer, const im2col::Grouped& grouped, unsigned row_bits,
                                           const Configuration& configuration) {
    im2col::TileSizes result{};
    for (std::size_t parameter = TIC; parameter <= TKH; ++parameter) {
      result[parameter - TIC] =
          parameters[parameter].values[effective_choice(layer, grouped, row_bits, configuration[parameter], parameter)];
    }
    return result;
  }

  static constexpr Reason check(const Layer& layer, const Configuration& configuration) {
    if (!within_choices(configuration, parameters)) {
      return Reason::choice_out_of_range;
    }
    const Reason reason = check(layer);
    return reason != Reason::none
               ? reason
               : fit(tile(layer, configuration), im2col::row_bits(configuration[PEN]), configuration);
  }

  static constexpr im2col::Tile tile(const Layer& layer, const Configuration& configuration) {
    const unsigned row_bits = im2col::row_bits(configuration[PEN]);
    const im2col::Grouped grouped(layer, row_bits);
    return {layer, grouped, row_bits, sizes(layer, grouped, row_bits, configuration)};
  }

  static constexpr Reason fit(const im2col::Tile& t, unsigned row_bits, const Configuration& configuration) {
    return t.input_bytes() > half_bytes(configuration[ISS])            ? template_reason(kInputSramTooSmall)
           : t.weight_bytes(row_bits) > half_bytes(configuration[WSS]) ? template_reason(kWeightSramTooSmall)
           : t.sum_bytes(row_bits) > half_bytes(configuration[OSS])    ? template_reason(kOutputSramTooSmall)
                                                                       : Reason::none;
  }

  static constexpr ChoiceMask canonical_sizes(std::uint64_t tile_bytes, std::uint64_t block_bytes) {
    const unsigned stream = smallest_sram(tile_bytes);
    const unsigned resident = smallest_sram(block_bytes);
    return static_cast<ChoiceMask>((stream <= kLargestSram ? only_choice(stream) : 0U) |
                                   (resident <= kLargestSram ? only_choice(resident) : 0U));
  }

  static constexpr unsigned feed_bits(unsigned pen_choice, unsigned sdb_choice) {
    return im2col::array_of(pen_choice, sdb_choice, 0).feed_bits;
  }

  static constexpr ChoiceMask canonical_feeds(unsigned pen_choice) {
    ChoiceMask mask = only_choice(0);
    for (unsigned choice = 1; choice < parameters[SDB].count; ++choice) {
      if (feed_bits(pen_choice, choice) != feed_bits(pen_choice, choice - 1U)) {
        mask = static_cast<ChoiceMask>(mask | only_choice(choice));
      }
    }
    return mask;
  }

  /// The configuration in the SRAMs that are pinned, or the largest.
  static constexpr Configuration in_largest_srams(Configuration configuration, const Pins& pins) {
    for (const std::size_t sram : {ISS, WSS, OSS}) {
      configuration[sram] = pins.is_pinned(sram) ? pins.choice[sram] : std::uint8_t{kLargestSram};
    }
    return configuration;
  }

  static constexpr ChoiceMask fitting_arrays(const Layer& layer, const Configuration& configuration, const Pins& pins) {
    Configuration roomy = in_largest_srams(configuration, pins);
    unsigned mask = 0;
    for (std::uint8_t pen = 0; pen < parameters[PEN].count; ++pen) {
      roomy[PEN] = pen;
      mask |= fit(tile(layer, roomy), im2col::row_bits(pen), roomy) == Reason::none ? only_choice(pen) : 0U;
    }
    return static_cast<ChoiceMask>(mask);
  }

  /// Tile choices from one block to the covering one whose tiles fit the SRAMs. Every tile grows with every parameter,
  /// so the fitting choices are a prefix of these.
  static constexpr ChoiceMask fitting_tiles(const Layer& layer, const Configuration& configuration, const Pins& pins,
                                            std::size_t parameter) {
    const Configuration roomy = in_largest_srams(configuration, pins);
    const unsigned row_bits = im2col::row_bits(configuration[PEN]);
    const im2col::Grouped grouped(layer, row_bits);
    const Range r = range(layer, grouped, row_bits, parameter);
    im2col::TileSizes tile = sizes(layer, grouped, row_bits, configuration);
    for (unsigned choice = r.cover + 1U; choice-- > r.least;) {
      tile[parameter - TIC] = parameters[parameter].values[choice];
      if (fit({layer, grouped, row_bits, tile}, row_bits, roomy) == Reason::none) {
        return static_cast<ChoiceMask>(choices_up_to(choice) & ~(only_choice(r.least) - 1U));
      }
    }
    return 0;
  }

  ///@{
  /// What synthesis counts (cost_model/im2col_decisions.md says how it was measured).
  static constexpr std::uint32_t kPeLuts = 97;
  /// Divides by them. Small processors have no division of 64 bits.
  static constexpr std::uint64_t per_pe(std::uint64_t luts) {
    return luts <= UINT32_MAX ? static_cast<std::uint32_t>(luts) / kPeLuts : luts / kPeLuts;
  }
  static constexpr std::uint32_t kLaneLuts = 450;      ///< of a lane that scales sums
  static constexpr std::uint32_t kPortLuts = 128;      ///< for every byte of the port: masks, queues
  static constexpr std::uint32_t kControlLuts = 6144;  ///< sequencer, loaders, registers
  /// LUTs of what a choice of PEN, SDB or DSB makes larger: PEs, serialisers (8 for a byte), rotators, lanes, port.
  static constexpr std::uint32_t chosen_luts(const im2col::Array& a) {
    const unsigned pes = a.row_bits + a.column_bits;
    return (kPeLuts << pes) + (2U << (pes + 3U - a.feed_bits)) + rotators(a) + (kLaneLuts << a.lane_bits()) +
           (kPortLuts << a.port_bits);
  }
  /// A stage of 2:1 multiplexers for every bit of a bank's number, for reads and for writes.
  static constexpr std::uint32_t rotators(const im2col::Array& a) {
    const unsigned bits = bank_bits(a);
    return (16U * bits) << bits;
  }
  /// log2 of the byte-wide banks of the input SRAM, and of the bytes that the weight SRAM moves at once: a word, or a
  /// beat.
  static constexpr unsigned bank_bits(const im2col::Array& a) {
    return a.word_bits() > a.port_bits ? a.word_bits() : a.port_bits;
  }
  static constexpr std::uint32_t block_rams(const im2col::Array& a, const Configuration& configuration) {
    return banks(bank_bits(a), configuration[ISS] + 10U) + banks(bank_bits(a), configuration[WSS] + 10U) +
           2U * banks(a.row_bits + 2U, configuration[OSS] + 9U);
  }
  /// Block RAMs of 2 KiB for an SRAM of 2^`bytes` bytes in 2^`bits` byte-wide banks.
  static constexpr std::uint32_t banks(unsigned bits, unsigned bytes) {
    return bytes > bits + 11U ? 1U << (bytes - 11U) : 1U << bits;
  }
  ///@}
};

}  // namespace gandse
