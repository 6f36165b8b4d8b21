// The dnnweaver template: DNNWeaver2 (github.com/hsharma35/dnnweaver2), an N x M systolic array of 16-bit processing
// elements fed by four double-buffered SRAMs over AXI. Cycles follow its public RTL: constants fitted once, over all
// measured layers (tests/cost_model/dnnweaver2_rtl.csv), and derived in cost_model/dnnweaver.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/breakdown.hpp"
#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/dnnweaver_pipeline.hpp"
#include "gandse/cost_model/double_buffer.hpp"
#include "gandse/cost_model/integer.hpp"
#include "gandse/cost_model/layer_features.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/cost_model/technology.hpp"
#include "gandse/cost_model/workload.hpp"

namespace gandse {

/// A convolution and what happens to its outputs on their way to memory. `oh` and `ow` count outputs before pooling.
struct DnnweaverLayer : Layer {
  std::uint32_t batch = 1;     ///< images: latency and energy are those of all of them
  std::uint32_t pool = 1;      ///< 2: a maximum over 2 x 2 outputs, stride 2, follows; 1: none
  std::uint32_t post_ops = 0;  ///< batch normalisations and activations, each on every output before pooling

  /// Whether all fields are equal.
  friend constexpr bool operator==(const DnnweaverLayer& a, const DnnweaverLayer& b) {
    return static_cast<const Layer&>(a) == static_cast<const Layer&>(b) && a.batch == b.batch && a.pool == b.pool &&
           a.post_ops == b.post_ops;
  }
};

namespace detail {

/// Those of every convolution, and three more.
constexpr std::array<LayerField<DnnweaverLayer>, 18> dnnweaver_layer_fields() {
  std::array<LayerField<DnnweaverLayer>, 18> fields{};
  std::size_t count = 0;
  for (const LayerField<DnnweaverLayer>& field : kConvolutionFields<DnnweaverLayer>) {
    fields[count++] = field;
  }
  fields[count++] = {"batch", &DnnweaverLayer::batch, 1, 256, true, 16};
  fields[count++] = {"pool", &DnnweaverLayer::pool, 1, 2, true, 2};
  fields[count++] = {"post_ops", &DnnweaverLayer::post_ops, 0, 8, true, 3};
  return fields;
}

}  // namespace detail

/// The fields of DnnweaverLayer. Its hardware walks every loop by a stride of its own, so that strides and dilations
/// may be any; zeros of the padding lie in memory, as the layer before stored them, and are loaded like all else.
inline constexpr std::array<LayerField<DnnweaverLayer>, 18> kDnnweaverLayerFields = detail::dnnweaver_layer_fields();

/// DNNWeaver2: an N x M systolic array of 16-bit processing elements with four double-buffered SRAMs
/// (cost_model/dnnweaver.md). Its members are those of the template interface, which TemplateCheck describes; here
/// stands what is special. `Technology_` is Asic45nmInt16 or derives from it.
template <class Technology_ = Asic45nmInt16>
struct Dnnweaver {
  ///@{
  /// Types of the template interface; the layer has three fields of its own.
  using Technology = Technology_;
  using Layer = DnnweaverLayer;
  ///@}

  class Bound;  ///< lower bounds for an exact search; defined in dnnweaver_bound.hpp

  /// Indices of `parameters`, which says what each one sizes.
  enum Index : std::uint8_t { ARN, ARM, AXI, IBUF, WBUF, OBUF, BBUF, TB, TOH, TOW, TIC, TOC, ORD };
  ///@{
  /// Size and types of the design space.
  static constexpr std::size_t kParameters = 13;
  using Configuration = gandse::Configuration<kParameters>;
  using Pins = gandse::Pins<kParameters>;
  ///@}

  static constexpr const char* kName = "dnnweaver";  ///< for the command line
  /// Counts changes of the equations: weights trained on another version are refused.
  static constexpr std::uint64_t kModelVersion = 2;

  static constexpr const auto& layer_fields = kDnnweaverLayerFields;  ///< those of DnnweaverLayer

  /// Names of the choices of ORD: loops over tiles from the innermost on, where px stands for images, rows and columns,
  /// which no buffer tells apart. The hardware runs any order of its five loops. One with px and oc exchanged outside
  /// the innermost loop reloads the same buffers in the same number of steps, and one that splits px only loads more:
  /// these three are all that differ.
  static constexpr std::array<const char*, 3> kOrders{"ic-px-oc", "px-oc-ic", "oc-px-ic"};

