// gandse-export: quantises a checkpoint and writes it as a C++ header.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "learn/training_range.hpp"
#include "net/export_header.hpp"
#include "net/recipes.hpp"
#include "programs/program_main.hpp"

namespace {

using namespace gandse::trainer;

/// Throws std::runtime_error where `fingerprint` is not what the checkpoint holds.
template <class Template>
void adopt(Checkpoint& checkpoint, const std::string& fingerprint) {
  const std::string held = hex(checkpoint.fingerprint);
  if (fingerprint != held) {
    throw std::runtime_error("--adopt " + fingerprint + ": the checkpoint's fingerprint is " + held);
  }
  checkpoint.fingerprint = gandse::fingerprint<Template>();
}

// What is exported. What is wrong with it is said of the file.
template <class Weights>
std::unique_ptr<Weights> weights_of(const Checkpoint& checkpoint, const std::filesystem::path& file) {
  try {
    auto weights = quantise<Weights>(restore<Weights>(checkpoint), checkpoint.range);
    weights->trained = training_range<typename Weights::Template>(checkpoint);
    return weights;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Quantises a trained generator to int8 and writes the C++ header for generated/.", "gandse-export"};
  std::string name;
  std::filesystem::path checkpoint_file;
  std::filesystem::path output;
  std::string adopted;
  app.add_option("template", name, "template whose generator is exported, for example im2col")->required();
  app.add_option("--checkpoint", checkpoint_file, "default: trainer/checkpoints/NAME.cbor");
  app.add_option("--output", output, "default: generated/NAME.hpp");
  app.add_option("--adopt", adopted,
                 "fingerprint that the checkpoint holds; the present one is written in its place. To be used after a "
                 "change that weights do not depend on (of how fingerprints are computed): nothing checks that");
  return program_main(app, argc, argv, [&](const std::string& /*command*/) {
    with_recipe(name, [&](const auto& recipe) {
      using Weights = typename std::decay_t<decltype(recipe)>::Weights;
      if (checkpoint_file.empty()) {
        checkpoint_file = std::string{"trainer/checkpoints/"} + recipe.name + ".cbor";
      }
      if (output.empty()) {
        output = std::string{"generated/"} + recipe.name + ".hpp";
      }
      Checkpoint checkpoint = load_checkpoint(checkpoint_file);
      if (!adopted.empty()) {
        adopt<typename Weights::Template>(checkpoint, adopted);
      }
      const auto weights = weights_of<Weights>(checkpoint, checkpoint_file);
      if (!adopted.empty()) {
        save(checkpoint, checkpoint_file);
      }
      const std::string text =
          header_text(recipe, checkpoint, *weights,
                      (checkpoint_file.is_absolute() ? checkpoint_file.filename() : checkpoint_file).generic_string());
      write_text(output, text);
      std::printf("%s: %zu bytes of weights\n", output.c_str(), sizeof(Weights));
    });
    return true;
  });
}
