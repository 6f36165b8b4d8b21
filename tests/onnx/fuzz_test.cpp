// Mutated models: whatever a file holds, it is read or refused; nothing crashes, and nothing takes long.
// GANDSE_MUTANTS=100000 reads as many; `make fuzz` does so under the sanitizers.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "../scale.hpp"
#include "bad_input.hpp"
#include "read.hpp"
#include "writer.hpp"

namespace gandse::test {
namespace {

using Random = std::mt19937_64;

// Some of everything that the reader knows.
std::string menagerie() {
  GraphWriter body;
  body.input("i", {}).input("go", {}).input("h", {2, 8}).stored(weights("lw", {8, 8}));
  body.add(node("MatMul", {"h", "lw"}, {"h2"})).output("go").output("h2");
  GraphWriter writer;
  writer.function("own", "F", {"a", "w"}, {"b"}, {node("Conv", {"a", "w"}, {"b"}, {taken_from("strides", "by")})});
  writer.input("x", {"n", 4, 9, 9}).input("s", {7, 2, 8}).stored(weights("w", {8, 4, 3, 3}));
  writer.stored(integers("shape", {2}, {2, -1})).stored(integers("three", {}, {3})).stored(weights("g", {8, 4, 2, 2}));
  writer.stored(weights("lstm", {1, 64, 8})).stored(weights("back", {1, 64, 16})).stored(integers("at", {2}, {1, 0}));
  writer.add(node("F", {"x", "w"}, {"c"}, {list("by", {2, 1})}, "own"));
  writer.add(node("ConvTranspose", {"c", "g"}, {"d"}, {list("strides", {3, 2}), list("pads", {1, 0, 0, 1})}));
  writer.add(node("Shape", {"d"}, {"ds"})).add(node("Gather", {"ds", "at"}, {"two"}));
  writer.add(node("Reshape", {"d", "shape"}, {"r"})).add(node("Transpose", {"r"}, {"t"}, {list("perm", {1, 0})}));
  writer.add(node("MatMul", {"r", "t"}, {"m"})).add(node("Split", {"m"}, {"m1", "m2"}, {integer("axis", 1)}));
  writer.add(node("LSTM", {"s", "lstm", "back"}, {"l"})).add(node("Squeeze", {"l"}, {"l1"}));
  writer.add(node("Slice", {"x", "at", "two", "at"}, {"cut"}))
      .add(node("Pad", {"x"}, {"p"}, {list("pads", {0, 0, 1, 1, 0, 0, 1, 1})}));
  writer.add(node("MaxPool", {"p"}, {"q"}, {list("kernel_shape", {2, 2}), integer("ceil_mode", 1)}));
  writer.add(node("Loop", {"three", "", "r"}, {"loop"}, {graph("body", body.graph())}));
  writer.add(node("Einsum", {"r", "t"}, {"e"}, {word("equation", "ij,jk->ik")}));
  writer.add(node("Range", {"three", "three", "three"}, {"range"})).add(node("Tile", {"at", "at"}, {"tile"}));
  writer.add(node("Resize", {"x", "", "scales"}, {"z"})).add(node("TopK", {"x", "three"}, {"k", "j"}));
  writer.add(node("Expand", {"three", "at"}, {"wide"})).add(node("Where", {"at", "at", "two"}, {"where"}));
  return writer.output("m1").output("z").model();
}

std::vector<std::string> seeds() {
  std::vector<std::string> all{menagerie(), resnet18(224), resnet18(0)};
  const std::filesystem::path folder = "/usr/share/libonnx-testdata/data/node";
  for (const char* name :
       {"test_loop11", "test_scan9_sum", "test_if", "test_resize_upsample_scales_nearest", "test_gru_defaults",
        "test_convtranspose_pads", "test_slice_neg_steps", "test_layer_normalization_2d_axis0_expanded",
        "test_softmax_cross_entropy_mean_3d_expanded", "test_range_int32_type_negative_delta_expanded"}) {
    if (std::ifstream file{folder / name / "model.onnx", std::ios::binary}) {
      all.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
  }
  return all;
}

std::string mutant(const std::vector<std::string>& all, Random& random) {
  std::string model = all[random() % all.size()];
  for (std::uint64_t changes = 1 + random() % 4; changes > 0; --changes) {
    const std::size_t at = random() % model.size();
    switch (random() % 6) {
      case 0:
        model[at] = static_cast<char>(static_cast<unsigned char>(model[at]) ^ 1U << random() % 8);
        break;
      case 1:
        model[at] = static_cast<char>(random());
        break;
      case 2:  // numbers become long
        model[at] = static_cast<char>(static_cast<unsigned char>(model[at]) | 128U);
        break;
      case 3:
        model.erase(at, 1 + random() % 16);
        break;
      case 4:
        model.insert(at, model.substr(random() % model.size(), 1 + random() % 32));
        break;
      default: {
        const std::string& other = all[random() % all.size()];
        model = model.substr(0, at) + other.substr(random() % other.size());
      }
    }
    if (model.empty()) {
      model = all[0];
    }
  }
  return model;
}

TEST_CASE("mutated models are read or refused") {
  const std::vector<std::string> all = seeds();
  const char* wanted = std::getenv("GANDSE_MUTANTS");
  const unsigned long mutants = wanted != nullptr ? std::stoul(wanted) : scaled(16'000);
  const char* seed = std::getenv("GANDSE_SEED");
  Random random{seed != nullptr ? std::stoul(seed) : 1};
  unsigned long readable = 0;
  for (unsigned long i = 0; i < mutants; ++i) {
    const std::string model = mutant(all, random);
    const auto start = std::chrono::steady_clock::now();
    try {
      read(model);
      ++readable;
    } catch (const cli::BadInput&) {
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (seconds.count() > 10) {  // a hang; a busy machine alone does not come near it
      FAIL("mutant " << i << " took " << seconds.count() << " s");
    }
  }
  MESSAGE(mutants << " mutants, of which " << readable << " can be read");
  CHECK(readable > mutants / 50);
  CHECK(readable < mutants);
}

}  // namespace
}  // namespace gandse::test
