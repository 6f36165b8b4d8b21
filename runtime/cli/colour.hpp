// Colours of outcomes, for people at a terminal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gandse::cli {

/// What an outcome is to whoever asked.
enum class Tone : std::uint8_t {
  plain,
  good,     ///< an objective that is met: green
  bad,      ///< one that is not met, or not possible: red
  doubtful  ///< beyond what the generator was trained on: yellow
};

class Palette {
 public:
  /// Without colours, unless they are wanted.
  explicit constexpr Palette(bool coloured = false) : coloured_(coloured) {}

  /// `text` in the colour of `tone`, which ends before a line end that ends `text`.
  [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;

 private:
  bool coloured_;
};

/// Whether standard output has colours: on a terminal, unless TERM is missing or "dumb", or NO_COLOR is set and not
/// empty (no-color.org). `variable` gives a variable's value, null where it is not set.
bool use_colour(bool terminal, const std::function<const char*(const char*)>& variable);

}  // namespace gandse::cli
