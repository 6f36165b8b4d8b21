#include "support/fields.hpp"

#include <cmath>
#include <stdexcept>

namespace gandse::trainer {

Fields::Fields(nlohmann::json values, std::filesystem::path file) : values_(std::move(values)), file_(std::move(file)) {
  if (!values_.is_object()) {
    throw std::runtime_error(file_.string() + ": holds no named values");
  }
}

void Fields::refuse(const std::string& name, const std::string& what) const {
  throw std::runtime_error(file_.string() + ": " + name + ' ' + what);
}

const nlohmann::json& Fields::at(const char* name) const {
  const auto position = values_.find(name);
  if (position == values_.end()) {
    refuse(name, "is missing");
  }
  return *position;
}

std::string Fields::text(const char* name) const {
  const auto& value = at(name);
  if (!value.is_string()) {
    refuse(name, "is no text");
  }
  auto text = value.get<std::string>();
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    refuse(name, "has characters that are not printable ASCII");
  }
  return text;
}

nlohmann::ordered_json Fields::json(const char* name) const {
  auto parsed = nlohmann::ordered_json::parse(text(name), nullptr, false);
  if (parsed.is_discarded()) {
    refuse(name, "is no JSON");
  }
  return parsed;
}

std::uint64_t Fields::whole(const char* name, std::uint64_t least, std::uint64_t most) const {
  const auto& value = at(name);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least || value.get<std::uint64_t>() > most) {
    refuse(name, "must be a whole number in " + std::to_string(least) + ".." + std::to_string(most));
  }
  return value.get<std::uint64_t>();
}

std::int32_t Fields::int32(const char* name) const {
  const auto& value = at(name);
  const bool small = value.is_number_unsigned() ? value.get<std::uint64_t>() <= INT32_MAX
                                                : value.is_number_integer() && value.get<std::int64_t>() >= INT32_MIN;
  if (!small) {
    refuse(name, "must be a whole number of 32 bits");
  }
  return value.get<std::int32_t>();
}

double Fields::real(const char* name, double least, double most) const {
  const auto& value = at(name);
  if (!value.is_number() || !(value.get<double>() >= least) || !(value.get<double>() <= most)) {
    refuse(name, "must be a number in " + nlohmann::json(least).dump() + ".." + nlohmann::json(most).dump());
  }
  return value.get<double>();
}

std::vector<std::uint32_t> Fields::list(const char* name) const {
  std::vector<std::uint32_t> all;
  const auto& values = at(name);
  if (!values.is_array()) {
    refuse(name, "is no list");
  }
  for (const auto& value : values) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > UINT32_MAX) {
      refuse(name, "must hold whole numbers of 32 bits");
    }
    all.push_back(value.get<std::uint32_t>());
  }
  return all;
}

std::vector<float> Fields::floats(const char* name) const {
  auto all = blob<float>(name);
  if (!std::all_of(all.begin(), all.end(), [](float value) { return std::isfinite(value); })) {
    refuse(name, "holds what is no finite number");
  }
  return all;
}

std::span<const std::uint8_t> Fields::binary(const char* name) const {
  const auto& value = at(name);
  if (!value.is_binary()) {
    refuse(name, "is no array of bytes");
  }
  return value.get_binary();
}

Fields Fields::fields(const char* name) const {
  const auto& value = at(name);
  if (!value.is_object()) {
    refuse(name, "holds no named values");
  }
  return {value, file_};
}

}  // namespace gandse::trainer
