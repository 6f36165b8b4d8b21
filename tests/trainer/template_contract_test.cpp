// Both templates keep what every template promises, and a template that does not is told which promise it breaks.
#include "oracle/template_contract.hpp"

#include <doctest/doctest.h>

#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "plain_template.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
constexpr std::uint32_t kPoints = 150'000;
#else
constexpr std::uint32_t kPoints = 15'000;
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

// Sound's Bound, but for what `Spoil` makes of it.
template <class Spoil>
struct Spoiled : Sound {
  class Bound : public Sound::Bound {
   public:
    using Sound::Bound::Bound;
    CostBound operator()(const Configuration& c, std::size_t decided) {
      CostBound bound = Sound::Bound::operator()(c, decided);
      spoil_(bound);
      return bound;
    }

   private:
    Spoil spoil_{};
  };
};

struct TooManyCycles {
  void operator()(CostBound& bound) const { bound.cycles += bound.cycles / 8; }
};
struct TooFewMostCycles {
  void operator()(CostBound& bound) const {
    bound.most_cycles -= bound.most_cycles == UINT64_MAX ? 0 : bound.cycles / 8;
  }
};
struct TooMuchEnergy {
  void operator()(CostBound& bound) const { bound.energy += bound.energy == UINT64_MAX ? 0 : bound.energy / 2; }
};
// True of the first branch, and taken along to the next.
struct Remembers {
  std::uint64_t cycles = 0;
  void operator()(CostBound& bound) { cycles = bound.cycles = std::max(bound.cycles, cycles); }
};

struct BoundBackwards : Sound {
  class Bound : public Sound::Bound {
   public:
    using Sound::Bound::Bound;
    static constexpr std::array<std::uint8_t, kParameters> order{BBUF, OBUF, IBUF, WBUF, AXI, ORD, TB,
                                                                 TIC,  TOW,  TOH,  TOC,  ARM, ARN};
    CostBound operator()(const Configuration& /*c*/, std::size_t /*decided*/) const { return {}; }
  };
};

struct BoundDecidesTwice : Sound {
  class Bound : public Sound::Bound {
   public:
    using Sound::Bound::Bound;
    static constexpr std::array<std::uint8_t, kParameters> order{ARN, ARM, TOC,  TOH,  TOW,  TIC, TB,
                                                                 ORD, ORD, WBUF, IBUF, OBUF, BBUF};
  };
};

struct ChecksNoLimits : Sound {
  static Reason check(const Layer& /*layer*/) { return Reason::none; }
};

struct RefusesByARule : Sound {
  static Reason check(const Layer& layer) {
    const Reason reason = Sound::check(layer);
    return reason == Reason::none && layer.ic == layer.oc ? template_reason(0) : reason;
  }
};

struct HasNoMacs : Sound {
  static std::uint64_t macs(const Layer& layer) { return Sound::macs(layer) - layer.ic; }
};

struct WritesTooFewFeatures : Sound {
  static constexpr std::size_t kLayerFeatures = Sound::kLayerFeatures + 1;
};

struct HasARuleWithoutName : Sound {
  static constexpr std::array<Rule, 1> rules{Sound::rules[0]};
};

// Counts its calls.
struct HasMoods : Sound {
  static Evaluation evaluate(const Layer& layer, const Configuration& c) {
    static std::uint32_t calls = 0;
    Evaluation evaluation = Sound::evaluate(layer, c);
    evaluation.cost.energy.value += ++calls % 1000 == 0 ? 1 : 0;
    return evaluation;
  }
};

struct TakesNoEnergy : Plain<3> {
  static Evaluation evaluate(const Layer& layer, const Configuration& c) {
    Evaluation evaluation = Plain<3>::evaluate(layer, c);
    evaluation.cost.energy.value = c[0] == 0 && evaluation.legal() ? 0 : evaluation.cost.energy.value;
    return evaluation;
  }
};

struct Wraps : Plain<3> {
  static Evaluation evaluate(const Layer& layer, const Configuration& c) {
    Evaluation evaluation = Plain<3>::evaluate(layer, c);
    evaluation.cost.energy.value *= std::uint64_t{layer.n} << 26U;
    return evaluation;
  }
};

