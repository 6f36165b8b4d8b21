// Design space: parameters, their choices, and configurations (one choice index per parameter).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/compiler.hpp"

namespace gandse {

inline constexpr std::size_t kMaxChoices = 16;  ///< per parameter; a set of choices is a bit mask

inline constexpr const char* kNoName = "";

/// One dimension of a design space: a name and a small sorted table of legal values.
struct Parameter {
  const char* name;
  const char* unit;
  const char* description;
  std::uint8_t count;                             ///< number of choices, 1..kMaxChoices
  std::array<std::uint16_t, kMaxChoices> values;  ///< ascending; the first `count` are valid
  const char* const* names = &kNoName;            ///< `count` names of choices that are no numbers, without commas

  /// No comparison with a null pointer: GCC's sanitizers cannot fold one while compiling (GCC bug 71962).
  [[nodiscard]] constexpr bool is_named() const { return names[0][0] != '\0'; }
};

/// Choice index per parameter, in the order of the template's parameter table.
template <std::size_t N>
using Configuration = std::array<std::uint8_t, N>;

/// A set of choices of one parameter, bit c for choice c.
using ChoiceMask = std::uint16_t;

constexpr ChoiceMask choices_up_to(unsigned last) { return static_cast<ChoiceMask>((2U << last) - 1U); }
constexpr ChoiceMask only_choice(unsigned choice) { return static_cast<ChoiceMask>(1U << choice); }
constexpr bool contains(ChoiceMask mask, unsigned choice) {
  return ((static_cast<unsigned>(mask) >> choice) & 1U) != 0;
}
constexpr unsigned lowest_choice(ChoiceMask mask) { return static_cast<unsigned>(__builtin_ctz(mask)); }
constexpr unsigned highest_choice(ChoiceMask mask) { return 31U - static_cast<unsigned>(__builtin_clz(mask)); }
constexpr bool is_single(ChoiceMask mask) { return (mask & (mask - 1U)) == 0; }

/// A set of parameters, bit p for parameter p.
using ParameterSet = std::uint32_t;

template <class... Parameters>
constexpr ParameterSet parameter_set(Parameters... parameters) {
  return ((ParameterSet{1} << parameters) | ... | ParameterSet{0});
}

/// Parameters whose value the caller fixes (for example the bitstream that is loaded now).
template <std::size_t N>
struct Pins {
  static constexpr std::uint8_t kFree = 0xFF;
  std::array<std::uint8_t, N> choice = all_free();  ///< pinned choice index, or kFree

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

/// FNV-1a, 64 bit (http://www.isthe.com/chongo/tech/comp/fnv/).
class Fingerprint {
 public:
  constexpr Fingerprint& add(std::uint64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      add_byte(static_cast<std::uint8_t>(number >> shift));
    }
    return *this;
  }
  constexpr Fingerprint& add(const char* text) {
    for (; *text != '\0'; ++text) {
      add_byte(static_cast<std::uint8_t>(*text));
    }
    add_byte(0);
    return *this;
  }
  constexpr Fingerprint& add(const std::int8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      add_byte(static_cast<std::uint8_t>(bytes[i]));
    }
    return *this;
  }
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
  [[nodiscard]] constexpr std::uint64_t value() const { return hash_; }

 private:
  constexpr void add_byte(std::uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3ULL; }
  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace gandse
