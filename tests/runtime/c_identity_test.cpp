#include <doctest/doctest.h>

#include <string>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/gandse.h"
#include "gandse/runtime/fingerprint.hpp"

GANDSE_GENERATOR(im2col_8k);
GANDSE_GENERATOR(im2col_96k);
GANDSE_GENERATOR(dnnweaver_80k);

namespace gandse::test {
namespace {

TEST_CASE("C: header and library are of the project's version") {
  CHECK(std::string{gandse_version()} == GANDSE_PROJECT_VERSION);
  CHECK(std::to_string(GANDSE_VERSION_MAJOR) + "." + std::to_string(GANDSE_VERSION_MINOR) + "." +
            std::to_string(GANDSE_VERSION_PATCH) ==
        GANDSE_PROJECT_VERSION);
  CHECK(std::string{GANDSE_VERSION_TEXT} == GANDSE_PROJECT_VERSION);
  CHECK(std::string{version()} == GANDSE_PROJECT_VERSION);
  CHECK(GANDSE_VERSION / 10000 == GANDSE_VERSION_MAJOR);
  CHECK(GANDSE_VERSION / 100 % 100 == GANDSE_VERSION_MINOR);
  CHECK(GANDSE_VERSION % 100 == GANDSE_VERSION_PATCH);
}

template <class Template>
void check(const gandse_generator* generator) {
  CHECK(std::string{gandse_template_name(generator)} == Template::kName);
  CHECK(gandse_fingerprint(generator) == fingerprint<Template>());
  CHECK(gandse_clock_mhz(generator) == Template::Technology::kClockMhz);
}

TEST_CASE("C: a generator says what it is for") {
  check<Im2col<Asic45nm>>(gandse_im2col_8k());
  check<Im2col<Asic45nm>>(gandse_im2col_96k());
  check<Dnnweaver<Asic45nmInt16>>(gandse_dnnweaver_80k());
  CHECK(gandse_fingerprint(gandse_im2col_8k()) != gandse_fingerprint(gandse_dnnweaver_80k()));
}

}  // namespace
}  // namespace gandse::test
