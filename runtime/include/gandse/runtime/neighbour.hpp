// Neighbours of a canonical configuration: one parameter moves to its next allowed choice, and whatever that move
// leaves without its choice (a tile that no longer fits, an SRAM that now has the wrong size) follows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/design_space.hpp"

namespace gandse {

/// Forms the neighbours of canonical configurations of one layer, within pins. Refers to both.
template <class Template>
class Neighbourhood {
 public:
  ///@{
  /// Types of the template.
  using Layer = typename Template::Layer;
  using Pins = typename Template::Pins;
  using Configuration = typename Template::Configuration;
  ///@}

  /// For a layer that the template accepts, and pins that can be met.
  Neighbourhood(const Layer& layer, const Pins& pins) : layer_(layer), pins_(pins) {}

  /// The allowed choice next above (`up`) or below the present one; the present one if there is none.
  [[nodiscard]] std::uint8_t next_choice(const Configuration& from, std::size_t parameter, bool up) const {
    const ChoiceMask mask = Template::allowed(layer_, from, pins_, parameter);
    const unsigned present = from[parameter];
    const auto above = static_cast<ChoiceMask>(mask & ~choices_up_to(present));
    const auto below = static_cast<ChoiceMask>(mask & (only_choice(present) - 1U));
    const ChoiceMask side = up ? above : below;
    if (side == 0) {
      return from[parameter];
    }
    return static_cast<std::uint8_t>(up ? lowest_choice(side) : highest_choice(side));
  }

  /// Sets `parameter` of `from` to `choice`, and moves free others as little as possible so that the result is
  /// canonical and legal again. If that leaves one of them no choice, the result is not legal, and its evaluation says
  /// so.
  [[nodiscard]] Configuration with(const Configuration& from, std::size_t parameter, std::uint8_t choice) const {
    Configuration to = from;
    to[parameter] = choice;
    Changes changes;
    changes.add(parameter);
    for (const std::uint8_t other : Template::draw_order) {
      if (other == parameter || pins_.is_pinned(other) || !changes.concern(other)) {
        continue;
      }
      const ChoiceMask mask = Template::allowed(layer_, to, pins_, other);
      if (mask != 0 && !contains(mask, to[other])) {
        to[other] = follow(from, other, mask);
        changes.add(other);
      }
    }
    return to;
  }

  static constexpr std::size_t kMoves = 2 * Template::kParameters;  ///< single moves: each parameter up, and down

  /// Makes a single move of `from`, 0..kMoves-1: in draw order, up before down. Returns `from` itself if there is
  /// nothing to move to.
  [[nodiscard]] Configuration moved(const Configuration& from, std::size_t move) const {
    const std::size_t parameter = Template::draw_order[move / 2];
    const std::uint8_t choice = next_choice(from, parameter, move % 2 == 0);
    return choice == from[parameter] ? from : with(from, parameter, choice);
  }

 private:
  // Records which parameters have moved. Without `dependencies` every other parameter is looked at again.
  template <class T, class = void>
  struct ChangesOf {
    void add(std::size_t /*parameter*/) {}
    [[nodiscard]] bool concern(std::size_t /*parameter*/) const { return true; }
  };
  template <class T>
  struct ChangesOf<T, std::void_t<decltype(T::dependencies(std::size_t{}))>> {
    static_assert(T::kParameters <= 32, "a template with more parameters has no `dependencies`");
    ParameterSet changed = 0;
    void add(std::size_t parameter) { changed |= parameter_set(parameter); }
    [[nodiscard]] bool concern(std::size_t parameter) const { return (T::dependencies(parameter) & changed) != 0; }
  };
  using Changes = ChangesOf<Template>;

  // A parameter that stood at the top of its choices (an SRAM large enough for its data to stay) stays at the top;
  // any other takes the nearest choice not above it.
  [[nodiscard]] std::uint8_t follow(const Configuration& from, std::size_t parameter, ChoiceMask mask) const {
    const ChoiceMask before = Template::allowed(layer_, from, pins_, parameter);
    if (!is_single(before) && highest_choice(before) == from[parameter]) {
      return static_cast<std::uint8_t>(highest_choice(mask));
    }
    const auto not_above = static_cast<ChoiceMask>(mask & choices_up_to(from[parameter]));
    return static_cast<std::uint8_t>(not_above != 0 ? highest_choice(not_above) : lowest_choice(mask));
  }

  const Layer& layer_;
  const Pins& pins_;
};

}  // namespace gandse
