#include "machine.hpp"

#include <verilated.h>

#include <array>
#include <cstring>
#include <deque>
#include <random>

#include "Vgandse_im2col.h"

namespace gandse::test {
namespace {

constexpr std::size_t kBeat = std::size_t{1} << GANDSE_LDSB;
constexpr std::size_t kLanes = std::size_t{1} << (GANDSE_LDSB < GANDSE_LR ? GANDSE_LDSB : GANDSE_LR);
using Beat = std::array<std::uint8_t, kBeat>;

/// Ports of any width lie in memory with their lowest bits first.
template <class Port>
bool bit(const Port& port, std::size_t i) {
  return ((reinterpret_cast<const std::uint8_t*>(&port)[i / 8] >> (i % 8)) & 1U) != 0;
}

/// A request that waits stays as it is.
struct Held {
  bool waits = false;
  std::uint32_t address = 0;

  /// Whether that holds for a request that is offered now.
  bool holds(std::uint32_t now, bool accepted) {
    const bool same = !waits || address == now;
    waits = !accepted;
    address = now;
    return same;
  }
};

}  // namespace

const Machine::Configuration kHardware{GANDSE_CHOICES};

struct RtlMachine::Port {
  VerilatedContext context;
  std::unique_ptr<Vgandse_im2col> top;
  std::mt19937 random;
  unsigned percent = 0;
  std::deque<Beat> answers;  ///< that were asked for in the last LATENCY cycles
  Held read, write;

  bool refuses() { return random() % 100 < percent; }
};

RtlMachine::RtlMachine(std::size_t memory_bytes) : memory(memory_bytes), port_(std::make_unique<Port>()) {
  port_->context.randReset(2);     // registers begin with anything,
  port_->context.assertOn(false);  // of which nothing is asserted
  port_->top = std::make_unique<Vgandse_im2col>(&port_->context);
  Vgandse_im2col& top = *port_->top;
  top.clk = 0;
  top.rst = 1;
  top.start = 0;
  top.register_write = 0;
  for (unsigned i = 0; i < 4 * (GANDSE_LATENCY + (1U << GANDSE_LR)) + 32; ++i) {  // tokens run out
    clock();
  }
  top.rst = 0;
  port_->context.assertOn(true);
}

RtlMachine::~RtlMachine() = default;

void RtlMachine::refuse(unsigned percent, std::uint32_t seed) {
  port_->percent = percent;
  port_->random.seed(seed);
}

Run RtlMachine::run(const std::vector<std::uint32_t>& registers, std::uint64_t most_cycles) {
  Vgandse_im2col& top = *port_->top;
  run_ = {};
  for (std::size_t i = 0; i < registers.size(); ++i) {
    top.register_write = 1;
    top.register_index = static_cast<CData>(i);
    top.register_value = registers[i];
    clock();
  }
  top.register_write = 0;
  top.start = 1;
  clock();
  top.start = 0;
  run_.wire = 0;
  do {
    clock();
  } while (top.busy != 0 && run_.wire < most_cycles);
  run_.cycles = top.cycles;
  run_.stalls = top.stalls;
  run_.faults += top.busy != 0 ? 1 : 0;
  return run_;
}

/// One cycle: requests are seen, and answered LATENCY cycles later.
void RtlMachine::clock() {
  Port& p = *port_;
  Vgandse_im2col& top = *p.top;
  top.read_ready = p.refuses() ? 0 : 1;
  top.write_ready = p.refuses() ? 0 : 1;
  Beat now{};
  if (p.answers.size() == GANDSE_LATENCY) {
    now = p.answers.front();
    p.answers.pop_front();
  }
  std::memcpy(&top.read_data, now.data(), kBeat);
  top.clk = 0;
  top.eval();

  Beat answer;
  answer.fill(0x55);  // bytes that were not asked for may be anything
  if (top.read_valid != 0) {
    run_.faults += p.read.holds(top.read_address, top.read_ready != 0) ? 0 : 1;
    for (std::size_t i = 0; i < kBeat && top.read_ready != 0; ++i) {
      if (bit(top.read_strobe, i)) {
        const auto address = static_cast<std::uint32_t>(top.read_address + i);  // lane 0 may lie before the memory
        answer[i] = address < memory.size() ? memory[address] : answer[i];
        run_.faults += address < memory.size() ? 0 : 1;
        ++run_.bytes_read;
      }
    }
  } else {
    run_.faults += p.read.waits ? 1 : 0;
  }
  p.answers.push_back(answer);

  if (top.write_valid != 0) {
    run_.faults += p.write.holds(top.write_address, top.write_ready != 0) ? 0 : 1;
    const auto* data = reinterpret_cast<const std::uint8_t*>(&top.write_data);
    for (std::size_t i = 0; i < kLanes && top.write_ready != 0; ++i) {
      if (bit(top.write_strobe, i)) {
        const auto address = static_cast<std::uint32_t>(top.write_address + i);
        if (address < memory.size()) {
          memory[address] = data[i];
        }
        run_.faults += address < memory.size() ? 0 : 1;
        ++run_.bytes_written;
      }
    }
  } else {
    run_.faults += p.write.waits ? 1 : 0;
  }
  top.clk = 1;
  top.eval();
  ++run_.wire;
}

}  // namespace gandse::test
