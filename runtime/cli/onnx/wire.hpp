// The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), in which ONNX files are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gandse::cli::onnx {

/// One field of a message. `bytes` refers to the message.
struct WireField {
  enum class Type : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

  std::uint32_t number = 0;
  Type type = Type::varint;
  std::uint64_t value = 0;  ///< of a varint
  std::string_view bytes;   ///< of everything else

  /// Of a varint. Throws BadInput for another type.
  [[nodiscard]] std::int64_t integer() const;
  /// Of 4 bytes. Throws BadInput for another type.
  [[nodiscard]] float real() const;
  /// A text, or a message. Throws BadInput for another type.
  [[nodiscard]] std::string_view message() const;

  ///@{
  /// Appends what a repeated field holds, packed or one by one; numbers beyond `most` in all are refused. Throws
  /// BadInput, also for another type.
  void append_to(std::vector<std::int64_t>& integers, std::size_t most) const;
  void append_to(std::vector<float>& reals, std::size_t most) const;
  ///@}
};

/// Reads a message field by field.
class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  /// Reads the next field; false at the end. Throws BadInput where the bytes are no such message.
  bool next(WireField& field);

  /// Reads a number without a field's key, as packed fields hold them; false at the end.
  bool next_varint(std::uint64_t& value);

 private:
  std::string_view take(std::uint64_t count);
  std::uint64_t varint();

  std::string_view rest_;
};

/// Calls visit(field) for each field of a message. Throws BadInput, and what `visit` throws.
template <class Visit>
void each_field(std::string_view message, const Visit& visit) {
  WireReader reader{message};
  for (WireField field; reader.next(field);) {
    visit(field);
  }
}

}  // namespace gandse::cli::onnx
