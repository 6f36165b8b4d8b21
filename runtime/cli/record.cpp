#include "record.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>

namespace gandse::cli {

namespace {

struct CsvText {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(Ppm ppm) const {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%" PRIu64 ".%06" PRIu64, ppm.value / 1'000'000U,
                  ppm.value % 1'000'000U);
    return buffer.data();
  }
};

struct JsonValue {
  nlohmann::ordered_json operator()(std::monostate) const { return nullptr; }
  nlohmann::ordered_json operator()(std::uint64_t number) const { return number; }
  nlohmann::ordered_json operator()(const std::string& text) const { return text; }
  nlohmann::ordered_json operator()(Ppm ppm) const { return to_json(ppm); }
};

template <class Take>
std::vector<std::string> collect(const Record& record, Take take) {
  std::vector<std::string> result;
  for (const Fields* fields : {&record.question, &record.configuration, &record.verdict}) {
    for (const Field& field : *fields) {
      result.push_back(take(field));
    }
  }
  return result;
}

}  // namespace

void add_fields(const Fields& fields, nlohmann::ordered_json& object) {
  for (const Field& field : fields) {
    object[field.key] = std::visit(JsonValue{}, field.value);
  }
}

std::vector<std::string> csv_header(const Record& record) {
  return collect(record, [](const Field& field) { return field.key; });
}

std::vector<std::string> csv_row(const Record& record) {
  return collect(record, [](const Field& field) { return std::visit(CsvText{}, field.value); });
}

nlohmann::ordered_json to_json(Ppm ppm) { return static_cast<double>(ppm.value) / 1e6; }

nlohmann::ordered_json to_json(const Record& record) {
  nlohmann::ordered_json object;
  add_fields(record.question, object);
  auto& configuration = object["configuration"] = nlohmann::ordered_json::object();
  add_fields(record.configuration, configuration);
  add_fields(record.verdict, object);
  return object;
}

}  // namespace gandse::cli
