#include "assignments.hpp"

#include <algorithm>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli {

std::vector<Assignment> parse_assignments(std::string_view option, std::string_view text) {
  if (text.empty()) {
    throw BadInput(std::string{option} + " is empty; write NAME=VALUE,NAME=VALUE,...");
  }
  std::vector<Assignment> result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      throw BadInput(std::string{option} + ": " + in_quotes(part) +
                     " is not NAME=VALUE; write NAME=VALUE,NAME=VALUE,...");
    }
    Assignment assignment{std::string{part.substr(0, equals)}, std::string{part.substr(equals + 1)}};
    if (std::any_of(result.begin(), result.end(), [&](const Assignment& a) { return a.key == assignment.key; })) {
      throw BadInput(std::string{option} + ": " + in_quotes(assignment.key) + " is given twice");
    }
    result.push_back(std::move(assignment));
  }
  return result;
}

}  // namespace gandse::cli
