#include "gandse/runtime/neighbour.hpp"

#include <doctest/doctest.h>

#include "draw_point.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

TEST_CASE("every move from a canonical point ends at a legal, canonical one and keeps the pins") {
  Random random{31};
  int points = 0;
  int moved = 0;
  while (points < 12000) {
    const Layer layer = random_layer(random);
    const Pins pins = random_pins(random, random.below(4));
    if (Template::check_pins(layer, pins) != Reason::none) {
      continue;
    }
    const Neighbourhood<Template> neighbourhood{layer, pins};
    Configuration point = draw_point(layer, pins, random);
    for (int step = 0; step < 8; ++step, ++points) {
      const std::size_t parameter = random.below(Template::kParameters);
      const bool up = random.below(2) == 0;
      const std::uint8_t choice = neighbourhood.next_choice(point, parameter, up);
      CAPTURE(parameter);
      if (choice == point[parameter]) {
        continue;
      }
      REQUIRE((choice > point[parameter]) == up);
      REQUIRE_FALSE(pins.is_pinned(parameter));
      point = neighbourhood.with(point, parameter, choice);
      ++moved;
      REQUIRE(point[parameter] == choice);
      REQUIRE(Template::activity(layer, point).reason == Reason::none);
      REQUIRE(Template::canonicalise(layer, point, pins) == point);
      REQUIRE(obeys(point, pins));
    }
  }
  CHECK(moved > 4000);
}

TEST_CASE("next_choice skips no allowed choice and says so where there is none") {
  Random random{32};
  for (int i = 0; i < 2000; ++i) {
    const Layer layer = random_layer(random);
    const Configuration point = draw_point(layer, {}, random);
    const Pins pins;
    const Neighbourhood<Template> neighbourhood{layer, pins};
    for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
      const ChoiceMask mask = Template::allowed(layer, point, pins, parameter);
      REQUIRE(contains(mask, point[parameter]));
      unsigned above = point[parameter] + 1U;
      while (above < kMaxChoices && !contains(mask, above)) {
        ++above;
      }
      REQUIRE(neighbourhood.next_choice(point, parameter, true) == (above < kMaxChoices ? above : point[parameter]));
      int below = point[parameter] - 1;
      while (below >= 0 && !contains(mask, static_cast<unsigned>(below))) {
        --below;
      }
      REQUIRE(neighbourhood.next_choice(point, parameter, false) == (below >= 0 ? below : int{point[parameter]}));
    }
  }
}

TEST_CASE("an SRAM that held its data resident still does after the tiles have moved") {
  const Layer layer{64, 64, 28, 28, 3, 3, 1, 1};
  const Pins pins;
  const Neighbourhood<Template> neighbourhood{layer, pins};
  // 64 x 64 x 3 x 3 weights: resident takes 64 KiB in one block of 64 output channels.
  const Configuration resident =
      Template::canonicalise(layer, {5, 3, 3, 9, 7, 9, /*TIC*/ 4, /*TOC*/ 6, 3, 3, /*TKW*/ 2, /*TKH*/ 2});
  REQUIRE(resident[Template::WSS] == 7);
  const Configuration fewer = neighbourhood.with(resident, Template::TOC, 5);
  CHECK(fewer[Template::WSS] == 6);  // half the weights per block
  const Configuration streamed = neighbourhood.with(resident, Template::WSS, 5);
  CHECK(Template::evaluate(layer, streamed).legal());
}

}  // namespace
}  // namespace gandse::test
