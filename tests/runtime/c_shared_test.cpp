#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "gandse_shared.h"

namespace {

using Memory = std::array<std::uint64_t, GANDSE_SESSION_BYTES / 8>;

const gandse_shared_generator& find(const std::string& name) {
  const gandse_shared* const library = gandse_shared_contents();
  for (std::size_t i = 0; i < library->generator_count; ++i) {
    if (name == library->generators[i]->name) {
      return *library->generators[i];
    }
  }
  FAIL("no generator ", name);
  return *library->generators[0];
}

// Layers of 8 to 8 channels, all fields given, in rows of the order of `fields`.
std::vector<std::uint32_t> layers_of(const gandse_shared_generator& generator, std::size_t rows) {
  std::vector<std::uint32_t> layers;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < generator.field_count; ++i) {
      const gandse_shared_field& field = generator.fields[i];
      layers.push_back(field.optional ? field.preset : 8);
    }
  }
  return layers;
}

TEST_CASE("shared: every generator is there, with what can be asked of it") {
  const gandse_shared* const library = gandse_shared_contents();
  REQUIRE(library->generator_count >= 2);
  CHECK(std::string{library->generators[0]->name} == "im2col_96k");
  std::size_t named = 0;
  for (std::size_t i = 0; i < library->generator_count; ++i) {
    const gandse_shared_generator& g = *library->generators[i];
    CAPTURE(g.name);
    CHECK(std::string{g.name}.rfind(gandse_template_name(g.generator), 0) == 0);
    REQUIRE(gandse_size(g.generator) <= sizeof(Memory));
    Memory memory{};
    gandse_session* const session = gandse_open(g.generator, memory.data(), sizeof memory);
    for (std::size_t f = 0; f < g.field_count; ++f) {
      CHECK(gandse_set_layer(session, g.fields[f].name, g.fields[f].max) == GANDSE_OK);
      CHECK((*g.fields[f].group == '\0' || gandse_set_layer(session, g.fields[f].group, 1) == GANDSE_OK));
      CHECK(g.fields[f].min <= g.fields[f].max);
      CHECK((g.fields[f].optional ? g.fields[f].preset >= g.fields[f].min : g.fields[f].preset == 0));
    }
    std::size_t hardware = 0;
    for (std::size_t p = 0; p < gandse_parameter_count(g.generator); ++p) {
      CHECK(std::string{g.parameters[p].name} == gandse_parameter_name(g.generator, p));
      for (std::size_t c = 0; g.parameters[p].names != nullptr && c < gandse_choice_count(g.generator, p); ++c) {
        CHECK(*g.parameters[p].names[c] != '\0');
        ++named;
      }
      hardware += g.parameters[p].hardware ? 1 : 0;
    }
    CHECK(hardware > 0);
    CHECK(hardware < gandse_parameter_count(g.generator));
    REQUIRE(gandse_resource_count(g.analysis) > 0);
    for (std::size_t r = 0; r < gandse_resource_count(g.analysis); ++r) {
      CHECK(std::string{g.resources[r].name} == gandse_resource_name(g.analysis, r));
      CHECK(*g.resources[r].unit != '\0');
    }
  }
  CHECK(named > 0);  // dnnweaver has choices that are no numbers
}

TEST_CASE("shared: sizes of structs, by name") {
  CHECK(gandse_shared_size_of("gandse_result") == sizeof(gandse_result));
  CHECK(gandse_shared_size_of("gandse_network_result") == sizeof(gandse_network_result));
  CHECK(gandse_shared_size_of("gandse_shared_batch") == sizeof(gandse_shared_batch));
  CHECK(gandse_shared_size_of("gandse_results") == 0);
  CHECK(gandse_shared_size_of("") == 0);
  CHECK(gandse_shared_size_of(nullptr) == 0);
}

TEST_CASE("shared: a new session has the options that the contents say") {
  const gandse_shared_generator& g = find("im2col_8k");
  const gandse_shared_options& options = gandse_shared_contents()->options;
  const auto energy = [&](bool set) {
    Memory memory{};
    gandse_session* const session = gandse_open(g.generator, memory.data(), sizeof memory);
    for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw"}) {
      REQUIRE(gandse_set_layer(session, field, 17) == GANDSE_OK);
    }
    gandse_set_objective(session, 100'000, 100'000);
    if (set) {
      gandse_set_options(session, options.budget, options.candidates, options.seed);
    }
    REQUIRE(gandse_explore(session) == GANDSE_OK);
    CHECK(gandse_result_of(session)->evaluations == options.budget);
    return gandse_result_of(session)->energy_fj;
  };
  CHECK(energy(false) == energy(true));
}

struct Tables {
  const gandse_shared_generator& generator;
  std::size_t parameters = gandse_parameter_count(generator.generator);
  std::vector<std::uint32_t> layers = layers_of(generator, 4);
  std::vector<std::uint64_t> objectives = {100'000, 100'000, 0, 1, 50'000, 100'000, 100'000, 100'000};
  std::vector<std::uint32_t> pins = std::vector<std::uint32_t>(4 * parameters, GANDSE_SHARED_FREE);
  std::vector<gandse_result> results = std::vector<gandse_result>(4);
  std::vector<std::uint32_t> configurations = std::vector<std::uint32_t>(4 * parameters, 77);
  std::vector<std::uint8_t> reasons = std::vector<std::uint8_t>(4, 99);
  Memory memory{};
  gandse_session* session = gandse_open(generator.generator, memory.data(), sizeof memory);

  gandse_shared_batch batch() {
    return {4, layers.data(), objectives.data(), pins.data(), results.data(), configurations.data(), reasons.data()};
  }
};

