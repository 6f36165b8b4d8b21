#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "gandse/gandse.h"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/explorer.hpp"
#include "random_tasks.hpp"

GANDSE_GENERATOR(im2col_96k);
GANDSE_GENERATOR(dnnweaver_80k);

namespace gandse::test {
namespace {

using Memory = std::array<std::uint64_t, 2 * GANDSE_SESSION_BYTES / sizeof(std::uint64_t)>;

gandse_session* open(Memory& memory, const gandse_generator* generator = gandse_im2col_96k()) {
  gandse_session* session = gandse_open(generator, memory.data(), sizeof memory);
  REQUIRE(session != nullptr);
  return session;
}

void set_layer(gandse_session* session, const Layer& layer) {
  for (const auto& field : kLayerFields) {
    REQUIRE(gandse_set_layer(session, field.name, layer.*field.member) == GANDSE_OK);
  }
}

std::uint32_t value(const gandse_session* session, const char* parameter) {
  std::uint32_t result = 0;
  REQUIRE(gandse_value(session, parameter, &result) == GANDSE_OK);
  return result;
}

TEST_CASE("C: a session decides as the Explorer does") {
  Random random{31};
  const Explorer explorer{generated::im2col_96k};
  Memory memory{};
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const Pins pins = random_pins(random, random.below(3));
    const Options options{1 + random.below(100), 1 + random.below(60), random.next()};
    const auto decision = explorer.explore({layer, objective, pins}, options);

    gandse_session* session = open(memory);
    set_layer(session, layer);
    gandse_set_objective(session, objective.latency.value, objective.power.value);
    gandse_set_options(session, options.budget, options.candidates, options.seed);
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      if (pins.is_pinned(p)) {
        const auto& parameter = Template::parameters[p];
        REQUIRE(gandse_pin(session, parameter.name, parameter.values[pins.choice[p]]) == GANDSE_OK);
      }
    }
    REQUIRE(gandse_explore(session) == static_cast<int>(decision.reason));
    if (!decision.legal()) {
      ++refused;
      CHECK(std::string{gandse_reason_text(gandse_im2col_96k(), static_cast<gandse_reason>(decision.reason))} ==
            describe<Template>(decision.reason).sentence);
      continue;
    }
    const gandse_result* result = gandse_result_of(session);
    REQUIRE(result->latency_cycles == decision.cost.latency.value);
    REQUIRE(result->energy_fj == decision.cost.energy.value);
    REQUIRE(result->power_uw == power(decision.cost, Template::Technology::kClockMhz).value);
    REQUIRE(result->excess_ppm == decision.excess_ppm);
    REQUIRE(result->evaluations == decision.evaluations);
    REQUIRE(static_cast<int>(result->binding) == static_cast<int>(decision.binding));
    REQUIRE(result->satisfied == decision.satisfied);
    REQUIRE(result->extrapolated == decision.extrapolated);
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      REQUIRE(value(session, Template::parameters[p].name) ==
              Template::parameters[p].values[decision.configuration[p]]);
    }

    // Judged again with everything pinned, the configuration costs the same.
    for (std::size_t p = 0; p < Template::kParameters; ++p) {
      REQUIRE(gandse_pin(session, Template::parameters[p].name, value(session, Template::parameters[p].name)) ==
              GANDSE_OK);
    }
    REQUIRE(gandse_evaluate(session) == GANDSE_OK);
    CHECK(result->latency_cycles == decision.cost.latency.value);
    CHECK(result->energy_fj == decision.cost.energy.value);
    CHECK(result->satisfied == decision.satisfied);
    CHECK(result->evaluations == 1);
  }
  CHECK(refused > 0);
  CHECK(refused < 100);
}

