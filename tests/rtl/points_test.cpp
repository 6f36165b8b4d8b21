// Random layers and tiles on the machine that this program was built with: cycles as the cost model says, outputs as a
// plain convolution gives, bytes at the port as counted.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "machine.hpp"
#include "tensors.hpp"

namespace gandse::test {
namespace {

std::uint32_t environment(const char* name, std::uint32_t otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing else runs
  return value == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
}

class Points {
 public:
  explicit Points(std::uint32_t seed) : random_(seed) {}

  std::uint32_t bits() { return static_cast<std::uint32_t>(random_()); }

  std::uint32_t between(std::uint32_t first, std::uint32_t last) { return first + bits() % (last - first + 1); }
  bool chance(std::uint32_t percent) { return between(1, 100) <= percent; }
  std::uint32_t about(std::uint32_t last) {  // small ones more often
    const std::uint32_t octave = between(0, bit_width(last) - 1);
    return std::min(last, between(1U << octave, (2U << octave) - 1));
  }

  /// A layer and tiles for which the hardware has room, of limited work.
  void draw(Layer& layer, Machine::Configuration& c) {
    for (;;) {
      layer = {};
      layer.ic = about(80);
      layer.oc = about(80);
      layer.oh = about(20);
      layer.ow = about(20);
      layer.kh = between(1, 5);
      layer.kw = chance(60) ? layer.kh : between(1, 7);
      layer.stride_h = chance(60) ? 1 : between(1, 4);
      layer.stride_w = chance(70) ? layer.stride_h : between(1, 4);
      layer.dilation_h = chance(70) ? 1 : between(1, 3);
      layer.dilation_w = chance(80) ? layer.dilation_h : between(1, 3);
      if (chance(60)) {
        layer.pad_top = between(0, (layer.kh - 1) * layer.dilation_h);
        layer.pad_bottom = chance(60) ? layer.pad_top : between(0, (layer.kh - 1) * layer.dilation_h);
        layer.pad_left = between(0, (layer.kw - 1) * layer.dilation_w);
        layer.pad_right = chance(60) ? layer.pad_left : between(0, (layer.kw - 1) * layer.dilation_w);
      }
      const std::uint32_t kind = between(1, 100);
      if (kind <= 25) {  // depthwise
        layer.ic = layer.oc = 1;
        layer.repeat = between(2, 70);
      } else if (kind <= 45) {
        layer.ic = between(1, 9);
        layer.oc = between(1, 40);
        layer.repeat = between(2, 9);
      }
      c = kHardware;
      for (std::size_t parameter = Machine::TIC; parameter < c.size(); ++parameter) {
        c[parameter] = static_cast<std::uint8_t>(between(0, Machine::parameters[parameter].count - 1U));
      }
      const Machine::Activity a = Machine::activity(layer, c);
      if (a.reason == Reason::none && a.cycles <= 30000 && Machine::macs(layer) <= 1000000) {
        return;
      }
    }
  }

