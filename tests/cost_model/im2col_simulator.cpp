#include "im2col_simulator.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <queue>
#include <unordered_set>
#include <vector>

namespace gandse::test {
namespace {

constexpr std::uint64_t kBytesPerSum = 4;

std::uint64_t blocks(std::uint64_t size, std::uint64_t tile) { return (size + tile - 1) / tile; }

/// Name of a tile: the block that would have to stay in an SRAM together, and the tile within it.
struct Tag {
  std::uint64_t block = 0;
  std::uint64_t index = 0;
};

/// One iteration of the innermost loop.
struct Step {
  Tag weight;
  Tag input;
  std::uint64_t output = 0;
  bool first_of_output = false;
  bool last_of_output = false;
};

/// The loop nest, written out.
std::vector<Step> schedule(const TiledLayer& l) {
  std::vector<Step> steps;
  steps.reserve(l.steps());
  std::uint64_t output = 0;
  for (std::uint64_t group = 0; group < l.groups; ++group) {
    for (std::uint64_t channels = 0; channels < l.output_blocks; ++channels) {
      for (std::uint64_t row = 0; row < l.row_blocks; ++row) {
        for (std::uint64_t column = 0; column < l.column_blocks; ++column, ++output) {
          const std::size_t first = steps.size();
          for (std::uint64_t ic = 0; ic < l.ic_blocks; ++ic) {
            for (std::uint64_t kh = 0; kh < l.kh_blocks; ++kh) {
              for (std::uint64_t kw = 0; kw < l.kw_blocks; ++kw) {
                const std::uint64_t slice = (ic * l.kh_blocks + kh) * l.kw_blocks + kw;
                const std::uint64_t pixel = row * l.column_blocks + column;
                steps.push_back({{group * l.output_blocks + channels, slice},
                                 {group, pixel * l.reduction_steps() + slice},
                                 output,
                                 false,
                                 false});
              }
            }
          }
          steps[first].first_of_output = true;
          steps.back().last_of_output = true;
        }
      }
    }
  }
  return steps;
}

/// Different tiles of the first block: what would have to stay.
std::uint64_t tiles_of_block(const std::vector<Step>& steps, Tag Step::*operand) {
  std::unordered_set<std::uint64_t> tiles;
  for (const Step& step : steps) {
    if ((step.*operand).block != (steps.front().*operand).block) {
      break;
    }
    tiles.insert((step.*operand).index);
  }
  return tiles.size();
}

/// An input or weight SRAM. The array reads one half. A tile of the block that this half keeps joins it; any other tile
/// goes to the other half, which is emptied first and read from the next step on.
class DoubleBuffer {
 public:
  DoubleBuffer(std::uint64_t half_bytes, std::uint64_t tile_bytes, bool keeps_blocks)
      : half_bytes_(half_bytes), tile_bytes_(tile_bytes), keeps_blocks_(keeps_blocks) {}

  /// Makes room for a tile that the next step needs; false if it is there already.
  bool reserve(const Tag& tag) {
    next_ = read_;
    if (!(keeps_blocks_ && used_ && halves_[read_].block == tag.block)) {
      next_ = 1 - read_;
      halves_[next_] = {tag.block, {}};
      used_ = true;
    }
    return !halves_[next_].tiles.contains(tag.index);
  }
  void arrive(const Tag& tag) { halves_[next_].tiles.insert(tag.index); }
  void turn() { read_ = next_; }
  [[nodiscard]] bool readable(const Tag& tag) const {
    return halves_[read_].block == tag.block && halves_[read_].tiles.contains(tag.index);
  }
  [[nodiscard]] bool within_capacity() const {
    return std::all_of(halves_.begin(), halves_.end(),
                       [&](const Half& half) { return half.tiles.size() * tile_bytes_ <= half_bytes_; });
  }

 private:
  struct Half {
    std::uint64_t block = 0;
    std::unordered_set<std::uint64_t> tiles;
  };
  std::uint64_t half_bytes_;
  std::uint64_t tile_bytes_;
  bool keeps_blocks_;
  bool used_ = false;
  std::size_t read_ = 1;
  std::size_t next_ = 1;
  std::array<Half, 2> halves_;
};

/// One job of the array: all tiles are equal, so is every job.
Counts array_job(const TiledLayer& l, const Hardware& machine) {
  Counts job;
  const std::uint64_t feed = blocks(machine.rows + machine.columns, machine.feed_bandwidth);
  for (std::uint64_t row = 0; row < l.m; row += machine.rows) {
    for (std::uint64_t column = 0; column < l.n; column += machine.columns) {
      const std::uint64_t rows = std::min(machine.rows, l.m - row);
      const std::uint64_t columns = std::min(machine.columns, l.n - column);
      job.compute_cycles += l.k * feed + machine.rows + machine.columns - 2;
      job.macs += rows * columns * l.k;
      job.weight_feed += rows * l.k;
      job.input_feed += columns * l.k;
      job.partial_sums += rows * columns * kBytesPerSum;
    }
  }
  return job;
}

class Simulator {
 public:
  Simulator(const TiledLayer& layer, const Hardware& machine)
      : layer_(layer),
        machine_(machine),
        steps_(schedule(layer)),
        job_(array_job(layer, machine)),
        weights_stay_(tiles_of_block(steps_, &Step::weight) * layer.weight_tile <= machine.weight_half),
        inputs_stay_(tiles_of_block(steps_, &Step::input) * layer.input_tile <= machine.input_half),
        weights_(machine.weight_half, layer.weight_tile, weights_stay_),
        inputs_(machine.input_half, layer.input_tile, inputs_stay_) {}

