// Both templates keep what every template promises, and a template that does not is told which promise it breaks.
#include <doctest/doctest.h>

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "template_contract.hpp"

using namespace gandse;
using namespace gandse::trainer;

namespace {

#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
constexpr std::uint32_t kPoints = 300'000;
#else
constexpr std::uint32_t kPoints = 30'000;
#endif

template <class Template>
std::string violation() {
  return TemplateContract<Template>{7}.violation(kPoints);
}

using Sound = Dnnweaver<>;

struct ForgetsPins : Sound {
  static Configuration canonicalise(const Layer& layer, const Configuration& c, const Pins& /*pins*/) {
    return Sound::canonicalise(layer, c, {});
  }
};

struct RepairsIllegal : Sound {
  static Configuration canonicalise(const Layer& layer, Configuration c, const Pins& pins) {
    if (Sound::evaluate(layer, c).reason == template_reason(kInputBufferTooSmall) && !pins.is_pinned(IBUF)) {
      c[IBUF] = 9;
      return c;
    }
    return Sound::canonicalise(layer, c, pins);
  }
};

struct ChangesCycles : Sound {
  static Configuration canonicalise(const Layer& layer, Configuration c, const Pins& pins) {
    const bool legal = Sound::evaluate(layer, c).legal();
    c = Sound::canonicalise(layer, c, pins);
    c[AXI] = pins.is_pinned(AXI) || !legal ? c[AXI] : std::uint8_t{0};
    return c;
  }
};

struct LeavesSramLarge : Sound {
  static Configuration canonicalise(const Layer& layer, const Configuration& c, const Pins& pins) {
    Configuration canonical = Sound::canonicalise(layer, c, pins);
    canonical[WBUF] = c[WBUF];
    return canonical;
  }
};

struct AllowsTooWideAxi : Sound {
  static ChoiceMask allowed(const Layer& layer, const Configuration& c, const Pins& pins, std::size_t parameter) {
    return parameter == AXI && !pins.is_pinned(AXI) ? choices_up_to(5) : Sound::allowed(layer, c, pins, parameter);
  }
};

struct HidesChoices : Sound {
  static ChoiceMask allowed(const Layer& layer, const Configuration& c, const Pins& pins, std::size_t parameter) {
    const ChoiceMask mask = Sound::allowed(layer, c, pins, parameter);
    return parameter == ORD ? only_choice(lowest_choice(mask)) : mask;
  }
};

struct AcceptsImpossiblePins : Sound {
  static Reason check_pins(const Layer& layer, const Pins& /*pins*/) { return Sound::check(layer); }
};

struct RefusesPossiblePins : Sound {
  static Reason check_pins(const Layer& layer, const Pins& pins) {
    return pins.is_pinned(WBUF) && pins.is_pinned(TIC) ? template_reason(kWeightBufferTooSmall)
                                                       : Sound::check_pins(layer, pins);
  }
};

struct WritesTooManyFeatures : Sound {
  static constexpr std::size_t kLayerFeatures = Sound::kLayerFeatures - 1;
};

struct HidesDependency : Sound {
  static ParameterSet dependencies(std::size_t parameter) {
    return parameter == TIC ? Sound::dependencies(TIC) & ~parameter_set(TOW) : Sound::dependencies(parameter);
  }
};

struct SavesByAChoice : Sound {
  static auto used(const Configuration& c) {
    auto amounts = Sound::used(c);
    amounts[3] += 5U - c[AXI];
    return amounts;
  }
};

struct BoundTooHigh : Sound {
  class Bound : public Sound::Bound {
   public:
    using Sound::Bound::Bound;
    CostBound operator()(const Configuration& c, std::size_t decided) const {
      CostBound bound = Sound::Bound::operator()(c, decided);
      bound.cycles += bound.cycles / 8;
      return bound;
    }
  };
};

}  // namespace

TEST_CASE("im2col keeps the contract") { CHECK(violation<Im2col<>>() == ""); }

TEST_CASE("dnnweaver keeps the contract") { CHECK(violation<Dnnweaver<>>() == ""); }

TEST_CASE("a template that breaks a promise is told which") {
  const auto says = [](const std::string& text, const char* promise) {
    CAPTURE(text);
    CHECK(text.find(promise) != std::string::npos);
    CHECK(text.find("layer ic=") != std::string::npos);
  };
  says(violation<ForgetsPins>(), "what is drawn is canonical");  // with its pins
  says(violation<RepairsIllegal>(), "canonicalise leaves an illegal configuration as it is");
  says(violation<ChangesCycles>(), "canonicalise changes no cycles");
  says(violation<LeavesSramLarge>(), "allowed offers every choice of a canonical configuration");
  says(violation<AllowsTooWideAxi>(), "what is drawn is legal");
  says(violation<HidesChoices>(), "allowed offers every choice of a canonical configuration");
  says(violation<AcceptsImpossiblePins>(), "where check_pins accepts, drawing finds an allowed choice");
  says(violation<RefusesPossiblePins>(), "check_pins accepts pins that a configuration obeys");
  says(violation<WritesTooManyFeatures>(), "encode writes no more than kLayerFeatures features");
  says(violation<HidesDependency>(), "allowed depends on nothing but what dependencies says");
  says(violation<SavesByAChoice>(), "a resource never falls when a choice rises");
  says(violation<BoundTooHigh>(), "Bound takes no more cycles than a completion");
}
