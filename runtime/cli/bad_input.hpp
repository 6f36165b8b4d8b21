// The one exception of the command line: what the user gave cannot be used.
#pragma once

#include <stdexcept>
#include <string>

#include "gandse/cost_model/reason.hpp"

namespace gandse::cli {

/// Carries a sentence that says what is wrong and what would be right, and the word for a `reason` column.
class BadInput : public std::runtime_error {
 public:
  static constexpr const char* kMalformed = "malformed";

  explicit BadInput(const std::string& sentence, const char* reason = kMalformed)
      : std::runtime_error(sentence), reason_(reason) {}

  [[nodiscard]] const char* reason() const noexcept { return reason_; }

 private:
  const char* reason_;
};

/// Contract: exit 2 is for input that is malformed. A number outside the limits that `space` prints is read as
/// malformed too (the file is wrong, whatever the template says), though its row shows the exact reason. A rule of the
/// template (pins that no configuration meets, a layer that is too large for the figures) is an answer, not an error.
constexpr bool is_bad_input(Reason reason) {
  return reason == Reason::layer_out_of_range || reason == Reason::objective_out_of_range ||
         reason == Reason::choice_out_of_range;
}

}  // namespace gandse::cli
