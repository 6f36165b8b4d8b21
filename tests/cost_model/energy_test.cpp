// The integer energy against a floating-point reference on the simulator's counts.
#include <doctest/doctest.h>

#include <cmath>

#include "../scale.hpp"
#include "energy_reference.hpp"
#include "im2col_simulator.hpp"
#include "random_points.hpp"

namespace gandse::test {

TEST_CASE("energy is the published figures times what the simulator counted, within 0.1 %") {
  RandomPoints random(20);
  double worst = 0;
  const unsigned points = scaled(20'000);
  for (unsigned point = 0; point < points;) {
    const Layer layer = random.small_layer();
    const auto configuration = random.legal(layer);
    if (!configuration || cut(layer, *configuration).steps() > 500) {
      continue;
    }
    ++point;
    const Simulation simulation = simulate(cut(layer, *configuration), hardware(*configuration));
    const double expected_fj = 1000 * energy_pj(simulation.counts, *configuration);
    const Evaluation evaluation = Machine::evaluate(layer, *configuration);
    REQUIRE(evaluation.legal());
    const double error = std::abs(static_cast<double>(evaluation.cost.energy.value) / expected_fj - 1);
    worst = error > worst ? error : worst;
    if (error > 1e-3) {
      FAIL(text(layer, *configuration));
    }
    // The same power from the definition: joules over seconds, in microwatt.
    const double seconds = static_cast<double>(evaluation.cost.latency.value) / kClockHz;
    const double microwatt = expected_fj * 1e-15 / seconds * 1e6;
    const auto printed = static_cast<double>(power(evaluation.cost, Asic45nm::kClockMhz).value);
    if (std::abs(printed - microwatt) > 1 + 1e-3 * microwatt) {
      FAIL(text(layer, *configuration));
    }
  }
  MESSAGE("largest relative error of the energy: " << worst);
}

TEST_CASE("every memory size has its own constants, rising with the size") {
  for (std::size_t choice = 0; choice < Asic45nm::kSramReadFj.size(); ++choice) {
    CHECK(Asic45nm::kSramReadFj[choice] == doctest::Approx(1000 * sram_read_pj_per_byte(choice)).epsilon(1e-3));
    CHECK(Asic45nm::kSramWriteFj[choice] == doctest::Approx(1000 * sram_write_pj_per_byte(choice)).epsilon(1e-3));
    if (choice > 0) {
      CHECK(Asic45nm::kSramReadFj[choice] > Asic45nm::kSramReadFj[choice - 1]);
      CHECK(Asic45nm::kSramWriteFj[choice] > Asic45nm::kSramWriteFj[choice - 1]);
    }
  }
  CHECK(Asic45nm::kPeLeakageFj == doctest::Approx(kPeLeakageW / kClockHz * 1e15));
  CHECK(Asic45nm::kSramLeakageFj == doctest::Approx(kSramLeakageWPerKib / kClockHz * 1e15));
}

}  // namespace gandse::test
