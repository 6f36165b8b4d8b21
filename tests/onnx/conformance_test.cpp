// The conformance models of the ONNX project, as Debian's libonnx-testdata has them: the sizes of outputs that their
// files declare, against those that follow here.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "bad_input.hpp"
#include "onnx/inference.hpp"
#include "onnx/mapped_file.hpp"
#include "onnx/model.hpp"

namespace gandse::test {
namespace {

namespace fs = std::filesystem;
using namespace cli::onnx;

const fs::path kModels = "/usr/share/libonnx-testdata/data";

// Training is not what an accelerator for inference does: their outputs are updated weights, of several sizes.
bool trains(const Graph& graph) {
  for (const Node& node : graph.nodes) {
    if (node.domain == "ai.onnx.preview.training") {
      return true;
    }
  }
  return false;
}

enum class Verdict { same, open, wrong };

Verdict judge(const Sizes& declared, const std::optional<Sizes>& found) {
  if (!found) {
    return Verdict::open;
  }
  if (found->size() != declared.size()) {
    return Verdict::wrong;
  }
  Verdict verdict = Verdict::same;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if ((*found)[i] == kUnknown && declared[i] != kUnknown) {
      verdict = Verdict::open;
    } else if (declared[i] != kUnknown && (*found)[i] != declared[i]) {
      return Verdict::wrong;
    }
  }
  return verdict;
}

TEST_CASE("outputs have the sizes that the conformance models declare, or are left open" *
          doctest::skip(!fs::exists(kModels))) {
  int models = 0;
  int same = 0;
  int open = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kModels)) {
    if (entry.path().filename() != "model.onnx") {
      continue;
    }
    ++models;
    CAPTURE(entry.path().string());
    const cli::MappedFile file{entry.path().string()};
    const Model model = read_model(file.bytes());
    const Findings found = infer(model, {});
    if (trains(model.graph)) {
      continue;
    }
    for (const Port& port : model.graph.outputs) {
      if (port.sizes) {
        const Verdict verdict = judge(*port.sizes, found.outputs.at(std::string{port.name}));
        CHECK(verdict != Verdict::wrong);
        ++(verdict == Verdict::same ? same : open);
      }
    }
  }
  MESSAGE(models << " models; outputs: " << same << " the same, " << open << " left open");
  CHECK(models == 1072);
  CHECK(same >= 868);
}

}  // namespace
}  // namespace gandse::test
