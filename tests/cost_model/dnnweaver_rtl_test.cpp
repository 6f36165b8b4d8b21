// The template against the RTL it models.
#include "dnnweaver_rtl.hpp"

#include <doctest/doctest.h>

namespace gandse::test {

TEST_CASE("cycles of the measured layers: mean error at most 1 %, worst 5 %, rank correlation at least 0.999") {
  const auto rows = read_rtl_rows(GANDSE_RTL_ROWS);
  REQUIRE(rows.size() == 43);
  const RtlError error = rtl_error(rows, &RtlRow::predicted);
  MESSAGE("mean ", error.mean, ", worst ", error.worst, ", rank correlation ", error.rank_correlation);
  CHECK(error.mean <= 0.01);
  CHECK(error.worst <= 0.05);
  CHECK(error.rank_correlation >= 0.999);
}

TEST_CASE("the published model is far off, so the rows can tell a good model from a bad one") {
  const RtlError published = rtl_error(read_rtl_rows(GANDSE_RTL_ROWS), &RtlRow::published_model);
  CHECK(published.mean > 0.25);
  CHECK(published.worst > 0.4);
}

TEST_CASE("the layer of the authors' tutorial on its 32 x 32 array: 75.7 k cycles in the RTL") {
  using Machine = Dnnweaver<>;
  const DnnweaverLayer layer{{3, 128, 32, 32, 3, 3, 1, 1}, 1, 2, 0};
  std::uint64_t best = UINT64_MAX;  // over all tilings: its compiler looks for the fastest one too
  Machine::Configuration c{};
  for (std::size_t sram = Machine::IBUF; sram <= Machine::BBUF; ++sram) {
    c[sram] = static_cast<std::uint8_t>(Machine::parameters[sram].count - 1);
  }
  c[Machine::ARN] = c[Machine::ARM] = 3;
  for (c[Machine::AXI] = 3; c[Machine::AXI] <= 4; ++c[Machine::AXI]) {
    for (c[Machine::TOH] = 0; c[Machine::TOH] < 12; ++c[Machine::TOH]) {
      for (c[Machine::TOC] = 0; c[Machine::TOC] < 3; ++c[Machine::TOC]) {
        for (c[Machine::ORD] = 0; c[Machine::ORD] < 3; ++c[Machine::ORD]) {
          c[Machine::TOW] = c[Machine::TOH];
          const Evaluation evaluation = Machine::evaluate(layer, c);
          best = evaluation.legal() && evaluation.cost.latency.value < best ? evaluation.cost.latency.value : best;
        }
      }
    }
  }
  MESSAGE("fastest tiling: ", best, " cycles");
  CHECK(best == doctest::Approx(75'700).epsilon(0.10));
}

}  // namespace gandse::test