  /// The design space, by `Index`.
  static constexpr std::array<Parameter, kParameters> parameters{{
      {"ARN", "rows", "array rows: input channels at once (N)", 5, {4, 8, 16, 32, 64}},
      {"ARM", "columns", "array columns: output channels at once (M)", 5, {4, 8, 16, 32, 64}},
      {"AXI", "bits", "width of each AXI port", 6, {32, 64, 128, 256, 512, 1024}},
      {"IBUF", "KiB", "input SRAM", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"WBUF", "KiB", "weight SRAM", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"OBUF", "KiB", "output SRAM (64-bit partial sums)", 10, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}},
      {"BBUF", "KiB", "bias SRAM (32-bit)", 7, {1, 2, 4, 8, 16, 32, 64}},
      {"TB", "images", "images of a tile", 5, {1, 2, 4, 8, 16}},
      {"TOH", "pixels", "output rows of a tile, before pooling", 12, {1, 2, 4, 7, 8, 13, 14, 16, 26, 28, 32, 56}},
      {"TOW", "pixels", "output columns of a tile, before pooling", 12, {1, 2, 4, 7, 8, 13, 14, 16, 26, 28, 32, 56}},
      {"TIC", "groups", "input channels of a tile, in groups of ARN", 8, {1, 2, 4, 8, 16, 32, 64, 128}},
      {"TOC", "groups", "output channels of a tile, in groups of ARM", 8, {1, 2, 4, 8, 16, 32, 64, 128}},
      {"ORD", "order", "loops over tiles, innermost first", 3, {0, 1, 2}, kOrders.data()},
  }};

  /// The order in which a generator draws: hardware first, then tiles, then what follows from them.
  static constexpr std::array<std::uint8_t, kParameters> draw_order{ARN, ARM, AXI,  TOC,  TOH,  TOW, TIC,
                                                                    TB,  ORD, IBUF, WBUF, OBUF, BBUF};

  /// Whether a bitstream fixes a parameter: array, AXI and SRAMs. Tiles and loop order are the schedule.
  static constexpr bool is_hardware(std::size_t parameter) { return parameter <= BBUF; }

  /// What the bytes of a tile depend on.
  static constexpr ParameterSet kTileBytes = parameter_set(ARN, ARM, TB, TOH, TOW, TIC, TOC);
  /// The parameters that the choices which `allowed` offers depend on.
  static constexpr ParameterSet dependencies(std::size_t parameter) {
    return parameter == AXI ? parameter_set(ARN) : kTileBytes;
  }

  /// Whether the parameters before it leave a parameter one canonical choice: the SRAMs, each as large as two tiles
  /// need.
  static constexpr bool is_derived(std::size_t parameter) { return parameter >= IBUF && parameter <= BBUF; }

  /// Indices of `rules`.
  enum RuleIndex : std::uint8_t {
    kInputBufferTooSmall,
    kWeightBufferTooSmall,
    kOutputBufferTooSmall,
    kBiasBufferTooSmall,
    kAxiTooWide
  };
  /// The ways to be illegal: half of each SRAM must hold a tile, because SRAMs are double-buffered, and a beat of AXI
  /// is no wider than a vector of inputs.
  static constexpr std::array<Rule, 5> rules{{
      {"input_buffer_too_small",
       "half of IBUF cannot hold one input tile: raise IBUF or lower TIC, TOH, TOW, TB or ARN"},
      {"weight_buffer_too_small", "half of WBUF cannot hold one weight tile: raise WBUF or lower TOC, TIC, ARN or ARM"},
      {"output_buffer_too_small",
       "half of OBUF cannot hold the 64-bit sums of one output tile: raise OBUF or lower TOC, TOH, TOW, TB or ARM"},
      {"bias_buffer_too_small", "half of BBUF cannot hold the biases of one tile: raise BBUF or lower TOC or ARM"},
      {"axi_too_wide", "AXI is wider than the 16 * ARN bits of one input vector: lower AXI or raise ARN"},
  }};

