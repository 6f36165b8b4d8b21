#include "gandse/runtime/c_network.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "all_costs.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/gandse_network.h"
#include "gandse/generated/im2col_8k.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "gandse/runtime/reconfigurator.hpp"

GANDSE_NETWORK_GENERATOR(im2col_8k);

// A network of own capacities, for c_misuse_test.cpp.
GANDSE_NETWORK_GENERATOR(im2col_8k_small);
GANDSE_C_NETWORK_AS(im2col_8k_small, im2col_8k, 3, 2, 8)

namespace gandse::test {
namespace {

using Device = Reconfigurator<generated::Im2col8k, 32, 8, 64>;
constexpr NetworkOptions kOptions{40, 4, 3};

struct Memory {
  std::vector<std::uint64_t> words =
      std::vector<std::uint64_t>(gandse_network_size(gandse_im2col_8k_network()) / 8 + 1);
  gandse_network* open() { return gandse_network_open(gandse_im2col_8k_network(), words.data(), words.size() * 8); }
};

void add_layers(gandse_network* network, const std::vector<Layer>& layers) {
  for (const Layer& layer : layers) {
    REQUIRE(gandse_network_add_layer(network) == GANDSE_OK);
    for (const auto& field : kLayerFields) {
      REQUIRE(gandse_network_set_layer(network, field.name, layer.*field.member) == GANDSE_OK);
    }
  }
}

void add_table(gandse_network* network, const std::vector<Bitstream<Template>>& table) {
  for (const auto& bitstream : table) {
    REQUIRE(gandse_network_add_bitstream(network, bitstream.load.latency.value, bitstream.load.energy.value) ==
            GANDSE_OK);
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      if (Template::is_hardware(i)) {
        const auto& parameter = Template::parameters[i];
        REQUIRE(gandse_network_set_hardware(network, parameter.name, parameter.values[bitstream.hardware[i]]) ==
                GANDSE_OK);
      }
    }
  }
}

std::vector<Layer> random_layers(Random& random) {
  std::vector<Layer> layers;
  for (std::uint32_t i = 1 + random.below(5); i > 0; --i) {
    layers.push_back(small_layer(random));
  }
  return layers;
}

void check_schedules(const gandse_network* network, const Device& device, std::size_t layers) {
  for (std::size_t layer = 0; layer < layers; ++layer) {
    for (std::size_t i = 0; i < Template::kParameters; ++i) {
      const auto& parameter = Template::parameters[i];
      std::uint32_t value = 0;
      REQUIRE(gandse_network_value(network, layer, parameter.name, &value) == GANDSE_OK);
      REQUIRE(value == parameter.values[device.configuration(layer)[i]]);
    }
  }
}

TEST_CASE("C: networks are decided as by the C++ classes, one by one and as a stream") {
  Random random{181};
  Memory memory;
  Device device{generated::im2col_8k};
  for (int i = 0; i < 20; ++i) {
    auto table = bitstreams(1 + random.below(4), random);
    for (auto& bitstream : table) {
      bitstream.load = {{1000}, {std::uint64_t{1'000'000} << random.below(12)}};
    }
    gandse_network* const network = memory.open();
    REQUIRE(network != nullptr);
    add_table(network, table);
    gandse_network_set_options(network, kOptions.budget, kOptions.candidates, kOptions.seed);
    auto layers = random_layers(random);
    add_layers(network, layers);
    const Objective objective{{20'000 + random.below(200'000)}, {40'000 + random.below(200'000)}};
    gandse_network_set_objective(network, objective.latency.value, objective.power.value);

    const auto decision =
        device.workspace().explore({layers.data(), layers.size(), objective, table.data(), table.size()}, kOptions);
    REQUIRE(gandse_network_explore(network) == GANDSE_OK);
    const gandse_network_result* result = gandse_network_result_of(network);
    REQUIRE(result != nullptr);
    CHECK(result->latency_cycles == decision.cost.latency.value);
    CHECK(result->energy_fj == decision.cost.energy.value);
    CHECK(result->bitstream == decision.bitstream);
    CHECK(result->layer == decision.binding_layer);
    CHECK(result->binding == static_cast<std::uint8_t>(decision.binding));
    CHECK(result->excess_ppm == decision.excess_ppm);
    CHECK(result->satisfied == decision.satisfied);
    check_schedules(network, device, layers.size());

