// A template outside the project: an R x C engine for matrix products, C[m][n] = A[m][k] * B[k][n] in int8, that holds
// the sums in the array and streams slices of A and B through one double-buffered SRAM.
#pragma once

#include <gandse/cost_model/design_space.hpp>
#include <gandse/cost_model/double_buffer.hpp>
#include <gandse/cost_model/layer_features.hpp>
#include <gandse/cost_model/objective.hpp>
#include <gandse/cost_model/technology.hpp>
#include <gandse/cost_model/workload.hpp>

namespace acme {

using namespace gandse;

struct Product {
  std::uint32_t m = 1, n = 1, k = 1;
};

struct GemmEngine {
  using Technology = Asic45nm;
  using Layer = Product;
  enum Index : std::uint8_t { ROWS, COLS, BUS, SLICE, SRAM };
  static constexpr std::size_t kParameters = 5;
  using Configuration = gandse::Configuration<kParameters>;
  using Pins = gandse::Pins<kParameters>;

  static constexpr const char* kName = "gemm_engine";
  static constexpr std::uint64_t kModelVersion = 1;
  static constexpr std::array<LayerField<Product>, 3> layer_fields{{
      {"m", &Product::m, 1, 65535, false, 4096},
      {"n", &Product::n, 1, 65535, false, 4096},
      {"k", &Product::k, 1, 65535, false, 4096},
  }};
  static constexpr std::array<Parameter, kParameters> parameters{{
      {"ROWS", "PEs", "rows of the array", 5, {4, 8, 16, 32, 64}},
      {"COLS", "PEs", "columns of the array", 5, {4, 8, 16, 32, 64}},
      {"BUS", "B/cycle", "DRAM bandwidth", 5, {2, 4, 8, 16, 32}},
      {"SLICE", "k", "depth of a slice of A and B", 7, {16, 32, 64, 128, 256, 512, 1024}},
      {"SRAM", "KiB", "SRAM, half of it for the slice in work", 8, {1, 2, 4, 8, 16, 32, 64, 128}},
  }};
  static constexpr std::array<std::uint8_t, kParameters> draw_order{ROWS, COLS, BUS, SLICE, SRAM};
  static constexpr bool is_derived(std::size_t parameter) { return parameter == SRAM; }
  static constexpr bool is_hardware(std::size_t parameter) { return parameter != SLICE; }
  static constexpr std::array<Rule, 1> rules{
      {{"sram_too_small", "half the SRAM cannot hold a slice of A and B: raise SRAM or lower SLICE, ROWS or COLS"}}};

  static constexpr std::uint64_t macs(const Layer& l) { return std::uint64_t{l.m} * l.n * l.k; }
  static constexpr Reason check(const Layer& l) {
    return within_limits(l, layer_fields) ? Reason::none : Reason::layer_out_of_range;
  }

  static constexpr Evaluation evaluate(const Layer& layer, const Configuration& raw) {
    const Reason reason = check(layer, raw);
    if (reason != Reason::none) {
      return {reason, {}};
    }
    const Configuration c = lowered(layer, raw);
    const std::uint64_t cycles = cycles_of(layer, c);
    const Checked energy = active_energy(layer, c) + Checked{cycles} * leakage(c);
    return {energy.overflowed() ? Reason::too_large : Reason::none, {{cycles}, {energy.value()}}};
  }

  static constexpr Reason check_pins(const Layer& layer, const Pins& pins) {
    Configuration roomiest{};
    for (std::size_t i = 0; i < kParameters; ++i) {
      roomiest[i] = pins.is_pinned(i) ? pins.choice[i] : i == SRAM ? std::uint8_t{7} : std::uint8_t{0};
    }
    return check(layer, roomiest);
  }

  static constexpr ChoiceMask allowed(const Layer& layer, Configuration c, const Pins& pins, std::size_t parameter) {
    if (pins.is_pinned(parameter)) {
      return only_choice(pins.choice[parameter]);
    }
    if (parameter == SRAM) {
      return only_choice(sram_of(lowered(layer, c)));
    }
    const unsigned room = pins.is_pinned(SRAM) ? pins.choice[SRAM] : 7U;
    ChoiceMask mask = 0;
    for (unsigned choice = 0; choice < parameters[parameter].count; ++choice) {
      c[parameter] = static_cast<std::uint8_t>(choice);
      const Configuration run = lowered(layer, c);
      const bool canonical = parameter != SLICE || run[SLICE] == choice;
      mask = static_cast<ChoiceMask>(mask | (canonical && sram_of(run) <= room ? only_choice(choice) : 0U));
    }
    return mask;
  }

