// Checkpoint files: nothing is lost, and bad files are refused by name.
#include "net/checkpoint.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "../temporary_folder.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "net/recipes.hpp"

namespace gandse::test {

using namespace trainer;

namespace {

const TemporaryFolder kTemporary;
const std::filesystem::path kFolder = kTemporary.path();

Checkpoint sample() {
  Checkpoint c;
  c.generator = "im2col_96k";
  c.fingerprint = 0xFEDCBA9876543210ULL;
  c.data_fingerprint = 7;
  c.command = "gandse-train im2col";
  c.seed = 3;
  c.method = "reinforce";
  c.epochs = 4;
  c.samples = 5;
  c.trunk_width = 6;
  c.trunk_layers = 7;
  c.head_width = 8;
  c.parameters = {1.5F, -2.25F, 1e-30F};
  c.range = {{1.0F}, {2.0F, 3.0F}};
  c.trained_most = {3, 4000000000};
  c.trained_least_ray = -2000000;
  c.trained_most_ray = -5;
  c.held_out_tasks = 9;
  c.held_out_first_satisfied = 0.1;
  c.held_out_satisfied = 0.2;
  c.held_out_median_gap = -0.3;
  c.held_out_within_1 = 0.4;
  return c;
}

}  // namespace

TEST_CASE("a checkpoint comes back as it was saved") {
  std::filesystem::remove_all(kFolder);
  const auto file = kFolder / "deep" / "a.cbor";
  save(sample(), file);
  const Checkpoint a = sample();
  const Checkpoint b = load_checkpoint(file);
  CHECK(a.generator == b.generator);
  CHECK(a.fingerprint == b.fingerprint);
  CHECK(a.data_fingerprint == b.data_fingerprint);
  CHECK(a.command == b.command);
  CHECK(a.method == b.method);
  CHECK(a.parameters == b.parameters);
  CHECK(a.range.trunk == b.range.trunk);
  CHECK(a.range.head == b.range.head);
  CHECK(a.trained_most == b.trained_most);
  CHECK(a.trained_least_ray == b.trained_least_ray);
  CHECK(a.trained_most_ray == b.trained_most_ray);
  CHECK(a.held_out_median_gap == b.held_out_median_gap);
  CHECK(std::distance(std::filesystem::directory_iterator{file.parent_path()}, {}) == 1);
}

TEST_CASE("files that are no checkpoint are refused by name") {
  std::filesystem::create_directories(kFolder);
  CHECK_THROWS_WITH_AS(load_checkpoint(kFolder / "missing"), doctest::Contains("missing: cannot be read"),
                       std::runtime_error);
  CHECK_THROWS_WITH_AS(load_checkpoint(kFolder), doctest::Contains("cannot be read"), std::runtime_error);
  const auto text = kFolder / "text";
  std::ofstream{text} << "hello";
  CHECK_THROWS_WITH_AS(load_checkpoint(text), doctest::Contains("is not a checkpoint"), std::runtime_error);
  save(sample(), kFolder / "whole");
  auto bytes = read_bytes(kFolder / "whole");
  bytes.resize(bytes.size() / 2);
  write_atomically(kFolder / "half", bytes);
  CHECK_THROWS_WITH_AS(load_checkpoint(kFolder / "half"), doctest::Contains("cut short"), std::runtime_error);
  write_framed(kFolder / "other", FileKind::checkpoint, {{"format", "something else"}});
  CHECK_THROWS_WITH_AS(load_checkpoint(kFolder / "other"),
                       doctest::Contains("format is something else; this program reads"), std::runtime_error);
}

TEST_CASE("values that no training writes are refused by file and name, whatever the checksum says") {
  const auto file = kFolder / "value";
  save(sample(), file);
  const nlohmann::json good = read_framed(file, FileKind::checkpoint);
  const auto refuses = [&](const char* name, const nlohmann::json& value, const char* sentence) {
    nlohmann::json changed = good;
    changed[name] = value;
    write_framed(file, FileKind::checkpoint, changed);
    CHECK_THROWS_WITH_AS(load_checkpoint(file), doctest::Contains((std::string{"value: "} + name + sentence).c_str()),
                         std::runtime_error);
  };
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  refuses("seed", -1, " must be a whole number in 0..18446744073709551615");
  refuses("epochs", 1e300, " must be a whole number in 1..");
  refuses("trunk_width", 1'000'000'000, " must be a whole number in 1..65536");
  refuses("trunk_layers", 0, " must be a whole number in 1..");
  refuses("parameters", to_blob(std::vector<float>{1, kNan}), " holds what is no finite number");
  refuses("parameters", nlohmann::json::binary({1, 2, 3}), " is cut short");
  refuses("parameters", "text", " is no array of bytes");
  refuses("trunk_range", to_blob(std::vector<float>{0}), " must hold numbers above 0");
  refuses("head_range", to_blob(std::vector<float>{-1}), " must hold numbers above 0");
  refuses("trained_most", {1, std::uint64_t{1} << 32U}, " must hold whole numbers of 32 bits");
  refuses("trained_most_ray", std::int64_t{1} << 31U, " must be a whole number of 32 bits");
  refuses("trained_least_ray", 0, " is above trained_most_ray");
  refuses("held_out_satisfied", kNan, " must be a number in 0.0..1.0");
  refuses("held_out_within_1", 1.5, " must be a number in 0.0..1.0");
  refuses("command", "gandse-train\n#error", " has characters that are not printable ASCII");
  nlohmann::json changed = good;
  changed.erase("generator");
  write_framed(file, FileKind::checkpoint, changed);
  CHECK_THROWS_WITH_AS(load_checkpoint(file), doctest::Contains("value: generator is missing"), std::runtime_error);
}

TEST_CASE("a checkpoint of another template, model version or shape is refused") {
  using Weights = gandse::generated::Im2col96k;
  Checkpoint c = sample();
  CHECK_THROWS_WITH_AS(restore<Weights>(c), doctest::Contains("another design space"), std::runtime_error);
  c.fingerprint = gandse::fingerprint<Weights::Template>();
  CHECK_THROWS_WITH_AS(restore<Weights>(c), doctest::Contains("another shape"), std::runtime_error);
}

}  // namespace gandse::test
