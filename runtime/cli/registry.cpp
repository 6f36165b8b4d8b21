#include "registry.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "bad_input.hpp"
#include "commands_for.hpp"
#include "registered_weights.hpp"  // made by CMake from the declared generators
#include "text.hpp"

namespace gandse::cli {

namespace {

using Registry = std::vector<std::unique_ptr<const Commands>>;

template <class... Weights>
Registry make_registry(const Weights&... weights) {
  Registry result;
  (result.push_back(std::make_unique<CommandsFor<Weights>>(weights)), ...);
  return result;
}

}  // namespace

const Commands& find_template(std::string_view name) {
  static const Registry registry = make_registry(GANDSE_REGISTERED_WEIGHTS);
  const auto position =
      std::find_if(registry.begin(), registry.end(), [&](const auto& c) { return c->name() == name; });
  if (position != registry.end()) {
    return **position;
  }
  std::vector<std::string> names;
  for (const auto& commands : registry) {
    names.emplace_back(commands->name());
  }
  throw BadInput("unknown template " + in_quotes(name) + "; templates are " + joined(names));
}

}  // namespace gandse::cli