// The first parameter changes nothing but what is used of a resource.
struct CanonicalIsLarge : Plain<3> {
  static constexpr std::array<Resource, 1> resources{{{"luts", "", "lookup tables"}}};
  static std::array<std::uint32_t, 1> used(const Configuration& c) { return {c[0]}; }
  static Configuration large(Configuration c, const Pins& pins) {
    c[0] = pins.is_pinned(0) || c[0] > 3 ? c[0] : std::uint8_t{3};
    return c;
  }
  static Evaluation evaluate(const Layer& layer, const Configuration& c) {
    return Plain<3>::evaluate(layer, large(c, {}));
  }
  static Configuration canonicalise(const Layer& layer, const Configuration& c, const Pins& pins) {
    return check(layer) == Reason::none ? large(c, pins) : c;
  }
  static ChoiceMask allowed(const Layer& layer, const Configuration& c, const Pins& pins, std::size_t parameter) {
    return parameter == 0 && !pins.is_pinned(0) ? only_choice(3) : Plain<3>::allowed(layer, c, pins, parameter);
  }
};

struct SchedulesTakeResources : Sound {
  static auto used(const Configuration& c) {
    auto amounts = Sound::used(c);
    amounts[0] += c[TIC];
    return amounts;
  }
};

struct AllowsOffTheTable : Plain<3> {
  static ChoiceMask allowed(const Layer& layer, const Configuration& c, const Pins& pins, std::size_t parameter) {
    return pins.is_pinned(parameter) ? Plain<3>::allowed(layer, c, pins, parameter) : choices_up_to(4);
  }
};

struct AllowsADerivedOneMore : Plain<3> {
  static constexpr bool is_derived(std::size_t parameter) { return parameter == 2; }
};

struct RunsOffTheTable : Plain<3> {
  static Evaluation evaluate(const Layer& layer, Configuration c) {
    c[1] = c[1] == 4 ? std::uint8_t{3} : c[1];
    return Plain<3>::evaluate(layer, c);
  }
};

// The first parameter changes no cycles, but energy.
struct CanonicalIsDear : CanonicalIsLarge {
  static Evaluation evaluate(const Layer& layer, const Configuration& c) {
    Evaluation evaluation = CanonicalIsLarge::evaluate(layer, c);
    evaluation.cost.energy.value += evaluation.legal() ? c[0] : 0U;
    return evaluation;
  }
};

struct NeverSettles : CanonicalIsLarge {
  static Configuration canonicalise(const Layer& layer, Configuration c, const Pins& pins) {
    c[0] = pins.is_pinned(0) || !evaluate(layer, c).legal() ? c[0] : static_cast<std::uint8_t>(c[0] == 3 ? 2 : 3);
    return c;
  }
};

struct HasASpaceInAName : Plain<3> {
  static constexpr std::array<Parameter, 3> parameters = [] {
    auto table = Plain<3>::parameters;
    table[1].name = "B size";
    return table;
  }();
};

struct NamesAParameterAsAField : Plain<3> {
  static constexpr std::array<Parameter, 3> parameters = [] {
    auto table = Plain<3>::parameters;
    table[1].name = "n";
    return table;
  }();
};

struct IsTypicallyBeyond : Plain<3> {
  static constexpr std::array<LayerField<Work>, 1> layer_fields{{{"n", &Work::n, 1, 65535, false, 70000}}};
};

struct HasABadDefault : Plain<3> {
  static constexpr std::array<LayerField<Work>, 1> layer_fields{{{"n", &Work::n, 2, 65535, true, 4096}}};
};

struct DerivesAll : Plain<3> {
  static constexpr bool is_derived(std::size_t /*parameter*/) { return true; }
};

struct ListsFieldsBackwards : Sound {
  static constexpr auto layer_fields = [] {
    auto fields = Sound::layer_fields;
    std::swap(fields.front(), fields[1]);
    return fields;
  }();
};

}  // namespace

TEST_CASE("im2col keeps the contract") { CHECK(violation<Im2col<>>() == ""); }

