// 1000 damaged files of each kind that the trainer and the exporter read: every one is refused by name, and none
// crashes.
#include "damage.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <string>

#include "../temporary_folder.hpp"
#include "compare/curve_points.hpp"
#include "compare/tuning.hpp"
#include "learn/diffusion.hpp"
#include "learn/methods.hpp"
#include "learn/training_run.hpp"
#include "net/recipes.hpp"
#include "network/network_tuning.hpp"
#include "oracle/tight_tasks.hpp"
#include "support/checksum.hpp"

namespace gandse::test {

using namespace trainer;
namespace fs = std::filesystem;

namespace {

using Template = Im2col<>;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kFiles = 1000;
constexpr std::size_t kGroups = 6;
constexpr std::uint64_t kKey = 77;

void put(const fs::path& file, const Bytes& bytes) {
  std::ofstream stream{file, std::ios::binary};
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// What `read` refuses the file with; empty where it takes it.
std::string refusal(const fs::path& file, const std::function<void(const fs::path&)>& read) {
  try {
    read(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

/// Damages `whole` again and again: all must be refused by name. `read` takes the whole one.
void check_all_named(const fs::path& whole, std::uint64_t seed, const std::function<void(const fs::path&)>& read) {
  REQUIRE(refusal(whole, read).empty());
  const fs::path file = whole.parent_path() / "damaged";
  Damage damage{read_bytes(whole), seed};
  std::size_t named = 0;
  for (std::size_t i = 0; i < kFiles; ++i) {
    put(file, damage.next());
    const std::string sentence = refusal(file, read);
    CAPTURE(i);
    CAPTURE(sentence);
    named += sentence.starts_with(file.string() + ":") && sentence.size() > file.string().size() + 2 ? 1 : 0;
  }
  CHECK(named == kFiles);
}

/// Damages what is behind the frame of `whole`, and makes the frame anew: nothing says so any more, and yet nothing may
/// crash, nor anything be thrown that does not name the file.
void check_none_crashes(const fs::path& whole, std::uint64_t seed, const std::function<void(const fs::path&)>& read) {
  constexpr std::size_t kFrame = 32;
  const fs::path file = whole.parent_path() / "forged";
  const Bytes bytes = read_bytes(whole);
  const std::span<const std::uint8_t> all{bytes};
  Damage damage{{bytes.begin() + kFrame, bytes.end()}, seed};
  for (std::size_t i = 0; i < kFiles / 2; ++i) {
    const Bytes content = damage.next();
    Bytes forged{bytes.begin(), bytes.begin() + kFrame};
    for (std::size_t byte = 0; byte < 8; ++byte) {
      forged[16 + byte] = static_cast<std::uint8_t>(content.size() >> (8 * byte));
    }
    const std::uint64_t sum = Checksum{}.add(std::span{forged}.first(24)).add(content).value();
    for (std::size_t byte = 0; byte < 8; ++byte) {
      forged[24 + byte] = static_cast<std::uint8_t>(sum >> (8 * byte));
    }
    forged.insert(forged.end(), content.begin(), content.end());
    put(file, forged);
    const std::string sentence = refusal(file, read);
    CAPTURE(sentence);
    REQUIRE((sentence.empty() || sentence.starts_with(file.string() + ":")));
  }
}

const std::vector<NamedLayer<Template>>& networks() {
  static const auto layers = read_networks<Template>(std::string{GANDSE_NETWORKS} + "/training.csv");
  return layers;
}

const std::vector<Sample<Template>>& samples() {
  static const auto all = make_dataset<Template>(networks(), {kGroups, 50, 1, 3}, 2);
  return all;
}

GeneratorShape shape() { return shape_of<Template>(16, 2, 6); }

/// Takes up the state of a training by `Learner`.
template <class Learner>
void take_up(const fs::path& file, Learner& learner) {
  Log log;
  if (load_state(file, "a key", 3, log, learner) != 1) {
    throw std::logic_error("another training's state");
  }
}

template <class Learner>
void write_state(const fs::path& file, Learner& learner) {
  learner.epoch(0, [](std::size_t) {});
  const Log log = Log::array({{{"epoch", 1}, {"label_loss", 0.5}}});
  write_framed(file, FileKind::state, {{"key", "a key"}, {"log", log.dump()}, {"learner", learner.state()}});
}

GanOptions options() {
  GanOptions options;
  options.batch = 16;
  options.epochs = 3;
  options.pretraining = 0;  // so that the critic has a state, too
  return options;
}

}  // namespace

TEST_CASE("1000 damaged checkpoints: all named, no weights change") {
  const TemporaryFolder folder;
  const auto file = folder / "whole";
  put(file, read_bytes(std::string{GANDSE_NETWORKS} + "/../checkpoints/im2col_8k.cbor"));
  const auto read = [](const fs::path& checkpoint) { load_checkpoint(checkpoint); };
  check_all_named(file, 1, read);
  check_none_crashes(file, 2, [](const fs::path& checkpoint) {
    const Checkpoint c = load_checkpoint(checkpoint);
    with_recipe("im2col_8k", [&](const auto& recipe) {
      using Weights = typename std::decay_t<decltype(recipe)>::Weights;
      if constexpr (std::is_same_v<typename Weights::Template, Template>) {
        try {
          const auto weights = quantise<Weights>(restore<Weights>(c), c.range);
          training_range<Template>(c);
        } catch (const std::runtime_error& error) {
          throw std::runtime_error(checkpoint.string() + ": " + error.what());
        }
      }
    });
  });
}

TEST_CASE("1000 damaged states of a training: all named, none is taken up") {
  const TemporaryFolder folder;
  const auto file = folder / "whole";
  Gan<Template> learner{samples(), shape(), options()};
  write_state(file, learner);
  Gan<Template> other{samples(), shape(), options()};
  const auto read = [&](const fs::path& state) { take_up(state, other); };
  check_all_named(file, 3, read);
  CHECK(other.generator().parameters() == learner.generator().parameters());  // the whole file's, no damaged one's
  check_none_crashes(file, 4, [&](const fs::path& state) {
    try {
      take_up(state, other);
    } catch (const std::logic_error&) {  // its key was damaged: it is passed over
    }
  });
}

TEST_CASE("1000 damaged data sets: all named, none is learned from") {
  const TemporaryFolder folder;
  const auto file = folder / "whole";
  save_dataset<Template>(file, kKey, samples());
  const auto read = [](const fs::path& dataset) {
    for (const auto& sample : load_dataset<Template>(dataset, kKey, kGroups)) {
      if (!violation(sample).empty()) {
        throw std::logic_error("a wrong sample was taken");
      }
    }
  };
  check_all_named(file, 5, read);
  check_none_crashes(file, 6, read);
}

TEST_CASE("1000 damaged diffusion models: all named") {
  const TemporaryFolder folder;
  const auto file = folder / "whole";
  DiffusionOptions diffusion;
  const Diffusion<Template> learner{samples(), diffusion};
  write_framed(file, FileKind::diffusion,
               {{"format", kDiffusionFormat},
                {"fingerprint", fingerprint<Template>()},
                {"command", "a test"},
                {"seed", 1},
                {"learner", learner.state()}});
  const auto read = [](const fs::path& model) { load_diffusion<Template>(model); };
  check_all_named(file, 7, read);
  check_none_crashes(file, 12, read);
}

TEST_CASE("1000 damaged tables of each kind that the trainer's programs write and read: all named") {
  const TemporaryFolder folder;
  const fs::path results = fs::path{GANDSE_TIGHT_TASKS}.parent_path();
  const auto check = [&](const char* name, std::uint64_t seed, const std::function<void(const fs::path&)>& read) {
    put(folder / "whole", read_bytes(results / name));
    check_all_named(folder / "whole", seed, read);
  };
  check("tight_tasks.csv", 8, [](const fs::path& file) { read_tight_tasks<Template>(file); });
  check("tuning.csv", 9, [](const fs::path& file) { chosen_settings<Template>(file); });
  check("curves.csv", 10, [](const fs::path& file) { read_points(file); });
  check("networks/tuned.csv", 13, [](const fs::path& file) { read_tuned_networks(file); });
}

// People write these, and no checksum is in them: a digit may become another. Whatever is read are layers within the
// template's limits, all of them, and no labels made of other bytes are taken for theirs.
TEST_CASE("1000 damaged network files: named, or other layers, for which labels are made anew") {
  const TemporaryFolder folder;
  const Bytes whole = read_bytes(std::string{GANDSE_NETWORKS} + "/training.csv");
  put(folder / "training.csv", whole);
  TrainingPlan plan;
  plan.networks = folder.path();
  const std::uint64_t key = data_key<Template>(plan);
  const auto file = folder / "training.csv";
  Damage damage{whole, 11};
  std::size_t named = 0;
  for (std::size_t i = 0; i < kFiles; ++i) {
    put(file, damage.next());
    CHECK(data_key<Template>(plan) != key);
    const std::string sentence = refusal(file, [](const fs::path& layers) {
      for (const auto& each : read_networks<Template>(layers)) {
        if (!within_limits(each.layer, Template::layer_fields)) {
          throw std::logic_error("a layer beyond the limits was taken");
        }
      }
    });
    CHECK((sentence.empty() || sentence.starts_with(file.string() + ":")));
    named += sentence.empty() ? 0 : 1;
  }
  MESSAGE(named << " of " << kFiles << " damaged network files are refused, the others are other layers");
  CHECK(named > kFiles / 2);
}

TEST_CASE("a file of another kind, version or age is refused as what it is") {
  const TemporaryFolder folder;
  const auto file = folder / "file";
  const auto says = [&](const char* sentence) {
    CHECK_THROWS_WITH_AS(read_framed(file, FileKind::checkpoint), doctest::Contains(sentence), std::runtime_error);
  };
  write_framed(file, FileKind::data_set, {{"key", 1}});
  CHECK(read_framed(file, FileKind::data_set) == nlohmann::json{{"key", 1}});
  says("file: is a data set; a checkpoint is wanted");
  write_framed(file, FileKind::checkpoint, {{"key", 1}});
  Bytes bytes = read_bytes(file);
  // The format as it is documented: who changes it must change its version.
  // clang-format off
  CHECK(bytes == Bytes{0x89, 'G', 'A', 'N', 'D', 'S', 'E', '\n',
                       1, 0, 0, 0,
                       'C', 'K', 'P', 'T',
                       6, 0, 0, 0, 0, 0, 0, 0,
                       0xAF, 0x52, 0x9B, 0x1F, 0xA3, 0x20, 0x39, 0xD8,
                       0xA1, 0x63, 'k', 'e', 'y', 1});
  // clang-format on
  bytes[8] = 2;
  put(file, bytes);
  says("file: has version 2 of the format; this program reads version 1");
  bytes[8] = 1;
  bytes.back() = 2;
  put(file, bytes);
  says("file: is damaged: its checksum is 0x");
  bytes.pop_back();
  put(file, bytes);
  says("file: is cut short, or damaged: it has 5 of 6 bytes");
  put(file, nlohmann::json::to_cbor({{"format", "gandse-checkpoint-3"}}));
  says("file: is not a checkpoint");
  put(file, {});
  says("file: is not a checkpoint");
  nlohmann::json nested = 1;
  for (int depth = 0; depth < 20; ++depth) {
    nested = nlohmann::json::array({nested});
  }
  write_framed(file, FileKind::checkpoint, nested);
  says("file: holds no CBOR of ours: it is nested deeper");
}

TEST_CASE("labels that were begun are gone on with, and are the same") {
  const DatasetOptions options{40, 100, 1, 8};
  const auto straight = make_dataset<Template>(networks(), options, 2);
  std::size_t kept = 0;
  std::vector<Sample<Template>> begun{straight.begin(), straight.begin() + 15 * kObjectivesPerGroup};
  const auto resumed = make_dataset<Template>(networks(), options, 2, begun, [&](Begun<Template> all) {
    kept += all.size() % kObjectivesPerGroup == 0 && all.size() > begun.size() ? 1 : 0;
    CHECK(all.back().label == straight[all.size() - 1].label);
  });
  CHECK(data_fingerprint<Template>(resumed) == data_fingerprint<Template>(straight));
}

}  // namespace gandse::test
