#include "gandse/runtime/training_range.hpp"

#include <doctest/doctest.h>

#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "random_tasks.hpp"

namespace gandse::test {
namespace {

constexpr Layer kLayer{64, 64, 56, 56, 3, 3, 1, 1};
constexpr Objective kObjective{{1'000'000}, {400'000}};

TEST_CASE("without a training set nothing is beyond it") {
  Random random{121};
  for (int i = 0; i < 1000; ++i) {
    const Layer layer = random_layer(random);
    CHECK(TrainingRange<Template>{}.contains(layer, ray_of<Template>(layer, random_objective(random))));
  }
}

TEST_CASE("every field and the ray have an end, and a decision says when it is passed") {
  const Explorer explorer{generated::im2col_96k};
  const auto& trained = generated::im2col_96k.trained;
  CHECK_FALSE(explorer.explore({kLayer, kObjective}).extrapolated);
  for (std::size_t i = 0; i < trained.most.size(); ++i) {
    const auto& field = Template::layer_fields[i];
    Layer layer{1, 1, 1, 1, 1, 1, 1, 1};
    layer.*field.member = trained.most[i];
    const Objective objective{{400'000 * Template::macs(layer) / 1'000'000 + 1}, {400'000}};
    CAPTURE(field.name);
    CHECK_FALSE(explorer.explore({layer, objective}).extrapolated);
    if (trained.most[i] < field.max) {
      ++(layer.*field.member);
      CHECK(explorer.explore({layer, objective}).extrapolated);
    }
  }
  CHECK(explorer.explore({kLayer, {{100}, {100'000'000}}}).extrapolated);
  CHECK(explorer.explore({kLayer, {{10'000'000'000}, {100}}}).extrapolated);
}

TEST_CASE("where the generator guesses, half of its proposals make room for refinement") {
  const SmallWeights everywhere = make_small_weights(7);
  SmallWeights nowhere = everywhere;
  nowhere.trained.most.fill(0);
  Random random{122};
  for (int i = 0; i < 200; ++i) {
    const Layer layer = random_layer(random);
    const Objective objective = random_objective(random);
    const auto guessed = Explorer{nowhere}.explore({layer, objective}, {60, 41, 1});
    const auto halved = Explorer{everywhere}.explore({layer, objective}, {60, 21, 1});
    CHECK(guessed.extrapolated);
    CHECK_FALSE(halved.extrapolated);
    CHECK(guessed.configuration == halved.configuration);
    CHECK(guessed.evaluations == halved.evaluations);
  }
}

}  // namespace
}  // namespace gandse::test
