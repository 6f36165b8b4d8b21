#include "onnx/wire.hpp"

#include <cstring>
#include <string>

#include "bad_input.hpp"

namespace gandse::cli::onnx {

namespace {

[[noreturn]] void refuse(const std::string& what) { throw BadInput("not an ONNX model: " + what); }

[[noreturn]] void refuse_type(std::uint32_t number) {
  refuse("field " + std::to_string(number) + " has another type than ONNX gives it");
}

float real_of(const char* bytes) {
  float value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

void require_room(std::size_t held, std::size_t more, std::size_t most) {
  if (held + more > most) {
    refuse("a list of more than " + std::to_string(most) + " numbers");
  }
}

}  // namespace

std::int64_t WireField::integer() const {
  if (type != Type::varint) {
    refuse_type(number);
  }
  return static_cast<std::int64_t>(value);
}

float WireField::real() const {
  if (type != Type::fixed32) {
    refuse_type(number);
  }
  return real_of(bytes.data());
}

std::string_view WireField::message() const {
  if (type != Type::bytes) {
    refuse_type(number);
  }
  return bytes;
}

void WireField::append_to(std::vector<std::int64_t>& integers, std::size_t most) const {
  if (type == Type::varint) {
    require_room(integers.size(), 1, most);
    integers.push_back(integer());
    return;
  }
  WireReader packed{message()};
  for (std::uint64_t one = 0; packed.next_varint(one);) {
    require_room(integers.size(), 1, most);
    integers.push_back(static_cast<std::int64_t>(one));
  }
}

void WireField::append_to(std::vector<float>& reals, std::size_t most) const {
  if (type == Type::fixed32) {
    require_room(reals.size(), 1, most);
    reals.push_back(real());
    return;
  }
  const std::string_view packed = message();
  if (packed.size() % sizeof(float) != 0) {
    refuse("a list of numbers ends within a number");
  }
  require_room(reals.size(), packed.size() / sizeof(float), most);
  for (std::size_t at = 0; at < packed.size(); at += sizeof(float)) {
    reals.push_back(real_of(packed.data() + at));
  }
}

std::string_view WireReader::take(std::uint64_t count) {
  if (count > rest_.size()) {
    refuse("the file ends within a field (cut short?)");
  }
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::uint64_t WireReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1)[0]);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80U) {
      return value;
    }
  }
  refuse("a number of more than 10 bytes");
}

bool WireReader::next_varint(std::uint64_t& value) {
  if (rest_.empty()) {
    return false;
  }
  value = varint();
  return true;
}

bool WireReader::next(WireField& field) {
  if (rest_.empty()) {
    return false;
  }
  const std::uint64_t key = varint();
  field = {};
  field.number = static_cast<std::uint32_t>(key >> 3U);
  if (field.number == 0 || key >> 32U != 0) {
    refuse("field number " + std::to_string(key >> 3U));
  }
  field.type = static_cast<WireField::Type>(key & 7U);
  switch (field.type) {
    case WireField::Type::varint:
      field.value = varint();
      return true;
    case WireField::Type::fixed64:
      field.bytes = take(8);
      return true;
    case WireField::Type::bytes:
      field.bytes = take(varint());
      return true;
    case WireField::Type::fixed32:
      field.bytes = take(4);
      return true;
  }
  refuse("wire type " + std::to_string(key & 7U));
}

}  // namespace gandse::cli::onnx
