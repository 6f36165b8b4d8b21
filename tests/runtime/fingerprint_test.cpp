// Whatever trained weights depend on changes the fingerprint, also where a type derives and says nothing of it.
#include "gandse/runtime/fingerprint.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gandse/cost_model/dnnweaver.hpp"
#include "gandse/cost_model/im2col.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"

namespace gandse {
namespace test {
namespace {

using Base = Im2col<>;

struct Same : Base {};

struct OtherOrder : Base {
  static constexpr std::array<std::uint8_t, kParameters> draw_order{PEN, SDB, DSB, TOC, TOH, TOW,
                                                                    TIC, TKH, TKW, WSS, ISS, OSS};
};
static_assert(OtherOrder::draw_order != Base::draw_order);

struct OtherHeads : Base {
  static constexpr bool is_derived(std::size_t parameter) { return parameter == ISS; }
};

struct OtherVersion : Base {
  static constexpr std::uint64_t kModelVersion = Base::kModelVersion + 1;
};

constexpr auto with_field(std::size_t index, const LayerField<Layer>& field) {
  auto fields = kLayerFields;
  fields[index] = field;
  return fields;
}
constexpr auto exchanged_fields() {
  auto fields = kLayerFields;
  fields[0] = kLayerFields[1];
  fields[1] = kLayerFields[0];
  return fields;
}
// The names stay where they are; what they name does not.
constexpr auto exchanged_members() {
  auto fields = exchanged_fields();
  fields[0].name = kLayerFields[0].name;
  fields[1].name = kLayerFields[1].name;
  return fields;
}
struct SwappedFields : Base {
  static constexpr auto layer_fields = exchanged_fields();
};
struct SwappedMembers : Base {
  static constexpr auto layer_fields = exchanged_members();
};
struct RenamedField : Base {
  static constexpr auto layer_fields = with_field(14, {"groups", &Layer::repeat, 1, 65535, true, 64});
};
struct OtherLimit : Base {
  static constexpr auto layer_fields = with_field(14, {"repeat", &Layer::repeat, 1, 8192, true, 64});
};

struct SwappedFeatures : Base {
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    Base::encode(layer, features);
    const std::int8_t ic = features[0];
    features[0] = features[1];
    features[1] = ic;
  }
};
struct ScaledFeature : Base {
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    Base::encode(layer, features);
    features[0] = static_cast<std::int8_t>(features[0] / 2);
  }
};
struct SwappedTileFeatures : Base {
  static constexpr void encode(const Layer& layer, std::int8_t* features) {
    Base::encode(layer, features);
    const std::int8_t last = features[kLayerFeatures - 1];
    features[kLayerFeatures - 1] = features[kLayerFeatures - 2];
    features[kLayerFeatures - 2] = last;
  }
};

struct OtherTaskLayout : Base {};

struct OtherValue : Base {
  static constexpr auto parameters = [] {
    auto changed = Base::parameters;
    changed[TIC].values[9] = 1024;
    return changed;
  }();
};

struct SameTechnology : Asic45nm {
  static constexpr const char* kName = "renamed";
};
struct OtherClock : Asic45nm {
  static constexpr std::uint32_t kClockMhz = 1000;
};
struct OtherDram : Asic45nm {
  static constexpr std::uint32_t kDramFj = 32000;
};
struct OtherMac : Asic45nm {
  static constexpr std::uint32_t kMacFj = 201;
};
struct OtherLeakage : Asic45nm {
  static constexpr std::uint32_t kPeLeakageFj = 33;
};
struct OtherSramLeakage : Asic45nm {
  static constexpr std::uint32_t kSramLeakageFj = 61;
};
struct OtherSram : Asic45nm {
  static constexpr std::array<std::uint32_t, 10> kSramReadFj{280, 480, 856, 1600, 2480, 3680, 4800, 6880, 10240, 14481};
};
struct OtherSramWrite : Asic45nm {
  static constexpr std::array<std::uint32_t, 10> kSramWriteFj{421,  720,  1284, 1600,  2480,
                                                              3680, 4800, 6880, 10240, 14480};
};
struct DramOfDerived : Asic45nmInt16 {
  static constexpr std::uint32_t kDramFj = 32000;
};

}  // namespace
}  // namespace test

/// A layout of the whole task other than the encoder's: ray and pins have changed places.
template <>
class Encoder<test::OtherTaskLayout> : public Encoder<Im2col<>> {
 public:
  static constexpr Features encode(const Layer& layer, std::int32_t ray, const Im2col<>::Pins& pins, Random& noise) {
    Features features = Encoder<Im2col<>>::encode(layer, ray, pins, noise);
    for (std::size_t i = 0; i < kRayBins; ++i) {
      const std::int8_t first = features[kRayOffset + i];
      features[kRayOffset + i] = features[kPinOffset + i];
      features[kPinOffset + i] = first;
    }
    return features;
  }
};

namespace test {
namespace {

template <class... Changed>
constexpr bool all_differ() {
  const std::array<std::uint64_t, sizeof...(Changed) + 1> all{fingerprint<Base>(), fingerprint<Changed>()...};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (all[i] == all[j]) {
        return false;
      }
    }
  }
  return true;
}

TEST_CASE("fingerprint: draw order, heads, layer fields, encoding, choices and version each change it") {
  constexpr bool kDiffer =
      all_differ<OtherOrder, OtherHeads, OtherVersion, SwappedFields, SwappedMembers, RenamedField, OtherLimit,
                 SwappedFeatures, ScaledFeature, SwappedTileFeatures, OtherTaskLayout, OtherValue>();
  CHECK(kDiffer);
  CHECK(fingerprint<Same>() == fingerprint<Base>());
}

TEST_CASE("fingerprint: a technology counts by its values, those that it overrides of another included") {
  constexpr bool kDiffer = all_differ<Im2col<OtherClock>, Im2col<OtherDram>, Im2col<OtherMac>, Im2col<OtherLeakage>,
                                      Im2col<OtherSramLeakage>, Im2col<OtherSram>, Im2col<OtherSramWrite>,
                                      Im2col<Asic45nmInt16>, Im2col<DramOfDerived>>();
  CHECK(kDiffer);
  REQUIRE(std::string_view{SameTechnology::kName} != Asic45nm::kName);
  CHECK(fingerprint<Im2col<SameTechnology>>() == fingerprint<Base>());
  CHECK(fingerprint<Dnnweaver<DramOfDerived>>() != fingerprint<Dnnweaver<>>());
}

TEST_CASE("fingerprint: what a derived technology reports is its own") {
  CHECK(constants_of<OtherDram>()[5].values[0] == 32000);
  CHECK(constants_of<OtherDram>()[0].values[0] == Asic45nm::kMacFj);
  CHECK(constants_of<DramOfDerived>()[0].values[0] == Asic45nmInt16::kMacFj);
}

template <class Template, std::uint64_t kFingerprint, std::size_t... kShape>
constexpr std::uint64_t trained_for(const GeneratorWeights<Template, kFingerprint, kShape...>& /*weights*/) {
  return kFingerprint;
}

TEST_CASE("fingerprint: the generators' is written in their headers, the same on every target") {
  CHECK(trained_for(generated::im2col_96k) == fingerprint<Im2col<>>());
  CHECK(trained_for(generated::dnnweaver_80k) == fingerprint<Dnnweaver<>>());
}

}  // namespace
}  // namespace test
}  // namespace gandse
