// What a C program can do wrong without its compiler saying so: NULL, points that nobody wrote, numbers that are no
// enums, and questions in an order that leaves the answer to an older one.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/gandse.h"
#include "gandse/gandse_analysis.h"
#include "gandse/gandse_network.h"
#include "gandse/generated/im2col_8k.hpp"

GANDSE_GENERATOR(im2col_8k);
GANDSE_ANALYSIS(im2col_8k);
GANDSE_NETWORK_GENERATOR(im2col_8k);
GANDSE_GENERATOR(dnnweaver_80k);
GANDSE_ANALYSIS(dnnweaver_80k);
GANDSE_NETWORK_GENERATOR(dnnweaver_80k);

GANDSE_NETWORK_GENERATOR(im2col_8k_small);  // c_network_test.cpp defines it

namespace gandse::test {
namespace {

using Template = Im2col<Asic45nm>;

constexpr std::array<const char*, 6> kFields{"ic", "oc", "oh", "ow", "kh", "kw"};

struct Session {
  std::array<std::uint64_t, GANDSE_SESSION_BYTES / 8> memory{};
  gandse_session* session = gandse_open(gandse_im2col_8k(), memory.data(), sizeof memory);

  Session() {
    for (const char* field : kFields) {
      REQUIRE(gandse_set_layer(session, field, 8) == GANDSE_OK);
    }
    gandse_set_objective(session, 1'000'000, 1'000'000);
  }
};

// Two bitstreams, of 64 and 256 PEs, and one layer.
struct Network {
  std::vector<std::uint64_t> memory = std::vector<std::uint64_t>(GANDSE_NETWORK_BYTES / 8);
  gandse_network* network = gandse_network_open(gandse_im2col_8k_network(), memory.data(), memory.size() * 8);