  /// What can be limited. DSPs and block RAMs are estimates (resource.hpp).
  static constexpr std::array<Resource, 4> resources{{
      {"sram", "KiB", "all SRAMs"},
      {"pe", "PEs", "processing elements"},
      {"dsp", "DSPs", "FPGA estimate: one 16-bit multiplication each"},
      {"bram", "blocks", "FPGA estimate: block RAMs of 4 KiB, as many as the array reads at once"},
  }};
  /// Amounts of `resources`, in its order and units.
  static constexpr std::array<std::uint32_t, 4> used(const Configuration& configuration) {
    const std::uint32_t rows = 1U << log2_rows(configuration[ARN]);
    const std::uint32_t columns = 1U << log2_columns(configuration[ARM]);
    // A bank of inputs for each row, of sums and of biases for each column. All 16 * rows * columns bits of weights are
    // read at once, 64 from a block, whatever the width of a bank.
    const std::array<std::uint32_t, 4> at_once{rows, ceil_div(rows * columns, 4), columns, columns};
    std::uint32_t kib = 0;
    std::uint32_t blocks = 0;
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      const std::uint32_t size = parameters[sram].values[configuration[sram]];
      const std::uint32_t holding = ceil_div(size, kBlockRamKib);
      kib += size;
      blocks += holding > at_once[sram - IBUF] ? holding : at_once[sram - IBUF];
    }
    return {kib, rows * columns, rows * columns, blocks};
  }

  /// What the machine does for one layer, all groups and images: everything that energy is charged for. Bytes unless
  /// said.
  struct Activity {
    Reason reason = Reason::none;    ///< why the configuration is illegal; all else is then 0
    std::uint64_t cycles = 0;        ///< from the start to the end of the last store
    std::uint64_t macs = 0;          ///< multiplications, those of the padding of channels and edge tiles included
    std::uint64_t input_dram = 0;    ///< loaded from DRAM into IBUF
    std::uint64_t weight_dram = 0;   ///< loaded from DRAM into WBUF
    std::uint64_t bias_dram = 0;     ///< loaded from DRAM into BBUF
    std::uint64_t sums_loaded = 0;   ///< 64-bit partial sums from DRAM; the RTL loads them for first tiles too
    std::uint64_t sums_spilled = 0;  ///< 64-bit partial sums to DRAM, not complete yet
    std::uint64_t output_dram = 0;   ///< 16-bit results to DRAM, pooled
    std::uint64_t input_feed = 0;    ///< read from IBUF into the array
    std::uint64_t weight_feed = 0;   ///< read from WBUF into the array
    std::uint64_t bias_feed = 0;     ///< read from BBUF into the array
    std::uint64_t sums_updated = 0;  ///< read from, and as many written to, OBUF by the array
    std::uint64_t post_ops = 0;      ///< operations on single outputs
  };

  /// Counts what exactly this configuration does; a tile larger than the layer counts as the whole layer.
  static constexpr Activity activity(const Layer& layer, const Configuration& configuration) {
    Activity a;
    a.reason = check(layer, configuration);
    if (a.reason != Reason::none) {
      return a;
    }
    const Tiling t = tiling(layer, configuration);
    const TileNest nest = tile_nest(t, configuration[ORD]);
    a.cycles = layer.repeat * (kStart + TilePipeline{nest, tile_times(layer, t, configuration)}.cycles());
    count(layer, t, nest, configuration, a);
    return a;
  }

  /// fJ per cycle of all PEs and SRAMs that are instantiated.
  static constexpr std::uint64_t leakage(const Configuration& configuration) {
    std::uint64_t kib = 0;
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      kib += std::uint64_t{1} << configuration[sram];
    }
    return (std::uint64_t{16} << (configuration[ARN] + configuration[ARM])) * Technology::kPeLeakageFj +
           kib * Technology::kSramLeakageFj;
  }

  /// Size of one bank of an SRAM, as a choice of its table; banks below 1 KiB count as 1 KiB. The RTL makes IBUF of one
  /// bank per array row, OBUF and BBUF of one per column, and WBUF of banks as wide as AXI, 16 * ARN * ARM bits in all.
  static constexpr std::size_t bank(const Configuration& configuration, std::size_t sram) {
    const unsigned banks = log2_banks(configuration, sram);
    return configuration[sram] > banks ? configuration[sram] - banks : 0U;
  }
  /// log2 of the number of banks of an SRAM.
  static constexpr unsigned log2_banks(const Configuration& configuration, std::size_t sram) {
    const unsigned rows = log2_rows(configuration[ARN]);
    const unsigned columns = log2_columns(configuration[ARM]);
    return sram == IBUF ? rows : sram == WBUF ? rows + columns + 4U - log2_axi(configuration[AXI]) : columns;
  }

  /// Energy in fJ of an activity on this configuration: action counts times the technology's constants. An SRAM access
  /// costs what one of its banks does. A post-processing operation is charged as one MAC.
  static constexpr Checked energy(const Activity& a, const Configuration& configuration) {
    const auto read = [&](std::size_t sram) { return Technology::kSramReadFj[bank(configuration, sram)]; };
    const auto write = [&](std::size_t sram) { return Technology::kSramWriteFj[bank(configuration, sram)]; };
    // A tile of sums is loaded from DRAM, updated by the array, and read once more to be stored.
    const std::uint64_t sums = read(OBUF) + write(OBUF);
    Checked fj;
    fj.add(a.macs, Technology::kMacFj).add(a.post_ops, Technology::kMacFj);
    fj.add(a.input_feed, read(IBUF)).add(a.input_dram, write(IBUF));
    fj.add(a.weight_feed, read(WBUF)).add(a.weight_dram, write(WBUF));
    fj.add(a.bias_feed, read(BBUF)).add(a.bias_dram, write(BBUF));
    fj.add(a.sums_updated, sums).add(a.sums_loaded, sums);
    for (const std::uint64_t bytes : std::array<std::uint64_t, 6>{a.input_dram, a.weight_dram, a.bias_dram,
                                                                  a.sums_loaded, a.sums_spilled, a.output_dram}) {
      fj.add(bytes, Technology::kDramFj);
    }
    return fj.add(a.cycles, leakage(configuration));
  }

  /// Where time and energy of exactly this configuration go. Energy is linear in the activity, so that a part's energy
  /// is that of its activity alone; bytes that cross two memories are charged to each.
  static constexpr Breakdown<5, 10, 8> breakdown(const Layer& layer, const Configuration& configuration) {
    const Activity a = activity(layer, configuration);
    Breakdown<5, 10, 8> parts;
    parts.reason = a.reason;
    const bool legal = a.reason == Reason::none;
    TileNest nest;
    TileTimes times;
    std::uint64_t repeat = 0;
    if (legal) {
      const Tiling t = tiling(layer, configuration);
      nest = tile_nest(t, configuration[ORD]);
      times = tile_times(layer, t, configuration);
      repeat = layer.repeat;
      parts.pes = std::uint64_t{16} << (configuration[ARN] + configuration[ARM]);
      parts.macs = macs(layer);
    }
    const auto fj = [&](const Activity& part) { return legal ? energy(part, configuration).value() : 0U; };
    const auto dram = [](std::uint64_t bytes) { return bytes * Technology::kDramFj; };
    Activity array;
    array.macs = a.macs;
    Activity post;
    post.post_ops = a.post_ops;
    Activity input;
    input.input_feed = a.input_feed;
    input.input_dram = a.input_dram;
    Activity weight;
    weight.weight_feed = a.weight_feed;
    weight.weight_dram = a.weight_dram;
    Activity bias;
    bias.bias_feed = a.bias_feed;
    bias.bias_dram = a.bias_dram;
    Activity sums;
    sums.sums_updated = a.sums_updated;
    sums.sums_loaded = a.sums_loaded;
    Activity leaking;
    leaking.cycles = a.cycles;
    const std::uint64_t versions = nest.pixels * nest.outputs;
    parts.cycles = a.cycles;
    parts.padded_macs = a.macs;
    parts.busy = {{{"array", repeat * nest.steps() * times.compute},
                   {"input_port", repeat * nest.input_loads() * times.load_inputs},
                   {"weight_port", repeat * nest.weight_loads() * times.load_weights},
                   {"sum_port", repeat * nest.sum_loads() * times.load_sums},
                   {"store", repeat * (nest.spills() * times.store_sums + versions * times.store_outputs)}}};
    parts.energy = {{{"mac", fj(array)},
                     {"post_ops", fj(post)},
                     {"input_sram", fj(input) - dram(a.input_dram)},
                     {"weight_sram", fj(weight) - dram(a.weight_dram)},
                     {"bias_sram", fj(bias) - dram(a.bias_dram)},
                     {"output_sram", fj(sums) - dram(a.sums_loaded)},
                     {"input_dram", dram(a.input_dram)},
                     {"weight_dram", dram(a.weight_dram + a.bias_dram)},
                     {"output_dram", dram(a.sums_loaded + a.sums_spilled + a.output_dram)},
                     {"leakage", fj(leaking)}}};
    parts.bytes = {{{"input_dram", a.input_dram},
                    {"weight_dram", a.weight_dram + a.bias_dram},
                    {"sum_dram", a.sums_loaded + a.sums_spilled},
                    {"output_dram", a.output_dram},
                    {"input_sram", a.input_dram + a.input_feed},
                    {"weight_sram", a.weight_dram + a.weight_feed},
                    {"bias_sram", a.bias_dram + a.bias_feed},
                    {"output_sram", 2U * (a.sums_updated + a.sums_loaded)}}};
    return parts;
  }

  /// What each of `rules`, in its order, compares: the bytes of a tile, and half an SRAM; bits of AXI, and of a vector
  /// of inputs. Of a layer that `check` accepts and legal choices.
  static constexpr std::array<Demand, rules.size()> demands(const Layer& layer, const Configuration& configuration) {
    std::array<Demand, rules.size()> all{};
    const auto bytes = tile_bytes(layer, tile_of(layer, configuration), configuration);
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      all[sram - IBUF] = {bytes[sram - IBUF], half_bytes(configuration[sram]), "B"};
    }
    all[kAxiTooWide] = {std::uint64_t{1} << log2_axi(configuration[AXI]),
                        std::uint64_t{16} << log2_rows(configuration[ARN]), "bit"};
    return all;
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
    if (!within_limits(layer, kDnnweaverLayerFields) || !padding_within_reach(layer)) {
      return Reason::layer_out_of_range;
    }
    const Checked all = checked_macs(layer);
    return all.overflowed() || all.value() > kMaxMacs ? Reason::too_large : Reason::none;
  }

  /// MACs of a layer that `check` accepts, without padding.
  static constexpr std::uint64_t macs(const Layer& layer) { return checked_macs(layer).value(); }

  /// Whether any configuration keeps these pins, each of which is a legal choice: none, the layer's reason, or the rule
  /// that the pins break. What tiles need only grows with every parameter, so it is enough to try the smallest choices
  /// beside the pins in the largest SRAMs beside the pins.
  static constexpr Reason check_pins(const Layer& layer, const Pins& pins) {
    Configuration roomiest{};
    for (std::size_t parameter = 0; parameter < kParameters; ++parameter) {
      roomiest[parameter] = pins.is_pinned(parameter) ? pins.choice[parameter]
                            : is_derived(parameter)   ? static_cast<std::uint8_t>(parameters[parameter].count - 1U)
                                                      : std::uint8_t{0};
    }
    if (!pins.is_pinned(ARN)) {
      roomiest[ARN] = static_cast<std::uint8_t>(fewest_rows(roomiest[AXI]));
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
      case AXI:
        return choices_up_to(widest_axi(configuration[ARN]));
      case ORD:
        return canonical_orders(tiling(layer, configuration));
      case IBUF:
      case WBUF:
      case OBUF:
      case BBUF: {
        const unsigned size =
            smallest_sram(tile_bytes(layer, tile_of(layer, configuration), configuration)[parameter - IBUF]);
        return size < parameters[parameter].count ? only_choice(size) : ChoiceMask{0};
      }
      case ARN: {
        const ChoiceMask fit = fitting(layer, configuration, pins, ARN, parameters[ARN].count - 1U);
        const unsigned least = pins.is_pinned(AXI) ? fewest_rows(pins.choice[AXI]) : 0U;
        return static_cast<ChoiceMask>(fit & ~(only_choice(least) - 1U));
      }
      case ARM:
        return fitting(layer, configuration, pins, ARM, parameters[ARM].count - 1U);
      default: {
        const unsigned cover = covering_choice(parameters[parameter], dimension(layer, configuration, parameter));
        return static_cast<ChoiceMask>(fitting(layer, configuration, pins, parameter, cover) &
                                       distinct_tiles(layer, parameter, cover));
      }
    }
  }

  /// The cheapest-to-name configuration of the same behaviour: tiles at the smallest choice that covers the layer (and
  /// at an even one if pooling rounds an odd one up), the first order of the same innermost loop, each SRAM just large
  /// enough. Cycles never change, energy never rises, pins stay, and an illegal configuration is returned as it is.
  static constexpr Configuration canonicalise(const Layer& layer, Configuration configuration, const Pins& pins = {}) {
    if (check(layer, configuration) != Reason::none) {
      return configuration;
    }
    for (std::size_t parameter = TB; parameter <= TOC; ++parameter) {
      if (!pins.is_pinned(parameter)) {
        const unsigned cover = covering_choice(parameters[parameter], dimension(layer, configuration, parameter));
        unsigned choice = configuration[parameter] < cover ? configuration[parameter] : cover;
        choice += contains(distinct_tiles(layer, parameter, cover), choice) ? 0U : 1U;
        configuration[parameter] = static_cast<std::uint8_t>(choice);
      }
    }
    const Tiling t = tiling(layer, configuration);
    if (!pins.is_pinned(ORD)) {
      const InnermostLoop innermost = tile_nest(t, configuration[ORD]).innermost;
      while (configuration[ORD] > 0 && tile_nest(t, configuration[ORD] - 1U).innermost == innermost) {
        --configuration[ORD];
      }
    }
    const auto bytes = tile_bytes(layer, t, configuration);
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      if (!pins.is_pinned(sram)) {
        configuration[sram] = static_cast<std::uint8_t>(smallest_sram(bytes[sram - IBUF]));
      }
    }
    return configuration;
  }

  /// Number of features that `encode` writes: one per field, one per choice of TB, TOH and TOW, twelve each for input
  /// and output channels.
  static constexpr std::size_t kLayerFeatures = kDnnweaverLayerFields.size() + 5 + 12 + 12 + 12 + 12;
  /// What a generator sees of a layer, int8: log2 of every field (8 steps per octave; of one more if it may be 0), then
  /// how much larger than the layer its padded cover is (64 steps per octave, 127 from two octaves on): for every
  /// choice of TB, TOH and TOW, and for tiles of 4, 8, 16 ... 8192 input and output channels, whatever makes them up.
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    for (const auto& field : kDnnweaverLayerFields) {
      *features++ = size_feature(layer.*field.member + (field.min == 0 ? 1U : 0U));
    }
    for (std::size_t parameter = TB; parameter <= TOW; ++parameter) {
      const std::uint32_t size = dimension(layer, {}, parameter);
      for (unsigned choice = 0; choice < parameters[parameter].count; ++choice) {
        *features++ = waste_feature(size, parameters[parameter].values[choice]);
      }
    }
    for (const std::uint32_t channels : std::array<std::uint32_t, 2>{layer.ic, layer.oc}) {
      for (std::uint32_t tile = 4; tile <= 8192; tile *= 2) {
        *features++ = waste_feature(channels, tile);
      }
    }
  }

 private:
  static constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 40U;

  // Cycles, from the RTL. All are fitted to the measured layers together, none to a single one
  // (cost_model/dnnweaver.md).
  static constexpr std::uint64_t kStart = 200;       ///< once per layer
  static constexpr std::uint64_t kTileStart = 5;     ///< per tile: fill and drain of the array
  static constexpr std::uint64_t kLoopTurn = 2;      ///< every pass of a compute loop
  static constexpr std::uint64_t kLoadStart = 40;    ///< per tile and buffer, at 30 cycles of memory latency
  static constexpr std::uint64_t kRequest = 4;       ///< least distance of two requests of a vector
  static constexpr std::uint64_t kRelease = 4;       ///< from the last computation of a tile until its tags are free
  static constexpr std::uint64_t kStoreStart = 30;   ///< per tile
  static constexpr std::uint64_t kStoreHalves = 11;  ///< half cycles per vector of M outputs
  static constexpr std::uint64_t kStorePooled = 20;  ///< per vector of M pooled outputs
  /// Half cycles per vector and post-processing operation: its compiler spends three instructions on a batch
  /// normalisation or an activation, as many as it spends on the plain store. Not measured.
  static constexpr std::uint64_t kPostOpHalves = 11;

  static constexpr std::uint64_t kOperandBytes = 2;
  static constexpr std::uint64_t kSumBytes = 8;
  static constexpr std::uint64_t kBiasBytes = 4;

  struct Tile {
    // Images, output rows and columns, groups of input and output channels.
    std::uint32_t images = 0, rows = 0, columns = 0, inputs = 0, outputs = 0;
    std::uint64_t input_pixels = 0;  ///< of one image, halo included
    std::uint64_t pixels = 0;        ///< outputs of one channel before pooling, all images
  };

  struct Tiling : Tile {
    // Tiles of the layer.
    std::uint64_t pixel_tiles = 0, input_tiles = 0, output_tiles = 0;
  };

  static constexpr Checked checked_macs(const Layer& layer) {
    return Checked{std::uint64_t{layer.ic} * layer.oc} * (std::uint64_t{layer.oh} * layer.ow) *
           (std::uint64_t{layer.kh} * layer.kw) * (std::uint64_t{layer.repeat} * layer.batch);
  }

  static constexpr unsigned log2_rows(unsigned arn) { return arn + 2U; }
  static constexpr unsigned log2_columns(unsigned arm) { return arm + 2U; }
  static constexpr unsigned log2_axi(unsigned axi) { return axi + 5U; }
  static constexpr std::uint32_t groups(std::uint32_t channels, unsigned log2_width) {
    return (channels + (1U << log2_width) - 1U) >> log2_width;
  }
  /// AXI = 32 << axi is at most 16 * ARN = 64 << arn.
  static constexpr unsigned fewest_rows(unsigned axi) { return axi == 0 ? 0U : axi - 1U; }
  static constexpr unsigned widest_axi(unsigned arn) {
    return arn + 1U < parameters[AXI].count ? arn + 1U : parameters[AXI].count - 1U;
  }

  /// What a tile parameter cuts, in its own unit.
  static constexpr std::uint32_t dimension(const Layer& layer, const Configuration& configuration,
                                           std::size_t parameter) {
    switch (parameter) {
      case TB:
        return layer.batch;
      case TOH:
        return layer.oh;
      case TOW:
        return layer.ow;
      case TIC:
        return groups(layer.ic, log2_rows(configuration[ARN]));
      default:
        return groups(layer.oc, log2_columns(configuration[ARM]));
    }
  }

  /// Choices up to `cover` without those that pooling rounds up to the next one.
  static constexpr ChoiceMask distinct_tiles(const Layer& layer, std::size_t parameter, unsigned cover) {
    ChoiceMask mask = choices_up_to(cover);
    if (layer.pool == 2 && (parameter == TOH || parameter == TOW)) {
      for (unsigned choice = 0; choice < cover; ++choice) {
        if (parameters[parameter].values[choice] % 2U != 0) {
          mask = static_cast<ChoiceMask>(mask & ~only_choice(choice));
        }
      }
    }
    return mask;
  }

  static constexpr bool odd_sizes_have_successors() {
    for (unsigned choice = 0; choice < parameters[TOH].count; ++choice) {
      const std::uint16_t size = parameters[TOH].values[choice];
      if (size != parameters[TOW].values[choice] ||
          (size % 2U != 0 && parameters[TOH].values[choice + 1U] != size + 1U)) {
        return false;
      }
    }
    return true;
  }

  /// What pooling rounds a number of rows or columns up to.
  static constexpr std::uint32_t pooled(const Layer& layer, std::uint32_t x) {
    return (x + layer.pool - 1U) & ~(layer.pool - 1U);
  }

  static constexpr Tile tile_of(const Layer& layer, const Configuration& configuration) {
    static_assert(odd_sizes_have_successors(), "pooling rounds an odd tile up to the next choice");
    const auto cut = [&](std::uint32_t size, std::size_t parameter) {
      const std::uint32_t tile = parameters[parameter].values[configuration[parameter]];
      return tile < size ? tile : size;
    };
    Tile t;
    t.images = cut(layer.batch, TB);
    t.rows = pooled(layer, cut(pooled(layer, layer.oh), TOH));
    t.columns = pooled(layer, cut(pooled(layer, layer.ow), TOW));
    t.inputs = cut(dimension(layer, configuration, TIC), TIC);
    t.outputs = cut(dimension(layer, configuration, TOC), TOC);
    t.input_pixels = std::uint64_t{(t.rows - 1U) * layer.stride_h + (layer.kh - 1U) * layer.dilation_h + 1U} *
                     ((t.columns - 1U) * layer.stride_w + (layer.kw - 1U) * layer.dilation_w + 1U);
    t.pixels = std::uint64_t{t.images} * t.rows * t.columns;
    return t;
  }

  static constexpr Tiling tiling(const Layer& layer, const Configuration& configuration) {
    Tiling t{tile_of(layer, configuration)};
    t.pixel_tiles = std::uint64_t{ceil_div(layer.batch, t.images)} * ceil_div(pooled(layer, layer.oh), t.rows) *
                    ceil_div(pooled(layer, layer.ow), t.columns);
    t.input_tiles = ceil_div(dimension(layer, configuration, TIC), t.inputs);
    t.output_tiles = ceil_div(dimension(layer, configuration, TOC), t.outputs);
    return t;
  }

  /// Bytes of one tile in IBUF, WBUF, OBUF and BBUF.
  static constexpr std::array<std::uint64_t, 4> tile_bytes(const Layer& layer, const Tile& t,
                                                           const Configuration& configuration) {
    const std::uint64_t in = std::uint64_t{t.inputs} << log2_rows(configuration[ARN]);
    const std::uint64_t out = std::uint64_t{t.outputs} << log2_columns(configuration[ARM]);
    return {kOperandBytes * t.images * t.input_pixels * in, kOperandBytes * in * layer.kh * layer.kw * out,
            kSumBytes * t.pixels * out, kBiasBytes * out};
  }

  static constexpr Reason check(const Layer& layer, const Configuration& configuration) {
    if (!within_choices(configuration, parameters)) {
      return Reason::choice_out_of_range;
    }
    const Reason layer_reason = check(layer);
    if (layer_reason != Reason::none) {
      return layer_reason;
    }
    if (configuration[AXI] > widest_axi(configuration[ARN])) {
      return template_reason(kAxiTooWide);
    }
    const auto bytes = tile_bytes(layer, tile_of(layer, configuration), configuration);
    for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
      if (bytes[sram - IBUF] > half_bytes(configuration[sram])) {
        return template_reason(static_cast<std::uint8_t>(kInputBufferTooSmall + (sram - IBUF)));
      }
    }
    return Reason::none;
  }

  static constexpr TileNest tile_nest(const Tiling& t, unsigned order) {
    TileNest nest{t.input_tiles, t.pixel_tiles, t.output_tiles, InnermostLoop::inputs};
    const bool inputs = t.input_tiles > 1;
    const bool pixels = t.pixel_tiles > 1;
    const bool outputs = t.output_tiles > 1;
    if (order == 0 && inputs) {
      return nest;
    }
    if (outputs && (order == 2 || !pixels)) {
      nest.innermost = InnermostLoop::outputs;
    } else if (pixels) {
      nest.innermost = InnermostLoop::pixels;
    }
    return nest;
  }

  static constexpr ChoiceMask canonical_orders(const Tiling& t) {
    ChoiceMask mask = only_choice(0);
    for (unsigned order = 1; order < kOrders.size(); ++order) {
      bool fresh = true;
      for (unsigned before = 0; before < order; ++before) {
        fresh = fresh && tile_nest(t, before).innermost != tile_nest(t, order).innermost;
      }
      mask = static_cast<ChoiceMask>(mask | (fresh ? only_choice(order) : 0U));
    }
    return mask;
  }

  static constexpr TileTimes tile_times(const Layer& layer, const Tiling& t, const Configuration& configuration) {
    const unsigned rows = log2_rows(configuration[ARN]);
    const unsigned columns = log2_columns(configuration[ARM]);
    // A vector takes as many beats as AXI widths, a power of two, and no less than kRequest cycles.
    const unsigned port = log2_axi(configuration[AXI]);
    const auto load = [port](std::uint64_t vectors, unsigned log2_bits) {
      const unsigned beats = log2_bits > port + 2U ? log2_bits - port : 2U;
      return kLoadStart + (vectors << beats);
    };
    static_assert(kRequest == 4, "the shift above");
    const std::uint64_t sums = t.pixels * t.outputs;

    TileTimes times;
    times.compute = kTileStart + compute_cycles(layer, t);
    times.load_inputs = load(t.images * t.input_pixels * t.inputs, rows + 4U);
    times.load_weights = load(std::uint64_t{t.outputs} * layer.kh * layer.kw * t.inputs, rows + columns + 4U);
    times.load_sums = load(sums, columns + 6U);
    times.release = kRelease;
    times.store_sums = times.load_sums;  // assumed: partial sums leave the way they come
    times.store_outputs = kStoreStart + (layer.pool == 2 ? sums / 4U * kStorePooled : (sums * kStoreHalves + 1U) / 2U) +
                          (sums * layer.post_ops * kPostOpHalves + 1U) / 2U;
    return times;
  }

  /// The controller walks seven nested loops, always in this order, and spends two cycles on every turn.
  static constexpr std::uint64_t compute_cycles(const Layer& layer, const Tiling& t) {
    std::uint64_t cycles = 1;
    for (const std::uint64_t turns :
         std::array<std::uint64_t, 7>{t.inputs, layer.kw, layer.kh, t.columns, t.rows, t.outputs, t.images}) {
      cycles = turns == 1 ? cycles : turns * cycles + kLoopTurn;
    }
    return cycles;
  }

  static constexpr void count(const Layer& layer, const Tiling& t, const TileNest& nest,
                              const Configuration& configuration, Activity& a) {
    const unsigned row_bits = log2_rows(configuration[ARN]);
    const unsigned column_bits = log2_columns(configuration[ARM]);
    const auto bytes = tile_bytes(layer, t, configuration);
    // No count below can wrap on a legal layer (cost_model/dnnweaver_proofs.md); only energies are checked.
    const std::uint64_t steps = layer.repeat * nest.steps();
    const std::uint64_t products =
        steps * t.pixels * t.inputs * layer.kh * layer.kw * t.outputs;  // vectors by matrices
    const std::uint64_t finished = layer.repeat * nest.pixels * nest.outputs;
    const std::uint64_t channels = std::uint64_t{t.outputs} << column_bits;
    const std::uint64_t bias_loads = nest.outputs == 1                         ? 1U
                                     : nest.innermost == InnermostLoop::inputs ? nest.outputs
                                     : nest.innermost == InnermostLoop::pixels ? nest.rounds()
                                                                               : nest.steps();
    a.macs = products << (row_bits + column_bits);
    a.input_dram = layer.repeat * nest.input_loads() * bytes[0];
    a.weight_dram = layer.repeat * nest.weight_loads() * bytes[1];
    a.sums_loaded = layer.repeat * nest.sum_loads() * bytes[2];
    a.sums_spilled = layer.repeat * nest.spills() * bytes[2];
    a.bias_dram = layer.repeat * bias_loads * bytes[3];
    a.output_dram = finished * (t.pixels / (std::uint64_t{layer.pool} * layer.pool)) * channels * kOperandBytes;
    a.input_feed = products * kOperandBytes << row_bits;
    a.weight_feed = products * kOperandBytes << (row_bits + column_bits);
    a.bias_feed = finished * t.pixels * channels * kBiasBytes;
    a.sums_updated = steps * bytes[2];
    a.post_ops = finished * t.pixels * channels * layer.post_ops;
  }

  /// Choices of `parameter` up to `last` whose tiles fit the SRAMs (the largest, or the pinned ones). What a tile needs
  /// grows with every parameter, so they are a prefix.
  static constexpr ChoiceMask fitting(const Layer& layer, Configuration configuration, const Pins& pins,
                                      std::size_t parameter, unsigned last) {
    for (unsigned choice = last + 1U; choice-- > 0;) {
      configuration[parameter] = static_cast<std::uint8_t>(choice);
      const auto bytes = tile_bytes(layer, tile_of(layer, configuration), configuration);
      bool fits = true;
      for (std::size_t sram = IBUF; sram <= BBUF; ++sram) {
        const unsigned size = pins.is_pinned(sram) ? pins.choice[sram] : parameters[sram].count - 1U;
        fits = fits && bytes[sram - IBUF] <= half_bytes(size);
      }
      if (fits) {
        return choices_up_to(choice);
      }
    }
    return 0;
  }
};

}  // namespace gandse
