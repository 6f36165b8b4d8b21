// A generator seen without its types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "console.hpp"
#include "exit_code.hpp"

namespace gandse::cli {

struct AnyCommand;

class Generator {
 public:
  virtual ~Generator() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::string_view template_name() const = 0;
  [[nodiscard]] virtual std::string fingerprint() const = 0;                ///< of the template, in hexadecimal
  [[nodiscard]] virtual std::vector<std::string> layer_fields() const = 0;  ///< their names, and those of their groups
  [[nodiscard]] virtual ExitCode run(const AnyCommand& command, const Console& console) const = 0;
};

}  // namespace gandse::cli
