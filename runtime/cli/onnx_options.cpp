#include "onnx_options.hpp"

#include <cmath>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "bad_input.hpp"
#include "number.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

constexpr std::int64_t kMostSize = std::int64_t{1} << 40U;

// Names may hold '=' themselves; what is assigned does not.
std::pair<std::string, std::string_view> assignment(const char* option, std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) {
    throw BadInput(std::string{option} + ": " + in_quotes(text) + " is no NAME=VALUE");
  }
  return {std::string{text.substr(0, equals)}, text.substr(equals + 1)};
}

template <class Map, class Value>
void add(const char* option, Map& map, const std::string& name, Value value) {
  if (!map.emplace(name, std::move(value)).second) {
    throw BadInput(std::string{option} + " names " + in_quotes(name) + " twice");
  }
}

std::int64_t parse_size(const char* option, std::string_view text) {
  return static_cast<std::int64_t>(parse_whole(option, text, 1, static_cast<std::uint64_t>(kMostSize)));
}

double parse_real(const char* option, std::string_view text) {
  const std::string copy{text};
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (*end != '\0' || !std::isfinite(value)) {
    throw BadInput(std::string{option} + ": " + in_quotes(text) + " is no number");
  }
  return value;
}

}  // namespace

onnx::Given OnnxOptions::parse() const {
  onnx::Given given;
  for (const std::string& input : inputs) {
    const auto [name, text] = assignment("--input", input);
    onnx::Sizes sizes;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('x', at), text.size());
      sizes.push_back(parse_size("--input", text.substr(at, end - at)));
      at = end + 1;
    }
    add("--input", given.inputs, name, std::move(sizes));
  }
  for (const std::string& dimension : dimensions) {
    const auto [name, text] = assignment("--dim", dimension);
    add("--dim", given.dimensions, name, parse_size("--dim", text));
  }
  for (const std::string& value : values) {
    const auto [name, text] = assignment("--value", value);
    add("--value", given.values, name, parse_real("--value", text));
  }
  return given;
}

void LayersSource::require_one(const std::string& table_name) const {
  if (table.empty() == !model.has_value()) {
    throw BadInput("either " + table_name + " or --onnx is wanted, and not both");
  }
  if (!model && onnx.any()) {
    throw BadInput("--input, --dim, --value and --skip are for --onnx");
  }
}

}  // namespace gandse::cli