TEST_CASE("shared: rows are decided as sessions decide them; one that is refused leaves zeros and its reason") {
  Tables t{find("im2col_8k")};
  t.pins[2 * t.parameters] = 256;    // PEN
  t.pins[3 * t.parameters + 1] = 3;  // no choice of SDB
  gandse_set_options(t.session, 40, 20, 9);
  const gandse_shared_batch batch = t.batch();
  REQUIRE(gandse_shared_explore(&t.generator, t.session, &batch) == GANDSE_OK);
  CHECK(t.reasons ==
        std::vector<std::uint8_t>{GANDSE_OK, GANDSE_OBJECTIVE_OUT_OF_RANGE, GANDSE_OK, GANDSE_CHOICE_OUT_OF_RANGE});
  for (const std::size_t row : {0U, 2U}) {
    Memory memory{};
    gandse_session* const alone = gandse_open(t.generator.generator, memory.data(), sizeof memory);
    for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw"}) {
      REQUIRE(gandse_set_layer(alone, field, 8) == GANDSE_OK);
    }
    gandse_set_objective(alone, t.objectives[2 * row], t.objectives[2 * row + 1]);
    gandse_set_options(alone, 40, 20, 9);
    REQUIRE((row == 0 || gandse_pin(alone, "PEN", 256) == GANDSE_OK));
    REQUIRE(gandse_explore(alone) == GANDSE_OK);
    CHECK(t.results[row].energy_fj == gandse_result_of(alone)->energy_fj);
    CHECK(t.results[row].evaluations == 40);
    for (std::size_t p = 0; p < t.parameters; ++p) {
      std::uint32_t value = 0;
      REQUIRE(gandse_value(alone, t.generator.parameters[p].name, &value) == GANDSE_OK);
      CHECK(t.configurations[row * t.parameters + p] == value);
    }
  }
  for (const std::size_t row : {1U, 3U}) {
    CHECK(t.results[row].latency_cycles == 0);
    CHECK(t.configurations[row * t.parameters] == 0);
  }
}

TEST_CASE("shared: batches refuse NULL and other generators' sessions, and write nothing then") {
  Tables t{find("im2col_8k")};
  const gandse_shared_batch whole = t.batch();
  const auto ask = [&](const gandse_shared_batch& batch) {
    return gandse_shared_explore(&t.generator, t.session, &batch);
  };
  CHECK(gandse_shared_explore(nullptr, t.session, &whole) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_shared_explore(&t.generator, nullptr, &whole) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_shared_explore(&t.generator, t.session, nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_shared_explore(&find("im2col_16k"), t.session, &whole) == GANDSE_OTHER_GENERATOR);
  gandse_shared_batch batch = whole;
  batch.layers = nullptr;
  CHECK(ask(batch) == GANDSE_NULL_ARGUMENT);
  batch = whole;
  batch.objectives = nullptr;
  CHECK(ask(batch) == GANDSE_NULL_ARGUMENT);
  batch = whole;
  batch.results = nullptr;
  CHECK(ask(batch) == GANDSE_NULL_ARGUMENT);
  batch = whole;
  batch.configurations = nullptr;
  CHECK(ask(batch) == GANDSE_NULL_ARGUMENT);
  batch = whole;
  batch.reasons = nullptr;
  CHECK(ask(batch) == GANDSE_NULL_ARGUMENT);
  CHECK(t.reasons[0] == 99);
  batch = whole;
  batch.pins = nullptr;
  CHECK(ask(batch) == GANDSE_OK);
  CHECK(t.reasons[3] == GANDSE_OK);
}

TEST_CASE("shared: which of two decisions for a network is better") {
  gandse_network_result fast{};
  fast.latency_cycles = 1000;
  fast.energy_fj = 4'000'000;
  gandse_network_result frugal{};
  frugal.latency_cycles = 1900;
  frugal.energy_fj = 3'000'000;
  const auto better = [](const gandse_network_result& a, const gandse_network_result& b, std::uint64_t latency,
                         gandse_goal goal) {
    return gandse_shared_better(&a, &b, latency, 10'000, 500, static_cast<std::uint32_t>(goal));
  };
  CHECK(better(fast, frugal, 2000, GANDSE_GOAL_SCORE));
  CHECK_FALSE(better(frugal, fast, 2000, GANDSE_GOAL_SCORE));
  CHECK(better(frugal, fast, 2000, GANDSE_GOAL_ENERGY));
  CHECK(better(fast, frugal, 1500, GANDSE_GOAL_ENERGY));  // the other misses its latency
  CHECK_FALSE(better(fast, fast, 2000, GANDSE_GOAL_SCORE));
  CHECK_FALSE(gandse_shared_better(nullptr, &fast, 1, 1, 500, GANDSE_GOAL_SCORE));
  CHECK_FALSE(gandse_shared_better(&fast, nullptr, 1, 1, 500, GANDSE_GOAL_SCORE));
}

TEST_CASE("shared: networks have the room that the contents say") {
  const gandse_shared* const library = gandse_shared_contents();
  const gandse_shared_generator& g = find("im2col_8k");
  std::vector<std::uint64_t> memory(gandse_network_size(g.network) / 8 + 1);
  gandse_network* const network = gandse_network_open(g.network, memory.data(), memory.size() * 8);
  for (std::uint32_t i = 0; i < library->network_layers; ++i) {
    REQUIRE(gandse_network_add_layer(network) == GANDSE_OK);
  }
  CHECK(gandse_network_add_layer(network) == GANDSE_CAPACITY_EXCEEDED);
  for (std::uint32_t i = 0; i < library->network_bitstreams; ++i) {
    REQUIRE(gandse_network_add_bitstream(network, 0, 0) == GANDSE_OK);
  }
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_CAPACITY_EXCEEDED);
}

}  // namespace
