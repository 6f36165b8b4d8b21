#include "quantities.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <span>

#include "bad_input.hpp"
#include "decimal.hpp"
#include "text.hpp"

namespace gandse::cli {

namespace {

using Wide128 = unsigned __int128;

/// One unit: `text` is the suffix; an amount in it is multiplied by numerator / denominator to give the base unit.
struct Unit {
  std::string_view text;
  std::uint64_t numerator;
  std::uint64_t denominator;
};

struct Quantity {
  std::string_view name;     ///< as the user wrote it: "--latency"
  std::string_view example;  ///< what a right one looks like
  std::string_view least;    ///< what 1 of the base unit is
  std::string_view most;
  std::uint64_t limit;
  std::span<const Unit> units;
};

std::string unit_list(const Quantity& quantity) {
  std::vector<std::string> names;
  for (const Unit& unit : quantity.units) {
    names.emplace_back(unit.text);
  }
  return joined(names);
}

/// `text` in the base unit, rounded down.
std::uint64_t parse_quantity(std::string_view text, const Quantity& quantity) {
  const std::string complaint = std::string{quantity.name} + " " + in_quotes(text);
  const std::size_t split = text.find_first_not_of("0123456789.");
  if (split == std::string_view::npos) {
    throw BadInput(complaint + " has no unit; write a number and one of " + unit_list(quantity) + ", such as " +
                   std::string{quantity.example});
  }
  const std::string_view suffix = text.substr(split);
  const auto decimal = read_decimal(text.substr(0, split));
  for (const Unit& unit : quantity.units) {
    if (unit.text != suffix) {
      continue;
    }
    if (!decimal) {
      throw BadInput(complaint + " is not a decimal number of at most 19 digits with a unit, such as " +
                     std::string{quantity.example});
    }
    Wide128 denominator = unit.denominator;
    for (std::size_t i = 0; i < decimal->decimals; ++i) {
      denominator *= 10U;
    }
    const Wide128 amount = Wide128{decimal->digits} * unit.numerator / denominator;
    if (amount == 0) {
      throw BadInput(complaint + " is too small; the least is " + std::string{quantity.least});
    }
    if (amount > quantity.limit) {
      throw BadInput(complaint + " is too large; the most is " + std::string{quantity.most});
    }
    return static_cast<std::uint64_t>(amount);
  }
  throw BadInput(complaint + ": not a number with one of the units " + unit_list(quantity) + ", such as " +
                 std::string{quantity.example});
}

/// `amount` in the first unit that leaves at least 1 of it; units go from large to small.
template <std::size_t N>
std::string scaled(double amount, const std::array<std::pair<double, const char*>, N>& units) {
  std::size_t i = 0;
  while (i + 1 < N && amount < units[i].first) {
    ++i;
  }
  std::array<char, 48> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f %s", amount / units[i].first, units[i].second);
  return buffer.data();
}

}  // namespace

Cycles parse_latency(std::string_view what, std::string_view text, std::uint32_t clock_mhz) {
  const std::uint64_t hertz = std::uint64_t{clock_mhz} * 1'000'000U;
  const std::array<Unit, 5> units{{{"ns", hertz, 1'000'000'000U},
                                   {"us", hertz, 1'000'000U},
                                   {"ms", hertz, 1'000U},
                                   {"s", hertz, 1U},
                                   {"cycles", 1U, 1U}}};
  const std::string least = "one cycle, at " + std::to_string(clock_mhz) + " MHz " + format_latency({1}, clock_mhz);
  return {parse_quantity(text, {what, "2ms", least, "2^62 cycles", kMostCycles, units})};
}

Microwatt parse_power(std::string_view what, std::string_view text) {
  constexpr std::array<Unit, 3> kUnits{{{"uW", 1U, 1U}, {"mW", 1'000U, 1U}, {"W", 1'000'000U, 1U}}};
  return {parse_quantity(text, {what, "400mW", "1uW", "2^50 uW", kMostMicrowatt, kUnits})};
}

std::string format_latency(Cycles latency, std::uint32_t clock_mhz) {
  constexpr std::array<std::pair<double, const char*>, 4> kUnits{{{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}, {1.0, "ns"}}};
  return scaled(static_cast<double>(latency.value) * 1e3 / clock_mhz, kUnits);
}

std::string format_nanoseconds(std::uint64_t nanoseconds) { return format_latency({nanoseconds}, 1000); }

std::string format_milliseconds(double milliseconds) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f ms", milliseconds);
  return buffer.data();
}

std::string format_power(Microwatt power) {
  constexpr std::array<std::pair<double, const char*>, 3> kUnits{{{1e6, "W"}, {1e3, "mW"}, {1.0, "uW"}}};
  return scaled(static_cast<double>(power.value), kUnits);
}

std::string format_energy(Femtojoule energy) { return format_energy(Wide{0, energy.value}); }

std::string format_energy(Wide femtojoule) {
  constexpr std::array<std::pair<double, const char*>, 6> kUnits{
      {{1e15, "J"}, {1e12, "mJ"}, {1e9, "uJ"}, {1e6, "nJ"}, {1e3, "pJ"}, {1.0, "fJ"}}};
  constexpr double kHigh = 18446744073709551616.0;  // 2^64
  return scaled(static_cast<double>(femtojoule.high) * kHigh + static_cast<double>(femtojoule.low), kUnits);
}

std::string format_percent(std::uint64_t ppm) {
  // Rounded up, so that a miss never reads as 0.00 %.
  const std::uint64_t hundredths = ppm / 100U + (ppm % 100U != 0 ? 1U : 0U);
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%" PRIu64 ".%02" PRIu64 " %%", hundredths / 100U, hundredths % 100U);
  return buffer.data();
}

}  // namespace gandse::cli