  Simulation run() {
    load_for(0);
    start_transfer();
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.time;
      if (event.kind == Event::Kind::array) {
        array_busy_ = false;
        count_job();
      } else {
        finish_transfer();
        start_transfer();
      }
      if (!array_busy_ && transfers_.empty()) {  // lock step: the slower of the two decides
        finish_step();
      }
    }
    fault_unless(next_step_ == steps_.size() && !to_store_ && sums_ == std::array<Sums, 2>{});
    result_.counts.cycles = now_;
    result_.weights_stayed = weights_stay_;
    result_.inputs_stayed = inputs_stay_;
    return result_;
  }

 private:
  struct Event {
    enum class Kind : std::uint8_t { array, transfer };
    std::uint64_t time;
    std::uint64_t order;  ///< ties end in the order they began
    Kind kind;
    bool operator>(const Event& other) const { return time != other.time ? time > other.time : order > other.order; }
  };
  struct Transfer {
    enum class Kind : std::uint8_t { store, weight, input };
    Kind kind;
    std::uint64_t bytes;
    Tag tag;
  };
  enum class Sums : std::uint8_t { none, growing, finished };

  void fault_unless(bool holds) { result_.faults += holds ? 0 : 1; }

  void schedule_event(std::uint64_t delay, Event::Kind kind) { events_.push({now_ + delay, order_++, kind}); }

  void load_for(std::size_t step) {
    if (weights_.reserve(steps_[step].weight)) {
      transfers_.push_back({Transfer::Kind::weight, layer_.weight_tile, steps_[step].weight});
    }
    if (inputs_.reserve(steps_[step].input)) {
      transfers_.push_back({Transfer::Kind::input, layer_.input_tile, steps_[step].input});
    }
  }

  /// The one DRAM port works through its queue; a transfer occupies it for whole cycles.
  void start_transfer() {
    if (!transfers_.empty()) {
      schedule_event(blocks(transfers_.front().bytes, machine_.dram_bandwidth), Event::Kind::transfer);
    }
  }

  void finish_transfer() {
    const Transfer transfer = transfers_.front();
    transfers_.pop_front();
    switch (transfer.kind) {
      case Transfer::Kind::store: {
        Sums& sums = sums_[transfer.tag.index % 2];
        fault_unless(sums == Sums::finished);
        sums = Sums::none;
        result_.counts.output_dram += transfer.bytes;
        break;
      }
      case Transfer::Kind::weight:
        weights_.arrive(transfer.tag);
        fault_unless(weights_.within_capacity());
        result_.counts.weight_dram += transfer.bytes;
        break;
      case Transfer::Kind::input:
        inputs_.arrive(transfer.tag);
        fault_unless(inputs_.within_capacity());
        result_.counts.input_dram += transfer.bytes;
        break;
    }
  }

  void finish_step() {
    if (next_step_ > 0 && steps_[next_step_ - 1].last_of_output && !stored_last_) {
      sums_[steps_[next_step_ - 1].output % 2] = Sums::finished;
      to_store_ = true;
    }
    if (next_step_ < steps_.size()) {
      begin_step();
    } else if (to_store_) {  // nothing is left to compute: only the last store
      store(steps_.back().output);
      stored_last_ = true;
      start_transfer();
    }
  }

  void begin_step() {
    const Step& step = steps_[next_step_];
    weights_.turn();
    inputs_.turn();
    fault_unless(weights_.readable(step.weight) && inputs_.readable(step.input));
    Sums& sums = sums_[step.output % 2];
    fault_unless(sums == (step.first_of_output ? Sums::none : Sums::growing));
    fault_unless(job_.partial_sums <= machine_.output_half);
    sums = Sums::growing;
    array_busy_ = true;
    schedule_event(job_.compute_cycles, Event::Kind::array);
    if (to_store_) {
      store(step.output - 1);
    }
    ++next_step_;
    if (next_step_ < steps_.size()) {
      load_for(next_step_);
    }
    start_transfer();
  }

