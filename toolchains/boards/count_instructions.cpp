// A plugin of QEMU: how many instructions a program executes between its marks, the same number every run.
//
// A mark is the call of a function named region_NAME, of two instructions at least; what follows, up to the next mark,
// is a visit of region NAME. At the end the plugin writes one line per region, "NAME visits total max", to the file of
// its argument out=FILE. Regions named `rest` are not written. For the emulators of one processor only, which all of
// ours are.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

// What is used of QEMU's plugin interface, version 1 (its header qemu-plugin.h is in no package).
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info_t;
extern "C" {
[[gnu::visibility("default")]] int qemu_plugin_version = 1;
[[gnu::visibility("default")]] int qemu_plugin_install(std::uint64_t id, const qemu_info_t* info, int argc,
                                                       char** argv);
void qemu_plugin_register_vcpu_tb_trans_cb(std::uint64_t id, void (*callback)(std::uint64_t, qemu_plugin_tb*));
void qemu_plugin_register_vcpu_tb_exec_cb(qemu_plugin_tb* block, void (*callback)(unsigned, void*), int flags,
                                          void* data);
void qemu_plugin_register_atexit_cb(std::uint64_t id, void (*callback)(std::uint64_t, void*), void* data);
std::size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb* block);
qemu_plugin_insn* qemu_plugin_tb_get_insn(const qemu_plugin_tb* block, std::size_t index);
const char* qemu_plugin_insn_symbol(const qemu_plugin_insn* instruction);
}

namespace {

struct Region {
  std::uint64_t visits = 0;
  std::uint64_t total = 0;
  std::uint64_t most = 0;
  std::uint64_t present = 0;
};

// A translated block of instructions: it runs from its first to its last, or not at all.
struct Block {
  std::uint64_t instructions;
  Region* opens;  ///< the region that this block's execution begins, or null
};

struct Counts {
  std::map<std::string, Region> regions;
  Region* present = &regions["rest"];
  std::deque<Block> blocks;  ///< never moves what it holds
  std::string out;

  void close_visit() const {
    present->total += present->present;
    present->most = std::max(present->most, present->present);
    present->present = 0;
  }
};

// Never destroyed: QEMU calls `finished` after the destructors of static objects.
Counts& counts = *new Counts;  // NOLINT(cppcoreguidelines-owning-memory)

void executed(unsigned /*processor*/, void* data) {
  const auto& block = *static_cast<const Block*>(data);
  if (block.opens != nullptr) {
    counts.close_visit();
    counts.present = block.opens;
    ++counts.present->visits;
  }
  counts.present->present += block.instructions;
}

void translated(std::uint64_t /*id*/, qemu_plugin_tb* block) {
  constexpr std::string_view kMark = "region_";
  // Of the last instruction: where QEMU keeps the Thumb bit in a symbol's address, the first lies before it.
  const char* symbol = qemu_plugin_insn_symbol(qemu_plugin_tb_get_insn(block, qemu_plugin_tb_n_insns(block) - 1));
  const std::string_view name = symbol == nullptr ? "" : symbol;
  const bool mark = name.substr(0, kMark.size()) == kMark;
  counts.blocks.push_back(
      {qemu_plugin_tb_n_insns(block), mark ? &counts.regions[std::string{name.substr(kMark.size())}] : nullptr});
  qemu_plugin_register_vcpu_tb_exec_cb(block, executed, 0, &counts.blocks.back());
}

void finished(std::uint64_t /*id*/, void* /*data*/) {
  counts.close_visit();
  std::ofstream file{counts.out};
  for (const auto& [name, region] : counts.regions) {
    if (name != "rest" && region.visits != 0) {
      file << name << ' ' << region.visits << ' ' << region.total << ' ' << region.most << '\n';
    }
  }
}

}  // namespace

int qemu_plugin_install(std::uint64_t id, const qemu_info_t* /*info*/, int argc, char** argv) {
  constexpr std::string_view kOut = "out=";
  const std::string_view argument = argc == 1 ? argv[0] : "";
  if (argument.substr(0, kOut.size()) != kOut) {
    std::cerr << "count_instructions: give out=FILE, and nothing else\n";
    return 1;
  }
  counts.out = argument.substr(kOut.size());
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, finished, nullptr);
  return 0;
}
