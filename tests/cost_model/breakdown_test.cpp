// Breakdowns: their parts are the whole, and no stage works longer than the layer takes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>

#include "../scale.hpp"
#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"

namespace gandse::test {
namespace {

template <class Shares>
std::uint64_t sum(const Shares& shares) {
  std::uint64_t all = 0;
  for (const BreakdownPart& share : shares) {
    all += share.amount;
  }
  return all;
}

template <class Template>
class Points {
 public:
  using Layer = typename Template::Layer;
  using Configuration = typename Template::Configuration;

  Layer layer() {
    Layer layer{};
    do {
      for (const auto& field : Template::layer_fields) {
        const std::uint32_t most = field.max < 4 * field.typical ? field.max : 4 * field.typical;
        layer.*field.member = below(3) == 0 ? field.min : field.min + below((most - field.min) / (1U << below(5)) + 1);
      }
    } while (Template::check(layer) != Reason::none);
    return layer;
  }
  Configuration configuration() {
    Configuration configuration{};
    for (std::size_t i = 0; i < configuration.size(); ++i) {
      const std::uint32_t count = Template::parameters[i].count;
      configuration[i] =
          static_cast<std::uint8_t>(Template::is_hardware(i) ? count - 1 - below(below(count) + 1) : below(count));
    }
    return configuration;
  }

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  std::mt19937_64 random_{5};
};

template <class Template, class EachLegal>
void check_points(unsigned wanted, const EachLegal& each_legal) {
  Points<Template> points;
  unsigned legal = 0;
  unsigned illegal = 0;
  for (unsigned i = 0; i < wanted; ++i) {
    const auto layer = points.layer();
    const auto configuration = points.configuration();
    const Evaluation evaluation = Template::evaluate(layer, configuration);
    const auto parts = Template::breakdown(layer, configuration);
    if (evaluation.reason == Reason::too_large) {
      continue;
    }
    const auto demands = Template::demands(layer, configuration);
    REQUIRE(parts.reason == evaluation.reason);
    REQUIRE(std::all_of(demands.begin(), demands.end(), [](const Demand& one) { return one.is_met(); }) ==
            evaluation.legal());
    if (!evaluation.legal()) {
      const auto rule = static_cast<std::size_t>(evaluation.reason) - static_cast<std::size_t>(Reason::template_rule);
      REQUIRE_FALSE(demands[rule].is_met());
      ++illegal;
      continue;
    }
    ++legal;
    REQUIRE(parts.cycles == evaluation.cost.latency.value);
    REQUIRE(sum(parts.energy) == evaluation.cost.energy.value);
    REQUIRE(parts.macs == Template::macs(layer));
    REQUIRE(parts.macs <= parts.padded_macs);
    REQUIRE(parts.padded_macs <= parts.busy[0].amount * parts.pes);
    for (const BreakdownPart& stage : parts.busy) {
      REQUIRE(stage.amount <= parts.cycles);
      REQUIRE(stage.amount <= parts.busy[parts.bound()].amount);
    }
    each_legal(layer, configuration, parts);
  }
  CHECK(legal > wanted / 20);
  CHECK(illegal > wanted / 20);
}

TEST_CASE("im2col: energies add up, and either the array or the port works at any time") {
  check_points<Im2col<>>(scaled(20'000), [](const Layer& layer, const auto& configuration, const auto& parts) {
    REQUIRE(parts.cycles <= sum(parts.busy));
    const auto activity = Im2col<>::activity(layer, configuration);
    REQUIRE(parts.bytes[0].amount == activity.input_dram);
    REQUIRE(parts.bytes[2].amount >= std::uint64_t{layer.oc} * layer.oh * layer.ow * layer.repeat);
  });
}

TEST_CASE("dnnweaver: energies add up, and no stage works longer than the layer takes") {
  check_points<Dnnweaver<>>(scaled(20'000), [](const auto& layer, const auto& /*configuration*/, const auto& parts) {
    REQUIRE(parts.bytes[3].amount >=
            2 * std::uint64_t{layer.oc} * layer.oh * layer.ow * layer.repeat * layer.batch / (layer.pool * layer.pool));
  });
}

}  // namespace
}  // namespace gandse::test