    const Microwatt waiting{random.below(1'000'000)};
    gandse_network_set_waiting(network, waiting.value);
    REQUIRE(device.begin(table.data(), table.size(), 0, {kOptions, waiting, {}}));
    REQUIRE(gandse_network_begin(network, 0) == GANDSE_OK);
    CHECK(gandse_network_result_of(network) == nullptr);
    for (int step = 0; step < 6; ++step) {
      const bool known = random.below(3) == 0;
      const std::uint64_t inferences = 1 + random.below(50);
      const auto expected = device.next({layers.data(), layers.size(), objective, {inferences, known}});
      REQUIRE(gandse_network_next(network, inferences, known) == GANDSE_OK);
      result = gandse_network_result_of(network);
      REQUIRE(result != nullptr);
      CHECK(result->step == static_cast<std::uint8_t>(expected.step));
      CHECK(result->bitstream == expected.bitstream);
      CHECK(result->energy_fj == expected.cost.energy.value);
      CHECK(result->evaluations == expected.evaluations);
      CHECK(result->load_cycles == (expected.step == Step::load ? 1000 : 0));
      CHECK(result->load_energy_fj == expected.load.energy.value);
      check_schedules(network, device, layers.size());
      if (random.below(2) == 0) {
        layers = random_layers(random);
        gandse_network_clear_layers(network);
        add_layers(network, layers);
      }
    }
  }
}

TEST_CASE("C: networks refuse what is wrong, and forget no earlier than they must") {
  Memory memory;
  CHECK(gandse_network_open(gandse_im2col_8k_network(), memory.words.data(), 100) == nullptr);
  CHECK(gandse_network_open(gandse_im2col_8k_network(), nullptr, memory.words.size() * 8) == nullptr);
  gandse_network* const network = memory.open();
  REQUIRE(network != nullptr);
  CHECK(gandse_network_set_layer(network, "ic", 1) == GANDSE_UNKNOWN_NAME);  // there is no layer yet
  CHECK(gandse_network_set_hardware(network, "PEN", 64) == GANDSE_UNKNOWN_NAME);
  CHECK(gandse_network_explore(network) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_begin(network, 0) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_OK);
  CHECK(gandse_network_set_hardware(network, "PEN", 65) == GANDSE_CHOICE_OUT_OF_RANGE);
  CHECK(gandse_network_set_hardware(network, "TIC", 1) == GANDSE_UNKNOWN_NAME);  // a schedule's
  CHECK(gandse_network_begin(network, 1) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_add_layer(network) == GANDSE_OK);
  CHECK(gandse_network_set_layer(network, "channels", 1) == GANDSE_UNKNOWN_NAME);
  gandse_network_set_objective(network, 1000, 1000);
  CHECK(gandse_network_explore(network) == GANDSE_LAYER_OUT_OF_RANGE);  // a forgotten field is noticed
  CHECK(gandse_network_result_of(network) == nullptr);
  CHECK(gandse_network_refused_layer(network) == 0);
  for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw"}) {
    CHECK(gandse_network_set_layer(network, field, 1) == GANDSE_OK);
  }
  CHECK(gandse_network_explore(network) == GANDSE_OK);
  std::uint32_t value = 77;
  CHECK(gandse_network_value(network, 1, "TIC", &value) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_value(network, 0, "tic", &value) == GANDSE_UNKNOWN_NAME);
  CHECK(value == 77);
  CHECK(gandse_network_value(network, 0, "TIC", &value) == GANDSE_OK);
  CHECK(value == 1);
  for (int i = 1; i < 32; ++i) {
    CHECK(gandse_network_add_layer(network) == GANDSE_OK);
  }
  CHECK(gandse_network_add_layer(network) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_result_of(network) == nullptr);
  for (int i = 1; i < 8; ++i) {
    CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_OK);
  }
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_CAPACITY_EXCEEDED);
}

TEST_CASE("C: limits pass bitstreams over, and a goal changes what is best") {
  Random random{182};
  Memory memory;
  int cheaper = 0;
  for (int i = 0; i < 20; ++i) {
    gandse_network* const network = memory.open();
    const auto table = bitstreams(4, random);
    add_table(network, table);
    const auto layers = random_layers(random);
    add_layers(network, layers);
    gandse_network_set_objective(network, std::uint64_t{1} << 40U, 10'000'000);
    REQUIRE(gandse_network_explore(network) == GANDSE_OK);
    const gandse_network_result by_score = *gandse_network_result_of(network);
    gandse_network_set_goal(network, GANDSE_GOAL_ENERGY);
    REQUIRE(gandse_network_explore(network) == GANDSE_OK);
    const gandse_network_result by_energy = *gandse_network_result_of(network);
    CHECK(by_energy.satisfied);
    cheaper += by_energy.energy_fj < by_score.energy_fj ? 1 : 0;

    const auto pes = [&](std::size_t b) { return Template::used(table[b].hardware)[1]; };
    const std::uint32_t most = pes(by_energy.bitstream) - 1;
    CHECK(gandse_network_set_limit(network, "pes", most) == GANDSE_UNKNOWN_NAME);
    REQUIRE(gandse_network_set_limit(network, "pe", most) == GANDSE_OK);
    bool any = false;
    for (std::size_t b = 0; b < table.size(); ++b) {
      any = any || pes(b) <= most;
    }
    if (any) {
      REQUIRE(gandse_network_explore(network) == GANDSE_OK);
      CHECK(pes(gandse_network_result_of(network)->bitstream) <= most);
    } else {
      CHECK(gandse_network_explore(network) == GANDSE_LIMITS_EXCEEDED);
      CHECK(gandse_network_refused_layer(network) == layers.size());
    }
    CHECK(gandse_network_set_limit(network, "pe", UINT32_MAX) == GANDSE_OK);
    CHECK(gandse_network_explore(network) == GANDSE_OK);
  }
  CHECK(cheaper > 10);
}

