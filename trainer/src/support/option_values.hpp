// Numbers on the trainer's command lines: what CLI11's own checks let pass (-1 as 2^64 - 1, 010 as 8, nan, inf) is
// refused.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <functional>
#include <sstream>
#include <string>

namespace gandse::trainer {

/// Whether all of `text` is a number of type T.
template <class T>
bool parses(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

namespace detail {

inline CLI::Validator number_check(const std::string& wanted, const std::function<bool(const std::string&)>& good) {
  return {[=](std::string& text) { return good(text) ? std::string{} : "'" + text + "' is not " + wanted; }, wanted};
}

}  // namespace detail

/// Decimal digits; no sign, no other base.
inline CLI::Validator whole_number(std::uint64_t least = 0, std::uint64_t most = UINT64_MAX) {
  const auto good = [=](const std::string& text) {
    std::uint64_t value = 0;
    const bool no_octal = text.size() == 1 || !text.starts_with('0');  // CLI11 takes 010 for 8
    return no_octal && parses(text, value) && value >= least && value <= most;
  };
  return detail::number_check("a whole number in " + std::to_string(least) + ".." + std::to_string(most), good);
}

/// `exclusive`: `least` itself is too little.
inline CLI::Validator real_number(double least, double most, bool exclusive = false) {
  const auto good = [=](const std::string& text) {
    double value = 0;
    return parses(text, value) && (exclusive ? value > least : value >= least) && value <= most;
  };
  const auto text = [](double value) {
    std::ostringstream out;
    out << value;
    return out.str();
  };
  return detail::number_check("a number " + (exclusive ? "above " + text(least) + ", at most " + text(most)
                                                       : "in " + text(least) + ".." + text(most)),
                              good);
}

}  // namespace gandse::trainer