TEST_CASE("dnnweaver keeps the contract") { CHECK(violation<Dnnweaver<>>() == ""); }

TEST_CASE("so does one without a Bound, dependencies and resources") { CHECK(violation<Plain<3>>() == ""); }

TEST_CASE("a template that breaks a promise is told which") {
  const auto says = [](const std::string& text, const char* promise) {
    CAPTURE(text);
    CAPTURE(std::string{promise});
    CHECK(text.find(promise) != std::string::npos);
    CHECK(text.find("; layer ") != std::string::npos);
  };
  says(violation<ForgetsPins>(), "canonicalise keeps pins");
  says(violation<RepairsIllegal>(), "canonicalise leaves an illegal configuration as it is");
  says(violation<ChangesCycles>(), "what is drawn is canonical");
  says(violation<LeavesSramLarge>(), "allowed offers every choice of a canonical configuration");
  says(violation<AllowsTooWideAxi>(), "what is drawn is legal");
  says(violation<HidesChoices>(), "allowed offers every choice of a canonical configuration");
  says(violation<AcceptsImpossiblePins>(), "where check_pins accepts, drawing finds an allowed choice");
  says(violation<RefusesPossiblePins>(), "check_pins accepts pins that a configuration obeys");
  says(violation<WritesTooManyFeatures>(), "encode writes no more than kLayerFeatures features");
  says(violation<HidesDependency>(), "allowed depends on nothing but what dependencies says");
  says(violation<SavesByAChoice>(), "a resource never falls when a choice rises");
  says(violation<Spoiled<TooManyCycles>>(), "Bound takes no more cycles than a completion");
  says(violation<Spoiled<TooFewMostCycles>>(), "a completion takes no more than Bound's most_cycles");
  says(violation<Spoiled<TooMuchEnergy>>(), "Bound takes no more energy than a completion");
  says(violation<Spoiled<Remembers>>(), "Bound tells of a branch the same after another one");
  says(violation<BoundBackwards>(), "allowed offers every choice of a canonical configuration, in the order of Bound");
  says(violation<BoundDecidesTwice>(), "Bound::order names every parameter once");
  says(violation<ChecksNoLimits>(), "check refuses a field beyond its limits by layer_out_of_range");
  says(violation<RefusesByARule>(), "check gives layer_out_of_range, too_large or none");
  says(violation<HasNoMacs>(), "a layer that check accepts has at least one MAC");
  says(violation<WritesTooFewFeatures>(), "encode writes all of kLayerFeatures features");
  says(violation<HasARuleWithoutName>(), "every reason is one of the table of rules");
  says(violation<HasMoods>(), "the same question gets the same answer");
  says(violation<TakesNoEnergy>(), "a legal configuration takes 1 to 2^62 cycles, and 1 to 2^50 uW");
  says(violation<Wraps>(), "with twice the MACs a configuration takes no less than a 64th of the cycles and energy");
  says(violation<CanonicalIsLarge>(), "canonicalise takes no more of a resource");
  says(violation<SchedulesTakeResources>(), "schedules take no resources");
  says(violation<AllowsOffTheTable>(), "allowed offers choices of the table only");
  says(violation<AllowsADerivedOneMore>(), "allowed leaves a derived parameter one choice");
  says(violation<RunsOffTheTable>(), "evaluate refuses a choice that the table does not have");
  says(violation<CanonicalIsDear>(), "canonicalise never raises the energy");
  says(violation<NeverSettles>(), "canonicalise is idempotent");
  says(violation<HasASpaceInAName>(), "layer fields and parameters have names of their own");
  says(violation<NamesAParameterAsAField>(), "layer fields and parameters have names of their own");
  says(violation<IsTypicallyBeyond>(), "a layer field has min <= typical <= max");
  says(violation<HasABadDefault>(), "the default of an optional layer field is within its limits");
  says(violation<DerivesAll>(), "some parameter is not derived");
  says(violation<ListsFieldsBackwards>(), "a layer that extends gandse::Layer lists its eight fields first");
}

}  // namespace gandse::test