  Network() {
    for (const std::uint32_t pes : {64U, 256U}) {
      // Loads are dear: a stream keeps what is loaded, whichever bitstream is the better one.
      REQUIRE(gandse_network_add_bitstream(network, 0, 1'000'000'000'000'000) == GANDSE_OK);
      REQUIRE(gandse_network_set_hardware(network, "PEN", pes) == GANDSE_OK);
      for (const char* sram : {"ISS", "WSS", "OSS"}) {
        REQUIRE(gandse_network_set_hardware(network, sram, 64) == GANDSE_OK);
      }
    }
    add_layer();
    gandse_network_set_objective(network, 1'000'000, 1'000'000);
    gandse_network_set_options(network, 20, 4, 1);
  }

  void add_layer() const {
    REQUIRE(gandse_network_add_layer(network) == GANDSE_OK);
    for (const char* field : kFields) {
      REQUIRE(gandse_network_set_layer(network, field, 8) == GANDSE_OK);
    }
  }
  [[nodiscard]] bool answered() const { return gandse_network_result_of(network) != nullptr; }
  // A parameter of the only layer.
  [[nodiscard]] std::uint32_t value(const char* parameter) const {
    std::uint32_t result = 0;
    REQUIRE(gandse_network_value(network, 0, parameter, &result) == GANDSE_OK);
    return result;
  }
};

TEST_CASE("C: sessions refuse NULL, and are then as they were") {
  const Session s;
  REQUIRE(gandse_explore(s.session) == GANDSE_OK);
  const auto before = s.memory;
  std::uint32_t value = 42;
  CHECK(gandse_open(nullptr, nullptr, 0) == nullptr);
  CHECK(gandse_set_layer(nullptr, "ic", 1) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_set_layer(s.session, nullptr, 1) == GANDSE_NULL_ARGUMENT);
  gandse_clear_layer(nullptr);
  gandse_set_objective(nullptr, 1, 1);
  gandse_set_options(nullptr, 1, 1, 1);
  gandse_use_board_options(nullptr);
  CHECK(gandse_pin(nullptr, "PEN", 64) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_pin(s.session, nullptr, 64) == GANDSE_NULL_ARGUMENT);
  gandse_unpin(nullptr);
  CHECK(gandse_explore(nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_evaluate(nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_result_of(nullptr) == nullptr);
  CHECK(gandse_value(nullptr, "PEN", &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_value(s.session, nullptr, &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_value(s.session, "PEN", nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(value == 42);
  CHECK(s.memory == before);
}

TEST_CASE("C: generators that are NULL have nothing") {
  CHECK(gandse_template_name(nullptr) == nullptr);
  CHECK(gandse_fingerprint(nullptr) == 0);
  CHECK(gandse_clock_mhz(nullptr) == 0);
  CHECK(gandse_size(nullptr) == 0);
  CHECK(gandse_parameter_count(nullptr) == 0);
  CHECK(gandse_parameter_name(nullptr, 0) == nullptr);
  CHECK(gandse_choice_count(nullptr, 0) == 0);
  CHECK(gandse_choice_value(nullptr, 0, 0) == 0);
  CHECK(gandse_resource_count(nullptr) == 0);
  CHECK(gandse_resource_name(nullptr, 0) == nullptr);
  CHECK(gandse_network_size(nullptr) == 0);
  std::array<std::uint64_t, GANDSE_SESSION_BYTES / 8> memory{};
  CHECK(gandse_open(nullptr, memory.data(), sizeof memory) == nullptr);
  CHECK(gandse_network_open(nullptr, memory.data(), sizeof memory) == nullptr);
}

TEST_CASE("C: analyses refuse NULL, and are told so") {
  const Session s;
  REQUIRE(gandse_explore(s.session) == GANDSE_OK);
  const auto before = s.memory;
  const gandse_analysis* const analysis = gandse_im2col_8k_analysis();
  std::array<gandse_point, GANDSE_FRONT_POINTS> points{};
  gandse_explanation explanation{};
  std::size_t count = 7;
  std::size_t exceeded = 7;
  std::uint32_t value = 42;
  CHECK(gandse_explore_within(nullptr, s.session, nullptr, &exceeded) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_explore_within(analysis, nullptr, nullptr, &exceeded) == GANDSE_NULL_ARGUMENT);
  CHECK(exceeded == gandse_resource_count(analysis));
  CHECK(gandse_explain(nullptr, s.session, nullptr, 1, &explanation) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_explain(analysis, nullptr, nullptr, 1, &explanation) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_explain(analysis, s.session, nullptr, 1, nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_front(nullptr, s.session, nullptr, points.data(), &count) == GANDSE_NULL_ARGUMENT);
  CHECK(count == 0);
  CHECK(gandse_front(analysis, nullptr, nullptr, points.data(), &count) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_front(analysis, s.session, nullptr, nullptr, &count) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_front(analysis, s.session, nullptr, points.data(), nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(s.memory == before);
  REQUIRE(gandse_front(analysis, s.session, nullptr, points.data(), &count) == GANDSE_OK);
  CHECK(gandse_point_value(nullptr, points.data(), "PEN", &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_point_value(analysis, nullptr, "PEN", &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_point_value(analysis, points.data(), nullptr, &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_point_value(analysis, points.data(), "PEN", nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(value == 42);
}

TEST_CASE("C: networks refuse NULL, and are then as they were") {
  const Network n;
  REQUIRE(gandse_network_explore(n.network) == GANDSE_OK);
  const auto before = n.memory;
  std::array<gandse_network_point, GANDSE_NETWORK_FRONT_POINTS> points{};
  gandse_network_explanation explanation{};
  std::size_t count = 7;
  std::uint32_t value = 42;
  CHECK(gandse_network_add_layer(nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_set_layer(nullptr, "ic", 1) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_set_layer(n.network, nullptr, 1) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_add_bitstream(nullptr, 0, 0) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_set_hardware(nullptr, "PEN", 64) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_set_hardware(n.network, nullptr, 64) == GANDSE_NULL_ARGUMENT);
  gandse_network_clear_layers(nullptr);
  CHECK(gandse_network_set_limit(nullptr, "pe", 1) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_set_limit(n.network, nullptr, 1) == GANDSE_NULL_ARGUMENT);
  gandse_network_set_objective(nullptr, 1, 1);
  gandse_network_set_options(nullptr, 1, 1, 1);
  CHECK(gandse_network_set_goal(nullptr, GANDSE_GOAL_ENERGY) == GANDSE_NULL_ARGUMENT);
  gandse_network_set_waiting(nullptr, 1);
  CHECK(gandse_network_explore(nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_begin(nullptr, 0) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_next(nullptr, 1, false) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_result_of(nullptr) == nullptr);
  CHECK(gandse_network_refused_layer(nullptr) == 0);
  CHECK(gandse_network_explain(nullptr, 1, &explanation) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_explain(n.network, 1, nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_front(nullptr, points.data(), &count) == GANDSE_NULL_ARGUMENT);
  CHECK(count == 0);
  CHECK(gandse_network_front(n.network, nullptr, &count) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_front(n.network, points.data(), nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_value(nullptr, 0, "PEN", &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_value(n.network, 0, nullptr, &value) == GANDSE_NULL_ARGUMENT);
  CHECK(gandse_network_value(n.network, 0, "PEN", nullptr) == GANDSE_NULL_ARGUMENT);
  CHECK(value == 42);
  CHECK(n.memory == before);
}

TEST_CASE("C: a point that gandse_front() did not write has no values") {
  const Session s;
  const gandse_analysis* const analysis = gandse_im2col_8k_analysis();
  std::array<gandse_point, GANDSE_FRONT_POINTS> points{};
  std::memset(points.data(), 0xFF, sizeof points);  // as memory may be that nobody has written
  std::uint32_t value = 42;
  const auto of = [&](const gandse_analysis* whose, const gandse_point& point) {
    return gandse_point_value(whose, &point, "PEN", &value);
  };
  CHECK(of(analysis, points[0]) == GANDSE_OTHER_GENERATOR);
  CHECK(of(analysis, gandse_point{}) == GANDSE_NO_RESULT);
  for (const char* field : kFields) {  // small enough for few points
    REQUIRE(gandse_set_layer(s.session, field, 1) == GANDSE_OK);
  }
  std::size_t count = 0;
  REQUIRE(gandse_front(analysis, s.session, nullptr, points.data(), &count) == GANDSE_OK);
  REQUIRE(count > 0);
  REQUIRE(count < points.size());
  for (std::size_t i = count; i < points.size(); ++i) {
    CHECK(of(analysis, points[i]) == GANDSE_NO_RESULT);
  }
  CHECK(gandse_point_value(gandse_dnnweaver_80k_analysis(), points.data(),
                           gandse_parameter_name(gandse_dnnweaver_80k(), 0), &value) == GANDSE_OTHER_GENERATOR);
  gandse_point broken = points[0];
  broken.choices[Template::PEN] = Template::parameters[Template::PEN].count;
  CHECK(of(analysis, broken) == GANDSE_CHOICE_OUT_OF_RANGE);
  CHECK(value == 42);
  CHECK(of(analysis, points[0]) == GANDSE_OK);

  gandse_set_layer(s.session, "kh", 0);
  CHECK(gandse_front(analysis, s.session, nullptr, points.data(), &count) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(count == 0);
  CHECK(of(analysis, points[0]) == GANDSE_NO_RESULT);
}

TEST_CASE("C: what a refused question would have written is empty") {
  const Session s;
  const Network n;
  gandse_set_layer(s.session, "kh", 0);
  gandse_explanation why{};
  std::memset(&why, 0xFF, sizeof why);
  CHECK(gandse_explain(gandse_im2col_8k_analysis(), s.session, nullptr, 1, &why) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(why.verdict == GANDSE_UNKNOWN);
  CHECK(why.pins == 0);
  gandse_network_explanation why_network{};
  std::memset(&why_network, 0xFF, sizeof why_network);
  CHECK(gandse_network_explain(nullptr, 1, &why_network) == GANDSE_NULL_ARGUMENT);
  CHECK(why_network.verdict == GANDSE_UNKNOWN);

  // A network's point is a question again: one that nobody wrote is refused.
  std::array<gandse_network_point, GANDSE_NETWORK_FRONT_POINTS> points{};
  std::memset(points.data(), 0xFF, sizeof points);
  std::size_t count = 7;
  REQUIRE(gandse_network_set_layer(n.network, "ic", 0) == GANDSE_OK);
  CHECK(gandse_network_front(n.network, points.data(), &count) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(count == 0);
  REQUIRE(gandse_network_set_layer(n.network, "ic", 8) == GANDSE_OK);
  for (const gandse_network_point& point : {points.front(), points.back()}) {
    CHECK(point.latency_cycles == 0);
    gandse_network_set_objective(n.network, point.objective_latency_cycles, point.objective_power_uw);
    CHECK(gandse_network_explore(n.network) == GANDSE_OBJECTIVE_OUT_OF_RANGE);
  }
}

TEST_CASE("C: numbers that are no enums are refused") {
  const Network n;
  REQUIRE(gandse_network_set_goal(n.network, GANDSE_GOAL_ENERGY) == GANDSE_OK);
  const auto before = n.memory;
  for (const std::uint32_t goal : {2U, 7U, 255U, 256U, 257U, UINT32_MAX}) {
    CHECK(gandse_network_set_goal(n.network, goal) == GANDSE_UNKNOWN_GOAL);
  }
  CHECK(n.memory == before);

  const auto text = [](std::uint32_t reason) { return std::string{gandse_reason_text(gandse_im2col_8k(), reason)}; };
  const std::string unknown = text(GANDSE_LAST_RULE);
  CHECK(unknown == "unknown reason");
  for (const std::uint32_t reason : {14U, 15U, 256U, 256U + GANDSE_TEMPLATE_RULE, 65536U, UINT32_MAX}) {
    CHECK(text(reason) == unknown);
  }
}

TEST_CASE("C: every reason has a sentence of its own, rules need their generator") {
  std::vector<std::string> seen;
  for (std::uint32_t reason = GANDSE_OK; reason < GANDSE_TEMPLATE_RULE + Template::rules.size(); ++reason) {
    if (reason == 14 || reason == 15) {  // none yet
      continue;
    }
    seen.emplace_back(gandse_reason_text(gandse_im2col_8k(), reason));
    const std::string without = gandse_reason_text(nullptr, reason);
    CHECK(without == (reason < GANDSE_TEMPLATE_RULE ? seen.back() : "unknown reason"));
    for (std::size_t i = 0; i + 1 < seen.size(); ++i) {
      CHECK(seen[i] != seen.back());
    }
  }
}

TEST_CASE("C: what is set after a decision is for the next one") {
  Session s;
  REQUIRE(gandse_explore(s.session) == GANDSE_OK);
  const gandse_result first = *gandse_result_of(s.session);
  std::uint32_t pe = 0;
  REQUIRE(gandse_value(s.session, "PEN", &pe) == GANDSE_OK);
  gandse_set_layer(s.session, "ic", 64);
  gandse_set_objective(s.session, 5, 5);
  gandse_set_options(s.session, 3, 3, 3);
  gandse_pin(s.session, "PEN", pe == 64 ? 128 : 64);
  REQUIRE(gandse_result_of(s.session) != nullptr);
  CHECK(gandse_result_of(s.session)->latency_cycles == first.latency_cycles);
  std::uint32_t still = 0;
  CHECK(gandse_value(s.session, "PEN", &still) == GANDSE_OK);
  CHECK(still == pe);
  REQUIRE(gandse_explore(s.session) == GANDSE_OK);
  CHECK(gandse_result_of(s.session)->evaluations <= 3);
  CHECK(gandse_value(s.session, "PEN", &still) == GANDSE_OK);
  CHECK(still != pe);

  const Network n;
  REQUIRE(gandse_network_explore(n.network) == GANDSE_OK);
  const gandse_network_result of_network = *gandse_network_result_of(n.network);
  gandse_network_set_objective(n.network, 5, 5);
  gandse_network_set_options(n.network, 3, 3, 3);
  REQUIRE(gandse_network_set_goal(n.network, GANDSE_GOAL_ENERGY) == GANDSE_OK);
  REQUIRE(gandse_network_set_limit(n.network, "pe", 1) == GANDSE_OK);
  gandse_network_set_waiting(n.network, 1);
  REQUIRE(n.answered());
  CHECK(gandse_network_result_of(n.network)->latency_cycles == of_network.latency_cycles);
  CHECK(gandse_network_explore(n.network) == GANDSE_LIMITS_EXCEEDED);
}

TEST_CASE("C: a network's answer is forgotten when its layers or bitstreams change") {
  const auto after = [](const auto& change) {
    const Network n;
    REQUIRE(gandse_network_explore(n.network) == GANDSE_OK);
    REQUIRE(n.answered());
    change(n);
    return n.answered();
  };
  CHECK_FALSE(after([](const Network& n) { n.add_layer(); }));
  CHECK_FALSE(after([](const Network& n) { REQUIRE(gandse_network_set_layer(n.network, "ic", 16) == GANDSE_OK); }));
  CHECK_FALSE(after([](const Network& n) { gandse_network_clear_layers(n.network); }));
  CHECK_FALSE(after([](const Network& n) { REQUIRE(gandse_network_add_bitstream(n.network, 0, 0) == GANDSE_OK); }));
  CHECK_FALSE(after([](const Network& n) { REQUIRE(gandse_network_set_hardware(n.network, "PEN", 8) == GANDSE_OK); }));
  CHECK_FALSE(after([](const Network& n) { REQUIRE(gandse_network_begin(n.network, 0) == GANDSE_OK); }));
  // What was refused changes nothing.
  CHECK(after([](const Network& n) { REQUIRE(gandse_network_set_layer(n.network, "no", 1) == GANDSE_UNKNOWN_NAME); }));
  CHECK(after([](const Network& n) {
    REQUIRE(gandse_network_set_hardware(n.network, "PEN", 9) == GANDSE_CHOICE_OUT_OF_RANGE);
    REQUIRE(gandse_network_set_hardware(n.network, "TIC", 1) == GANDSE_UNKNOWN_NAME);
  }));
  const Network full;
  for (int i = 1; i < GANDSE_NETWORK_LAYERS; ++i) {
    full.add_layer();
  }
  REQUIRE(gandse_network_explore(full.network) == GANDSE_OK);
  CHECK(gandse_network_add_layer(full.network) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(full.answered());
}

TEST_CASE("C: a stream does not answer for bitstreams that were changed since it began") {
  const Network n;
  CHECK(gandse_network_next(n.network, 1, false) == GANDSE_NOT_BEGUN);
  REQUIRE(gandse_network_begin(n.network, 1) == GANDSE_OK);
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  REQUIRE(gandse_network_result_of(n.network)->bitstream == 1);
  CHECK(n.value("PEN") == 256);

  REQUIRE(gandse_network_set_hardware(n.network, "PEN", 128) == GANDSE_OK);
  CHECK(gandse_network_next(n.network, 1, false) == GANDSE_NOT_BEGUN);
  CHECK_FALSE(n.answered());
  CHECK(gandse_network_refused_layer(n.network) == 1);
  REQUIRE(gandse_network_begin(n.network, 1) == GANDSE_OK);
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  REQUIRE(gandse_network_result_of(n.network)->bitstream == 1);
  CHECK(n.value("PEN") == 128);

  // What is refused leaves the stream as it is; a refused begin ends it.
  REQUIRE(gandse_network_set_hardware(n.network, "PEN", 129) == GANDSE_CHOICE_OUT_OF_RANGE);
  CHECK(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  CHECK(gandse_network_result_of(n.network)->step == GANDSE_KEEP);
  REQUIRE(gandse_network_add_bitstream(n.network, 0, 0) == GANDSE_OK);
  CHECK(gandse_network_next(n.network, 1, false) == GANDSE_NOT_BEGUN);
  REQUIRE(gandse_network_begin(n.network, 2) == GANDSE_OK);
  CHECK(gandse_network_begin(n.network, 3) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_next(n.network, 1, false) == GANDSE_NOT_BEGUN);
}

TEST_CASE("C: a stream keeps the options that it began with, and takes layers and objective as they come") {
  const Network n;
  REQUIRE(gandse_network_begin(n.network, 0) == GANDSE_OK);
  gandse_network_set_options(n.network, 1000, 32, 9);
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  const auto first = gandse_network_result_of(n.network)->evaluations;
  CHECK(first < 200);
  REQUIRE(gandse_network_set_layer(n.network, "ic", 16) == GANDSE_OK);  // the stream goes on with another network
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  CHECK(gandse_network_result_of(n.network)->step != GANDSE_KEEP);
  CHECK(gandse_network_result_of(n.network)->satisfied);
  gandse_network_set_objective(n.network, 1, 1);
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  CHECK_FALSE(gandse_network_result_of(n.network)->satisfied);
}

TEST_CASE("C: no layer is to blame before one is refused") {
  const Network n;
  CHECK(gandse_network_refused_layer(n.network) == 1);
  REQUIRE(gandse_network_add_layer(n.network) == GANDSE_OK);
  CHECK(gandse_network_refused_layer(n.network) == 2);
  CHECK(gandse_network_explore(n.network) == GANDSE_LAYER_OUT_OF_RANGE);
  CHECK(gandse_network_refused_layer(n.network) == 1);
  gandse_network_clear_layers(n.network);
  n.add_layer();
  CHECK(gandse_network_refused_layer(n.network) == 1);
  REQUIRE(gandse_network_begin(n.network, 0) == GANDSE_OK);
  REQUIRE(gandse_network_next(n.network, 1, false) == GANDSE_OK);
  CHECK(gandse_network_refused_layer(n.network) == 1);
}

TEST_CASE("C: a network's memory is known while compiling") {
  CHECK(gandse_network_size(gandse_im2col_8k_network()) <= GANDSE_NETWORK_BYTES);
  CHECK(gandse_network_size(gandse_dnnweaver_80k_network()) <= GANDSE_NETWORK_BYTES);
  CHECK(gandse_network_size(gandse_im2col_8k_small_network()) <= GANDSE_NETWORK_BYTES_OF(3, 2, 8));
  // Little of it is given away.
  CHECK(gandse_network_size(gandse_dnnweaver_80k_network()) * 16 > GANDSE_NETWORK_BYTES * 15U);
  CHECK(gandse_network_size(gandse_im2col_8k_small_network()) * 8 > GANDSE_NETWORK_BYTES_OF(3, 2, 8) * 7U);
  static_assert(GANDSE_NETWORK_BYTES_OF(3, 2, 2) % 8 == 0);
  static_assert(GANDSE_NETWORK_BYTES == GANDSE_NETWORK_BYTES_OF(32, 8, 64));
}

TEST_CASE("C: networks of other capacities stand beside the library's") {
  std::array<std::uint64_t, GANDSE_NETWORK_BYTES_OF(3, 2, 8) / 8> memory{};
  gandse_network* const network = gandse_network_open(gandse_im2col_8k_small_network(), memory.data(), sizeof memory);
  REQUIRE(network != nullptr);
  CHECK(gandse_network_open(gandse_im2col_8k_network(), memory.data(), sizeof memory) == nullptr);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(gandse_network_add_layer(network) == GANDSE_OK);
    for (const char* field : kFields) {
      REQUIRE(gandse_network_set_layer(network, field, 8) == GANDSE_OK);
    }
  }
  CHECK(gandse_network_add_layer(network) == GANDSE_CAPACITY_EXCEEDED);
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_OK);
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_OK);
  CHECK(gandse_network_add_bitstream(network, 0, 0) == GANDSE_CAPACITY_EXCEEDED);
  gandse_network_set_objective(network, 1'000'000, 1'000'000);
  CHECK(gandse_network_explore(network) == GANDSE_OK);
}

}  // namespace
}  // namespace gandse::test
