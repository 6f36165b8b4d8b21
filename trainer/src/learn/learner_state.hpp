// What a learner takes back from the state of a killed training: nets, and what their optimisers knew.
#pragma once

#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "net/mlp.hpp"
#include "support/fields.hpp"

namespace gandse::trainer {

/// Throws std::runtime_error naming the file where `name` does not hold the net's number of finite weights.
template <class Net>
void restore_net(Net& net, const Fields& state, const char* name) {
  const auto weights = state.floats(name);
  const std::size_t wanted = net.parameters().size();
  if (weights.size() != wanted) {
    state.refuse(name, "holds " + std::to_string(weights.size()) + " weights for a net of " + std::to_string(wanted));
  }
  net.set_parameters(weights);
}

/// The same for an optimiser of `weights` weights in all, which has met either none of them or all.
inline void restore_optimiser(Adam& optimiser, const Fields& state, const char* name, std::size_t weights) {
  constexpr float kMostSteps = 1e12F;
  auto values = state.floats(name);
  const float steps = values.empty() ? -1.0F : values.front();
  if (!(steps >= 0 && steps <= kMostSteps && steps == std::floor(steps)) ||
      values.size() != (steps == 0 ? 1 : 1 + 2 * weights)) {
    state.refuse(name, "is no optimiser's state of a net of " + std::to_string(weights) + " weights");
  }
  optimiser.set_state(std::move(values));
}

/// The state of a learner that trains a generator alone.
template <class Net>
nlohmann::json generator_state(const Net& generator, const Adam& optimiser) {
  return {{"generator", to_blob(generator.parameters())}, {"generator_adam", to_blob(optimiser.state())}};
}

/// Takes back what `generator_state` gave.
template <class Net>
void restore_generator(Net& generator, Adam& optimiser, const Fields& state) {
  restore_net(generator, state, "generator");
  restore_optimiser(optimiser, state, "generator_adam", generator.parameters().size());
}

}  // namespace gandse::trainer
