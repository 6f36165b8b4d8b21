// gandse-train, gandse-export and gandse-compare as a user runs them.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "../temporary_folder.hpp"
#include "net/checkpoint.hpp"

namespace gandse::test {

using namespace trainer;
namespace fs = std::filesystem;

namespace {

const TemporaryFolder kTemporary;
const fs::path kFolder = kTemporary.path();

struct Result {
  int exit_code;
  std::string output;
};

Result run(const std::string& command) {
  fs::create_directories(kFolder);
  const auto file = kFolder / "output.txt";
  const int status = std::system(("cd '" GANDSE_SOURCE "' && " + command + " > '" + file.string() + "' 2>&1").c_str());
  const auto bytes = read_bytes(file);
  return {WEXITSTATUS(status), {bytes.begin(), bytes.end()}};
}

std::string training(const std::string& name, const std::string& size) {
  return std::string{GANDSE_TRAIN} + " im2col " + size +
         " --batch 128 --validation-tasks 8 --held-out-tasks 8 --threads 2 --work '" + (kFolder / name).string() +
         "' --output '" + (kFolder / (name + ".cbor")).string() + "'";
}

std::string tiny_training(const std::string& name) { return training(name, "--groups 64 --epochs 20"); }

/// Starts `command`, and kills it as soon as `file` is there.
void kill_when_there(const std::string& command, const fs::path& file) {
  const pid_t child = fork();
  if (child == 0) {
    const std::string quiet = "exec " + command + " > /dev/null 2>&1";
    fs::current_path(GANDSE_SOURCE);
    execl("/bin/sh", "sh", "-c", quiet.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  for (int i = 0; i < 30'000 && !fs::exists(file); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
}

/// Another bit in the middle of it.
void damage(const fs::path& file) {
  auto bytes = read_bytes(file);
  bytes[bytes.size() / 2] ^= 4;
  write_atomically(file, bytes);
}

}  // namespace

TEST_CASE("the exporter reproduces the committed header bit for bit") {
  for (const std::string name : GANDSE_GENERATORS) {
    CAPTURE(name);
    const auto header = kFolder / (name + ".hpp");
    const Result r = run(std::string{GANDSE_EXPORT} + " " + name + " --output '" + header.string() + "'");
    CHECK(r.exit_code == 0);
    CHECK(read_bytes(header) == read_bytes(fs::path{GANDSE_SOURCE} / "generated" / (name + ".hpp")));
  }
}

TEST_CASE("a checkpoint of another fingerprint is adopted by who names it, and by nobody else") {
  const auto committed = fs::path{GANDSE_SOURCE} / "trainer/checkpoints/im2col_8k.cbor";
  const auto checkpoint = kFolder / "foreign.cbor";
  const auto header = kFolder / "foreign.hpp";
  fs::create_directories(kFolder);
  Checkpoint foreign = load_checkpoint(committed);
  foreign.fingerprint = 0x1234;
  save(foreign, checkpoint);
  const std::string exported = std::string{GANDSE_EXPORT} + " im2col_8k --checkpoint '" + checkpoint.string() +
                               "' --output '" + header.string() + "'";
  const auto refuses = [&](const std::string& options, const std::string& sentence) {
    const auto before = read_bytes(checkpoint);
    const Result r = run(exported + options);
    INFO(r.output);
    CHECK(r.exit_code == 2);
    CHECK(r.output.find(sentence) != std::string::npos);
    CHECK(read_bytes(checkpoint) == before);
    CHECK_FALSE(fs::exists(header));
  };
  refuses("", "the checkpoint (fingerprint 0x0000000000001234) was trained for another design space");
  refuses(" --adopt 0x1235", "--adopt 0x1235: the checkpoint's fingerprint is 0x0000000000001234");
  CHECK(run(exported + " --adopt 0x0000000000001234").exit_code == 0);
  CHECK(read_bytes(checkpoint) == read_bytes(committed));
  CHECK(run(exported).exit_code == 0);
  CHECK(fs::exists(header));
}

TEST_CASE("training is deterministic, and a killed one goes on to the same checkpoint") {
  const Result straight = run(tiny_training("straight"));
  INFO(straight.output);
  REQUIRE(straight.exit_code == 0);
  CHECK(straight.output.find("held-out networks, 8 paper-style tasks") != std::string::npos);

  const auto state = kFolder / "killed" / "state.cbor";
  kill_when_there(tiny_training("killed"), state);
  REQUIRE(fs::exists(state));
  REQUIRE_FALSE(fs::exists(kFolder / "killed.cbor"));

  const Result resumed = run(tiny_training("killed"));
  INFO(resumed.output);
  REQUIRE(resumed.exit_code == 0);
  CHECK(resumed.output.find("labels: taken from") != std::string::npos);
  CHECK(resumed.output.find("going on after epoch") != std::string::npos);
  CHECK(read_bytes(kFolder / "straight.cbor") == read_bytes(kFolder / "killed.cbor"));

  std::ifstream log{kFolder / "killed" / "log.csv"};
  std::size_t lines = 0;
  for (std::string line; std::getline(log, line);) {
    ++lines;
  }
  CHECK(lines == 21);  // header and one line per epoch, none lost, none twice
}

TEST_CASE("a run killed while labels are made goes on where it stopped") {
  const std::string size = "--groups 300 --epochs 1";
  REQUIRE(run(training("unkilled", size)).exit_code == 0);
  const auto dataset = kFolder / "labels" / "dataset.cbor";
  kill_when_there(training("labels", size), dataset);
  REQUIRE(fs::exists(dataset));
  const Result resumed = run(training("labels", size));
  INFO(resumed.output);
  REQUIRE(resumed.exit_code == 0);
  CHECK(resumed.output.find(" of 300 layers taken from") != std::string::npos);
  CHECK(read_bytes(kFolder / "unkilled.cbor") == read_bytes(kFolder / "labels.cbor"));
}

TEST_CASE("damaged files are refused by name, and what they would have made is not touched") {
  const auto refuses = [](const std::string& command, const std::string& sentence) {
    const Result r = run(command);
    INFO(command << "\n" << r.output);
    CHECK(r.exit_code == 2);
    CHECK(r.output.find(sentence) != std::string::npos);
  };
  REQUIRE(run(tiny_training("damaged")).exit_code == 0);
  const auto checkpoint = kFolder / "damaged.cbor";
  const auto header = kFolder / "damaged.hpp";
  const std::string to_header = " --output '" + header.string() + "'";
  const std::string exporting = std::string{GANDSE_EXPORT} + " im2col --checkpoint '" + checkpoint.string() + "'";
  REQUIRE(run(exporting + to_header).exit_code == 0);
  const auto before = read_bytes(header);
  damage(checkpoint);
  refuses(exporting + to_header, "damaged.cbor: is damaged: its checksum is");
  CHECK(read_bytes(header) == before);
  refuses(std::string{GANDSE_COMPARE} + " im2col --quick --tasks 1 --checkpoint '" + checkpoint.string() + "'",
          "damaged.cbor: is damaged: its checksum is");
  damage(kFolder / "damaged" / "state.cbor");
  refuses(tiny_training("damaged"), "state.cbor: is damaged: its checksum is");
  damage(kFolder / "damaged" / "dataset.cbor");
  refuses(tiny_training("damaged"), "dataset.cbor: is damaged: its checksum is");
  refuses(exporting.substr(0, exporting.find("damaged.cbor")) + "damaged/dataset.cbor'" + to_header,
          "dataset.cbor: is a data set; a checkpoint is wanted");
  CHECK(run(tiny_training("damaged") + " --fresh").exit_code == 0);
  CHECK(run(exporting + to_header).exit_code == 0);
  CHECK(read_bytes(header) == before);

  const auto tight = kFolder / "tight.csv";
  fs::copy_file(fs::path{GANDSE_SOURCE} / "bench/results/im2col/tight_tasks.csv", tight);
  damage(tight);
  refuses(std::string{GANDSE_COMPARE} + " im2col --quick --tasks 1 --tight-tasks '" + tight.string() + "'",
          "tight.csv:1: the lines below have another checksum");
}

TEST_CASE("the exporter writes through a link to a device, and leaves both") {
  fs::create_directories(kFolder);
  fs::create_symlink("/dev/null", kFolder / "null");
  CHECK(run(std::string{GANDSE_EXPORT} + " im2col_8k --output '" + (kFolder / "null").string() + "'").exit_code == 0);
  CHECK(fs::is_symlink(kFolder / "null"));
  CHECK(fs::is_character_file("/dev/null"));
  const Result piped = run(std::string{GANDSE_EXPORT} + " im2col_8k --output /dev/stdout | head -n 1");
  CHECK(piped.output ==
        "// Auto-generated by gandse-export from trainer/checkpoints/im2col_8k.cbor. Do not edit: train "
        "and export again.\n");
}

TEST_CASE("a state of another training is not taken up") {
  REQUIRE(run(tiny_training("other") + " --seed 5").exit_code == 0);
  const Result again = run(tiny_training("other") + " --seed 6");
  CHECK(again.exit_code == 0);
  CHECK(again.output.find("belongs to a training with other options: starting anew") != std::string::npos);
}

TEST_CASE("bad input is refused with exit code 2 and a sentence") {
  const auto refuses = [](const std::string& command, const std::string& sentence) {
    const Result r = run(command);
    INFO(command << "\n" << r.output);
    CHECK(r.exit_code == 2);
    CHECK(r.output.find(sentence) != std::string::npos);
  };
  for (const char* program : {GANDSE_TRAIN, GANDSE_EXPORT, GANDSE_COMPARE}) {
    refuses(program, "template is required");
    refuses(std::string{program} + " nonsense", "no template 'nonsense'; there is: im2col");
    refuses(std::string{program} + " im2col --unknown 1", "--unknown");
    CHECK(run(std::string{program} + " --help").exit_code == 0);
  }
  refuses(std::string{GANDSE_TRAIN} + " im2col --epochs 0", "--epochs");
  refuses(std::string{GANDSE_TRAIN} + " im2col --critic-weight -1", "--critic-weight");
  for (const char* option : {"--rate", "--critic-weight", "--score-weight", "--entropy-weight"}) {
    for (const char* value : {"nan", "inf", "-1", "1e99", "1x", "''"}) {
      refuses(std::string{GANDSE_TRAIN} + " im2col " + option + ' ' + value, std::string{option} + ": '");
    }
  }
  for (const char* option : {"--floor-first", "--floor-satisfied", "--floor-slack-5", "--floor-slack-1",
                             "--ceiling-median", "--ceiling-p90"}) {
    refuses(std::string{GANDSE_COMPARE} + " im2col " + option + " nan",
            std::string{option} + ": 'nan' is not a number");
  }
  for (const char* program : {GANDSE_TRAIN, GANDSE_COMPARE, GANDSE_TUNE, GANDSE_ORACLE}) {
    for (const char* value : {"-1", "1.5", "0x10", "010", "18446744073709551616"}) {
      refuses(std::string{program} + " im2col --seed " + value,
              std::string{"--seed: '"} + value + "' is not a whole number in 0..18446744073709551615");
    }
  }
  refuses(std::string{GANDSE_TRAIN} + " im2col --data-seed -1", "--data-seed: '-1' is not a whole number");
  refuses(std::string{GANDSE_ORACLE} + " im2col verify --enumerated -1", "--enumerated: '-1' is not a whole number");
  refuses(std::string{GANDSE_COMPARE} + " im2col --budgets 1 -1", "--budgets: '-1' is not a whole number");
  refuses(std::string{GANDSE_NETWORKS_STUDY} + " im2col --seeds -1", "--seeds: '-1' is not a whole number in 0..1000");
  refuses(std::string{GANDSE_TRACES} + " im2col --traces 1e3", "--traces: '1e3' is not a whole number in 1..10000");
  refuses(std::string{GANDSE_TRAIN} + " im2col --groups 1 --batch 512 --work '" + kFolder.string() + "'",
          "--batch must not exceed the 8 samples");
  refuses(std::string{GANDSE_TRAIN} + " im2col --networks /nonexistent --work '" + kFolder.string() + "'",
          "cannot be read");
  refuses(std::string{GANDSE_EXPORT} + " im2col --checkpoint /nonexistent.cbor", "/nonexistent.cbor: cannot be read");
  refuses(std::string{GANDSE_EXPORT} + " im2col --checkpoint README.md --output '" + (kFolder / "x.hpp").string() + "'",
          "README.md: is not a checkpoint");
  refuses(std::string{GANDSE_COMPARE} + " im2col --networks /nonexistent", "cannot be read");
  refuses(std::string{GANDSE_COMPARE} + " im2col --checkpoint /nonexistent.cbor --tasks 1", "cannot be read");
}

TEST_CASE("gandse-compare fails when the generator is below the floor, and says by how much") {
  REQUIRE(run(tiny_training("floor")).exit_code == 0);
  const std::string compare = std::string{GANDSE_COMPARE} +
                              " im2col --quick --tasks 20 --budgets 1 128 --checkpoint '" +
                              (kFolder / "floor.cbor").string() + "'";
  CHECK(run(compare).exit_code == 0);
  const Result below = run(compare + " --floor-slack-1 1.01");
  CHECK(below.exit_code == 1);
  CHECK(below.output.find("share satisfied at slack 1 % is") != std::string::npos);
}

TEST_CASE("gandse-template-check tells by its exit code whether templates keep their contract, and what is broken") {
  const auto check = [](const std::string& command, int exit_code, const std::string& sentence) {
    const Result r = run(command);
    INFO(command << "\n" << r.output);
    CHECK(r.exit_code == exit_code);
    CHECK(r.output.find(sentence) != std::string::npos);
  };
  const std::string sound = GANDSE_TEMPLATE_CHECK;
  check(sound + " --layers 2000 --labels 2", 0, "template im2col keeps its contract: 2000 random layers");
  check(sound + " --layers 2000 --labels 2", 0, "template dnnweaver keeps its contract: 2000 random layers");
  check(sound + " dnnweaver --layers 100 --labels 1 --seed 3", 0, "for the 70000 layers of a training in");
  const std::string broken = GANDSE_BROKEN_TEMPLATE_CHECK;
  check(broken, 1, "template forgetful breaks its contract: canonicalise keeps pins; layer n=");
  check(broken + " huge", 1, "template huge keeps its contract");
  check(broken + " huge", 1, "Give the template a Bound");
  check(broken + " huge --labels 0", 0, "template huge keeps its contract");
  for (const std::string& program : {sound, broken}) {
    check(program + " nonsense", 2, "no template 'nonsense'; there is: ");
    check(program + " --layers 99", 2, "--layers");
    check(program + " --seed -1", 2, "--seed");
    check(program + " --unknown", 2, "--unknown");
    check(program + " --help", 0, "Exit code 0: all kept; 1: broken");
  }
}

}  // namespace gandse::test
