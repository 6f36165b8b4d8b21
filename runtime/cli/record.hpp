// One answer as named values: the CSV columns and the JSON keys are made from the same record, so they cannot differ.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

namespace gandse::cli {

/// Parts per million, written as a decimal fraction with six digits.
struct Ppm {
  std::uint64_t value;
};

/// Nothing stands for a figure that there is none of: an empty CSV field, null in JSON.
using Value = std::variant<std::monostate, std::uint64_t, std::string, Ppm>;

struct Field {
  std::string key;
  Value value;
};
using Fields = std::vector<Field>;

/// In the order of the CSV's columns. In JSON, the configuration is an object of its own.
struct Record {
  Fields question;  ///< the layer, and the objectives where there are any
  Fields configuration;
  Fields verdict;
};

std::vector<std::string> csv_header(const Record& record);
std::vector<std::string> csv_row(const Record& record);
nlohmann::ordered_json to_json(const Record& record);

/// The number that prints as the decimal fraction itself: one rounding to the nearest double, which up to 10^15 ppm is
/// that of no shorter decimal.
nlohmann::ordered_json to_json(Ppm ppm);

/// Adds `fields` to an object.
void add_fields(const Fields& fields, nlohmann::ordered_json& object);

}  // namespace gandse::cli
