#include "onnx/sizes.hpp"

#include <algorithm>

#include "bad_input.hpp"

namespace gandse::cli::onnx {

std::int64_t product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) {
    throw BadInput("sizes whose product does not fit 64 bits: " + std::to_string(a) + " x " + std::to_string(b));
  }
  return result;
}

std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) {
    throw BadInput("sizes whose sum does not fit 64 bits: " + std::to_string(a) + " + " + std::to_string(b));
  }
  return result;
}

std::int64_t count(const Sizes& sizes) {
  if (!known(sizes)) {
    return kUnknown;
  }
  std::int64_t elements = 1;
  for (const std::int64_t size : sizes) {
    elements = product(elements, size);
  }
  return elements;
}

bool known(const Sizes& sizes) {
  return std::none_of(sizes.begin(), sizes.end(), [](std::int64_t size) { return size == kUnknown; });
}

Sizes broadcast(const Sizes& a, const Sizes& b) {
  Sizes result(std::max(a.size(), b.size()));
  for (std::size_t i = 1; i <= result.size(); ++i) {
    const std::int64_t x = i <= a.size() ? a[a.size() - i] : 1;
    const std::int64_t y = i <= b.size() ? b[b.size() - i] : 1;
    if (x > 1 && y > 1 && x != y) {
      throw BadInput("tensors of " + text(a) + " and " + text(b) + " do not fit each other");
    }
    // What is not known can only be 1, or as large as the other.
    result[result.size() - i] = x == 1 ? y : y == 1 || y == kUnknown ? x : y;
  }
  return result;
}

std::size_t dimension(std::int64_t axis, std::size_t dimensions) {
  const auto all = static_cast<std::int64_t>(dimensions);
  if (axis < -all || axis >= all) {
    throw BadInput("axis " + std::to_string(axis) + " of a tensor of " + std::to_string(dimensions) + " dimensions");
  }
  return static_cast<std::size_t>(axis < 0 ? axis + all : axis);
}

std::string text(const Sizes& sizes) {
  if (sizes.empty()) {
    return "scalar";
  }
  std::string result;
  for (const std::int64_t size : sizes) {
    result.append(result.empty() ? "" : "x").append(size == kUnknown ? "?" : std::to_string(size));
  }
  return result;
}

}  // namespace gandse::cli::onnx