TEST_CASE("C: memory that is missing, too small or not aligned gives no session") {
  Memory memory{};
  const gandse_generator* generator = gandse_im2col_96k();
  const std::size_t size = gandse_size(generator);
  CHECK(size <= GANDSE_SESSION_BYTES);
  CHECK(gandse_size(gandse_dnnweaver_80k()) <= GANDSE_SESSION_BYTES);
  CHECK(gandse_open(generator, memory.data(), size) != nullptr);
  CHECK(gandse_open(generator, memory.data(), size - 1) == nullptr);
  CHECK(gandse_open(generator, nullptr, size) == nullptr);
  CHECK(gandse_open(generator, reinterpret_cast<unsigned char*>(memory.data()) + 4, size) == nullptr);
  // Nothing beyond its size is touched.
  std::array<unsigned char, sizeof(Memory)> bytes{};
  std::memset(memory.data(), 0xA5, sizeof memory);
  gandse_session* session = gandse_open(generator, memory.data(), size);
  set_layer(session, {64, 64, 56, 56, 3, 3, 1, 1});
  gandse_set_objective(session, 1000000, 1000000);
  CHECK(gandse_explore(session) == GANDSE_OK);
  std::memcpy(bytes.data(), memory.data(), sizeof memory);
  for (std::size_t i = size; i < bytes.size(); ++i) {
    REQUIRE(bytes[i] == 0xA5);
  }
}

