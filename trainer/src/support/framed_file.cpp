#include "support/framed_file.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/checksum.hpp"
#include "support/hex.hpp"

namespace gandse::trainer {

namespace {

constexpr std::array<std::uint8_t, 8> kMagic{0x89, 'G', 'A', 'N', 'D', 'S', 'E', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kKindAt = 12;
constexpr std::size_t kLengthAt = 16;
constexpr std::size_t kChecksumAt = 24;
constexpr std::size_t kFrame = 32;
using Frame = std::array<std::uint8_t, kFrame>;

struct KindName {
  FileKind kind;
  std::string_view letters;
  const char* name;
};
constexpr std::array<KindName, 4> kKinds{{{FileKind::checkpoint, "CKPT", "a checkpoint"},
                                          {FileKind::state, "STAT", "the state of a training"},
                                          {FileKind::data_set, "DATA", "a data set"},
                                          {FileKind::diffusion, "DIFF", "a diffusion model"}}};

const KindName& named(FileKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& each) { return each.kind == kind; });
}

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    number |= std::uint64_t{bytes[i]} << (8 * i);
  }
  return number;
}

void put_little_endian(std::span<std::uint8_t> bytes, std::uint64_t number) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
}

std::uint64_t checksum(const Frame& frame, std::span<const std::uint8_t> content) {
  return Checksum{}.add(std::span{frame}.first(kChecksumAt)).add(content).value();
}

/// Stops a reader, which recurses, before it runs out of stack. Sees nothing but brackets.
class DepthLimit : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }
  bool key(string_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*elements*/) override { return enter(); }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t /*elements*/) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    what_ = error.what();
    return false;
  }
  [[nodiscard]] const std::string& what() const { return what_; }

 private:
  static constexpr std::size_t kDeepest = 8;
  bool enter() {
    if (++depth_ <= kDeepest) {
      return true;
    }
    what_ = "it is nested deeper than anything that is kept in such a file";
    return false;
  }
  bool leave() {
    --depth_;
    return true;
  }
  std::size_t depth_ = 0;
  std::string what_;
};

}  // namespace

void write_framed(const std::filesystem::path& file, FileKind kind, const nlohmann::json& content) {
  std::vector<std::uint8_t> bytes(kFrame);
  nlohmann::json::to_cbor(content, bytes);
  const std::span<const std::uint8_t> cbor = std::span{bytes}.subspan(kFrame);
  Frame frame{};
  std::copy(kMagic.begin(), kMagic.end(), frame.begin());
  put_little_endian(std::span{frame}.subspan(kVersionAt, kKindAt - kVersionAt), kVersion);
  const std::string_view letters = named(kind).letters;
  std::copy(letters.begin(), letters.end(), frame.begin() + kKindAt);
  put_little_endian(std::span{frame}.subspan(kLengthAt, kChecksumAt - kLengthAt), cbor.size());
  put_little_endian(std::span{frame}.subspan(kChecksumAt), checksum(frame, cbor));
  std::copy(frame.begin(), frame.end(), bytes.begin());
  write_atomically(file, bytes);
}

nlohmann::json read_framed(const std::filesystem::path& file, FileKind kind) {
  const auto refuse = [&](const std::string& what) { throw std::runtime_error(file.string() + ": " + what); };
  const std::string wanted = named(kind).name;
  InputFile input{file};
  Frame frame{};
  if (input.read(frame) < kFrame || !std::equal(kMagic.begin(), kMagic.end(), frame.begin())) {
    refuse("is not " + wanted + ": it does not begin as such files do. Older ones did not, either: make it again");
  }
  const std::uint64_t version = little_endian(std::span{frame}.subspan(kVersionAt, kKindAt - kVersionAt));
  if (version != kVersion) {
    refuse("has version " + std::to_string(version) + " of the format; this program reads version " +
           std::to_string(kVersion));
  }
  const std::string letters{frame.begin() + kKindAt, frame.begin() + kLengthAt};
  if (letters != named(kind).letters) {
    const auto* const other =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& each) { return each.letters == letters; });
    refuse("is " + std::string{other == kKinds.end() ? "of an unknown kind" : other->name} + "; " + wanted +
           " is wanted");
  }
  const std::uint64_t length = little_endian(std::span{frame}.subspan(kLengthAt, kChecksumAt - kLengthAt));
  const std::vector<std::uint8_t> content = input.read(length);
  std::array<std::uint8_t, 1> beyond{};
  if (content.size() < length) {
    refuse("is cut short, or damaged: it has " + std::to_string(content.size()) + " of " + std::to_string(length) +
           " bytes behind its frame");
  }
  if (input.read(beyond) != 0) {
    refuse("is damaged: it goes on behind the " + std::to_string(length) + " bytes that its frame tells of");
  }
  const std::uint64_t told = little_endian(std::span{frame}.subspan(kChecksumAt));
  const std::uint64_t found = checksum(frame, content);
  if (told != found) {
    refuse("is damaged: its checksum is " + hex(told) + ", its bytes have " + hex(found));
  }
  DepthLimit limit;
  if (!nlohmann::json::sax_parse(content, &limit, nlohmann::json::input_format_t::cbor)) {
    refuse("holds no CBOR of ours: " + limit.what());
  }
  return nlohmann::json::from_cbor(content);
}

}  // namespace gandse::trainer
