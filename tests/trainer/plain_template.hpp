// A template of N parameters with four choices each, all of them legal and canonical: as large a space as one likes.
#pragma once

#include "gandse/cost_model/bound.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/technology.hpp"
#include "gandse/cost_model/workload.hpp"

struct Work {
  std::uint32_t n = 1;
};

template <std::size_t N>
struct Plain {
  using Technology = gandse::Asic45nm;
  using Layer = Work;
  static constexpr std::size_t kParameters = N;
  using Configuration = gandse::Configuration<N>;
  using Pins = gandse::Pins<N>;

  static constexpr const char* kName = "plain";
  static constexpr std::uint64_t kModelVersion = 1;
  static constexpr std::array<gandse::LayerField<Work>, 1> layer_fields{{{"n", &Work::n, 1, 65535, false, 4096}}};
  static constexpr std::array<gandse::Parameter, N> parameters = [] {
    constexpr std::array<const char*, 20> kNames{"A", "B", "C", "D", "E", "F", "G", "H", "I", "J",
                                                 "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"};
    static_assert(N <= kNames.size());
    std::array<gandse::Parameter, N> table{};
    for (std::size_t i = 0; i < N; ++i) {
      table[i] = {kNames[i], "units", "one of many", 4, {1, 2, 4, 8}};
    }
    return table;
  }();
  static constexpr std::array<std::uint8_t, N> draw_order = [] {
    std::array<std::uint8_t, N> order{};
    for (std::size_t i = 0; i < N; ++i) {
      order[i] = static_cast<std::uint8_t>(i);
    }
    return order;
  }();
  static constexpr bool is_derived(std::size_t /*parameter*/) { return false; }
  static constexpr bool is_hardware(std::size_t parameter) { return parameter < N / 2; }
  static constexpr std::array<gandse::Rule, 1> rules{{{"never", "is never broken"}}};

  static constexpr std::uint64_t macs(const Work& work) { return work.n; }
  static constexpr gandse::Reason check(const Work& work) {
    return within_limits(work, layer_fields) ? gandse::Reason::none : gandse::Reason::layer_out_of_range;
  }
  static constexpr gandse::Reason check_pins(const Work& work, const Pins& /*pins*/) { return check(work); }

  static constexpr gandse::Evaluation evaluate(const Work& work, const Configuration& c) {
    if (check(work) != gandse::Reason::none) {
      return {check(work), {}};
    }
    std::uint64_t width = 1;
    for (std::size_t i = 0; i < N; ++i) {
      if (c[i] >= 4) {
        return {gandse::Reason::choice_out_of_range, {}};
      }
      width += std::uint64_t{c[i]} << (i % 8);
    }
    return {gandse::Reason::none, {{1024 * work.n * (1 + 1000 / width)}, {1000 * work.n * width}}};
  }

  static constexpr gandse::ChoiceMask allowed(const Work& /*work*/, const Configuration& /*c*/, const Pins& pins,
                                              std::size_t parameter) {
    return pins.is_pinned(parameter) ? gandse::only_choice(pins.choice[parameter]) : gandse::choices_up_to(3);
  }
  static constexpr Configuration canonicalise(const Work& /*work*/, const Configuration& c, const Pins& /*pins*/ = {}) {
    return c;
  }

  static constexpr std::size_t kLayerFeatures = 1;
  static constexpr void encode(const Work& work, std::int8_t* features) {
    *features = static_cast<std::int8_t>(gandse::log2_q16(work.n) >> 14U);
  }
};
