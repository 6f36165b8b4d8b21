// "a=1,b=2": how layers, pins and configurations are written on the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gandse::cli {

struct Assignment {
  std::string key;
  std::string value;
};

/// Splits `text`, which `option` was given. Throws BadInput for an empty part, a part without '=' and a repeated key.
std::vector<Assignment> parse_assignments(std::string_view option, std::string_view text);

}  // namespace gandse::cli