 private:
  std::mt19937 random_;
};

std::string text(const Layer& layer, const Machine::Configuration& c) {
  std::ostringstream out;
  out << "ic " << layer.ic << " oc " << layer.oc << " oh " << layer.oh << " ow " << layer.ow << " kh " << layer.kh
      << " kw " << layer.kw << " stride " << layer.stride_h << ' ' << layer.stride_w << " dilation " << layer.dilation_h
      << ' ' << layer.dilation_w << " pad " << layer.pad_top << ' ' << layer.pad_left << ' ' << layer.pad_bottom << ' '
      << layer.pad_right << " repeat " << layer.repeat;
  for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
    out << ' ' << Machine::parameters[parameter].name << ' ' << Machine::parameters[parameter].values[c[parameter]];
  }
  return out.str();
}

/// Runs one point; false if anything differs.
bool equal(RtlMachine& machine, Points& points, const Layer& layer, const Machine::Configuration& c, bool refused) {
  const Job job(layer, c);
  Tensor input(layer.ic * layer.repeat, input_rows(layer), input_columns(layer));
  for (auto& value : input.values) {
    value = static_cast<std::int8_t>(points.bits());
  }
  Weights weights;
  weights.values.resize(std::size_t{layer.oc} * layer.repeat * layer.ic * layer.kh * layer.kw);
  for (auto& value : weights.values) {
    value = static_cast<std::int8_t>(points.bits());
  }
  const std::uint32_t bits = ceil_log2(std::uint64_t{layer.ic} * layer.kh * layer.kw) / 2 + 7;
  for (std::uint32_t m = 0; m < layer.oc * layer.repeat; ++m) {
    weights.constants.push_back(
        {static_cast<std::int32_t>(points.bits()) >> 18, static_cast<std::uint16_t>(points.bits()),
         static_cast<std::uint8_t>(points.chance(3) ? points.between(0, 63) : points.between(bits + 14, bits + 18))});
  }
  const bool relu = points.chance(30);

  Addresses at;
  at.map_rows = input.rows;
  at.map_columns = input.columns;
  auto place = [&, end = std::uint64_t{0}](std::uint64_t bytes) mutable {
    end += points.between(0, 40);
    const std::uint64_t begin = end;
    end += bytes;
    return static_cast<std::uint32_t>(begin);
  };
  at.input = place(job.input_bytes());
  at.weights = place(job.weight_bytes());
  at.constants = place(job.constant_bytes());
  at.output = place(job.output_bytes());
  const std::uint64_t end = at.output + job.output_bytes() + 300;
  if (end > machine.memory.size()) {
    return false;
  }
  std::fill(machine.memory.begin(), machine.memory.end(), std::uint8_t{0x55});
  std::span<std::uint8_t> memory(machine.memory);
  // channels that fill the last block are zeros, as a layer before would have stored them
  std::fill_n(memory.begin() + at.input, job.input_bytes(), std::uint8_t{0});
  std::fill_n(memory.begin() + at.weights, job.weight_bytes(), std::uint8_t{0});
  std::fill_n(memory.begin() + at.constants, job.constant_bytes(), std::uint8_t{0});
  write_input(job, input, memory.subspan(at.input));
  write_weights(job, weights, memory.subspan(at.weights));
  write_constants(job, weights, memory.subspan(at.constants));
  const std::vector<std::uint8_t> before = machine.memory;

  const Machine::Activity a = Machine::activity(layer, c);
  const Run run = machine.run(job.registers(at, relu), 40 * a.cycles + 10000);
  const Tensor expected = convolve(layer, input, weights, relu);
  const Tensor got = read_output(job, memory.subspan(at.output));
  bool outside = true;  // nothing else was written
  for (std::size_t i = 0; i < memory.size(); ++i) {
    outside = outside && (memory[i] == before[i] || (i >= at.output && i < at.output + job.output_bytes()));
  }
  INFO(text(layer, c));
  CHECK(run.faults == 0);
  CHECK(run.cycles - run.stalls == a.cycles);
  if (!refused) {
    CHECK(run.stalls == 0);
  }
  CHECK(got.values == expected.values);
  CHECK(outside);
  CHECK(run.bytes_written == a.output_dram);
  const std::uint64_t constants = a.constant_dram / (std::uint64_t{8} * job.cut.output_block) * job.constant_beats()
                                  << job.array.port_bits;
  CHECK(run.bytes_read == a.input_dram + a.weight_dram + constants);
  return run.faults == 0 && run.cycles - run.stalls == a.cycles && got.values == expected.values;
}

void many(unsigned percent, std::uint32_t count, std::uint32_t seed) {
  RtlMachine machine(4U << 20U);
  Points points(seed);
  std::uint32_t right = 0;
  std::uint64_t outputs = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    Layer layer;
    Machine::Configuration c{};
    points.draw(layer, c);
    machine.refuse(percent, seed + i);
    right += equal(machine, points, layer, c, percent != 0) ? 1 : 0;
    outputs += std::uint64_t{layer.oc} * layer.repeat * layer.oh * layer.ow;
  }
  MESSAGE(right << " of " << count << " points equal, " << outputs << " outputs, " << percent << " % refused");
  CHECK(right == count);
}

TEST_CASE("cycles and outputs equal the model's and the reference's") {
  many(0, environment("GANDSE_RTL_POINTS", 12), environment("GANDSE_RTL_SEED", 1));
}

TEST_CASE("refused beats cost what is counted, and change no output") {
  const std::uint32_t count = environment("GANDSE_RTL_REFUSED", 3);
  many(30, count, environment("GANDSE_RTL_SEED", 1) + 1000);
  many(70, count, environment("GANDSE_RTL_SEED", 1) + 2000);
}

}  // namespace
}  // namespace gandse::test
