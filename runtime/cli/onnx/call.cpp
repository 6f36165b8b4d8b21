#include "onnx/call.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "bad_input.hpp"

namespace gandse::cli::onnx {

Value tensor(Sizes sizes) {
  if (sizes.size() > kMostDimensions) {
    throw BadInput("a tensor of more than " + std::to_string(kMostDimensions) + " dimensions");
  }
  if (std::any_of(sizes.begin(), sizes.end(), [](std::int64_t size) { return size < kUnknown; })) {
    throw BadInput("a tensor of a negative size");
  }
  Value value;
  value.sizes = std::move(sizes);
  return value;
}

Value folded(Sizes sizes, std::vector<double> elements, bool integer) {
  Value value = tensor(std::move(sizes));
  value.integer = integer;
  if (elements.size() <= kMostFoldedElements && count(*value.sizes) == static_cast<std::int64_t>(elements.size())) {
    value.elements = std::make_shared<const std::vector<double>>(std::move(elements));
  }
  return value;
}

Value value_of(const Tensor& stored) {
  Value value = folded(stored.sizes, stored.elements, stored.integer);
  value.constant = true;
  return value;
}

std::int64_t whole(double value) {
  constexpr double kEnd = 9223372036854775807.0;  // 2^63: files say "to the end" by the largest integer
  if (!(value >= -kEnd && value <= kEnd)) {
    throw BadInput("a size or an index that no integer holds");
  }
  return value == kEnd ? INT64_MAX : static_cast<std::int64_t>(value);
}

Call::Call(const Node& node, const Frame* frame, std::vector<Value> inputs)
    : node_(node), frame_(frame), inputs_(std::move(inputs)), outputs_(node.outputs.size()) {}

const Attribute* Call::attribute(std::string_view name) const {
  const Attribute* found = node_.attribute(name);
  const Frame* frame = frame_;
  while (found != nullptr && !found->taken_from.empty()) {
    if (frame == nullptr) {
      return nullptr;
    }
    const std::string_view wanted = found->taken_from;
    found = frame->call->attribute(wanted);
    if (found == nullptr) {
      const auto& defaults = frame->function->defaults;
      const auto position =
          std::find_if(defaults.begin(), defaults.end(), [&](const Attribute& one) { return one.name == wanted; });
      return position == defaults.end() ? nullptr : &*position;
    }
    frame = frame->outer;
  }
  return found;
}

std::int64_t Call::integer(std::string_view name, std::int64_t absent) const {
  const Attribute* found = attribute(name);
  return found == nullptr ? absent : found->integer;
}

Sizes Call::integers(std::string_view name) const {
  const Attribute* found = attribute(name);
  return found == nullptr ? Sizes{} : found->integers;
}

std::string_view Call::text(std::string_view name) const {
  const Attribute* found = attribute(name);
  return found == nullptr ? std::string_view{} : found->text;
}

bool Call::given(std::size_t input) const { return input < node_.inputs.size() && !node_.inputs[input].empty(); }

const Value& Call::input(std::size_t index) const {
  static const Value kNothing;
  return index < inputs_.size() ? inputs_[index] : kNothing;
}

bool Call::has_sizes(std::size_t input) const { return this->input(input).sizes.has_value(); }

const Sizes& Call::sizes(std::size_t input) const { return *this->input(input).sizes; }

bool Call::has_known_sizes(std::size_t input) const { return has_sizes(input) && known(sizes(input)); }

const std::vector<double>* Call::elements(std::size_t input) const { return this->input(input).elements.get(); }

std::optional<Sizes> Call::whole_elements(std::size_t input) const {
  const std::vector<double>* found = elements(input);
  if (found == nullptr || std::any_of(found->begin(), found->end(), [](double one) { return std::isnan(one); })) {
    return std::nullopt;
  }
  Sizes result;
  std::transform(found->begin(), found->end(), std::back_inserter(result), whole);
  return result;
}

Sizes Call::list(std::size_t index, std::string_view name, bool& known) const {
  if (given(index)) {
    const auto found = whole_elements(index);
    known = known && found.has_value();
    return found.value_or(Sizes{});
  }
  return integers(name);
}

}  // namespace gandse::cli::onnx