  static constexpr Configuration canonicalise(const Layer& layer, Configuration c, const Pins& pins = {}) {
    if (check(layer, c) != Reason::none) {
      return c;
    }
    c[SLICE] = pins.is_pinned(SLICE) ? c[SLICE] : lowered(layer, c)[SLICE];
    c[SRAM] = pins.is_pinned(SRAM) ? c[SRAM] : sram_of(lowered(layer, c));
    return c;
  }

  struct Bound;  // gemm_engine_bound.hpp

  static constexpr std::size_t kLayerFeatures = 3;
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    for (const auto& field : layer_fields) {
      *features++ = size_feature(layer.*field.member);
    }
  }

 private:
  static constexpr std::uint32_t value(const Configuration& c, std::size_t p) { return parameters[p].values[c[p]]; }
  static constexpr std::uint64_t slice_bytes(const Configuration& c) {
    return (std::uint64_t{value(c, ROWS)} + value(c, COLS)) * value(c, SLICE);
  }
  static constexpr std::uint8_t sram_of(const Configuration& c) {
    return static_cast<std::uint8_t>(smallest_sram(slice_bytes(c)));
  }
  /// What is run: a slice deeper than the product is only as deep as the smallest choice that covers it.
  static constexpr Configuration lowered(const Layer& layer, Configuration c) {
    c[SLICE] = lowered_choice(parameters[SLICE], layer.k, c[SLICE]);
    return c;
  }
  static constexpr std::uint64_t blocks(const Layer& layer, const Configuration& c) {
    return std::uint64_t{ceil_div(layer.m, value(c, ROWS))} * ceil_div(layer.n, value(c, COLS));
  }
  static constexpr std::uint64_t slices(const Layer& layer, const Configuration& c) {
    return blocks(layer, c) * ceil_div(layer.k, value(c, SLICE));
  }

  // Of what is run. A slice is loaded while the one before it is multiplied.
  static constexpr std::uint64_t cycles_of(const Layer& layer, const Configuration& c) {
    const std::uint64_t bus = value(c, BUS), outputs = std::uint64_t{value(c, ROWS)} * value(c, COLS);
    const std::uint64_t load = (slice_bytes(c) + bus - 1U) / bus;
    const std::uint64_t store = (outputs + bus - 1U) / bus;
    const std::uint64_t multiply = std::uint64_t{value(c, SLICE)} + value(c, ROWS) + value(c, COLS);
    return load + slices(layer, c) * (multiply > load ? multiply : load) + blocks(layer, c) * store;
  }
  static constexpr Checked active_energy(const Layer& layer, const Configuration& c) {
    const std::uint64_t outputs = std::uint64_t{value(c, ROWS)} * value(c, COLS);
    const Checked bytes = slices(layer, c) * slice_bytes(c);
    return Checked{slices(layer, c) * value(c, SLICE)} * outputs * Technology::kMacFj +
           bytes * (Technology::kSramReadFj[c[SRAM]] + Technology::kSramWriteFj[c[SRAM]]) +
           (bytes + blocks(layer, c) * outputs) * Technology::kDramFj;
  }
  static constexpr std::uint64_t leakage(const Configuration& c) {  // fJ per cycle
    return std::uint64_t{value(c, ROWS)} * value(c, COLS) * Technology::kPeLeakageFj +
           std::uint64_t{value(c, SRAM)} * Technology::kSramLeakageFj;
  }

  static constexpr Reason check(const Layer& layer, const Configuration& c) {
    if (!within_choices(c, parameters)) {
      return Reason::choice_out_of_range;
    }
    const bool fits = sram_of(lowered(layer, c)) <= c[SRAM];
    return check(layer) != Reason::none ? check(layer) : fits ? Reason::none : template_reason(0);
  }
};

}  // namespace acme