TEST_CASE("C: a stream keeps the limits that it began with; no objective is no proof") {
  Random random{184};
  Memory memory;
  gandse_network* const network = memory.open();
  auto table = bitstreams(2, random);
  table[0].hardware[Template::PEN] = 7;
  table[1].hardware[Template::PEN] = 2;
  add_table(network, table);
  add_layers(network, random_layers(random));
  gandse_network_explanation why{};
  gandse_network_explain(network, 1000, &why);
  CHECK(why.verdict == GANDSE_UNKNOWN);
  CHECK(why.latency_alone == GANDSE_UNKNOWN);
  gandse_network_set_objective(network, 1'000'000'000, 10'000'000);
  REQUIRE(gandse_network_set_limit(network, "pe", 64) == GANDSE_OK);
  REQUIRE(gandse_network_begin(network, 1) == GANDSE_OK);
  REQUIRE(gandse_network_set_limit(network, "pe", 1) == GANDSE_OK);
  CHECK(gandse_network_explore(network) == GANDSE_LIMITS_EXCEEDED);
  CHECK(gandse_network_next(network, 1, false) == GANDSE_OK);
  CHECK(gandse_network_result_of(network)->bitstream == 1);
}

TEST_CASE("C: why a network misses its objective, and what it can have at all") {
  Random random{183};
  Memory memory;
  NetworkExplorer<generated::Im2col8k, 32, 8, 64> reference{generated::im2col_8k};
  std::array<int, 3> verdicts{};
  for (int i = 0; i < 12; ++i) {
    gandse_network* const network = memory.open();
    const auto table = bitstreams(3, random);
    add_table(network, table);
    const auto layers = random_layers(random);
    add_layers(network, layers);
    const Objective objective{{1000U << random.below(8)}, {20'000U << random.below(4)}};
    gandse_network_set_objective(network, objective.latency.value, objective.power.value);
    gandse_network_set_options(network, kOptions.budget, kOptions.candidates, kOptions.seed);
    const auto expected =
        feasibility(NetworkTask<Template>{layers.data(), layers.size(), objective, table.data(), 3}, 10'000'000);
    gandse_network_explanation why{};
    gandse_network_explain(network, 10'000'000, &why);
    CHECK(why.verdict == static_cast<std::uint8_t>(expected.verdict));
    CHECK(why.latency_alone == static_cast<std::uint8_t>(expected.latency_alone));
    CHECK(why.power_alone == static_cast<std::uint8_t>(expected.power_alone));
    CHECK(why.nodes == expected.nodes);
    ++verdicts[why.verdict];

    std::array<gandse_network_point, GANDSE_NETWORK_FRONT_POINTS> points{};
    std::size_t count = 0;
    REQUIRE(gandse_network_front(network, points.data(), &count) == GANDSE_OK);
    REQUIRE(count > 3);
    for (std::size_t p = 0; p < count; ++p) {
      const auto& point = points[p];
      CHECK((p == 0 || point.latency_cycles > points[p - 1].latency_cycles));
      CHECK((p == 0 || point.power_uw <= points[p - 1].power_uw));
      const auto again = reference.explore({layers.data(),
                                            layers.size(),
                                            {{point.objective_latency_cycles}, {point.objective_power_uw}},
                                            &table[point.bitstream],
                                            1},
                                           kOptions);
      CHECK(again.cost.latency.value == point.latency_cycles);
      CHECK(again.cost.energy.value == point.energy_fj);
    }
    gandse_network_clear_layers(network);
    CHECK(gandse_network_front(network, points.data(), &count) == GANDSE_CAPACITY_EXCEEDED);
    CHECK(count == 0);
  }
  CHECK(verdicts[0] > 0);
  CHECK(verdicts[2] > 0);
}

}  // namespace
}  // namespace gandse::test
