// The ways to learn a generator that the trainer knows: for each its net's shape and its learner.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "learn/gan.hpp"
#include "learn/reinforce.hpp"
#include "learn/supervised.hpp"
#include "net/recipes.hpp"

namespace gandse::trainer {

/// The net is of `Weights`' shape; its heads see the choices already drawn where it is joint.
template <class Weights_, template <class> class Learner_, bool kJoint_>
struct Method {
  using Weights = Weights_;
  using Learner = Learner_<typename Weights::Template>;
  static constexpr bool kJoint = kJoint_;
};

/// Calls visit(Method<...>{}) for the method `name` on the generator of shape `Weights`. Throws std::runtime_error that
/// lists the known ones.
template <class Weights, class Visit>
void with_method(std::string_view name, const Visit& visit) {
  using Template = typename Weights::Template;
  if (name == "gan") {
    visit(Method<Weights, Gan, true>{});
  } else if (name == "supervised") {  // the GAN without its critic
    visit(Method<Weights, Supervised, true>{});
  } else if (name == "mlp") {
    visit(Method<EqualMlp<Template>, Supervised, false>{});
  } else if (name == "large-mlp") {
    visit(Method<LargeMlp<Template>, Supervised, false>{});
  } else if (name == "reinforce") {
    visit(Method<Weights, Reinforce, true>{});
  } else {
    throw std::runtime_error("no method '" + std::string{name} +
                             "'; there are: gan, supervised, mlp, large-mlp, reinforce");
  }
}

}  // namespace gandse::trainer
