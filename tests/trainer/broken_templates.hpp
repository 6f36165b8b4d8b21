// Templates that gandse-template-check finds fault with.
#pragma once

#include "plain_template.hpp"

// Loses its pins where it makes a configuration canonical.
struct Forgetful : Plain<3> {
  static constexpr const char* kName = "forgetful";
  static constexpr Configuration canonicalise(const Work& work, Configuration c, const Pins& /*pins*/ = {}) {
    c[0] = evaluate(work, c).legal() ? std::uint8_t{0} : c[0];
    return c;
  }
};

// Keeps the contract, but has 4^20 configurations and no Bound.
struct Huge : Plain<20> {
  static constexpr const char* kName = "huge";
};