TEST_CASE("C: what is wrong with a request is said") {
  Memory memory{};
  gandse_session* session = open(memory);
  const auto text = [](gandse_reason reason) { return std::string{gandse_reason_text(gandse_im2col_96k(), reason)}; };
  CHECK(gandse_set_layer(session, "channels", 3) == GANDSE_UNKNOWN_NAME);
  CHECK(gandse_pin(session, "PEM", 3) == GANDSE_UNKNOWN_NAME);
  CHECK(gandse_pin(session, "PEN", 3) == GANDSE_CHOICE_OUT_OF_RANGE);
  std::uint32_t untouched = 42;
  CHECK(gandse_value(session, "PEM", &untouched) == GANDSE_UNKNOWN_NAME);
  CHECK(untouched == 42);
  CHECK(text(GANDSE_UNKNOWN_NAME).find("no layer field or parameter") != std::string::npos);

  set_layer(session, {64, 64, 56, 56, 3, 3, 1, 1});
  CHECK(gandse_explore(session) == GANDSE_OBJECTIVE_OUT_OF_RANGE);
  gandse_set_objective(session, 1000000, 1000000);
  CHECK(gandse_set_layer(session, "ic", 0) == GANDSE_OK);
  CHECK(gandse_explore(session) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(gandse_set_layer(session, "ic", 64) == GANDSE_OK);
  CHECK(gandse_evaluate(session) == GANDSE_NOT_PINNED);
  CHECK(text(GANDSE_NOT_PINNED).find("pin") != std::string::npos);

  for (const char* sram : {"ISS", "WSS", "OSS"}) {
    CHECK(gandse_pin(session, sram, 1) == GANDSE_OK);
  }
  for (const char* tile : {"TIC", "TOC"}) {
    CHECK(gandse_pin(session, tile, 512) == GANDSE_OK);
  }
  const gandse_reason rule = gandse_explore(session);
  CHECK(rule >= GANDSE_TEMPLATE_RULE);
  CHECK(text(rule).find("SRAM") != std::string::npos);
  gandse_unpin(session);
  CHECK(gandse_explore(session) == GANDSE_OK);
  gandse_use_board_options(session);
  CHECK(gandse_explore(session) == GANDSE_OK);
  CHECK(gandse_result_of(session)->evaluations <= kBoardOptions.budget);
}

TEST_CASE("C: there is no result before a decision, and none of a question that was refused") {
  Memory memory{};
  gandse_session* session = open(memory);
  std::uint32_t untouched = 42;
  const auto nothing = [&] {
    return gandse_result_of(session) == nullptr && gandse_value(session, "PEN", &untouched) == GANDSE_NO_RESULT &&
           untouched == 42;
  };
  CHECK(nothing());
  set_layer(session, {64, 64, 56, 56, 3, 3, 1, 1});
  gandse_set_objective(session, 1000000, 1000000);
  REQUIRE(gandse_explore(session) == GANDSE_OK);
  CHECK(gandse_result_of(session) != nullptr);
  gandse_set_objective(session, 0, 1000000);
  CHECK(gandse_explore(session) == GANDSE_OBJECTIVE_OUT_OF_RANGE);
  CHECK(nothing());

  gandse_set_objective(session, 1000000, 1000000);
  REQUIRE(gandse_explore(session) == GANDSE_OK);
  CHECK(gandse_evaluate(session) == GANDSE_NOT_PINNED);
  CHECK(nothing());
  CHECK(std::string{gandse_reason_text(gandse_im2col_96k(), GANDSE_NO_RESULT)}.find("refused") != std::string::npos);
}

TEST_CASE("C: a cleared layer is the first one again") {
  Memory memory{};
  gandse_session* session = open(memory);
  set_layer(session, {32, 32, 28, 28, 3, 3, 2, 4});
  gandse_clear_layer(session);
  gandse_set_objective(session, 1000000, 1000000);
  CHECK(gandse_explore(session) == GANDSE_LAYER_OUT_OF_RANGE);
  for (const char* field : {"ic", "oc", "oh", "ow", "kh", "kw"}) {
    REQUIRE(gandse_set_layer(session, field, 8) == GANDSE_OK);
  }
  REQUIRE(gandse_explore(session) == GANDSE_OK);
  const auto decision = Explorer{generated::im2col_96k}.explore({{8, 8, 8, 8, 8, 8}, {{1000000}, {1000000}}});
  CHECK(gandse_result_of(session)->latency_cycles == decision.cost.latency.value);
  CHECK(gandse_result_of(session)->energy_fj == decision.cost.energy.value);
}

TEST_CASE("C: a group sets all of its fields; padding that no tap reads is refused") {
  Memory memory{};
  gandse_session* session = open(memory);
  for (const char* field : {"ic", "oc", "oh", "ow"}) {
    REQUIRE(gandse_set_layer(session, field, 16) == GANDSE_OK);
  }
  for (const auto& [field, value] :
       {std::pair{"kh", 3U}, {"kw", 3U}, {"stride", 2U}, {"stride_w", 1U}, {"pad", 2U}, {"dilation", 2U}}) {
    REQUIRE(gandse_set_layer(session, field, value) == GANDSE_OK);
  }
  CHECK(gandse_set_layer(session, "", 1) == GANDSE_UNKNOWN_NAME);
  CHECK(gandse_set_layer(session, "padding", 1) == GANDSE_UNKNOWN_NAME);
  gandse_set_objective(session, 1000000, 1000000);
  REQUIRE(gandse_explore(session) == GANDSE_OK);
  const Layer layer{16, 16, 16, 16, 3, 3, 2, 1, 1, 2, 2, 2, 2, 2, 2};
  const auto decision = Explorer{generated::im2col_96k}.explore({layer, {{1000000}, {1000000}}});
  CHECK(gandse_result_of(session)->latency_cycles == decision.cost.latency.value);
  CHECK(gandse_result_of(session)->energy_fj == decision.cost.energy.value);
  REQUIRE(gandse_set_layer(session, "pad_top", 5) == GANDSE_OK);  // 2 * 2 rows are all that the kernel reaches
  CHECK(gandse_explore(session) == GANDSE_LAYER_OUT_OF_RANGE);
}

TEST_CASE("C: the design space can be listed; named choices are their index") {
  const gandse_generator* generator = gandse_dnnweaver_80k();
  using Dnn = Dnnweaver<Asic45nmInt16>;
  REQUIRE(gandse_parameter_count(generator) == Dnn::kParameters);
  for (std::size_t p = 0; p < Dnn::kParameters; ++p) {
    CHECK(std::string{gandse_parameter_name(generator, p)} == Dnn::parameters[p].name);
    REQUIRE(gandse_choice_count(generator, p) == Dnn::parameters[p].count);
    for (std::size_t c = 0; c < Dnn::parameters[p].count; ++c) {
      CHECK(gandse_choice_value(generator, p, c) == (p == Dnn::ORD ? c : Dnn::parameters[p].values[c]));
    }
    CHECK(gandse_choice_value(generator, p, 16) == 0);
  }
  CHECK(gandse_parameter_name(generator, Dnn::kParameters) == nullptr);
  CHECK(gandse_choice_count(generator, Dnn::kParameters) == 0);
  Memory memory{};
  gandse_session* session = open(memory, generator);
  CHECK(gandse_pin(session, "ORD", 2) == GANDSE_OK);
  CHECK(gandse_pin(session, "ORD", 3) == GANDSE_CHOICE_OUT_OF_RANGE);
  CHECK(gandse_set_layer(session, "batch", 2) == GANDSE_OK);
}

}  // namespace
}  // namespace gandse::test
