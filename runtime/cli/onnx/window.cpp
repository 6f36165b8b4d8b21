#include "onnx/window.hpp"

#include <algorithm>
#include <string>

#include "bad_input.hpp"

namespace gandse::cli::onnx {

std::int64_t Window::reach() const { return product(taps - 1, dilation); }

std::int64_t Window::outputs(bool ceiling) const {
  if (input == kUnknown) {
    return kUnknown;
  }
  const std::int64_t room = sum(sum(input, sum(before, after)), -sum(reach(), 1));
  if (room < 0) {
    throw BadInput("a kernel that reaches over " + std::to_string(reach() + 1) + " elements, of an input of " +
                   std::to_string(input) + " with its padding of " + std::to_string(before + after));
  }
  if (!ceiling) {
    return room / stride + 1;
  }
  const std::int64_t all = room / stride + (room % stride == 0 ? 0 : 1);
  return all * stride >= sum(input, before) ? all : all + 1;  // a window must not begin in the zeros behind
}

std::vector<Window> windows(const Call& call, const Sizes& input, const Sizes& taps) {
  const std::size_t count = taps.size();
  const auto listed = [&](std::string_view name, std::size_t length, std::int64_t absent) {
    Sizes given = call.integers(name);
    if (given.empty()) {
      given.assign(length, absent);
    }
    if (given.size() != length) {
      throw BadInput(std::string{name} + " of " + std::to_string(given.size()) + " numbers, where there must be " +
                     std::to_string(length));
    }
    return given;
  };
  const Sizes strides = listed("strides", count, 1);
  const Sizes dilations = listed("dilations", count, 1);
  const Sizes pads = listed("pads", 2 * count, 0);
  const std::string_view automatic = call.text("auto_pad");
  std::vector<Window> result;
  for (std::size_t i = 0; i < count; ++i) {
    Window window{input[2 + i], taps[i], strides[i], dilations[i], pads[i], pads[count + i]};
    if (window.taps < 1 || window.stride < 1 || window.dilation < 1) {
      throw BadInput("a kernel of " + std::to_string(window.taps) + " taps, with stride " +
                     std::to_string(window.stride) + " and dilation " + std::to_string(window.dilation) +
                     "; each must be at least 1");
    }
    if (automatic == "VALID") {
      window.before = window.after = 0;
    } else if (automatic.substr(0, 5) == "SAME_" && window.input != kUnknown) {
      const std::int64_t outputs = window.input / window.stride + (window.input % window.stride == 0 ? 0 : 1);
      const std::int64_t last = sum(product(std::max<std::int64_t>(outputs, 1) - 1, window.stride), window.reach());
      const std::int64_t zeros = std::max<std::int64_t>(last + 1 - window.input, 0);
      window.before = automatic == "SAME_LOWER" ? zeros - zeros / 2 : zeros / 2;
      window.after = zeros - window.before;
    }
    result.push_back(window);
  }
  return result;
}

}  // namespace gandse::cli::onnx