  void store(std::uint64_t output) {
    transfers_.push_back({Transfer::Kind::store, layer_.output_tile, {0, output}});
    to_store_ = false;
  }

  void count_job() {
    Counts& c = result_.counts;
    c.compute_cycles += job_.compute_cycles;
    c.macs += job_.macs;
    c.weight_feed += job_.weight_feed;
    c.input_feed += job_.input_feed;
    c.partial_sums += job_.partial_sums;
  }

  TiledLayer layer_;
  Hardware machine_;
  std::vector<Step> steps_;
  Counts job_;
  bool weights_stay_;
  bool inputs_stay_;
  DoubleBuffer weights_;
  DoubleBuffer inputs_;
  std::array<Sums, 2> sums_{};
  std::deque<Transfer> transfers_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t now_ = 0;
  std::uint64_t order_ = 0;
  std::size_t next_step_ = 0;
  bool array_busy_ = false;
  bool to_store_ = false;
  bool stored_last_ = false;
  Simulation result_;
};

}  // namespace

Hardware hardware(const Configuration& configuration) {
  const auto value = [&](std::size_t parameter) -> std::uint64_t {
    return Machine::parameters[parameter].values[configuration[parameter]];
  };
  Hardware machine;
  machine.rows = 1;
  while (4 * machine.rows * machine.rows <= value(Machine::PEN)) {  // as square as it gets, never taller than wide
    machine.rows *= 2;
  }
  machine.columns = value(Machine::PEN) / machine.rows;
  machine.feed_bandwidth = value(Machine::SDB);
  machine.dram_bandwidth = value(Machine::DSB);
  machine.input_half = value(Machine::ISS) * 1024 / 2;
  machine.weight_half = value(Machine::WSS) * 1024 / 2;
  machine.output_half = value(Machine::OSS) * 1024 / 2;
  return machine;
}

TiledLayer cut(const Layer& layer, const Configuration& configuration) {
  TiledLayer t;
  const auto tile = [&](std::size_t parameter, std::uint64_t size, std::uint64_t& count) {
    const Parameter& p = Machine::parameters[parameter];
    std::uint64_t chosen = p.values[configuration[parameter]];
    for (std::size_t i = 0; i < p.count; ++i) {
      if (p.values[i] >= size) {
        chosen = std::min<std::uint64_t>(chosen, p.values[i]);
      }
    }
    count = blocks(size, chosen);
    t.padded = t.padded || count * chosen != size;
    return chosen;
  };
  const std::uint64_t toc = tile(Machine::TOC, layer.oc, t.output_blocks);
  const std::uint64_t toh = tile(Machine::TOH, layer.oh, t.row_blocks);
  const std::uint64_t tow = tile(Machine::TOW, layer.ow, t.column_blocks);
  const std::uint64_t tic = tile(Machine::TIC, layer.ic, t.ic_blocks);
  const std::uint64_t tkh = tile(Machine::TKH, layer.kh, t.kh_blocks);
  const std::uint64_t tkw = tile(Machine::TKW, layer.kw, t.kw_blocks);
  t.groups = layer.repeat;
  t.m = toc;
  t.n = toh * tow;
  t.k = tic * tkh * tkw;
  t.input_tile = tic * ((toh - 1) * layer.stride + tkh) * ((tow - 1) * layer.stride + tkw);
  t.weight_tile = toc * t.k;
  t.output_tile = toc * t.n;
  return t;
}

Reason fit(const TiledLayer& layer, const Hardware& machine) {
  if (layer.input_tile > machine.input_half) {
    return template_reason(Machine::kInputSramTooSmall);
  }
  if (layer.weight_tile > machine.weight_half) {
    return template_reason(Machine::kWeightSramTooSmall);
  }
  if (layer.output_tile * kBytesPerSum > machine.output_half) {
    return template_reason(Machine::kOutputSramTooSmall);
  }
  return Reason::none;
}

bool weights_stay(const TiledLayer& layer, const Hardware& machine) {
  return layer.reduction_steps() * layer.weight_tile <= machine.weight_half;
}

bool inputs_stay(const TiledLayer& layer, const Hardware& machine) {
  return layer.pixel_blocks() * layer.reduction_steps() * layer.input_tile <= machine.input_half;
}

Counts counts(const Machine::Activity& a) {
  return {a.cycles,      a.compute_cycles, a.macs,        a.input_dram,  a.weight_dram,
          a.output_dram, a.input_feed,     a.weight_feed, a.partial_sums};
}

Simulation simulate(const TiledLayer& layer, const Hardware& machine) { return Simulator(layer, machine).run(); }

}  // namespace gandse::test
