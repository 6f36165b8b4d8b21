// Design space: parameters, their choices, and configurations (one choice index per parameter).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

inline constexpr std::size_t kMaxChoices = 16;  ///< per parameter; a set of choices is a bit mask

inline constexpr const char* kNoName = "";  ///< stands for the names of choices that have none

/// One dimension of a design space: a name and a small table of legal values, which are handled by index.
struct Parameter {
  const char* name;                               ///< for the command line: letters, digits and `_`
  const char* unit;                               ///< of the values, such as "KiB"
  const char* description;                        ///< what it sizes, for people
  std::uint8_t count;                             ///< number of choices, 1..kMaxChoices
  std::array<std::uint16_t, kMaxChoices> values;  ///< ascending; the first `count` are valid
  const char* const* names = &kNoName;            ///< `count` names of choices that are no numbers, without commas

  /// Whether choices have names instead of values. Does not compare with a null pointer: GCC's sanitizers cannot fold
  /// that while compiling (GCC bug 71962).
  [[nodiscard]] constexpr bool is_named() const { return names[0][0] != '\0'; }
};

/// Choice index per parameter, in the order of the template's parameter table.
template <std::size_t N>
using Configuration = std::array<std::uint8_t, N>;

/// Whether every choice is one of its parameter's.
template <std::size_t N>
constexpr bool within_choices(const Configuration<N>& configuration, const std::array<Parameter, N>& parameters) {
  for (std::size_t i = 0; i < N; ++i) {
    if (configuration[i] >= parameters[i].count) {
      return false;
    }
  }
  return true;
}

// Always inlined, the next two save a Cortex-M7 2 % of an evaluation and 7 % of a move (tests/budgets).

/// Smallest choice whose value covers `size`, or the largest choice.
[[gnu::always_inline]] constexpr unsigned covering_choice(const Parameter& parameter, std::uint32_t size) {
  unsigned choice = 0;
  while (choice + 1U < parameter.count && parameter.values[choice] < size) {
    ++choice;
  }
  return choice;
}

/// `choice`, or the smallest choice that covers `size` where that is less.
[[gnu::always_inline]] constexpr std::uint8_t lowered_choice(const Parameter& parameter, std::uint32_t size,
                                                             std::uint8_t choice) {
  while (choice > 0 && parameter.values[choice - 1U] >= size) {
    --choice;
  }
  return choice;
}

/// A set of choices of one parameter, bit c for choice c.
using ChoiceMask = std::uint16_t;

/// Choices 0..last; last < kMaxChoices.
constexpr ChoiceMask choices_up_to(unsigned last) { return static_cast<ChoiceMask>((2U << last) - 1U); }
/// One choice alone.
constexpr ChoiceMask only_choice(unsigned choice) { return static_cast<ChoiceMask>(1U << choice); }
/// Whether a choice is in the set.
constexpr bool contains(ChoiceMask mask, unsigned choice) {
  return ((static_cast<unsigned>(mask) >> choice) & 1U) != 0;
}
/// The lowest choice of a set that is not empty.
constexpr unsigned lowest_choice(ChoiceMask mask) { return static_cast<unsigned>(__builtin_ctz(mask)); }
/// The highest choice of a set that is not empty.
constexpr unsigned highest_choice(ChoiceMask mask) { return 31U - static_cast<unsigned>(__builtin_clz(mask)); }
/// Whether a set has one choice or none.
constexpr bool is_single(ChoiceMask mask) { return (mask & (mask - 1U)) == 0; }

/// A set of parameters, bit p for parameter p.
using ParameterSet = std::uint32_t;

/// The set of the parameters that are named, each below 32.
template <class... Parameters>
constexpr ParameterSet parameter_set(Parameters... parameters) {
  return ((ParameterSet{1} << parameters) | ... | ParameterSet{0});
}

/// Parameters whose value the caller fixes (for example the bitstream that is loaded now).
template <std::size_t N>
struct Pins {
  static constexpr std::uint8_t kFree = 0xFF;       ///< stands for no pin
  std::array<std::uint8_t, N> choice = all_free();  ///< pinned choice index, or kFree

  /// Whether the caller fixes a parameter.
  [[nodiscard]] constexpr bool is_pinned(std::size_t parameter) const { return choice[parameter] != kFree; }

 private:
  static constexpr std::array<std::uint8_t, N> all_free() {
    std::array<std::uint8_t, N> free{};
    for (std::size_t i = 0; i < N; ++i) {
      free[i] = kFree;
    }
    return free;
  }
};

/// A hash of what trained weights depend on: FNV-1a, 64 bit (http://www.isthe.com/chongo/tech/comp/fnv/). The same on
/// every target.
class Fingerprint {
 public:
  /// Adds eight bytes, the lowest first.
  constexpr Fingerprint& add(std::uint64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      add_byte(static_cast<std::uint8_t>(number >> shift));
    }
    return *this;
  }
  /// Adds a string with its terminating zero.
  constexpr Fingerprint& add(const char* text) {
    for (; *text != '\0'; ++text) {
      add_byte(static_cast<std::uint8_t>(*text));
    }
    add_byte(0);
    return *this;
  }
  /// Adds `count` bytes.
  constexpr Fingerprint& add(const std::int8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      add_byte(static_cast<std::uint8_t>(bytes[i]));
    }
    return *this;
  }
  /// Adds name, number of choices, and each choice's value and name; not unit and description, which nothing depends
  /// on.
  constexpr Fingerprint& add(const Parameter& parameter) {
    add(parameter.name).add(parameter.count);
    for (std::size_t i = 0; i < parameter.count; ++i) {
      add(parameter.values[i]);
      if (parameter.is_named()) {
        add(parameter.names[i]);
      }
    }
    return *this;
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return hash_; }  ///< hash of all that was added

 private:
  constexpr void add_byte(std::uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3ULL; }
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace gandse
